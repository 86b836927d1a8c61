/** The items of two axes of an array, of any length. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ArrayInfo } from "../shared/types.ts";
import { evenAxis } from "./axis.ts";
import { Wanted } from "./hooks.ts";
import type { OpenFile } from "./open-file.ts";
import { inView, recycled, Scroller, useScroll } from "./scroll.tsx";
import { Failure } from "./tabs.tsx";
import { count, t } from "./words.ts";

export interface Slice {
	readonly rows: number;
	readonly columns: number;
	readonly at: readonly number[];
}

const ROW = 26;
const HEAD = 28;
/** Cells are fetched by tiles. */
const TILE_ROWS = 64;
const TILE_COLUMNS = 32;
const MOST_TILES = 160;

type Tile = readonly (readonly string[])[];

export function ArrayGrid({
	file,
	row,
	info,
	slice,
}: {
	readonly file: OpenFile;
	readonly row: number;
	readonly info: ArrayInfo;
	readonly slice: Slice;
}) {
	const height = slice.rows < 0 ? 1 : (info.shape[slice.rows] ?? 1);
	const width = slice.columns < 0 ? 1 : (info.shape[slice.columns] ?? 1);
	const cellWidth = /^(<U|str|S|bytes|object|datetime|\{)/.test(info.dtype)
		? 190
		: /complex/.test(info.dtype)
			? 210
			: 104;
	const label = 40 + 8 * String(height).length;
	const y = useMemo(() => evenAxis(height, ROW), [height]);
	const x = useMemo(() => evenAxis(width, cellWidth), [width, cellWidth]);
	const scroll = useScroll(y, x, { top: HEAD, left: label });
	const rows = inView(y, scroll.y, scroll.height, 2);
	const columns = inView(x, scroll.x, scroll.width, 0);
	const [cell, setCell] = useState<readonly [number, number]>([0, 0]);
	const [, redraw] = useState(0);
	const cache = useMemo(() => {
		const kept = new Map<string, Tile>();
		const wanted = new Wanted<string>(
			async (key) => {
				const [tileRow = 0, tileColumn = 0] = key.split(".").map(Number);
				const [top, left] = [tileRow * TILE_ROWS, tileColumn * TILE_COLUMNS];
				const found = await file.values.call<Tile>(
					"arrayWindow",
					row,
					slice,
					[top, Math.min(height, top + TILE_ROWS)],
					[left, Math.min(width, left + TILE_COLUMNS)],
				);
				if (kept.size >= MOST_TILES) kept.delete(kept.keys().next().value as string);
				kept.set(key, found);
				redraw((number) => number + 1);
			},
			() => redraw((number) => number + 1),
		);
		return { kept, wanted };
	}, [file, row, slice]);
	cache.wanted.begin();
	useEffect(() => scroll.show(cell[0], cell[1]), [cell]);

	let isWaiting = false;
	const textAt = (r: number, c: number): string | undefined => {
		const [tileRow, tileColumn] = [Math.floor(r / TILE_ROWS), Math.floor(c / TILE_COLUMNS)];
		const key = `${tileRow}.${tileColumn}`;
		const tile = cache.kept.get(key);
		if (tile === undefined) {
			isWaiting = cache.wanted.error === undefined;
			cache.wanted.want(key);
		}
		return tile?.[r - tileRow * TILE_ROWS]?.[c - tileColumn * TILE_COLUMNS];
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const page = Math.max(1, Math.floor(scroll.height / ROW) - 1);
		const [r, c] = cell;
		const moves: Record<string, readonly [number, number]> = {
			ArrowDown: [r + 1, c],
			ArrowUp: [r - 1, c],
			ArrowRight: [r, c + 1],
			ArrowLeft: [r, c - 1],
			PageDown: [r + page, c],
			PageUp: [r - page, c],
			Home: event.ctrlKey ? [0, 0] : [r, 0],
			End: event.ctrlKey ? [height - 1, width - 1] : [r, width - 1],
		};
		const move = moves[event.key];
		if (move !== undefined) {
			event.preventDefault();
			setCell([Math.max(0, Math.min(height - 1, move[0])), Math.max(0, Math.min(width - 1, move[1]))]);
		} else if (event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey)) {
			const text = textAt(r, c);
			if (text !== undefined) void navigator.clipboard.writeText(text);
		}
	};
	const isNumber = info.isNumeric;
	const heads = [];
	for (let c = columns.from; c < columns.to; c++)
		heads.push(
			<div
				key={recycled(c)}
				role="columnheader"
				aria-colindex={c + 2}
				class="head plain"
				style={{
					transform: `translateX(${label + x.start(c) - scroll.x}px)`,
					width: `${cellWidth}px`,
					height: `${HEAD}px`,
				}}
			>
				{slice.columns < 0 ? "" : c}
			</div>,
		);
	const body = [];
	for (let r = rows.from; r < rows.to; r++) {
		const cells = [];
		for (let c = columns.from; c < columns.to; c++) {
			const isActive = cell[0] === r && cell[1] === c;
			const text = textAt(r, c);
			cells.push(
				<div
					key={recycled(c)}
					id={isActive ? "array-cell" : undefined}
					role="gridcell"
					aria-colindex={c + 2}
					class={`cell${isNumber ? " number" : ""}${isActive ? " active" : ""}${text === "nan" ? " gone" : ""}`}
					style={{ transform: `translateX(${label + x.start(c) - scroll.x}px)`, width: `${cellWidth}px` }}
					onMouseDown={() => setCell([r, c])}
				>
					{text ?? ""}
				</div>,
			);
		}
		body.push(
			<div
				key={recycled(r)}
				class={`grid-row${r % 2 === 1 ? " odd" : ""}`}
				role="row"
				aria-rowindex={r + 2}
				style={{ transform: `translateY(${HEAD + y.start(r) - scroll.y}px)`, height: `${ROW}px` }}
			>
				<div role="rowheader" aria-colindex={1} class="row-label" style={{ width: `${label}px` }}>
					{slice.rows < 0 ? "" : count(r)}
				</div>
				{cells}
			</div>,
		);
	}
	return (
		<>
			<Failure error={cache.wanted.error} />
			<Scroller
				scroll={scroll}
				class="grid"
				role="grid"
				aria-label={t("array.grid")}
				aria-rowcount={height + 1}
				aria-colcount={width + 1}
				aria-activedescendant="array-cell"
				aria-busy={isWaiting}
				onKeyDown={onKeyDown}
			>
				<div class="grid-head" role="row" aria-rowindex={1} style={{ height: `${HEAD}px` }}>
					<div
						class="corner"
						role="columnheader"
						aria-colindex={1}
						style={{ width: `${label}px`, height: `${HEAD}px` }}
					>
						#
					</div>
					{heads}
				</div>
				{body}
			</Scroller>
		</>
	);
}
