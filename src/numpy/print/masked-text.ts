/** How numpy writes masked arrays: `--` in the place of masked items. */
import { REPR } from "../../values/brand.ts";
import { PyFloat } from "../../values/numbers.ts";
import type { DType } from "../dtype.ts";
import type { MaskedArray } from "../masked.ts";
import { NDArray } from "../ndarray.ts";
import { NPScalar } from "../scalar.ts";
import { placeCells } from "./cells.ts";
import { dtypeShort, isImplied } from "./dtype-text.ts";
import { type Formatter, timeObject } from "./formatters.ts";
import { scalarRepr, scalarStr } from "./scalar-text.ts";

type ItemsText = (array: NDArray, separator: string, prefix: number, suffix: number) => string;

/** The value in the place of a masked item. */
const MASK = { [REPR]: () => ({ parts: ["--"] }) };

/** An item as the Python object that numpy makes of it. */
function pythonObject(dtype: DType, value: unknown): unknown {
	if (value instanceof NPScalar && dtype.unit !== null)
		return timeObject(dtype.kind, value.value as bigint, dtype.unit);
	if (/^b?float/.test(dtype.name) && typeof value === "number") return new PyFloat(value);
	return value;
}

/** Records as lists of their fields, with objects in the place of numbers. */
function shownItem(dtype: DType, value: unknown, mask: unknown): unknown {
	if (dtype.fields !== null) {
		const record = value as Record<string, unknown>;
		return dtype.fieldList.map(([name, field]) =>
			shownItem(field.dtype, record[name], (mask as Record<string, unknown> | undefined)?.[name]),
		);
	}
	if (mask === true) return MASK;
	if (dtype.subdtype !== null) {
		const { base } = dtype.subdtype;
		const list = (items: unknown, masks: unknown): unknown =>
			Array.isArray(items)
				? items.map((item, i) => list(item, (masks as unknown[] | undefined)?.[i]))
				: shownItem(base, items, masks);
		const made = list(value, mask);
		return Array.isArray(made) ? made.flat(64) : made;
	}
	return pythonObject(dtype, value);
}

/** Where an axis is longer than this numpy cuts its middle out before it looks how many items there are. */
const WIDTH = 100;
const WIDTH_OF_ONE = 1500;

/** The array that is printed: objects, and what represents a masked item. */
function shownArray(array: MaskedArray): NDArray {
	const { shape, dtype } = array;
	const most = shape.length > 1 ? WIDTH : WIDTH_OF_ONE;
	const kept = shape.map((length) => {
		const half = most / 2;
		const all = Array.from({ length: Math.min(length, most) }, (_, i) => i);
		return length > most ? all.map((i) => (i < half ? i : length - most + i)) : all;
	});
	const items: unknown[] = [];
	const data = array.filled;
	const { offset, strides } = data;
	const cellAt = placeCells(data);
	// Python has no object for an 80-bit float: it stays numpy's.
	const isLong = dtype.format?.word === 16;
	const item = (index: readonly number[]): unknown => {
		const mask = array.mask.get(...index);
		if (!isLong || mask === true) return shownItem(dtype, data.get(...index), mask);
		const cell = cellAt(index.reduce((place, at, axis) => place + at * (strides[axis] as number), offset));
		return { [REPR]: () => ({ parts: [scalarRepr(new NPScalar(dtype, 0), cell, String)] }) };
	};
	const gather = (index: readonly number[]): void => {
		if (index.length < shape.length) {
			for (const place of kept[index.length] as number[]) gather([...index, place]);
		} else {
			items.push(item(index));
		}
	};
	gather([]);
	return new NDArray({ dtype: objectType(dtype), shape: kept.map((places) => places.length), data: items });
}

