/** Bytes as hex and text, of a file of any length: only what is seen is read. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { evenAxis, unevenAxis } from "./axis.ts";
import { Wanted } from "./hooks.ts";
import type { OpenFile } from "./open-file.ts";
import { inView, recycled, Scroller, useScroll } from "./scroll.tsx";
import { t } from "./words.ts";

const ROW = 24;
const PER_ROW = 16;
const BLOCK = 4096;
const MOST_BLOCKS = 64;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes that are marked, from one to before another. */
export interface Marked {
	readonly start: number;
	readonly end: number;
	/** Counts, so that the same bytes can be shown again. */
	readonly turn: number;
}

interface HexProps {
	readonly file: OpenFile;
	readonly size: number;
	readonly marked: Marked | undefined;
	readonly broken: number | undefined;
	readonly onMark: (start: number, end: number) => void;
}

export function HexView({ file, size, marked, broken, onMark }: HexProps) {
	const lines = Math.max(1, Math.ceil(size / PER_ROW));
	const y = useMemo(() => evenAxis(lines, ROW), [lines]);
	const x = useMemo(() => unevenAxis([660]), []);
	const scroll = useScroll(y, x, { top: 0, left: 0 });
	const { from, to } = inView(y, scroll.y, scroll.height, 4);
	const [, redraw] = useState(0);
	const cache = useMemo(() => {
		const blocks = new Map<number, Uint8Array>();
		const wanted = new Wanted<number>(
			async (block) => {
				const bytes = await file.bytesClient.call<Uint8Array>(
					"hex",
					block * BLOCK,
					Math.min(size, (block + 1) * BLOCK),
				);
				if (blocks.size >= MOST_BLOCKS) blocks.delete(blocks.keys().next().value as number);
				blocks.set(block, bytes);
				redraw((number) => number + 1);
			},
			() => redraw((number) => number + 1),
		);
		return { blocks, wanted };
	}, [file, size]);
	cache.wanted.begin();
	const [cursor, setCursor] = useState(0);
	const own = useRef(-1);
	const isMeasured = scroll.height > 0;
	useEffect(() => {
		if (!isMeasured || marked === undefined) return;
		setCursor(marked.start);
		// What was clicked here stays where it is.
		if (marked.turn !== own.current) scroll.jump(Math.floor(marked.start / PER_ROW));
	}, [marked?.turn, isMeasured]);

	let isWaiting = false;
	const byteAt = (offset: number): number | undefined => {
		const block = Math.floor(offset / BLOCK);
		const found = cache.blocks.get(block);
		if (found === undefined) {
			isWaiting = cache.wanted.error === undefined;
			cache.wanted.want(block);
		}
		return found?.[offset - block * BLOCK];
	};
	const select = (offset: number): void => {
		const at = Math.max(0, Math.min(size - 1, offset));
		setCursor(at);
		scroll.show(Math.floor(at / PER_ROW));
		own.current = (marked?.turn ?? 0) + 1;
		onMark(at, at + 1);
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const page = PER_ROW * Math.max(1, Math.floor(scroll.height / ROW) - 1);
		const moves: Record<string, number> = {
			ArrowRight: 1,
			ArrowLeft: -1,
			ArrowDown: PER_ROW,
			ArrowUp: -PER_ROW,
			PageDown: page,
			PageUp: -page,
			Home: -cursor,
			End: size - 1 - cursor,
		};
		const step = moves[event.key];
		if (step === undefined) return;
		event.preventDefault();
		select(cursor + step);
	};
	const rows = [];
	for (let i = from; i < to; i++) {
		const cells = [];
		const texts = [];
		for (let j = 0; j < PER_ROW; j++) {
			const offset = i * PER_ROW + j;
			const byte = offset < size ? byteAt(offset) : undefined;
			const isMarked = marked !== undefined && offset >= marked.start && offset < marked.end;
			const name = `${isMarked ? "marked" : ""}${offset === broken ? " broken" : ""}${byte === 0 ? " zero" : ""}`;
			cells.push(
				<span key={j} class={name} data-at={offset}>
					{byte === undefined ? "" : HEX[byte]}
				</span>,
			);
			texts.push(
				<span key={j} class={name} data-at={offset}>
					{byte === undefined ? "" : byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·"}
				</span>,
			);
		}
		rows.push(
			<div
				key={recycled(i)}
				role="option"
				id={`hex-${i}`}
				aria-selected={Math.floor(cursor / PER_ROW) === i}
				class="hex-row"
				style={{ transform: `translateY(${y.start(i) - scroll.y}px)`, height: `${ROW}px` }}
			>
				<span class="op-offset">{(i * PER_ROW).toString(16).padStart(8, "0")}</span>
				<span class="hex-bytes">{cells}</span>
				<span class="hex-text">{texts}</span>
			</div>,
		);
	}
	return (
		<Scroller
			scroll={scroll}
			class="hex"
			role="listbox"
			aria-label={t("bytes.hexLabel")}
			aria-activedescendant={`hex-${Math.floor(cursor / PER_ROW)}`}
			aria-busy={isWaiting}
			onKeyDown={onKeyDown}
			onMouseDown={(event: MouseEvent) => {
				const at = (event.target as HTMLElement).dataset["at"];
				if (at !== undefined) select(Number(at));
			}}
		>
			{rows}
		</Scroller>
	);
}
