/** The items of an array as they are printed: each with all that its text is made from. */
import { LimitError } from "../../errors.ts";
import type { DType } from "../dtype.ts";
import { LITTLE_ENDIAN } from "../formats.ts";
import { itemReader } from "../items.ts";
import type { NDArray } from "../ndarray.ts";
import { type ExactFloat, exactExtended, exactFloat } from "./digits.ts";

/** A complex number. */
export interface ComplexCell {
	readonly real: ExactFloat;
	readonly imag: ExactFloat;
}

type CellReader = (view: DataView, at: number) => unknown;

/** A record may have no more values to be printed. */
const MOST_VALUES = 2 ** 20;

/**
 * A reader of an item: an {@link ExactFloat} for a float, its parts for a complex number, a list for a record, a flat
 * list for
 * an array in a record, a count for a time, else what the array returns.
 */
export function cellReader(dtype: DType, isLittle: boolean = dtype.isLittle): CellReader {
	const { kind, itemsize, subdtype, unit, format } = dtype;
	if (dtype.weight > MOST_VALUES) throw new LimitError("items", MOST_VALUES);
	if (subdtype !== null) {
		const { base } = subdtype;
		const read = cellReader(base);
		const count = subdtype.shape.reduce((product, length) => product * length, 1);
		return (view, at) => Array.from({ length: count }, (_, i) => read(view, at + i * base.itemsize));
	}
	if (dtype.fields !== null) {
		const fields = dtype.fieldList.map(([, field]) => [cellReader(field.dtype), field.offset] as const);
		return (view, at) => fields.map(([read, offset]) => read(view, at + offset));
	}
	if (unit !== null) return (view, at) => view.getBigInt64(at, isLittle);
	if (format === undefined || dtype.type !== undefined || (kind !== "f" && kind !== "c"))
		return itemReader(dtype, isLittle);
	const size = kind === "c" ? itemsize / 2 : itemsize;
	const one = floatReader(dtype, size, isLittle);
	if (kind === "f") return one;
	return (view, at): ComplexCell => ({ real: one(view, at), imag: one(view, at + size) });
}

function floatReader(
	{ kind, format }: DType,
	size: number,
	isLittle: boolean,
): (view: DataView, at: number) => ExactFloat {
	if (size === 8) return (view, at) => exactFloat(view.getFloat64(at, isLittle), 8);
	if (size === 4) return (view, at) => exactFloat(view.getFloat32(at, isLittle), 4);
	const value = (view: DataView, at: number): number =>
		kind === "f" ? (format?.read(view, at, isLittle) as number) : extended(view, at, isLittle);
	if (size === 2) return (view, at) => exactFloat(value(view, at), 2);
	return (view, at) => exactExtended(view, at, isLittle, value(view, at));
}
function extended(view: DataView, at: number, isLittle: boolean): number {
	const mantissa = view.getBigUint64(isLittle ? at : at + 8, isLittle);
	const top = view.getUint16(isLittle ? at + 8 : at + 6, isLittle);
	return Number(mantissa) * 2 ** ((top & 0x7fff) - 16383 - 63) * (top & 0x8000 ? -1 : 1);
}

/** The reader of the cell at a place of an array. */
export function placeCells({ dtype, data }: NDArray): (place: number) => unknown {
	if (Array.isArray(data)) return (place) => listCell(dtype, data[place]);
	const isNative = data.BYTES_PER_ELEMENT > 1;
	const read = cellReader(dtype, isNative ? LITTLE_ENDIAN : dtype.isLittle);
	const view = new DataView(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
	return (place) => read(view, place * dtype.itemsize);
}

/** A record with objects comes as a tuple of values, of which the numbers have to be taken apart. */
function listCell(dtype: DType, item: unknown): unknown {
	if (dtype.fields !== null && Array.isArray(item)) {
		return dtype.fieldList.map(([, field], i) => listCell(field.dtype, item[i]));
	}
	return item;
}
