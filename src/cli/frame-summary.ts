/** The description of frames and series that `--describe` shows: that of pandas' `describe(include="all")`. */
import { PyTypeError } from "../errors.ts";
import { array, DType, NDArray, NPScalar } from "../numpy/index.ts";
import {
	ArrowArray,
	ArrowDType,
	Categorical,
	type ColumnArray,
	type ColumnDType,
	DataFrame,
	DatetimeTZDType,
	dtypeName,
	Interval,
	IntervalDType,
	isMissing,
	NaT,
	NullableArray,
	NullableDType,
	Series,
	SparseDType,
	Timedelta,
	Timestamp,
} from "../pandas/index.ts";
import { PyDict, PyFloat, repr } from "../types/index.ts";

/** How a column is described: as numbers, as moments, as time differences, or by the values that there are. */
type Kind = "numbers" | "moments" | "spans" | "values";

/** undefined for what pandas describes not at all: complex numbers, Arrow's decimals, lists and structs. */
function kindOf(dtype: ColumnDType): Kind | undefined {
	if (dtype instanceof NullableDType) return kindOf(dtype.subtype);
	if (dtype instanceof SparseDType) return kindOf(dtype.subtype);
	if (dtype instanceof DatetimeTZDType) return "moments";
	if (dtype instanceof DType) return KINDS[dtype.kind] ?? (dtype.kind === "c" ? undefined : "values");
	if (!(dtype instanceof ArrowDType)) return "values";
	const { kind } = dtype.type;
	if (kind === "int" || kind === "float") return "numbers";
	if (kind === "timestamp") return "moments";
	if (kind === "duration") return "spans";
	return /^(decimal|list|struct|map)/.test(kind) ? undefined : "values";
}
const KINDS: Readonly<Partial<Record<string, Kind>>> = {
	i: "numbers",
	u: "numbers",
	f: "numbers",
	M: "moments",
	m: "spans",
};

/** The rows of a description by name, and whose floats they are. */
interface Described {
	readonly rows: ReadonlyMap<string, unknown>;
	readonly form?: "numpy" | "nullable" | "arrow";
}

/** numpy adds up as many at once, eight sums side by side; more it halves first. */
const PAIRED = 128;

/** The sum of numbers as numpy adds them up, whose result depends on the order; of floats of 32 bits with their precision. */
function sumInPairs(numbers: Float64Array | Float32Array, from = 0, count: number = numbers.length): number {
	const rounded = numbers instanceof Float32Array ? Math.fround : (number: number): number => number;
	const at = (i: number): number => numbers[from + i] as number;
	if (count < 8) {
		let sum = -0;
		for (let i = 0; i < count; i++) sum = rounded(sum + at(i));
		return sum;
	}
	if (count > PAIRED) {
		const half = Math.floor(count / 2);
		const left = half - (half % 8);
		return rounded(sumInPairs(numbers, from, left) + sumInPairs(numbers, from + left, count - left));
	}
	const sums = Array.from({ length: 8 }, (_, i) => at(i));
	const whole = count - (count % 8);
	for (let i = 8; i < whole; i++) sums[i % 8] = rounded((sums[i % 8] as number) + at(i));
	let width = 1;
	for (; width < 8; width *= 2) {
		for (let i = 0; i < 8; i += 2 * width) sums[i] = rounded((sums[i] as number) + (sums[i + width] as number));
	}
	let [sum = 0] = sums;
	for (let i = whole; i < count; i++) sum = rounded(sum + at(i));
	return sum;
}

/** The place in sorted values at a quantile, and how far it is on the way to the next. */
function quantilePlace(count: number, at: number): [low: number, high: number, way: number] {
	const place = (count - 1) * at;
	const low = Math.floor(place);
	return [low, Math.min(low + 1, count - 1), place - low];
}

/** Between two values, from the nearer end as numpy has it. */
function between(low: number, high: number, difference: number, way: number): number {
	return way >= 0.5 ? high - difference * (1 - way) : low + difference * way;
}

const QUARTILES = [
	["25%", 0.25],
	["50%", 0.5],
	["75%", 0.75],
] as const;

/** Mean and variance of numbers, of which the missing ones are zero; as numpy adds them up. */
function moments(
	numbers: Float64Array,
	isThere: (i: number) => boolean,
	count: number,
): [mean: number, variance: number] {
	if (count === 0) return [Number.NaN, Number.NaN];
	const mean = sumInPairs(numbers) / count;
	const squares = numbers.map((number, i) => (isThere(i) ? (mean - number) ** 2 : 0));
	return [mean, count === 1 ? Number.NaN : sumInPairs(squares) / (count - 1)];
}

