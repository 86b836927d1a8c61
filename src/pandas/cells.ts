/** The values of a column as pandas' `to_csv` writes them, before quoting. */

import { NDArray } from "../numpy/ndarray.ts";
import { CHECKED } from "../options.ts";
import { floatRepr } from "../values/float-repr.ts";
import { repr } from "../values/repr.ts";
import {
	ArrowArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	IntervalArray,
	NullableArray,
	readerOf,
	SparseArray,
	TimedeltaArray,
} from "./arrays.ts";
import { dateText, dayTimeText, NANOS, NAT_COUNT, splitCount, type TimeUnitName } from "./calendar.ts";
import { countReader, itemReader, unitOf } from "./columns.ts";
import { DatetimeTZDType, IntervalDType } from "./dtypes.ts";
import { isMissing } from "./missing.ts";
import { Interval, type KnownTimestamp, Timedelta, Timestamp } from "./scalars.ts";
import { float32Text, pyStr, type Show } from "./text.ts";

/** The first row of a part, and the one after its last. */
export type Rows = readonly [from: number, to: number];

/** The text of the item at a place. */
export type Cell = (i: number) => string;

const DAY = 86_400n;

/** Whether all moments of a part are midnights, and how many digits of a second they need. */
export function precision(
	values: NDArray,
	unit: TimeUnitName,
	from: number,
	to: number,
): { days: boolean; digits: 0 | 3 | 6 | 9 } {
	const count = countReader(values);
	const per = 1_000_000_000n / NANOS[unit];
	let days = true;
	let digits: 0 | 3 | 6 | 9 = 0;
	for (let i = from; i < to; i++) {
		const value = count(i);
		if (value === NAT_COUNT) continue;
		if (days && value % (per * DAY) !== 0n) days = false;
		if (unit === "s" || value % per === 0n) continue;
		const nanos = Number((value % per) * NANOS[unit]);
		const needed = nanos % 1000 !== 0 ? 9 : nanos % 1e6 !== 0 ? 6 : 3;
		if (needed > digits) digits = needed;
	}
	return { days, digits };
}

/** A moment without a zone, in so many digits. */
export function momentText(value: bigint, unit: TimeUnitName, days: boolean, digits: number): string {
	const [day, nanos] = splitCount(value, unit);
	if (days) return dateText(day);
	return dayTimeText(day, nanos, digits);
}

function moments(values: NDArray, dtype: unknown, none: string, [from, to]: Rows, isNew: boolean): Cell {
	const unit = unitOf(values) as TimeUnitName;
	const count = countReader(values);
	if (dtype instanceof DatetimeTZDType) {
		const parts: KnownTimestamp = { unit, tz: dtype.tz, [CHECKED]: true };
		if (!isNew) return (i) => (count(i) === NAT_COUNT ? none : String(new Timestamp(count(i), parts)));
		const { digits } = precision(values, unit, from, to);
		return (i) => (count(i) === NAT_COUNT ? none : new Timestamp(count(i), parts).text(digits));
	}
	const { days, digits } = precision(values, unit, from, to);
	return (i) => (count(i) === NAT_COUNT ? none : momentText(count(i), unit, days, digits));
}

function differences(values: NDArray, none: string, [from, to]: Rows, isNew: boolean): Cell {
	const unit = unitOf(values) as TimeUnitName;
	const count = countReader(values);
	const per = (1_000_000_000n / NANOS[unit]) * DAY;
	const { days, digits } = precision(values, unit, from, to);
	const shown = digits === 9 ? 9 : digits === 0 ? 0 : 6;
	return (i) => {
		const value = count(i);
		if (value === NAT_COUNT) return none;
		if (days) return `${value / per} days`;
		const difference = new Timedelta(value, unit);
		return isNew ? difference.text(shown) : String(difference);
	};
}

/** Whether items are floats, so that whole ones have a point. */
function isFloats(array: ColumnArray): boolean {
	if (array instanceof NDArray) return array.dtype.kind === "f";
	if (array instanceof NullableArray) return array.dtype.subtype.kind === "f";
	if (array instanceof SparseArray) return array.dtype.subtype.kind === "f";
	if (array instanceof ArrowArray) return "type" in array.dtype && array.dtype.type.kind === "float";
	return false;
}

