/** Making frames of JavaScript's own values. */
import { PyTypeError, ValueError } from "../errors.ts";
import { array } from "../numpy/array.ts";
import { DType } from "../numpy/dtype.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { PyFloat } from "../values/numbers.ts";
import { PySlice } from "../values/range.ts";
import { typeName } from "../values/type-name.ts";
import {
	Categorical,
	type ColumnArray,
	DatetimeArray,
	ExtensionArray,
	lengthOf,
	NullableArray,
	StringArray,
} from "./arrays.ts";
import { NANOS, NAT_COUNT, type TimeUnitName } from "./calendar.ts";
import { CategoricalDType, DatetimeTZDType, StringDType } from "./dtypes.ts";
import { kindOf } from "./index-types.ts";
import { FlatIndex, Index, indexOf, RangeIndex } from "./indexes.ts";
import { Block, BlockManager } from "./manager.ts";
import { isMissing, NA } from "./missing.ts";
import { Timedelta, Timestamp } from "./scalars.ts";
import { Series } from "./series.ts";

/** The forms that a column can be made of. */
export type ColumnInput = Iterable<unknown> | ArrayLike<unknown> | ColumnArray | Series;

/** How a frame is made. */
export interface FromOptions {
	/** The labels of the rows: an index, or a list of labels. Default: 0, 1, 2 … */
	readonly index?: Index | readonly unknown[];
	/** The labels of the columns, where these are not strings. Default: the keys */
	readonly columns?: Index | readonly unknown[];
	/**
	 * By column: what its values are. numpy's short names, `"category"`, `"string"`, `"boolean"`, `"Int64"` and its like.
	 * Default: what pandas would take, with numbers of which some are missing as floats
	 */
	readonly dtypes?: Readonly<Record<string, string>>;
}

const NULLABLE = /^(U?Int(?:8|16|32|64)|Float(?:32|64))$/;

function wrong(name: string, what: string): ValueError {
	return new ValueError(`column ${JSON.stringify(name)}: ${what}`, { code: "argument" });
}

function objects(values: readonly unknown[]): NDArray {
	return new NDArray({ dtype: "O", shape: [values.length], data: values });
}

/** The numbers and the mask of values of which some are missing. */
function nullable(values: readonly unknown[], dtype: string): NullableArray {
	const mask = Uint8Array.from(values, (value) => (isMissing(value) ? 1 : 0));
	const numbers = values.map((value) => (isMissing(value) ? (dtype === "?" ? false : 0) : value));
	const data = array(numbers, { dtype, shape: [values.length] });
	return new NullableArray(data, new NDArray({ dtype: "b1", shape: [values.length], data: mask }));
}

/** The smallest integers that hold codes. */
function codesOf(codes: readonly number[], count: number): NDArray {
	const dtype = count < 128 ? "i1" : count < 32_768 ? "i2" : "i4";
	return array([...codes], { dtype, shape: [codes.length] });
}

function categorical(values: readonly unknown[]): Categorical {
	const places = new Map<unknown, number>();
	const found = new Set<unknown>();
	for (const value of values) if (!isMissing(value)) found.add(value);
	const kept = [...found];
	// pandas sorts what can be compared.
	if (kept.every((value) => typeof value === "string")) kept.sort(byCodePoint);
	else if (kept.every((value) => typeof value === "number")) kept.sort((a, b) => (a as number) - (b as number));
	for (const [i, value] of kept.entries()) places.set(value, i);
	const codes = values.map((value) => (isMissing(value) ? -1 : (places.get(value) as number)));
	return new Categorical(codesOf(codes, kept.length), new CategoricalDType(indexOf(kept), false));
}

/** The order of Python's strings. */
function byCodePoint(a: unknown, b: unknown): number {
	const [left, right] = [[...(a as string)], [...(b as string)]];
	for (let i = 0; i < left.length && i < right.length; i++) {
		const by = (left[i]?.codePointAt(0) as number) - (right[i]?.codePointAt(0) as number);
		if (by !== 0) return by;
	}
	return left.length - right.length;
}