/** A dtype with an object in the place of each plain item. */
function objectType(dtype: DType): DType {
	const { subdtype, fields } = dtype;
	const Type = dtype.constructor as typeof DType;
	if (subdtype !== null)
		return new Type({ kind: "V", itemsize: 0, subdtype: { ...subdtype, base: objectType(subdtype.base) } });
	if (fields === null) return Type.of("O");
	const made = new Map(dtype.fieldList.map(([name, field]) => [name, { dtype: objectType(field.dtype), offset: 0 }]));
	return new Type({ kind: "V", itemsize: 8, names: [...made.keys()], fields: made });
}

/** The value in the place of masked items, as it is written. */
function fillText(array: MaskedArray, write: Formatter): string {
	const { dtype, fill } = array;
	if (!(fill instanceof NDArray) || fill.ndim !== 0) return defaultFill(dtype);
	if ("SU".includes(dtype.kind) && fill.dtype.kind === dtype.kind) return write(fill.get());
	const cell = placeCells(fill)(fill.offset);
	if (fill.dtype.kind === "O") return write(cell);
	const isSame = fill.dtype.str === dtype.str;
	if (isSame) return scalarStr(fill.dtype, cell);
	return scalarRepr(new NPScalar(fill.dtype, fill.get()), cell, write);
}
/** numpy's own fill values: those of another dtype than the array's say so. */
function defaultFill({ kind, str, unit }: DType): string {
	if (unit !== null) return unit.count === 1 && unit.name !== "generic" ? "NaT" : "np.str_('?')";
	if (kind === "c") return str === "<c16" ? "(1e+20+0j)" : "np.complex128(1e+20+0j)";
	if (kind === "f") return str === "<f8" ? "1e+20" : "np.float64(1e+20)";
	if (kind === "i" || kind === "u")
		return str.slice(2) === "8" && str[0] === "<" ? "999999" : `np.${kind === "u" ? "u" : ""}int64(999999)`;
	const fills: Readonly<Record<string, string>> = { b: "True", S: "b'N/A'", U: "'N/A'", T: "np.str_('N/A')", O: "'?'" };
	return fills[kind] ?? "np.bytes_(b'???')";
}

/** Python's `repr` of a masked array. */
export function maskedRepr(array: MaskedArray, itemsText: ItemsText, write: Formatter): string {
	const { dtype, shape, size, mask, base } = array;
	const name = base.qualname === "ndarray" ? "array" : base.qualname;
	const isAll = allTrue(mask);
	const keys = ["data", "mask", "fill_value"];
	if (!isImplied(dtype) || isAll || size === 0) keys.push("dtype");
	const isRow = shape.slice(0, -1).every((length) => length === 1);
	const head = `masked_${name}(`;
	const indent = (key: string): string =>
		!isRow ? "  " : key === "data" ? head : " ".repeat(Math.max(2, head.length + 4 - key.length));
	const text = (key: string): string => {
		if (key === "fill_value") return fillText(array, write);
		if (key === "dtype") return dtypeShort(dtype);
		const shown = key === "data" ? shownArray(array) : mask;
		return itemsText(shown, ", ", indent(key).length + key.length + 1, 1);
	};
	const lines = keys.map((key) => `${indent(key)}${key}=${text(key)}`);
	return `${isRow ? "" : `${head}\n`}${lines.join(",\n")})`;
}

/** Python's `str` of a masked array. */
export function maskedStr(array: MaskedArray, itemsText: ItemsText, write: Formatter): string {
	const shown = shownArray(array);
	if (array.ndim > 0) return itemsText(shown, " ", 0, 0);
	const [item] = shown.data as unknown[];
	if (array.dtype.format?.word !== 16 || array.mask.get() === true) return write(item);
	const data = array.filled;
	return scalarStr(array.dtype, placeCells(data)(data.offset));
}

function allTrue(mask: NDArray): boolean {
	if (mask.dtype.fields !== null || mask.size > 2 ** 24) return false;
	const { data } = mask;
	return !Array.isArray(data) && (data as Uint8Array).every((bit) => bit !== 0);
}