/** An item of a column that is not numpy's: an object of Python. */
function objectText(isFloat: boolean, show: Show): (value: unknown) => string {
	return (value) => (isFloat && typeof value === "number" ? floatRepr(value) : pyStr(value, show));
}

/** The text of intervals, whose ends may be floats. */
function intervalText(array: IntervalArray, show: Show): (value: unknown) => string {
	const isFloat = array.dtype instanceof IntervalDType && isFloats(array.left);
	const end = (value: unknown): string =>
		isFloat && typeof value === "number" ? floatRepr(value) : pyStr(value, show);
	return (value) => {
		if (!(value instanceof Interval)) return pyStr(value, show);
		const { left, right, closed } = value;
		const [open, close] = [closed === "left" || closed === "both", closed === "right" || closed === "both"];
		return `${open ? "[" : "("}${end(left)}, ${end(right)}${close ? "]" : ")"}`;
	};
}

/**
 * The texts of the rows from and to which a part goes.
 *
 * @param none what is written for a missing value
 * @param isNew as pandas 3 and numpy 2.3 do, in which all times of a column have as many digits
 * @param show what is asked for the text of an object that may hold others
 */
export function cells(array: ColumnArray, none: string, rows: Rows, isNew = true, show: Show = repr): Cell {
	if (array instanceof NDArray) return numpyCells(array, none, rows, isNew, show);
	if (array instanceof DatetimeArray && unitOf(array.values) !== undefined) {
		return moments(array.values, array.dtype, none, rows, isNew);
	}
	if (array instanceof TimedeltaArray && unitOf(array.values) !== undefined) {
		return differences(array.values, none, rows, isNew);
	}
	if (array instanceof Categorical) return categoryCells(array, none, rows, isNew, show);
	const read = readerOf(array);
	const text = array instanceof IntervalArray ? intervalText(array, show) : objectText(isFloats(array), show);
	return (i) => {
		const value = read(i);
		return isMissing(value) ? none : text(value);
	};
}

function numpyCells(array: NDArray, none: string, rows: Rows, isNew: boolean, show: Show): Cell {
	const { kind, itemsize } = array.dtype;
	if (kind === "M" && unitOf(array) !== undefined) return moments(array, array.dtype, none, rows, isNew);
	if (kind === "m" && unitOf(array) !== undefined) return differences(array, none, rows, isNew);
	const read = itemReader(array);
	if (kind === "f") {
		const text = itemsize < 8 ? (itemsize === 4 ? (value: number) => float32Text(value, isNew) : floatRepr) : floatRepr;
		return (i) => {
			const value = read(i) as number;
			return Number.isNaN(value) ? none : text(value);
		};
	}
	if (kind === "i" || kind === "u") return (i) => String(read(i));
	if (kind === "b") return (i) => (read(i) === true ? "True" : "False");
	return (i) => {
		const value = read(i);
		return isMissing(value) ? none : pyStr(value, show);
	};
}

/** Categories are written as their index would be; times among them as a column of times. */
function categoryCells(array: Categorical, none: string, rows: Rows, isNew: boolean, show: Show): Cell {
	const [from, to] = rows;
	const inner = (array.categories as { readonly array?: ColumnArray } | null)?.array;
	const code = itemReader(array.codes);
	if (inner !== undefined && isTimes(inner)) {
		const values = inner instanceof NDArray ? inner : (inner as DatetimeArray).values;
		const taken = new BigInt64Array(to - from);
		const count = countReader(values);
		for (let i = from; i < to; i++) {
			const at = code(i) as number;
			taken[i - from] = at < 0 ? NAT_COUNT : count(at);
		}
		const own = new NDArray({ dtype: values.dtype, shape: [taken.length], data: taken });
		const made = inner instanceof DatetimeArray ? new DatetimeArray(own, inner.dtype) : own;
		const cell = cells(made, none, [0, taken.length], isNew);
		return (i) => cell(i - from);
	}
	const text =
		inner instanceof IntervalArray
			? intervalText(inner, show)
			: objectText(inner !== undefined && isFloats(inner), show);
	const { categories } = array;
	return (i) => {
		const at = code(i) as number;
		return at < 0 ? none : text(categories?.get(at));
	};
}
function isTimes(array: ColumnArray): boolean {
	if (array instanceof NDArray) return array.dtype.unit !== null && unitOf(array) !== undefined;
	return (array instanceof DatetimeArray || array instanceof TimedeltaArray) && unitOf(array.values) !== undefined;
}
