/** Frames as pandas prints them at its default options, for a terminal of 80 columns. */
import { NDArray } from "../../numpy/ndarray.ts";
import { givenOptions } from "../../options.ts";
import { ArrowArray, type ColumnArray, NullableArray, SparseArray } from "../arrays.ts";
import type { FrameView } from "../frame-view.ts";
import { type Index, MultiIndex } from "../indexes.ts";
import { styleOf } from "../versions.ts";
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
	/** Whose `repr` it is, `"1.5"` to `"3.1"`. Default: `"3.1"` */
	readonly pandasVersion?: string;
}

/** The names of {@link PrintOptions}. */
export const PRINT_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"width",
	"maxRows",
	"minRows",
	"pandasVersion",
]);

/** The pandas as which it is to be, as 20200 for 2.2; 0 for 3 and newer. */
export function oldVersion({ pandasVersion }: PrintOptions): number {
	const { version } = styleOf(pandasVersion ?? "3.1");
	return version < 30000 ? version : 0;
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

/** The labels above columns; those of numbers begin with a space, though pandas asks the columns from the first on which these are. */
function headers(frame: FrameView, places: Shown, old: number): string[][] {
	const { columns } = frame;
	if (columns instanceof MultiIndex) {
		const levels = sparse(levelLabels(columns, places, old), 0);
		return places.map((_, i) => levels.map((level) => level[i] as string));
	}
	const labels = flatLabels(columns, places, old);
	const areNumbers = places.map((_, i) => isNumeric(frame.column(i).array));
	// Of labels that are there twice pandas asked the last one's column before version 3.
	const last = new Map(labels.map((label, i) => [label, i]));
	return labels.map((label, i) => [areNumbers[old ? (last.get(label) as number) : i] === true ? ` ${label}` : label]);
}

function indexColumn({ index, columns }: FrameView, rows: Shown, old: number): string[] {
	const isNamed = hasNames(index);
	const named = (texts: readonly string[], name: unknown): string[] =>
		isNamed ? [shownName(name, old), ...texts] : [...texts];
	let levels: string[][];
	if (index instanceof MultiIndex) {
		const full = levelLabels(index, rows, old).map((level, i) => named(level, index.names[i]));
		levels = rows.length === 0 ? full : sparse(full, isNamed ? 1 : 0);
	} else {
		levels = [named(flatLabels(index, rows, old), index.names[0])];
	}
	const lines = sideBySide(
		1,
		levels.map((level) => fixedWidth(level, "left").texts),
	).split("\n");
	const names = hasNames(columns) ? columns.names.map((name) => shownName(name, old)) : columns.names.map(() => "");
	return [...names, ...lines];
}

/**
 * How many columns are left when those in the middle go, one after the other, until the rest and the dots fit.
 *
 * @param sizes of all columns, that of the index first
 * @param dots what the column of dots takes, for which pandas before 3 left no room
 */
function fitting(sizes: readonly number[], room: number, dots: number): number {
	const left = [...sizes];
	// Each takes a space besides.
	let taken = left.reduce((sum, size) => sum + size + 1, dots);
	while (taken > room && left.length > 1) {
		const [size = 0] = left.splice(halfEven(left.length), 1);
		taken -= size + 1;
	}
	return Math.max(left.length - 1, 2);
}

/** How many columns fit beside each other, that of the index not among them; all where they do. */
function fitted(columns: readonly (readonly string[])[], room: number, old: number): number {
	const sizes = columns.map(widest);
	const isFree = sizes.reduce((sum, size) => sum + size + 1, 0) <= room;
	return isFree ? columns.length : fitting(sizes, room, old ? 0 : 5);
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

function labelList(index: Index, old: number): string {
	return sequence(index, "[]", false, false, 0, old);
}

/**
 * A frame as pandas' `repr` in a terminal.
 *
 * @param name of its class, for a frame of nothing
 */
export function frameText(frame: FrameView, given?: PrintOptions | null, name = "DataFrame"): string {
	const options = givenOptions("print", given, PRINT_OPTIONS);
	const [length, count] = frame.shape;
	const old = oldVersion(options);
	if (length === 0 || count === 0) {
		const text = `Empty ${name}\nColumns: ${labelList(frame.columns, old)}\nIndex: ${labelList(frame.index, old)}`;
		const isCut = length > (options.maxRows ?? 60) || count > (options.width ?? 80);
		return isCut ? `${text}\n\n[${length} rows x ${count} columns]` : text;
	}
	const { width: size = 80 } = options;
	const { rows, cut } = shownRows(length, options);
	// More columns than the terminal has characters are cut before they are made.
	const isWide = count > size;
	const places = isWide ? ends(count, size) : all(count);
	const made = columnsOf(frame, places, isWide ? places.length >> 1 : -1, { rows, cut, old });
	const fit = fitted(made, size, old);
	const isCut = fit < (old && !isWide ? count : made.length - 1);
	const half = fit >> 1;
	const kept = [...places.slice(0, half), ...places.slice(-half)];
	// pandas 3 takes the columns as they are; before that it made them again of the columns that are left.
	const shown = !isCut
		? made
		: old
			? columnsOf(frame, kept, half, { rows, cut, old })
			: [...made.slice(0, half + 1), dotColumn(made[0] as string[]), ...made.slice(-half)];
	const text = sideBySide(1, shown);
	return cut !== undefined || isWide || isCut ? `${text}\n\n[${length} rows x ${count} columns]` : text;
}

/** The index and some columns, with dots where something is left out. */
function columnsOf(
	frame: FrameView,
	places: Shown,
	dotsAt: number,
	{ rows, cut, old }: { readonly rows: Shown; readonly cut: number | undefined; readonly old: number },
): string[][] {
	const tops = headers(frame, places, old);
	const isNamed = hasNames(frame.index);
	const columns = places.map((at, i) => {
		const top = isNamed ? [...(tops[i] as string[]), ""] : (tops[i] as string[]);
		const least = widest(top);
		const values = shownValues(frame.column(at).array, rows, { old });
		const { texts, size: own } = fixedWidth(values, "right", least);
		return [...top.map((text) => justify(text, Math.max(own, least), "right")), ...texts];
	});
	columns.unshift(indexColumn(frame, rows, old));
	if (dotsAt >= 0) columns.splice(dotsAt + 1, 0, dotColumn(columns[0] as string[]));
	return cut === undefined ? columns : dotted(columns, cut, rows.length, dotsAt < 0 ? -1 : dotsAt + 1);
}
function dotColumn({ length }: readonly string[]): string[] {
	return Array.from({ length }, () => " ...");
}
