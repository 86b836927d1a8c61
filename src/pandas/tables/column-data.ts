/** Columns as Arrow's arrays: numbers are where they were, and what is missing is a bitmap beside them. */
import { PyTypeError } from "../../errors.ts";
import type { TypedArray } from "../../numpy/formats.ts";
import { NDArray } from "../../numpy/ndarray.ts";
import {
	ArrowArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	IntervalArray,
	lengthOf,
	NullableArray,
	NumpyExtensionArray,
	PeriodArray,
	readerOf,
	SparseArray,
	StringArray,
	TimedeltaArray,
} from "../arrays.ts";
import type { ArrowData } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";
import { NAT_COUNT } from "../calendar.ts";
import { countReader, itemReader, unitOf } from "../columns.ts";
import { DatetimeTZDType, dtypeName } from "../dtypes.ts";
import { ForeignArray } from "../foreign-array.ts";
import { FlatIndex, type Index, RangeIndex } from "../indexes.ts";
import { chargeValues, type ExpandOptions } from "../limits.ts";
import { isMissing } from "../missing.ts";
import { bitmap, packed } from "./bits.ts";
import { objectData, stringData } from "./object-data.ts";
import { EXTENSION_METADATA, EXTENSION_NAME, flat } from "./table.ts";
import { zoneOf } from "./zone.ts";

/** A column in Arrow's layout, and what its field says. */
export interface ColumnData {
	readonly chunks: readonly ArrowData[];
	readonly metadata: ReadonlyMap<string, string>;
}

const NOTHING: ReadonlyMap<string, string> = /* @__PURE__ */ new Map();

/**
 * A column as Arrow has it.
 *
 * @param label names it in errors
 * @throws PyTypeError (`argument`) for what Arrow has no type for
 */
export function columnData(array: ColumnArray, label: string, options: ExpandOptions): ColumnData {
	if (array instanceof ArrowArray) return { chunks: array.chunks, metadata: NOTHING };
	if (array instanceof PeriodArray) {
		const { values, dtype } = array;
		const data = flat({ kind: "int", bits: 64, signed: true }, array.length, counts(values, options));
		return { chunks: [data], metadata: extension("pandas.period", { freq: dtype.freqstr }) };
	}
	if (array instanceof IntervalArray) {
		const data = intervalData(array, label, options);
		const subtype = dtypeName(array.left.dtype);
		return { chunks: [data], metadata: extension("pandas.interval", { subtype, closed: array.closed }) };
	}
	return { chunks: [plainData(array, label, options)], metadata: NOTHING };
}

function extension(name: string, parameters: object): ReadonlyMap<string, string> {
	return new Map([
		[EXTENSION_NAME, name],
		[EXTENSION_METADATA, JSON.stringify(parameters)],
	]);
}

function plainData(array: ColumnArray, label: string, options: ExpandOptions): ArrowData {
	if (array instanceof NDArray) return numpyData(array, label, options);
	if (array instanceof ForeignArray) return numpyData(array.values, label, options);
	if (array instanceof NumpyExtensionArray) return numpyData(array.values, label, options);
	if (array instanceof NullableArray) {
		const isNone = itemReader(array.mask);
		const data = numpyData(array.values, label, options, true);
		return { ...data, validity: bitmap(array.length, (i) => isNone(i) !== true) };
	}
	if (array instanceof DatetimeArray) {
		const tz = array.dtype instanceof DatetimeTZDType ? zoneOf(array.dtype.tz, label) : null;
		return momentData(array.values, tz, label, options);
	}
	if (array instanceof TimedeltaArray) return numpyData(array.values, label, options);
	if (array instanceof Categorical) return categoryData(array, label, options);
	if (array instanceof StringArray) return stringData(array.length, readerOf(array), label, options);
	if (array instanceof SparseArray) return denseData(array, label, options);
	throw noType(array, label);
}

function noType(array: ColumnArray, label: string): PyTypeError {
	return new PyTypeError(`column ${label}: Arrow has no type for ${dtypeName(array.dtype)}`, {
		code: "argument",
		hint: "leave the column out, or make another of it that has a type",
	});
}