/** The numbers of a column, in the typed array of its dtype where there is one, and whether one is there. */
function numbersOf(series: Series): { readonly data: Numbers; readonly isThere: (i: number) => boolean } {
	const typed = series.toTyped();
	const isHalf = typed?.data instanceof Uint16Array && !/^u/i.test(dtypeName(series.dtype));
	if (typed !== undefined && !isHalf) {
		const { data, validity } = typed as { readonly data: Numbers; readonly validity: Uint8Array | null };
		return { data, isThere: (i) => validity?.[i] !== 0 && !Number.isNaN(data[i]) };
	}
	const data = Float64Array.from(series.toArray(), (value) => (value === null ? Number.NaN : Number(value)));
	return { data, isThere: (i) => !Number.isNaN(data[i]) };
}
type Numbers = Float64Array | BigInt64Array;

/** The quartiles of sorted numbers. Their differences are of the dtype, whose ints overflow, as numpy has it. */
function quartiles(sorted: Numbers): [name: string, value: number][] {
	const box = new (sorted.constructor as Float64ArrayConstructor)(1);
	return QUARTILES.map(([name, at]) => {
		const [low, high, way] = quantilePlace(sorted.length, at);
		const [a, b] = [sorted[low], sorted[high]] as [number | undefined, number | undefined];
		if (a === undefined || b === undefined) return [name, Number.NaN];
		box[0] = b - a;
		// No zero is negative, since numpy sorts both kinds of zero in no order.
		return [name, between(Number(a), Number(b), Number(box[0]), way) + 0];
	});
}

function describedNumbers(series: Series): Described {
	const { dtype } = series;
	const { data, isThere } = numbersOf(series);
	const sorted = (data as Float64Array).filter((_, i) => isThere(i)).sort();
	const numbers = Float64Array.from(data as Float64Array, (value, i) => (isThere(i) ? Number(value) : 0));
	const count = sorted.length;
	const [mean, variance] = moments(numbers, isThere, count);
	const isSingle = dtype instanceof DType && data instanceof Float32Array;
	const rounded = isSingle ? Math.fround : Number;
	const rows = new Map<string, number>([
		["count", count],
		["mean", isSingle && count > 0 ? Math.fround(sumInPairs(Float32Array.from(numbers)) / count) : mean],
		["std", rounded(Math.sqrt(rounded(variance)))],
		["min", Number(sorted[0] ?? Number.NaN)],
		...quartiles(sorted),
		["max", Number(sorted.at(-1) ?? Number.NaN)],
	]);
	return { rows, form: dtype instanceof DType ? "numpy" : dtype instanceof ArrowDType ? "arrow" : "nullable" };
}

/** Moments and differences: counted in the column's own unit, between which numpy reckons in doubles. */
function describedTimes(series: Series, kind: "moments" | "spans"): Described {
	const times: (Timestamp | Timedelta | null)[] = [];
	for (const value of series) times.push(value instanceof Timestamp || value instanceof Timedelta ? value : null);
	const sample = times.find((time) => time !== null);
	const made = (count: number | bigint): unknown => {
		if (typeof count === "number" && Number.isNaN(count)) return NaT;
		const whole = typeof count === "bigint" ? count : BigInt(Math.trunc(count));
		if (sample instanceof Timedelta) return new Timedelta(whole, sample.unit);
		return sample === undefined ? NaT : new Timestamp(whole, { unit: sample.unit, tz: sample.tz });
	};
	const counts = times.flatMap((time) => (time === null ? [] : [time.value]));
	const sorted = BigInt64Array.from(counts).sort();
	const count = sorted.length;
	const numbers = Float64Array.from(times, (time) => (time === null ? 0 : Number(time.value)));
	const [mean, variance] = moments(numbers, (i) => times[i] !== null, count);
	const rows = new Map<string, unknown>([
		["count", count],
		["mean", made(mean)],
	]);
	if (kind === "spans") rows.set("std", made(Math.sqrt(variance)));
	rows.set("min", made(sorted[0] ?? Number.NaN));
	for (const [name, value] of quartiles(sorted)) rows.set(name, made(value));
	rows.set("max", made(sorted.at(-1) ?? Number.NaN));
	return { rows };
}

/** A value and how often it is there. */
interface Counted {
	readonly value: unknown;
	count: number;
}

/** How often each value is there, in the order in which they are met first; of categories in their own order. */
function countsOf(series: Series): Iterable<Counted> {
	const { array: own } = series;
	if (own instanceof Categorical) {
		const counts = new Map<number, number>();
		for (const code of own.codes as Iterable<number>) counts.set(code, (counts.get(code) ?? 0) + 1);
		const codes = [...counts].filter(([code]) => code >= 0).sort(([a], [b]) => a - b);
		return codes.map(([code, count]) => ({ value: own.categories?.get(code), count }));
	}
	const all: Counted[] = [];
	const tables = [new Map<unknown, Counted>(), new PyDict<unknown, Counted>(), new Map<unknown, Counted>()] as const;
	for (const value of series) {
		if (isMissing(value)) continue;
		const isHashable = typeof value !== "object" || !isContainer(value);
		const table = tables[typeof value === "string" ? 0 : isHashable ? 1 : 2];
		const key = isHashable ? value : repr(value);
		const known = table.get(key);
		if (known !== undefined) known.count++;
		else {
			const counted = { value, count: 1 };
			all.push(counted);
			table.set(key, counted);
		}
	}
	return all;
}

