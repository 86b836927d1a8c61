/** Scrolling along an axis of any length: beyond eight million pixels, which no browser cuts, the scroll bar is scaled. */

const MOST_PIXELS = 8_000_000;

/** The items along an axis, all of one size or each of its own. */
export interface Axis {
	readonly count: number;
	/** Pixels of the spacer. */
	readonly length: number;
	readonly isScaled: boolean;
	/** The pixel, in the whole, that is at the top for a scroll position. */
	offset(scroll: number, view: number): number;
	scroll(offset: number, view: number): number;
	start(i: number): number;
	size(i: number): number;
	/** The item at a pixel of the whole. */
	at(pixel: number): number;
}

/** An axis whose items are all of one size. */
export function evenAxis(count: number, size: number): Axis {
	return scaled(count, count * size, {
		start: (i) => i * size,
		size: () => size,
		at: (pixel) => Math.max(0, Math.min(count - 1, Math.floor(pixel / size))),
	});
}

/** An axis whose items have sizes of their own. */
export function unevenAxis(sizes: readonly number[]): Axis {
	const starts = new Float64Array(sizes.length + 1);
	for (let i = 0; i < sizes.length; i++) starts[i + 1] = (starts[i] as number) + (sizes[i] as number);
	return scaled(sizes.length, starts[sizes.length] as number, {
		start: (i) => starts[i] as number,
		size: (i) => sizes[i] as number,
		at(pixel) {
			let [low, high] = [0, sizes.length - 1];
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if ((starts[middle] as number) <= pixel) low = middle;
				else high = middle - 1;
			}
			return Math.max(0, low);
		},
	});
}

function scaled(count: number, whole: number, rest: Pick<Axis, "start" | "size" | "at">): Axis {
	const isScaled = whole > MOST_PIXELS;
	const length = isScaled ? MOST_PIXELS : whole;
	const ratio = (view: number): number => Math.max(1, whole - view) / Math.max(1, length - view);
	return {
		...rest,
		count,
		length,
		isScaled,
		offset: (scroll, view) => (isScaled ? Math.min(scroll * ratio(view), Math.max(0, whole - view)) : scroll),
		scroll: (offset, view) => (isScaled ? offset / ratio(view) : offset),
	};
}
