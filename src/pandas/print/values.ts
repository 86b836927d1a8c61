/** The values of a column as pandas shows them, before they are in one width. */
import { NDArray } from "../../numpy/ndarray.ts";
import type { PyComplex } from "../../values/complex.ts";
import { floatRepr } from "../../values/float-repr.ts";
import { shortRepr } from "../../values/short-repr.ts";
import {
	ArrowArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	IntervalArray,
	NullableArray,
	readerOf,
	SparseArray,
	StringArray,
	TimedeltaArray,
} from "../arrays.ts";
import { cells } from "../cells.ts";
import { countReader, unitOf } from "../columns.ts";
import { StringDType } from "../dtypes.ts";
import { FlatIndex } from "../indexes.ts";
import { isMissing, Missing, NA, NaT } from "../missing.ts";
import { pyStr } from "../text.ts";
import { complexColumn, fixed, floatColumn, trimmed } from "./numbers.ts";
import { fixedWidth, type Justify } from "./text.ts";
import { floatOf, thing } from "./thing.ts";

/** How values are shown. */
export interface ShowOptions {
	readonly justify?: Justify;
	/** Whether strings are in quotes. Default: false */
	readonly quote?: boolean;
	/** The pandas before 3 as which they are shown, as 20200 for 2.2. Default: 0, the newest */
	readonly old?: number;
}

/** The rows that are shown, in order. */
export type Shown = readonly number[];

/** The counts of some rows, as an array of its own. */
function takenTimes(values: NDArray, rows: Shown): NDArray {
	const count = countReader(values);
	const data = BigInt64Array.from(rows, (i) => count(i));
	return new NDArray({ dtype: values.dtype, shape: [rows.length], data });
}

/** Some rows of a column of times; undefined for what is not one. */
export function timeTexts(array: ColumnArray, rows: Shown, { old = 0 }: ShowOptions = {}): string[] | undefined {
	const values =
		array instanceof NDArray
			? array
			: array instanceof DatetimeArray || array instanceof TimedeltaArray
				? array.values
				: undefined;
	if (values === undefined || values.dtype.unit === null || unitOf(values) === undefined) return undefined;
	const taken = takenTimes(values, rows);
	const own = array instanceof DatetimeArray ? new DatetimeArray(taken, array.dtype) : taken;
	const cell = cells(own, "NaT", [0, rows.length], !old);
	return rows.map((_, i) => cell(i));
}

/** Python's objects as they are shown; of a float it is the number. */
function objectTexts(values: readonly unknown[], format: (value: unknown) => string): string[] {
	return values.map((value) => {
		if (isMissing(value)) {
			if (value === null) return " None";
			return value === NA || value === NaT || value instanceof Missing ? ` ${String(value)}` : " NaN";
		}
		const float = floatOf(value);
		return float === undefined ? ` ${format(value)}` : trimmed(fixed(float));
	});
}

function numbers(values: readonly unknown[]): string[] {
	return values.map((value) =>
		typeof value === "number" || typeof value === "bigint" ? `${value < 0 ? "" : " "}${value}` : String(value),
	);
}

/** An item of pandas' own arrays as `str()` has it. */
function boxed(array: ColumnArray, old: number): (value: unknown) => string {
	const { dtype } = array;
	if (!old && (array instanceof StringArray || dtype instanceof StringDType)) return (value) => thing(value);
	if (array instanceof IntervalArray) {
		const cell = (value: unknown): string => String(value);
		const isFloat = array.left instanceof NDArray && array.left.dtype.kind === "f";
		if (!isFloat) return cell;
		const text = (value: unknown): string => (typeof value === "number" ? floatRepr(value) : pyStr(value, shortRepr));
		return (value) => {
			const { left, right, closed } = value as { left: unknown; right: unknown; closed: string };
			const open = closed === "left" || closed === "both" ? "[" : "(";
			return `${open}${text(left)}, ${text(right)}${closed === "right" || closed === "both" ? "]" : ")"}`;
		};
	}
	return array instanceof SparseArray ? (value) => thing(value) : (value) => pyStr(value, shortRepr);
}

/** Whether the items of a column are floats, though whole ones are numbers like others here. */
function hasFloats(array: ColumnArray): boolean {
	if (array instanceof NullableArray || array instanceof SparseArray) return array.dtype.subtype.kind === "f";
	return array instanceof ArrowArray && "type" in array.dtype && array.dtype.type.kind === "float";
}

/** Categories as an array of them would be: ints with something missing are floats. */
function categoryTexts(array: Categorical, rows: Shown, options: ShowOptions): string[] {
	const { old = 0 } = options;
	const inner = array.categories instanceof FlatIndex ? array.categories.array : undefined;
	const code = readerOf(array.codes);
	if (inner !== undefined && timeTexts(inner, []) !== undefined) {
		const places = rows.map((i) => code(i) as number);
		const there = timeTexts(
			inner,
			places.filter((place) => place >= 0),
			options,
		) as string[];
		let next = 0;
		return places.map((place) => (place < 0 ? "NaT" : (there[next++] as string)));
	}
	const read = readerOf(array);
	const values = rows.map((i) => read(i));
	if (inner instanceof NDArray && "iuf".includes(inner.dtype.kind)) {
		const isFloat = inner.dtype.kind === "f" || values.some(isMissing);
		const none = options.justify === "left" ? " NaN" : "NaN";
		return isFloat ? floatColumn(values.map(Number), none) : numbers(values);
	}
	const own =
		inner instanceof IntervalArray ? boxed(inner, old) : (value: unknown): string => thing(value, false, true, 0, old);
	return objectTexts(values, own);
}

/**
 * pandas' `format_array`: what is shown of some rows of a column.
 *
 * @param rows their places
 * @returns strings of one width, unless `justify` is `"all"`
 */
export function shownValues(array: ColumnArray, rows: Shown, options: ShowOptions = {}): string[] {
	return fixedWidth(rawTexts(array, rows, options), options.justify ?? "right").texts;
}

function rawTexts(array: ColumnArray, rows: Shown, options: ShowOptions): string[] {
	const { old = 0 } = options;
	const times = timeTexts(array, rows, options);
	if (times !== undefined) return times;
	if (array instanceof Categorical) return categoryTexts(array, rows, options);
	const read = readerOf(array);
	const values = rows.map((i) => read(i));
	if (!(array instanceof NDArray)) {
		if (hasFloats(array)) {
			return values.map((value) => {
				if (typeof value === "number") return Number.isNaN(value) ? " NaN" : trimmed(fixed(value));
				return ` ${String(value)}`;
			});
		}
		const format = boxed(array, old);
		return objectTexts(values, options.quote === true ? (value) => thing(value, true, true, 0, old) : format);
	}
	const { kind } = array.dtype;
	if (kind === "f") return floatColumn(values as number[], options.justify === "left" ? " NaN" : "NaN");
	if (kind === "i" || kind === "u") return numbers(values);
	if (kind === "c") return complexColumn(values as PyComplex[]);
	if (kind === "b") return values.map((value) => (value === true ? " True" : " False"));
	return objectTexts(values, (value) => thing(value, options.quote, true, 0, old));
}
