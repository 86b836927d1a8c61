/** Arrow's arrays as raw buffers: whether these hold what is said of them. Everything is checked once, here. */
import type { ArrowType } from "./arrow-type.ts";

/** One array of Arrow: buffers, and the arrays in it. */
export interface ArrowData {
	readonly type: ArrowType;
	/** How many items it has. */
	readonly length: number;
	/** How many items before the first are in the buffers. */
	readonly offset: number;
	/** A bit for each item, which is 0 where it is missing; null where none is. */
	readonly validity: Uint8Array | null;
	/** The numbers, or the offsets of strings and lists. */
	readonly values: Uint8Array | null;
	/** The bytes of strings. */
	readonly bytes: Uint8Array | null;
	readonly children: readonly ArrowData[];
	/** The array that one of kind `dictionary` points into. */
	readonly dictionary: ArrowData | null;
}

/** How many buffers an array of a type has. */
export function bufferCount({ kind }: ArrowType): number {
	if (kind === "null") return 1;
	if (kind === "struct" || kind === "fixed_list") return 1;
	return kind === "string" || kind === "large_string" || kind === "binary" || kind === "large_binary" ? 3 : 2;
}

/** Bytes of an item; undefined where items have none of one size. */
export function widthOf(type: ArrowType): number | undefined {
	switch (type.kind) {
		case "int":
		case "float":
		case "decimal":
			return type.bits / 8;
		case "date":
			return type.unit === "day" ? 4 : 8;
		case "time":
			return type.unit === "s" || type.unit === "ms" ? 4 : 8;
		case "timestamp":
		case "duration":
			return 8;
		case "fixed_binary":
			return type.size;
		case "dictionary":
			return widthOf(type.index);
		default:
			return undefined;
	}
}

/** Whether an item is there. */
export function isValid({ validity, offset }: ArrowData, i: number): boolean {
	if (validity === null) return true;
	const at = offset + i;
	return (((validity[at >> 3] as number) >> (at & 7)) & 1) === 1;
}

/** The offset of a string or list, of 4 or 8 bytes; -1 for one that is beyond any length. */
export function offsetReader(bytes: Uint8Array, isLarge: boolean): (i: number) => number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (!isLarge) return (i) => view.getInt32(4 * i, true);
	return (i) => {
		const high = view.getInt32(8 * i + 4, true);
		return high < 0 || high > 0x1fffff ? -1 : high * 2 ** 32 + view.getUint32(8 * i, true);
	};
}

/** Whether offsets run forwards and stay within a length. */
function runForwards(data: ArrowData, isLarge: boolean, most: number): boolean {
	const { values, offset, length } = data;
	if (length === 0) return true;
	const width = isLarge ? 8 : 4;
	if (values === null || values.length < (offset + length + 1) * width) return false;
	const read = offsetReader(values, isLarge);
	let last = 0;
	for (let i = offset; i <= offset + length; i++) {
		const next = read(i);
		if (next < last || next > most) return false;
		last = next;
	}
	return true;
}

/** Whether the indexes of a dictionary stay within it. */
function indexesFit(data: ArrowData, dictionary: ArrowData): boolean {
	if (data.type.kind !== "dictionary" || data.type.index.kind !== "int") return false;
	const read = indexReader(data);
	for (let i = 0; i < data.length; i++) {
		if (!isValid(data, i)) continue;
		const index = read(i);
		if (index < 0 || index >= dictionary.length) return false;
	}
	return true;
}

/** Reads the indexes of a dictionary. */
export function indexReader({ type, values, offset }: ArrowData): (i: number) => number {
	const bytes = values ?? new Uint8Array(0);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { bits, signed } = (type as { index: { bits: number; signed: boolean } }).index;
	if (bits === 8) return (i) => (signed ? view.getInt8(offset + i) : view.getUint8(offset + i));
	if (bits === 16) return (i) => view[signed ? "getInt16" : "getUint16"](2 * (offset + i), true);
	if (bits === 32) return (i) => view[signed ? "getInt32" : "getUint32"](4 * (offset + i), true);
	return (i) => Number(view[signed ? "getBigInt64" : "getBigUint64"](8 * (offset + i), true));
}

/**
 * Whether the buffers of an array hold what its type and length say. Types are nested a few levels at most.
 *
 * @param charge takes what the look costs, a byte for each item, so that arrays which share buffers are paid for
 */
export function holds(data: ArrowData, charge: (bytes: number) => void): boolean {
	const { type, length, offset, validity, values, bytes, children, dictionary } = data;
	const end = offset + length;
	if (!Number.isSafeInteger(length) || length < 0 || !Number.isSafeInteger(offset) || offset < 0) return false;
	if (!Number.isSafeInteger(end)) return false;
	if (type.kind === "null") return true;
	charge(Math.min(length, MOST_CHARGED));
	if (validity !== null && validity.length < Math.ceil(end / 8)) return false;
	const width = widthOf(type);
	if (width !== undefined && length > 0 && (values === null || values.length < end * width)) return false;
	switch (type.kind) {
		case "bool":
			return length === 0 || (values !== null && values.length >= Math.ceil(end / 8));
		case "string":
		case "binary":
			return runForwards(data, false, bytes?.length ?? 0);
		case "large_string":
		case "large_binary":
			return runForwards(data, true, bytes?.length ?? 0);
		case "list":
		case "large_list": {
			const [child] = children;
			return child !== undefined && runForwards(data, type.kind === "large_list", child.length) && holds(child, charge);
		}
		case "fixed_list": {
			const [child] = children;
			return child !== undefined && child.length >= end * type.size && holds(child, charge);
		}
		case "struct":
			return (
				children.length === type.fields.length &&
				children.every((child) => child.length >= end) &&
				children.every((child) => holds(child, charge))
			);
		case "dictionary":
			return dictionary !== null && holds(dictionary, charge) && indexesFit(data, dictionary);
		default:
			return true;
	}
}
/** Lengths beyond this need bytes that are not there. */
const MOST_CHARGED = 2 ** 40;
