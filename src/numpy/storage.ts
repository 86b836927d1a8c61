/** Between the bytes of arrays as they are stored and typed arrays in native order. */
import { PyTypeError } from "../errors.ts";
import { setOwn } from "../values/own-property.ts";
import type { DType } from "./dtype.ts";
import { LITTLE_ENDIAN, type TypedArray, type TypedArrayClass } from "./formats.ts";
import { itemReader } from "./items.ts";
import { eachPlace, sizeOf } from "./layout.ts";

/** Key of what objects that are made later do to the array that has them, and of these objects in the array. */
export const LATE: unique symbol = Symbol("late");

/** Objects that are made when they are asked for. */
export interface LateData {
	/** The properties of their array: itself, and `data` that asks for all. */
	readonly [LATE]: PropertyDescriptorMap;
	readonly length: number;
	at(place: number): unknown;
}

/** Whether data is made later. */
export function isLate(data: unknown): data is LateData {
	return (data as LateData | undefined)?.[LATE] !== undefined;
}

/** The class of an array's data; undefined for objects and text of any length, which are in lists. */
function holderOf(dtype: DType): TypedArrayClass | undefined {
	if (dtype.hasObject) return undefined;
	return dtype.format?.holder ?? Uint8Array;
}

/** How many elements of the typed array an item takes. */
export function unitsOf(dtype: DType): number {
	const holder = holderOf(dtype);
	return holder === undefined ? 1 : dtype.itemsize / holder.BYTES_PER_ELEMENT;
}

/** How many items the data of an array has place for; any number of items of no bytes. */
export function placesOf(dtype: DType, { length }: { readonly length: number }): number {
	const units = unitsOf(dtype);
	return units === 0 ? Number.POSITIVE_INFINITY : Math.floor(length / units);
}

/** Whether the bytes of items have to be turned around to be native; where there is no typed array for them, they stay. */
function isForeign({ format, isLittle }: DType, holder: TypedArrayClass): boolean {
	return format !== undefined && format.word > 1 && holder.BYTES_PER_ELEMENT > 1 && isLittle !== LITTLE_ENDIAN;
}

/** Whether bytes cannot be looked at as they are. */
export function needsCopy(dtype: DType, bytes: Uint8Array): boolean {
	const holder = holderOf(dtype) ?? Uint8Array;
	return isForeign(dtype, holder) || bytes.byteOffset % holder.BYTES_PER_ELEMENT !== 0;
}

/**
 * The items of an array, in native order.
 *
 * @param data a typed array of the right class or a list, which are returned as they are, or bytes as they were stored
 */
export function nativeData(
	dtype: DType,
	data: TypedArray | ArrayBuffer | readonly unknown[] | LateData,
): TypedArray | unknown[] | LateData {
	const holder = holderOf(dtype);
	if (holder === undefined) {
		if (Array.isArray(data) || isLate(data)) return data as unknown[] | LateData;
	} else if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) {
		if (data.constructor === holder) return data as TypedArray;
		const bytes = bytesOf(data);
		const isBytes = data instanceof Uint8Array || data instanceof ArrayBuffer;
		// The bits of halves, where the engine has an array for them.
		const isBits = dtype.format?.name === "float16" && data instanceof Uint16Array;
		if (isBytes || isBits) return viewOf(dtype, bytes, holder, isBytes && isForeign(dtype, holder));
	}
	throw new PyTypeError(`not items of ${dtype.name}`, { code: "argument" });
}

/** The memory of data, as bytes. */
export function bytesOf(data: ArrayBufferView | ArrayBuffer): Uint8Array {
	if (data instanceof ArrayBuffer) return new Uint8Array(data);
	return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function viewOf(dtype: DType, bytes: Uint8Array, holder: TypedArrayClass, isForeignOrder: boolean): TypedArray {
	const size = holder.BYTES_PER_ELEMENT;
	let own = bytes;
	if (isForeignOrder || bytes.byteOffset % size !== 0) own = new Uint8Array(bytes);
	if (isForeignOrder) turn(own, dtype.format?.word as number);
	return new holder(own.buffer, own.byteOffset, Math.floor(own.length / size));
}

/** Turns the bytes of each word around, in place. */
function turn(bytes: Uint8Array, word: number): void {
	for (let from = 0; from + word <= bytes.length; from += word) {
		for (let a = from, b = from + word - 1; a < b; a++, b--) {
			const byte = bytes[a] as number;
			bytes[a] = bytes[b] as number;
			bytes[b] = byte;
		}
	}
}

/** Items in native order as they are stored: the same bytes where that is their order, else a copy. */
export function storedBytes(dtype: DType, row: TypedArray): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(row.buffer as ArrayBuffer, row.byteOffset, row.byteLength);
	if (!isForeign(dtype, holderOf(dtype) as TypedArrayClass)) return bytes;
	const own = new Uint8Array(bytes);
	turn(own, dtype.format?.word as number);
	return own;
}

/** The readers of the items of an array by their place. */
export function placeReader(dtype: DType, data: TypedArray | unknown[]): (place: number) => unknown {
	if (Array.isArray(data)) return (place) => recordOf(dtype, data[place]);
	const { itemsize } = dtype;
	const isNative = (holderOf(dtype) as TypedArrayClass).BYTES_PER_ELEMENT > 1;
	const read = itemReader(dtype, isNative ? LITTLE_ENDIAN : dtype.isLittle);
	const view = new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
	return (place) => read(view, place * itemsize);
}

/** A record with objects in it, which comes as a tuple of its fields. */
function recordOf(dtype: DType, items: unknown): unknown {
	if (dtype.fields === null || !Array.isArray(items)) return items;
	const record: Record<string, unknown> = {};
	for (const [i, [name, field]] of dtype.fieldList.entries()) setOwn(record, name, recordOf(field.dtype, items[i]));
	return record;
}

/** A copy of the items in a row, the last index running fastest. */
export function gathered<T extends TypedArray | unknown[]>(
	data: T,
	units: number,
	shape: readonly number[],
	strides: readonly number[],
	offset: number,
): T {
	if (Array.isArray(data)) {
		const items: unknown[] = [];
		eachPlace(shape, strides, offset, (place) => items.push(data[place]));
		return items as T;
	}
	const typed = data as Uint8Array;
	const made = new (typed.constructor as new (length: number) => Uint8Array)((sizeOf(shape) as number) * units);
	if (units === 0) return made as T;
	let at = 0;
	eachPlace(shape, strides, offset, (place) => {
		for (let i = place * units, end = i + units; i < end; i++) made[at++] = typed[i] as number;
	});
	return made as T;
}
