/** A part of the page that scrolls over what is never all there: a spacer as long as the whole, and a layer that stays in view. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Axis } from "./axis.ts";
import { type ElementRef, useSize } from "./hooks.ts";

/** Room for headers beside what scrolls. */
export interface Inset {
	readonly top: number;
	readonly left: number;
}

export interface Scroll {
	readonly ref: ElementRef;
	/** Pixels of the whole that are scrolled past. */
	readonly x: number;
	readonly y: number;
	/** Room that there is for items. */
	readonly width: number;
	readonly height: number;
	readonly inset: Inset;
	readonly axes: { readonly x: Axis; readonly y: Axis };
	/** Scrolls just as far as an item needs to be seen. */
	show(row: number | undefined, column?: number): void;
	/** Scrolls to what another view led to, with some of what is around it, unless that is in view. */
	jump(row: number): void;
	onScroll(): void;
}

/** Rows that are to be seen from one on that is jumped to. */
const MARGIN = 5;

/** The state of scrolling over two axes. */
export function useScroll(y: Axis, x: Axis, inset: Inset): Scroll {
	const [ref, fullWidth, fullHeight] = useSize();
	const [place, setPlace] = useState({ x: 0, y: 0 });
	/** Where a scaled axis is to the pixel, with the scroll position that this was. */
	const exact = useRef({ x: 0, y: 0, left: -1, top: -1 });
	const width = Math.max(0, fullWidth - inset.left);
	const height = Math.max(0, fullHeight - inset.top);

	const move = (next: { x?: number; y?: number }): void => {
		const element = ref.current;
		if (element === null) return;
		const to = exact.current;
		if (next.y !== undefined) {
			to.y = Math.max(0, Math.min(next.y, wholeOf(y) - height));
			element.scrollTop = y.scroll(to.y, height);
			to.top = element.scrollTop;
		}
		if (next.x !== undefined) {
			to.x = Math.max(0, Math.min(next.x, wholeOf(x) - width));
			element.scrollLeft = x.scroll(to.x, width);
			to.left = element.scrollLeft;
		}
		setPlace({ x: to.x, y: to.y });
	};
	const onScroll = (): void => {
		const element = ref.current;
		if (element === null) return;
		const to = exact.current;
		if (Math.abs(element.scrollTop - to.top) > 1 || !y.isScaled) to.y = y.offset(element.scrollTop, height);
		if (Math.abs(element.scrollLeft - to.left) > 1 || !x.isScaled) to.x = x.offset(element.scrollLeft, width);
		[to.top, to.left] = [element.scrollTop, element.scrollLeft];
		setPlace((old) => (old.x === to.x && old.y === to.y ? old : { x: to.x, y: to.y }));
	};
	// On a scaled axis a pixel of the bar is many rows: the wheel moves by what it says.
	useEffect(() => {
		const element = ref.current;
		if (element === null || !(y.isScaled || x.isScaled)) return undefined;
		const onWheel = (event: WheelEvent): void => {
			if (event.ctrlKey) return;
			const unit = event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? height : 1;
			event.preventDefault();
			move({ y: exact.current.y + event.deltaY * unit, x: exact.current.x + event.deltaX * unit });
		};
		element.addEventListener("wheel", onWheel, { passive: false });
		return () => element.removeEventListener("wheel", onWheel);
	}, [y, x, height, width]);
	// A list that became shorter is not scrolled past its end.
	useLayoutEffect(() => onScroll(), [y.count, x.count, height, width]);

	const show = (row: number | undefined, column?: number): void => {
		const next: { x?: number; y?: number } = {};
		const at = exact.current;
		// Before it is measured nothing is out of view.
		if (height <= 0 || width <= 0) return;
		if (row !== undefined && row >= 0) {
			const [start, size] = [y.start(row), y.size(row)];
			if (start < at.y) next.y = start;
			else if (start + size > at.y + height) next.y = start + size - height;
		}
		if (column !== undefined && column >= 0) {
			const [start, size] = [x.start(column), x.size(column)];
			if (start < at.x) next.x = start;
			else if (start + size > at.x + width) next.x = Math.min(start, start + size - width);
		}
		if (next.x !== undefined || next.y !== undefined) move(next);
	};
	const jump = (row: number): void => {
		const [start, size] = [y.start(row), y.size(row)];
		const at = exact.current.y;
		if (height <= 0 || (start >= at && start + MARGIN * size <= at + height)) return;
		move({ y: start - height / 4 });
	};
	return { ref, ...place, width, height, inset, axes: { x, y }, show, jump, onScroll };
}
function wholeOf(axis: Axis): number {
	return axis.count === 0 ? 0 : axis.start(axis.count - 1) + axis.size(axis.count - 1);
}

/** The items of an axis that are in view, with where they are. */
export function inView(
	axis: Axis,
	offset: number,
	view: number,
	more = 1,
): { readonly from: number; readonly to: number } {
	if (axis.count === 0 || view <= 0) return { from: 0, to: 0 };
	const from = Math.max(0, axis.at(offset) - more);
	const to = Math.min(axis.count, axis.at(Math.max(0, offset + view - 1)) + 1 + more);
	return { from, to };
}

/** A key under which the element of one item is used again for another: what scrolls fast makes no elements. */
export function recycled(i: number): number {
	return i % RECYCLED;
}
const RECYCLED = 256;

/** The scrolling element; its content is drawn into a layer of the size of the view. */
export function Scroller({
	scroll,
	class: name = "",
	children,
	...rest
}: { readonly scroll: Scroll; readonly class?: string; readonly children: ComponentChildren } & Record<
	string,
	unknown
>) {
	const { inset, axes, width, height } = scroll;
	return (
		<div class={`scroller ${name}`} ref={scroll.ref} onScroll={scroll.onScroll} tabIndex={0} {...rest}>
			<div
				class="spacer"
				role="presentation"
				style={{ height: `${axes.y.length + inset.top}px`, width: `${axes.x.length + inset.left}px` }}
			>
				<div
					class="layer"
					role="presentation"
					style={{ width: `${width + inset.left}px`, height: `${height + inset.top}px` }}
				>
					{children}
				</div>
			</div>
		</div>
	);
}
