/** Columns as typed arrays, with what is missing beside them. */

import type { TypedArray } from "../numpy/formats.ts";
import { NDArray } from "../numpy/ndarray.ts";
import {
	ArrowArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	NullableArray,
	NumpyExtensionArray,
	PeriodArray,
	TimedeltaArray,
} from "./arrays.ts";
import { isValid, widthOf } from "./arrow-data.ts";
import { NAT_COUNT } from "./calendar.ts";
import { countReader } from "./columns.ts";

/** A column as a typed array. */
export interface TypedColumn {
	/** The numbers; codes of a categorical, counts of times, bytes 0 and 1 of bools. */
	readonly data: TypedArray;
	/** 1 for each value that is there; null where none is missing. NaN is not missing here. */
	readonly validity: Uint8Array | null;
}

/** A column as a typed array; undefined for what has none. */
export function typedColumn(array: ColumnArray): TypedColumn | undefined {
	if (array instanceof NDArray) {
		const { dtype, shape } = array;
		if (dtype.hasObject || !"biufMm".includes(dtype.kind) || dtype.itemsize > 8) return undefined;
		const data = array.toTyped() as TypedArray;
		return { data, validity: dtype.unit === null ? null : notNaT(array, shape[0] ?? 0) };
	}
	if (array instanceof NullableArray) {
		const mask = array.mask.toTyped() as Uint8Array;
		const data = array.values.toTyped() as TypedArray;
		return { data, validity: mask.includes(1) ? mask.map((isNone) => 1 - isNone) : null };
	}
	if (array instanceof Categorical) {
		const data = array.codes.toTyped() as TypedArray;
		let hasNone = false;
		const validity = new Uint8Array(data.length);
		for (let i = 0; i < data.length; i++) {
			const isThere = (data[i] as number) >= 0;
			validity[i] = isThere ? 1 : 0;
			if (!isThere) hasNone = true;
		}
		return { data, validity: hasNone ? validity : null };
	}
	if (array instanceof DatetimeArray || array instanceof TimedeltaArray || array instanceof PeriodArray) {
		return { data: array.values.toTyped() as TypedArray, validity: notNaT(array.values, array.length) };
	}
	if (array instanceof NumpyExtensionArray) return typedColumn(array.values);
	return array instanceof ArrowArray ? arrowColumn(array) : undefined;
}

function notNaT(values: NDArray, length: number): Uint8Array | null {
	const count = countReader(values);
	let validity: Uint8Array | null = null;
	for (let i = 0; i < length; i++) {
		if (count(i) !== NAT_COUNT) continue;
		validity ??= new Uint8Array(length).fill(1);
		validity[i] = 0;
	}
	return validity;
}

const HOLDERS = {
	int: { 8: Int8Array, 16: Int16Array, 32: Int32Array, 64: BigInt64Array },
	uint: { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array },
	float: { 16: Uint16Array, 32: Float32Array, 64: Float64Array },
} as const;

type Holder = new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray;

function arrowColumn({ chunks }: ArrowArray): TypedColumn | undefined {
	const [chunk] = chunks;
	if (chunk === undefined || chunks.length !== 1) return undefined;
	const { type, values, offset, length } = chunk;
	const width = widthOf(type);
	let holder: Holder | undefined;
	if (type.kind === "int") holder = HOLDERS[type.signed ? "int" : "uint"][type.bits] as unknown as Holder;
	else if (type.kind === "float") holder = HOLDERS.float[type.bits] as unknown as Holder;
	else if (type.kind === "date" || type.kind === "time" || type.kind === "timestamp" || type.kind === "duration") {
		holder = width === 4 ? Int32Array : BigInt64Array;
	}
	if (holder === undefined || width === undefined) return undefined;
	const bytes = (values ?? new Uint8Array(0)).subarray(offset * width, (offset + length) * width);
	const own = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
	const data = new holder(own.buffer, own.byteOffset, own.length / width);
	if (chunk.validity === null) return { data, validity: null };
	const validity = new Uint8Array(length);
	for (let i = 0; i < length; i++) validity[i] = isValid(chunk, i) ? 1 : 0;
	return { data, validity };
}