/** Dates and timestamps as nanoseconds, or the finest unit among them. */
function moments(values: readonly unknown[]): ColumnArray | undefined {
	const [first] = values.filter((value) => !isMissing(value));
	const tz = first instanceof Timestamp ? first.tz : null;
	const unit: TimeUnitName = "ns";
	const counts = new BigInt64Array(values.length);
	for (const [i, value] of values.entries()) {
		if (isMissing(value)) counts[i] = NAT_COUNT;
		else if (value instanceof Date) counts[i] = Timestamp.from(value).nanoseconds;
		else if (value instanceof Timestamp && (value.tz === null) === (tz === null)) counts[i] = value.nanoseconds;
		else return undefined;
	}
	const data = new NDArray({ dtype: `M8[${unit}]`, shape: [values.length], data: counts });
	return tz === null ? data : new DatetimeArray(data, new DatetimeTZDType(unit, tz));
}
function differences(values: readonly unknown[]): NDArray | undefined {
	const counts = new BigInt64Array(values.length);
	for (const [i, value] of values.entries()) {
		if (isMissing(value)) counts[i] = NAT_COUNT;
		else if (value instanceof Timedelta) counts[i] = value.nanoseconds;
		else return undefined;
	}
	return new NDArray({ dtype: "m8[ns]", shape: [values.length], data: counts });
}

/** Values as pandas would take them. */
function guessed(values: readonly unknown[]): ColumnArray {
	let kinds = 0;
	for (const value of values) kinds |= kindBit(value);
	const there = kinds & ~MISSING;
	if (there === 0) return objects(values.map((value) => value ?? null));
	if (there === STRING) return objects(values.map((value) => value ?? null));
	if (there === TIME) return moments(values) ?? objects(values);
	if (there === SPAN) return differences(values) ?? objects(values);
	if (there === BOOL && kinds === BOOL) return array(values, { dtype: "b1", shape: [values.length] });
	if ((there & ~(INT | FLOAT)) !== 0) return objects(values);
	if (kinds === INT) {
		const made = array(values, { shape: [values.length] });
		return made;
	}
	const numbers = values.map((value) =>
		isMissing(value) ? Number.NaN : value instanceof PyFloat ? value.value : Number(value),
	);
	return array(Float64Array.from(numbers));
}
const [MISSING, STRING, TIME, SPAN, BOOL, INT, FLOAT, OTHER] = [1, 2, 4, 8, 16, 32, 64, 128] as const;
function kindBit(value: unknown): number {
	if (isMissing(value)) return typeof value === "number" ? FLOAT : MISSING;
	if (typeof value === "string") return STRING;
	if (typeof value === "boolean") return BOOL;
	if (typeof value === "bigint") return INT;
	if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0) ? INT : FLOAT;
	if (value instanceof PyFloat) return FLOAT;
	if (value instanceof Date || value instanceof Timestamp) return TIME;
	return value instanceof Timedelta ? SPAN : OTHER;
}

/** Values of a dtype that was asked for. */
function asked(values: readonly unknown[], dtype: string, name: string): ColumnArray {
	if (dtype === "category") return categorical(values);
	if (dtype === "boolean") return nullable(values, "?");
	if (NULLABLE.test(dtype)) {
		const letter = dtype.startsWith("U") ? "u" : dtype.startsWith("F") ? "f" : "i";
		return nullable(values, `${letter}${Number(/\d+/.exec(dtype)?.[0]) / 8}`);
	}
	if (dtype === "string" || dtype === "str") {
		const isString = dtype === "string";
		const none = isString ? NA : Number.NaN;
		const strings = values.map((value) => (isMissing(value) ? none : value));
		if (!strings.every((value) => value === none || typeof value === "string" || isMissing(value))) {
			throw wrong(name, `an item of ${dtype} is not a string`);
		}
		return new StringArray(objects(strings), new StringDType("python", isString ? "NA" : "NaN"));
	}
	if (dtype === "object" || dtype === "O") return objects(values);
	const own = DType.of(dtype);
	if (own.unit !== null) return times(values, own);
	const filled = own.kind === "f" ? values.map((value) => (isMissing(value) ? Number.NaN : value)) : values;
	if (own.kind === "U" || own.kind === "S") return objects(values);
	return array(filled, { dtype: own, shape: [values.length] });
}
function times(values: readonly unknown[], own: DType): NDArray {
	const unit = own.unit?.name as TimeUnitName;
	const by = NANOS[unit];
	const counts = new BigInt64Array(values.length);
	for (const [i, value] of values.entries()) {
		if (isMissing(value)) counts[i] = NAT_COUNT;
		else if (value instanceof Date && by !== undefined) counts[i] = Timestamp.from(value).nanoseconds / by;
		else if ((value instanceof Timestamp || value instanceof Timedelta) && by !== undefined)
			counts[i] = value.nanoseconds / by;
		else return array(values, { dtype: own, shape: [values.length] });
	}
	return new NDArray({ dtype: own, shape: [values.length], data: counts });
}

