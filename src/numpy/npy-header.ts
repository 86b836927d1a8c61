/** The header of `.npy` files: versions 1 to 3, read and written. */
import { decodeLatin1 } from "../bytes/codecs.ts";
import { decodeUtf8Strict, encodeUtf8 } from "../bytes/utf8.ts";
import { PyError, ValueError } from "../errors.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import { DType, type DTypeField } from "./dtype.ts";
import { sizeOf } from "./layout.ts";
import { type Literal, literalText, parseLiteral } from "./literal.ts";

/** The contents of a header. */
export interface NpyHeader {
	/** 1, 2 or 3. */
	readonly version: number;
	readonly dtype: DType;
	readonly shape: readonly number[];
	readonly order: "C" | "F";
	/** Items in all. */
	readonly size: number;
	/** Bytes of magic, version, length and header; the data comes after them. */
	readonly length: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Bytes before the header of version 1 and of the others. */
const START = 10;
export const LONG_START = 12;
/** A header is no longer; numpy itself wants to be asked from 10,000 bytes on. */
const LONGEST = 1 << 20;
/** The data after the header begin at a multiple of it. */
const ALIGN = 64;
/** numpy leaves room for this many digits of the first length, so that a file may grow. */
const GROWTH = 21;

export function badNpy(reason: string): ValueError {
	return new ValueError(`bad .npy file: ${reason}`, { code: "source" });
}

/**
 * How many bytes a header has with all before it.
 *
 * @param head the first {@link LONG_START} bytes of a file, or all if there are fewer
 * @throws ValueError (`source`) for what is not a `.npy` file of a version that is known
 */
export function headerLength(head: Uint8Array): number {
	if (head.length < START) throw badNpy("it ends within the header");
	if (!MAGIC.every((byte, i) => head[i] === byte)) throw badNpy("it does not begin with \\x93NUMPY");
	const version = head[6] as number;
	if (version < 1 || version > 3 || head[7] !== 0) throw badNpy(`version ${version}.${head[7]} is not known`);
	if (version > 1 && head.length < LONG_START) throw badNpy("it ends within the header");
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const length = version === 1 ? START + view.getUint16(8, true) : LONG_START + view.getUint32(8, true);
	if (length > LONGEST) throw badNpy(`a header of ${length} bytes is too long`);
	return length;
}

/**
 * Reads a header.
 *
 * @param bytes just so many as {@link headerLength} says
 */
export function parseHeader(bytes: Uint8Array): NpyHeader {
	const version = bytes[6] as number;
	const start = version === 1 ? START : LONG_START;
	const text = version === 3 ? decodeUtf8Strict(bytes, start, bytes.length) : decodeLatin1(bytes.subarray(start));
	const about = parsed(text);
	const keys = about instanceof Map ? [...about.keys()].sort().join() : "";
	if (!(about instanceof Map) || keys !== "descr,fortran_order,shape") throw badNpy("the header has other keys");
	const fortran = about.get("fortran_order");
	if (typeof fortran !== "boolean") throw badNpy("fortran_order is not a bool");
	const shape = about.get("shape");
	const size = shape instanceof PyTuple ? sizeOf(shape) : undefined;
	if (size === undefined) throw badNpy("the shape is not valid");
	const dtype = dtypeOf(about.get("descr") as Literal);
	if (dtype.subdtype !== null) throw badNpy("the dtype is an array of its own");
	if (!Number.isSafeInteger(size * dtype.itemsize)) throw badNpy("the array is too large");
	return {
		version,
		dtype,
		shape: Array.from(shape as PyTuple<number>),
		order: fortran ? "F" : "C",
		size,
		length: bytes.length,
	};
}
function parsed(text: string): Literal {
	try {
		return parseLiteral(text);
	} catch (error) {
		throw error instanceof PyError ? badNpy(error.message) : error;
	}
}

/** The dtype of a `descr`: a short name, a list of fields, or a pair of one and a shape. */
function dtypeOf(descr: Literal): DType {
	if (typeof descr === "string") {
		try {
			return DType.of(descr);
		} catch (error) {
			throw error instanceof PyError ? badNpy(error.message) : error;
		}
	}
	if (descr instanceof PyTuple && descr.length === 2) return arrayOf(dtypeOf(descr[0] as Literal), descr[1] as Literal);
	if (!Array.isArray(descr) || descr instanceof PyTuple) throw badNpy("descr is not a dtype");
	const fields = new Map<string, DTypeField>();
	let offset = 0;
	for (const field of descr) {
		if (!(field instanceof PyTuple) || field.length < 2 || field.length > 3)
			throw badNpy("a field of descr is not one");
		const [given, inner, shape] = field as readonly Literal[];
		const made = dtypeOf(inner as Literal);
		const dtype = shape === undefined ? made : arrayOf(made, shape);
		const [title, name] = given instanceof PyTuple && given.length === 2 ? given : [undefined, given];
		if (typeof name !== "string") throw badNpy("the name of a field is not a string");
		// Room between fields is written as a field without a name.
		if (name !== "" || dtype.kind !== "V" || dtype.fields !== null) {
			if (fields.has(name)) throw badNpy(`field ${JSON.stringify(name)} is there twice`);
			dtype.isUsed = true;
			fields.set(name, title === undefined ? { dtype, offset } : { dtype, offset, title });
		}
		offset += dtype.itemsize;
	}
	return structOf(fields, offset);
}
function structOf(fields: ReadonlyMap<string, DTypeField>, itemsize: number): DType {
	try {
		return new DType({ kind: "V", itemsize, names: [...fields.keys()], fields });
	} catch (error) {
		throw error instanceof PyError ? badNpy(error.message) : error;
	}
}
function arrayOf(base: DType, given: Literal): DType {
	const shape = typeof given === "number" ? [given] : given;
	const size = Array.isArray(shape) ? sizeOf(shape) : undefined;
	const itemsize = (size ?? Number.NaN) * base.itemsize;
	if (!(itemsize <= 2 ** 31 - 1)) throw badNpy("the shape of a field is not valid");
	base.isUsed = true;
	const { alignment, flags } = base;
	const subdtype = { base, shape: Array.from(shape as number[]) };
	return new DType({ kind: "V", itemsize, alignment, flags, subdtype });
}

/** The `descr` of a dtype, as `numpy.lib.format.dtype_to_descr`. */
function descrOf(dtype: DType): Literal {
	if (dtype.fields === null) return dtype.kind === "T" ? "|O" : dtype.str;
	const list: Literal[] = [];
	let end = 0;
	for (const [name, { dtype: inner, offset, title }] of dtype.fieldList) {
		if (offset < end) {
			throw new ValueError("a dtype whose fields overlap or are out of order has no .npy header", { code: "argument" });
		}
		if (offset > end) list.push(tuple("", `|V${offset - end}`));
		const key: Literal = title === undefined ? name : tuple(title as string, name);
		const { subdtype } = inner;
		if (subdtype === null) list.push(tuple(key, descrOf(inner)));
		else list.push(tuple(key, descrOf(subdtype.base), tupleFrom(subdtype.shape)));
		end = offset + inner.itemsize;
	}
	if (end < dtype.itemsize) list.push(tuple("", `|V${dtype.itemsize - end}`));
	return list;
}

/**
 * The header that numpy writes, with all before it; the oldest version that has room and letters for it.
 *
 * @param dtype the items
 * @param shape items along each axis
 * @param order which index runs fastest
 */
export function headerBytes(dtype: DType, shape: readonly number[], order: "C" | "F"): Uint8Array<ArrayBuffer> {
	const isFortran = order === "F";
	const about = new Map<Literal, Literal>([
		["descr", descrOf(dtype)],
		["fortran_order", isFortran],
		["shape", tupleFrom(shape)],
	]);
	let text = `${literalText(about).slice(0, -1)}, }`;
	const growing = shape[isFortran ? shape.length - 1 : 0];
	if (growing !== undefined) text += " ".repeat(GROWTH - String(growing).length);
	const isLatin = /^[\0-\xff]*$/.test(text);
	const body = isLatin ? latin1Bytes(text) : encodeUtf8(text);
	const padded = (start: number): number => ALIGN - ((start + body.length + 1) % ALIGN);
	const isShort = isLatin && START + body.length + padded(START) + 1 - START <= 0xffff;
	const version = isShort ? 1 : isLatin ? 2 : 3;
	const start = isShort ? START : LONG_START;
	const length = body.length + padded(start) + 1;
	const bytes = new Uint8Array(start + length).fill(0x20);
	const view = new DataView(bytes.buffer);
	bytes.set([...MAGIC, version, 0]);
	if (isShort) view.setUint16(8, length, true);
	else view.setUint32(8, length, true);
	bytes.set(body, start);
	bytes[bytes.length - 1] = 0x0a;
	return bytes;
}
function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