/** Whether a value is one that no dict has as a key: lists, dicts, sets and arrays are told apart by their text. */
function isContainer(value: unknown): boolean {
	try {
		new PyDict([[value, null]]);
		return false;
	} catch (error) {
		if (error instanceof PyTypeError) return true;
		throw error;
	}
}

/** A value as pandas has it: the ends of intervals of floats are floats. */
function exact(value: unknown, dtype: ColumnDType): unknown {
	const isFloat = dtype instanceof IntervalDType && /^float/.test(dtypeName(dtype.subtype as ColumnDType));
	if (!isFloat || !(value instanceof Interval)) return value;
	const [left, right] = [value.left, value.right].map((end) => (typeof end === "number" ? new PyFloat(end) : end));
	return new Interval(left, right, value.closed);
}

function describedValues(series: Series): Described {
	let [count, unique] = [0, 0];
	let top: Counted | undefined;
	for (const counted of countsOf(series)) {
		count += counted.count;
		unique++;
		if (top === undefined || counted.count > top.count) top = counted;
	}
	const rows = new Map<string, unknown>([
		["count", count],
		["unique", unique],
		["top", top === undefined ? Number.NaN : exact(top.value, series.dtype)],
		["freq", top === undefined ? Number.NaN : top.count],
	]);
	return { rows };
}

function described(series: Series): Described | undefined {
	const kind = kindOf(series.dtype);
	if (kind === "numbers") return describedNumbers(series);
	if (kind === "moments" || kind === "spans") return describedTimes(series, kind);
	return kind && describedValues(series);
}

/** The rows of all columns: those of the shortest description first. */
function rowsOf(all: readonly Described[]): string[] {
	const names = new Set<string>();
	for (const { rows } of [...all].sort((a, b) => a.rows.size - b.rows.size))
		for (const name of rows.keys()) names.add(name);
	return [...names];
}

/** A number as pandas sees one among the values of a description. */
function numberOf(value: unknown): number | undefined {
	if (value instanceof PyFloat) return value.value;
	const own = value instanceof NPScalar && "iuf".includes(value.dtype.kind) ? (value.value as unknown) : value;
	return typeof own === "number" || typeof own === "bigint" ? Number(own) : undefined;
}

/** Floats as Arrow has them, null in the place of NaN. */
function arrowFloats(numbers: Float64Array): ColumnArray {
	const validity = new Uint8Array(Math.ceil(numbers.length / 8));
	for (const [i, number] of numbers.entries())
		if (!Number.isNaN(number)) validity[i >> 3] = (validity[i >> 3] as number) | (1 << (i & 7));
	const type = { kind: "float", bits: 64 } as const;
	const chunk = { type, length: numbers.length, offset: 0, validity, bytes: null, children: [], dictionary: null };
	return new ArrowArray([{ ...chunk, values: new Uint8Array(numbers.buffer) }], new ArrowDType(type));
}

/** One column of a description. */
function columnOf({ rows, form = "numpy" }: Described, names: readonly string[]): ColumnArray {
	const values = names.map((name) => (rows.has(name) ? rows.get(name) : Number.NaN));
	const numbers = values.map(numberOf);
	if (!numbers.every((number) => number !== undefined) || rows.get("unique") === 0) {
		return new NDArray({ dtype: "O", shape: [values.length], data: values });
	}
	const isWhole =
		rows.has("top") && values.every((value) => !(value instanceof PyFloat) && Number.isInteger(numberOf(value)));
	const data = array(isWhole ? numbers : Float64Array.from(numbers));
	if (form === "numpy") return data;
	const mask = Uint8Array.from(numbers, (number) => (Number.isNaN(number) ? 1 : 0));
	const made = new NullableArray(data, new NDArray({ dtype: "b1", shape: [names.length], data: mask }));
	return form === "arrow" ? arrowFloats(Float64Array.from(numbers)) : made;
}

/**
 * The description of a frame as pandas' `describe(include="all")` has it.
 *
 * @param frame any frame
 * @returns undefined where no column can be described
 */
export function describeFrame(frame: DataFrame): DataFrame | undefined {
	const { columns } = frame;
	const names: unknown[] = [];
	const all: Described[] = [];
	for (let i = 0; i < columns.length; i++) {
		const one = described(frame.column(i));
		if (one === undefined) continue;
		all.push(one);
		names.push(columns.get(i));
	}
	if (all.length === 0) return undefined;
	const rows = rowsOf(all);
	const entries = all.map((one, i): [unknown, ColumnArray] => [names[i], columnOf(one, rows)]);
	return DataFrame.from(entries, { index: rows, columns: all.length === columns.length ? columns : names });
}

/**
 * The description of a series.
 *
 * @param series any series
 * @returns undefined where it cannot be described
 */
export function describeSeries(series: Series): Series | undefined {
	const one = described(series);
	if (one === undefined) return undefined;
	const rows = [...one.rows.keys()];
	const { index } = DataFrame.from([["", rows]], { index: rows });
	return new Series(columnOf(one, rows), { index, name: series.name });
}