/** The numbers of an array of one axis as they are; a copy where they are not in a row. */
function bytesOf(array: NDArray, options: ExpandOptions): Uint8Array {
	const isInRow = array.strides[0] === 1 || lengthOf(array) < 2;
	if (!isInRow) chargeValues(options, lengthOf(array));
	const data = array.toTyped() as TypedArray;
	return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** 64-bit counts, of which the least is a missing one. */
function counts(values: NDArray, options: ExpandOptions): Pick<ArrowData, "values" | "validity"> {
	const count = countReader(values);
	return {
		values: bytesOf(values, options),
		validity: bitmap(lengthOf(values), (i) => count(i) !== NAT_COUNT),
	};
}

function momentData(values: NDArray, tz: string | null, label: string, options: ExpandOptions): ArrowData {
	const unit = unitOf(values);
	if (unit === undefined) throw noType(values, label);
	return flat({ kind: "timestamp", unit, tz }, lengthOf(values), counts(values, options));
}

/** @param keepNaN whether NaN is a number here, and not what is missing */
function numpyData(array: NDArray, label: string, options: ExpandOptions, keepNaN = false): ArrowData {
	const { dtype } = array;
	const length = lengthOf(array);
	if (dtype.hasObject || dtype.kind === "U" || dtype.kind === "S" || dtype.kind === "T") {
		return objectData(length, readerOf(array), label, options);
	}
	if (dtype.kind === "M") return momentData(array, null, label, options);
	if (dtype.kind === "m") {
		const unit = unitOf(array);
		if (unit === undefined) throw noType(array, label);
		return flat({ kind: "duration", unit }, length, counts(array, options));
	}
	if (dtype.kind === "b") {
		const read = itemReader(array);
		return flat({ kind: "bool" }, length, { values: packed(length, (i) => read(i) === true) });
	}
	const type = numberType(array);
	if (type === undefined) throw noType(array, label);
	const values = bytesOf(array, options);
	if (dtype.kind !== "f" || keepNaN) return flat(type, length, { values });
	const read = itemReader(array);
	return flat(type, length, { values, validity: bitmap(length, (i) => !Number.isNaN(read(i))) });
}

function numberType({ dtype }: NDArray): ArrowType | undefined {
	const bits = dtype.itemsize * 8;
	if (dtype.type !== undefined) return undefined;
	if (dtype.kind === "i" || dtype.kind === "u") {
		return { kind: "int", bits: bits as 8 | 16 | 32 | 64, signed: dtype.kind === "i" };
	}
	return dtype.kind === "f" && bits <= 64 ? { kind: "float", bits: bits as 16 | 32 | 64 } : undefined;
}

/** The labels of an index as an array. */
export function labelArray(index: Index, options: ExpandOptions): ColumnArray {
	if (index instanceof FlatIndex) return index.array;
	chargeValues(options, index.length);
	if (index instanceof RangeIndex) {
		const { start, step } = index;
		const numbers = BigInt64Array.from({ length: index.length }, (_, i) => BigInt(start + i * step));
		return new NDArray({ dtype: "i8", shape: [numbers.length], data: numbers });
	}
	return new NDArray({ dtype: "O", shape: [index.length], data: index.toArray() });
}

function categoryData(array: Categorical, label: string, options: ExpandOptions): ArrowData {
	const { codes, ordered } = array;
	const categories = array.categories as Index | null;
	const index = numberType(codes);
	if (categories === null || index === undefined) throw noType(array, label);
	const { chunks } = columnData(labelArray(categories, options), label, options);
	const [dictionary] = chunks;
	if (dictionary === undefined || chunks.length !== 1) throw noType(array, label);
	const code = itemReader(codes);
	return flat({ kind: "dictionary", index, value: dictionary.type, ordered }, array.length, {
		values: bytesOf(codes, options),
		validity: bitmap(array.length, (i) => (code(i) as number) >= 0),
		dictionary,
	});
}

/** The two ends as the fields of a struct. */
function intervalData(array: IntervalArray, label: string, options: ExpandOptions): ArrowData {
	const [left, right] = [array.left, array.right].map((ends) => plainData(ends, label, options)) as [
		ArrowData,
		ArrowData,
	];
	const fields = [left, right].map(({ type }, i) => ({ name: i === 0 ? "left" : "right", type, nullable: true }));
	const read = readerOf(array);
	return flat({ kind: "struct", fields }, array.length, {
		children: [left, right],
		validity: bitmap(array.length, (i) => !isMissing(read(i))),
	});
}

/** All values of a sparse array, those that it does not keep too. */
function denseData(array: SparseArray, label: string, options: ExpandOptions): ArrowData {
	chargeValues(options, array.length);
	const { subtype } = array.dtype;
	const read = readerOf(array);
	if (subtype.hasObject) return objectData(array.length, read, label, options);
	const items = Array.from({ length: array.length }, (_, i) => read(i));
	return numpyData(dense(items, array), label, options);
}
function dense(items: readonly unknown[], { dtype }: SparseArray): NDArray {
	const { subtype } = dtype;
	const none = new NDArray({ dtype: subtype, shape: [1], data: new ArrayBuffer(subtype.itemsize) });
	const { constructor } = none.data as TypedArray;
	const data = new (constructor as new (length: number) => TypedArray)(items.length);
	const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
	for (const [i, item] of items.entries()) {
		const value = subtype.kind === "b" ? Number(item === true) : item;
		(data as unknown as unknown[])[i] = isBig ? BigInt(value as number | bigint) : Number(value);
	}
	return new NDArray({ dtype: subtype, shape: [items.length], data });
}
