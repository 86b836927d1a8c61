/** Frames as pandas prints them at its default options, for a terminal of 80 columns. */
import { NDArray } from "../../numpy/ndarray.ts";
import { ArrowArray, type ColumnArray, NullableArray, SparseArray } from "../arrays.ts";
import type { FrameView } from "../frame-view.ts";
import { type Index, MultiIndex } from "../indexes.ts";
import { flatLabels, hasNames, levelLabels, shownName, sparse } from "./labels.ts";
import { fixedWidth, justify, sideBySide, widest, width } from "./text.ts";
import { sequence } from "./thing.ts";
import { type Shown, shownValues } from "./values.ts";

/** How much of a frame is shown. */
export interface PrintOptions {
	/** Columns of the terminal. Default: 80 */
	readonly width?: number;
	/** More rows than these are cut. Default: 60 */
	readonly maxRows?: number;
	/** Rows that are shown of what is cut. Default: 10 */
	readonly minRows?: number;
}

/** The places at both ends. */
export function ends(length: number, shown: number): Shown {
	const half = Math.floor(shown / 2);
	return Array.from({ length: 2 * half }, (_, i) => (i < half ? i : length - 2 * half + i));
}
/** The places from 0 on. */
export function all(length: number): Shown {
	return Array.from({ length }, (_, i) => i);
}

/** Which rows are shown, and after which of them the dots are. */
export function shownRows(length: number, options: PrintOptions): { rows: Shown; cut: number | undefined } {
	const { maxRows = 60, minRows = 10 } = options;
	if (length <= maxRows) return { rows: all(length), cut: undefined };
	const shown = Math.max(Math.min(minRows, maxRows), 2);
	return { rows: ends(length, shown), cut: Math.floor(shown / 2) };
}

/** Whether pandas says that a column is of numbers, bools among them. */
function isNumeric(array: ColumnArray): boolean {
	if (array instanceof NDArray) return "biufc".includes(array.dtype.kind);
	if (array instanceof NullableArray) return true;
	if (array instanceof SparseArray) return "biufc".includes(array.dtype.subtype.kind);
	if (!(array instanceof ArrowArray) || !("type" in array.dtype)) return false;
	return ["int", "float", "bool", "decimal"].includes(array.dtype.type.kind);
}

function headers(frame: FrameView, places: Shown): string[][] {
	const { columns } = frame;
	if (columns instanceof MultiIndex) {
		const levels = sparse(levelLabels(columns, places), 0);
		return places.map((_, i) => levels.map((level) => level[i] as string));
	}
	const labels = flatLabels(columns, places);
	return places.map((at, i) => [isNumeric(frame.column(at).array) ? ` ${labels[i]}` : (labels[i] as string)]);
}

function indexColumn({ index, columns }: FrameView, rows: Shown): string[] {
	const isNamed = hasNames(index);
	const named = (texts: readonly string[], name: unknown): string[] =>
		isNamed ? [shownName(name), ...texts] : [...texts];
	let levels: string[][];
	if (index instanceof MultiIndex) {
		const full = levelLabels(index, rows).map((level, i) => named(level, index.names[i]));
		levels = rows.length === 0 ? full : sparse(full, isNamed ? 1 : 0);
	} else {
		levels = [named(flatLabels(index, rows), index.names[0])];
	}
	const lines = sideBySide(
		1,
		levels.map((level) => fixedWidth(level, "left").texts),
	).split("\n");
	const names = hasNames(columns) ? columns.names.map(shownName) : columns.names.map(() => "");
	return [...names, ...lines];
}

/**
 * How many columns are left when those in the middle go, one after the other, until the rest and the dots fit.
 *
 * @param sizes of all columns, that of the index first
 */
