/** Writing JavaScript values as the items of a dtype. */
import { PyTypeError, ValueError } from "../errors.ts";
import { isPlainObject } from "../values/brand.ts";
import { typeName } from "../values/type-name.ts";
import type { DType } from "./dtype.ts";
import { formatWriter } from "./format-writers.ts";
import { checkedSize } from "./layout.ts";
import { NPScalar } from "./scalar.ts";
import { countOf } from "./time-parse.ts";

/** Writes an item at a byte of a view. */
export type ItemWriter = (view: DataView, at: number, value: unknown) => void;

/**
 * The writers of values as the items of a dtype.
 *
 * @param isLittle whether the least significant byte is first
 */
export function itemWriter(dtype: DType, isLittle: boolean = dtype.isLittle): ItemWriter {
	const { kind, itemsize, format, subdtype, fields, unit } = dtype;
	if (subdtype !== null) return subarrayWriter(subdtype.base, subdtype.shape);
	if (fields !== null) return recordWriter(dtype);
	if (unit !== null) return (view, at, value) => view.setBigInt64(at, countOf(value, kind, unit), isLittle);
	if (format !== undefined) {
		const write = formatWriter(format);
		return (view, at, value) => write(view, at, value instanceof NPScalar ? value.value : value, isLittle);
	}
	if (kind === "U") return (view, at, value) => writeText(view, at, itemsize, value, isLittle);
	return (view, at, value) => writeBytes(view, at, itemsize, value, dtype);
}

function writeText(view: DataView, at: number, length: number, value: unknown, isLittle: boolean): void {
	const text = value instanceof NPScalar ? value.value : value;
	if (typeof text !== "string") throw new PyTypeError(`an item of str cannot be made of '${typeName(value)}'`);
	let place = at;
	// A longer one is cut, as numpy does.
	for (let i = 0; i < text.length && place < at + length; place += 4) {
		const point = text.codePointAt(i) as number;
		view.setUint32(place, point, isLittle);
		i += point > 0xffff ? 2 : 1;
	}
	for (; place < at + length; place += 4) view.setUint32(place, 0);
}

function writeBytes(view: DataView, at: number, length: number, value: unknown, dtype: DType): void {
	let given = value instanceof NPScalar ? (value.raw ?? value.value) : value;
	if (typeof given === "string" && dtype.kind === "S") given = asciiOf(given);
	if (!(given instanceof Uint8Array)) {
		throw new PyTypeError(`an item of ${dtype.name} cannot be made of '${typeName(value)}'`, { code: "argument" });
	}
	const target = new Uint8Array(view.buffer, view.byteOffset + at, length);
	target.fill(0);
	target.set(given.subarray(0, length));
}
function asciiOf(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => {
		const code = character.codePointAt(0) as number;
		if (code > 0x7f) throw new ValueError("bytes of a string must be ASCII", { code: "argument" });
		return code;
	});
}

function subarrayWriter(base: DType, shape: readonly number[]): ItemWriter {
	const write = itemWriter(base);
	const size = checkedSize(shape);
	return (view, at, value) => {
		const items = Array.isArray(value)
			? (value as unknown[]).flat(shape.length - 1)
			: new Array<unknown>(size).fill(value);
		if (items.length !== size) {
			throw new ValueError(`could not broadcast ${items.length} items into shape (${shape.join(",")})`, {
				code: "argument",
			});
		}
		for (let i = 0; i < size; i++) write(view, at + i * base.itemsize, items[i]);
	};
}

function recordWriter(dtype: DType): ItemWriter {
	const names = dtype.names ?? [];
	const fields = dtype.fieldList.map(([name, field]) => [name, itemWriter(field.dtype), field.offset] as const);
	return (view, at, given) => {
		const value = given instanceof NPScalar ? given.value : given;
		const isList = Array.isArray(value);
		if (isList ? value.length !== names.length : !isPlainObject(value)) {
			throw new PyTypeError(`a record of (${names.join(", ")}) cannot be made of '${typeName(value)}'`, {
				code: "argument",
			});
		}
		for (const [i, [name, write, offset]] of fields.entries()) {
			if (!isList && !Object.hasOwn(value as object, name)) {
				throw new ValueError(`no field of name ${name}`, { code: "argument" });
			}
			write(view, at + offset, isList ? value[i] : (value as Record<string, unknown>)[name]);
		}
	};
}