/** A column of any input. */
export function columnOf(input: ColumnInput, dtype: string | undefined, name: string): ColumnArray {
	if (input instanceof Series) return columnOf(input.array, dtype, name);
	if (input instanceof NDArray || input instanceof ExtensionArray) {
		if (input instanceof NDArray && input.ndim !== 1) throw wrong(name, "an array of a column has one axis");
		return dtype === undefined ? input : asked([...(input as Iterable<unknown>)], dtype, name);
	}
	if (ArrayBuffer.isView(input) && dtype === undefined) return array(input);
	const isList = typeof input === "object" && input !== null && (Symbol.iterator in input || "length" in input);
	if (!isList) {
		throw new PyTypeError(`column ${JSON.stringify(name)}: a list of values is needed, not ${typeName(input)}`, {
			code: "argument",
			hint: typeName(input) === "Promise" ? "await it" : undefined,
		});
	}
	const values = Array.from(input as Iterable<unknown>);
	return dtype === undefined ? guessed(values) : asked(values, dtype, name);
}

function labelsOf(given: Index | readonly unknown[]): Index {
	if (given instanceof Index) return given;
	const made = columnOf(given, undefined, "index");
	const isPlain = made instanceof NDArray && made.dtype.unit === null;
	if (isPlain) return indexOf(given);
	const own = made instanceof NDArray ? new DatetimeArray(made) : made;
	return new FlatIndex(own, null, kindOf(made));
}

/**
 * Pairs of a name and values.
 *
 * @throws PyTypeError (`argument`) for a list of anything else
 */
export function checkedPairs(entries: readonly unknown[]): readonly (readonly [unknown, ColumnInput])[] {
	for (const entry of entries) {
		if (Array.isArray(entry) && entry.length === 2) continue;
		throw new PyTypeError(`columns are pairs of a name and values, not ${typeName(entry)}`, {
			code: "argument",
			hint: "of rows, make columns first: { a: rows.map((row) => row.a) }",
		});
	}
	return entries as readonly (readonly [unknown, ColumnInput])[];
}

/** The blocks of columns, one for each. */
export function managerOf(columns: readonly (readonly [unknown, ColumnInput])[], options: FromOptions): BlockManager {
	const dtypes = options.dtypes ?? {};
	const keys = columns.map(([key]) => key);
	for (const name of Object.keys(dtypes))
		if (!keys.includes(name)) throw wrong(name, "there is a dtype for it, and no values");
	const arrays = columns.map(([key, input]) => {
		const name = String(key);
		return columnOf(input, Object.hasOwn(dtypes, name) ? dtypes[name] : undefined, name);
	});
	const rows = options.index === undefined ? undefined : labelsOf(options.index);
	const length = rows?.length ?? (arrays[0] === undefined ? 0 : lengthOf(arrays[0]));
	for (const [i, own] of arrays.entries()) {
		if (lengthOf(own) !== length) throw wrong(String(keys[i]), `it has ${lengthOf(own)} values, not ${length}`);
	}
	const names = options.columns === undefined ? indexOf(keys) : labelsOf(options.columns);
	if (names.length !== keys.length) {
		throw new ValueError(`${names.length} labels for ${keys.length} columns`, { code: "argument" });
	}
	const blocks = arrays.map((own, i) => {
		const values = own instanceof NDArray ? own.reshape(1, length) : own;
		return new Block(values, new PySlice(i, i + 1, 1), 2);
	});
	const blockOf = Int32Array.from(arrays, (_, i) => i);
	const axes = [names, rows ?? new RangeIndex(0, length)];
	return new BlockManager(axes, blocks, false, { blockOf, rowOf: new Int32Array(arrays.length) });
}