function fitting(sizes: readonly number[], room: number): number {
	const left = [...sizes];
	// Each takes a space besides, and the column of dots five characters.
	let taken = left.reduce((sum, size) => sum + size + 1, 5);
	while (taken > room && left.length > 1) {
		const [size = 0] = left.splice(halfEven(left.length), 1);
		taken -= size + 1;
	}
	return Math.max(left.length - 1, 2);
}

/** The columns that fit beside each other; both ends of them where not all do. */
function fitted(columns: readonly (readonly string[])[], room: number): { columns: string[][]; isCut: boolean } {
	const whole = columns.map((column) => [...column]);
	const sizes = columns.map(widest);
	const isFree = sizes.reduce((sum, size) => sum + size + 1, 0) <= room;
	const count = isFree ? columns.length : fitting(sizes, room);
	if (count >= columns.length - 1) return { columns: whole, isCut: false };
	const half = Math.floor(count / 2);
	const dots = Array.from({ length: columns[0]?.length ?? 0 }, () => " ...");
	return { columns: [...whole.slice(0, half + 1), dots, ...whole.slice(-half)], isCut: true };
}
/** Half of a number, rounded as Python rounds. */
function halfEven(count: number): number {
	const down = Math.floor(count / 2);
	return count % 2 === 0 ? down : down % 2 === 0 ? down : down + 1;
}

/**
 * The dots in the place of the rows that are left out, as wide as the cell above them in the table.
 *
 * @param above the first cell that is not at the head, by which pandas takes the measure
 */
function dotsFor(above: string, side: "left" | "right"): string {
	const size = width(above);
	return justify(size > 3 ? "..." : "..", size, side);
}

/** Puts dots after the rows at the head: in the index, in each column, and in that of dots as these are. */
function dotted(columns: readonly string[][], cut: number, shown: number, dotColumn: number): string[][] {
	return columns.map((column, i) => {
		const above = column[cut] as string;
		const dots = i === dotColumn ? " ..." : dotsFor(above, i === 0 ? "left" : "right");
		return column.toSpliced(column.length - shown + cut, 0, dots);
	});
}

function labelList(index: Index): string {
	return sequence(index, "[]", false, false);
}

/**
 * A frame as pandas' `repr` in a terminal.
 *
 * @param name of its class, for a frame of nothing
 */
export function frameText(frame: FrameView, options: PrintOptions = {}, name = "DataFrame"): string {
	const [length, count] = frame.shape;
	if (length === 0 || count === 0) {
		const text = `Empty ${name}\nColumns: ${labelList(frame.columns)}\nIndex: ${labelList(frame.index)}`;
		const isCut = length > (options.maxRows ?? 60) || count > (options.width ?? 80);
		return isCut ? `${text}\n\n[${length} rows x ${count} columns]` : text;
	}
	const { width: size = 80 } = options;
	const { rows, cut } = shownRows(length, options);
	// More columns than the terminal has characters are cut before they are made.
	const half = Math.floor(size / 2);
	const isWide = count > size;
	const places = isWide ? ends(count, size) : all(count);
	const tops = headers(frame, places);
	const isNamed = hasNames(frame.index);
	const columns = places.map((at, i) => {
		const top = isNamed ? [...(tops[i] as string[]), ""] : (tops[i] as string[]);
		const least = widest(top);
		const { texts, size: own } = fixedWidth(shownValues(frame.column(at).array, rows), "right", least);
		return [...top.map((text) => justify(text, Math.max(own, least), "right")), ...texts];
	});
	columns.unshift(indexColumn(frame, rows));
	if (isWide)
		columns.splice(
			half + 1,
			0,
			Array.from({ length: columns[0]?.length ?? 0 }, () => " ..."),
		);
	const marked = cut === undefined ? columns : dotted(columns, cut, rows.length, isWide ? half + 1 : -1);
	const fit = fitted(marked, size);
	const text = sideBySide(1, fit.columns);
	const isCut = cut !== undefined || isWide || fit.isCut;
	return isCut ? `${text}\n\n[${length} rows x ${count} columns]` : text;
}
