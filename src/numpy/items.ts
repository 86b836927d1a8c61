/** Reading and writing the items of a dtype in bytes: plain ones, text, records and arrays in records. */
import { LimitError, ValueError } from "../errors.ts";
import { setOwn } from "../values/own-property.ts";
import type { DType } from "./dtype.ts";
import { stridesOf } from "./layout.ts";
import { NPScalar } from "./scalar.ts";

/** Reads the item at a byte of a view. */
export type ItemReader = (view: DataView, at: number) => unknown;

/**
 * The readers of the items of a dtype as JavaScript values.
 *
 * @param isLittle whether the least significant byte is first; the dtype says so for bytes as they were stored
 */
export function itemReader(dtype: DType, isLittle: boolean = dtype.isLittle): ItemReader {
	// Fields may lie on each other, so that a few bytes are any number of values.
	if (dtype.weight > MOST_VALUES) throw new LimitError("items", MOST_VALUES);
	if (isLittle !== dtype.isLittle) return makeReader(dtype, isLittle);
	dtype.reader ??= makeReader(dtype, isLittle);
	return dtype.reader as ItemReader;
}

/** One item may be no more values. */
const MOST_VALUES = 2 ** 24;

function makeReader(dtype: DType, isLittle: boolean): ItemReader {
	const { kind, itemsize, format, subdtype, fields } = dtype;
	if (subdtype !== null) return subarrayReader(subdtype.base, subdtype.shape);
	if (fields !== null) return recordReader(dtype);
	if (dtype.unit !== null) return (view, at) => new NPScalar(dtype, view.getBigInt64(at, isLittle));
	if (format !== undefined) {
		const { read } = format;
		return (view, at) => read(view, at, isLittle);
	}
	if (kind === "U") return (view, at) => textAt(view, at, itemsize, isLittle);
	if (kind === "S") return (view, at) => bytesAt(view, at, itemsize);
	return (view, at) => copyOf(view, at, itemsize);
}

function copyOf(view: DataView, at: number, length: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array(new Uint8Array(view.buffer, view.byteOffset + at, length));
}

/** Bytes without the zeros at their end, which numpy does not tell from none. */
function bytesAt(view: DataView, at: number, length: number): Uint8Array<ArrayBuffer> {
	let end = length;
	while (end > 0 && view.getUint8(at + end - 1) === 0) end--;
	return copyOf(view, at, end);
}

function textAt(view: DataView, at: number, length: number, isLittle: boolean): string {
	let text = "";
	let zeros = "";
	for (let i = at; i < at + length; i += 4) {
		const point = view.getUint32(i, isLittle);
		if (point === 0) {
			zeros += "\0";
			continue;
		}
		if (point > 0x10ffff) throw new ValueError(`invalid item ${point}`, { code: "argument" });
		text += zeros + String.fromCodePoint(point);
		zeros = "";
	}
	return text;
}

function subarrayReader(base: DType, shape: readonly number[]): ItemReader {
	const read = itemReader(base);
	const strides = stridesOf(shape, "C");
	return (view, at) => nested(shape, strides, 0, (place) => read(view, at + place * base.itemsize));
}

/** Items as lists in lists. */
export function nested(
	shape: readonly number[],
	strides: readonly number[],
	offset: number,
	read: (place: number) => unknown,
	axis = 0,
): unknown {
	if (axis === shape.length) return read(offset);
	const [length, stride] = [shape[axis] as number, strides[axis] as number];
	const isLast = axis === shape.length - 1;
	const list: unknown[] = [];
	for (let i = 0, place = offset; i < length; i++, place += stride) {
		list.push(isLast ? read(place) : nested(shape, strides, place, read, axis + 1));
	}
	return list;
}

function recordReader(dtype: DType): ItemReader {
	const fields = dtype.fieldList.map(([name, field]) => [name, itemReader(field.dtype), field.offset] as const);
	return (view, at) => {
		const record: Record<string, unknown> = {};
		for (const [name, read, offset] of fields) setOwn(record, name, read(view, at + offset));
		return record;
	};
}
