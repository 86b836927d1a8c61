/** Arrays that begin at their first item, and their buffers as typed arrays: what libraries of Arrow in JavaScript take. */
import { PyTypeError } from "../../errors.ts";
import type { TypedArray } from "../../numpy/formats.ts";
import { type ArrowData, widthOf } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";
import { bitsFrom } from "./bits.ts";

/** An array without an offset: views of the buffers, a copy only of bits that do not begin a byte. */
export function laidOut(data: ArrowData): ArrowData {
	const { type, length, offset } = data;
	const validity = data.validity === null ? null : bitsFrom(data.validity, offset, length);
	const from = (bytes: Uint8Array | null, width: number, count: number): Uint8Array | null =>
		bytes === null ? null : bytes.subarray(offset * width, (offset + count) * width);
	const part = { ...data, validity, offset: 0 };
	switch (type.kind) {
		case "null":
			return { ...part, validity: null };
		case "bool":
			return { ...part, values: data.values === null ? null : bitsFrom(data.values, offset, length) };
		case "string":
		case "binary":
		case "list":
			return { ...part, bytes: bytesOf(data), values: from(data.values, 4, length + 1) };
		case "large_string":
		case "large_binary":
		case "large_list":
			return { ...part, bytes: bytesOf(data), values: from(data.values, 8, length + 1) };
		case "struct":
			return { ...part, children: data.children.map((child) => cut(child, offset, length)) };
		case "fixed_list":
			return { ...part, children: data.children.map((child) => cut(child, offset * type.size, length * type.size)) };
		default:
			return { ...part, values: from(data.values, widthOf(type) as number, length) };
	}
}
function bytesOf({ type, bytes }: ArrowData): Uint8Array | null {
	return type.kind === "list" || type.kind === "large_list" ? null : (bytes ?? new Uint8Array(0));
}
function cut(data: ArrowData, from: number, length: number): ArrowData {
	return { ...data, offset: data.offset + from, length };
}

type Holder = new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray;
const SIGNED = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array } as Readonly<Record<number, unknown>>;
const UNSIGNED = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array } as Readonly<
	Record<number, unknown>
>;

function holderOf(type: ArrowType): Holder {
	switch (type.kind) {
		case "int":
			return (type.signed ? SIGNED : UNSIGNED)[type.bits / 8] as Holder;
		case "float":
			return (type.bits === 16 ? Uint16Array : type.bits === 32 ? Float32Array : Float64Array) as unknown as Holder;
		case "dictionary":
			return holderOf(type.index);
		case "decimal":
			return BigUint64Array as unknown as Holder;
		case "date":
		case "time":
		case "timestamp":
		case "duration":
			return SIGNED[widthOf(type) as number] as Holder;
		case "string":
		case "binary":
		case "list":
			return Int32Array as unknown as Holder;
		case "large_string":
		case "large_binary":
		case "large_list":
			return BigInt64Array as unknown as Holder;
		default:
			return Uint8Array as unknown as Holder;
	}
}

/** The numbers or offsets of an array as the typed array of its type; a copy only where the bytes are not aligned. */
export function typedValues(type: ArrowType, bytes: Uint8Array | null): TypedArray {
	const holder = holderOf(type);
	const width = (holder as unknown as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
	// An array of no items may have no offsets at all.
	const hasOffsets = /string|list|binary/.test(type.kind) && !type.kind.startsWith("fixed");
	const given = bytes === null || (hasOffsets && bytes.length === 0) ? new Uint8Array(hasOffsets ? width : 0) : bytes;
	if (given.length % width !== 0) throw new PyTypeError("a buffer of Arrow ends within an item", { code: "argument" });
	const own = given.byteOffset % width === 0 ? given : new Uint8Array(given);
	return new holder(own.buffer, own.byteOffset, own.length / width);
}
