/** Values as the golden cases spell what they hold. */
import { DType, type DTypeField } from "../../src/numpy/dtype.ts";
import { MaskedArray, masked } from "../../src/numpy/masked.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { NPScalar } from "../../src/numpy/scalar.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { PyTuple } from "../../src/values/tuple.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function spellNumber(value: number | bigint): unknown {
	if (typeof value === "bigint") return { $int: String(value) };
	if (Number.isNaN(value)) return { $float: "nan" };
	if (!Number.isFinite(value)) return { $float: value > 0 ? "inf" : "-inf" };
	if (Object.is(value, -0)) return { $float: "-0.0" };
	return value;
}

function fieldsOf(dtype: DType): (readonly [string, DTypeField])[] {
	return (dtype.names ?? []).map((name) => [name, dtype.fields?.get(name) as DTypeField]);
}

export function spellDType(dtype: DType): unknown {
	const { kind, itemsize, str, subdtype, names, metadata, text, type } = dtype;
	if (text !== undefined) {
		const spelled: Record<string, unknown> = { str: "StringDType", kind: "T", coerce: text.coerce };
		if ("naObject" in text) spelled["na_object"] = spell(text.naObject);
		return spelled;
	}
	if (subdtype !== null) return { subarray: subdtype.shape, base: spellDType(subdtype.base), itemsize };
	if (type?.module === "ml_dtypes") return { itemsize, name: dtype.name };
	let out: Record<string, unknown> = { str, kind, itemsize };
	if (names !== null) {
		const fields = fieldsOf(dtype).map(([name, { dtype: inner, offset, title }]) => ({
			name,
			dtype: spellDType(inner),
			offset,
			...(title === undefined ? {} : { title: spell(title) }),
		}));
		out = { fields, itemsize, aligned: dtype.isAligned, alignment: dtype.alignment };
	}
	if (metadata !== null) out["metadata"] = spell(metadata);
	return out;
}

function unitOf(dtype: DType): string {
	const { str } = dtype;
	return str.includes("[") ? str.slice(str.indexOf("[") + 1, -1) : "generic";
}

/** An item as the array returns it; `bytes` are those it is stored in. */
function spellItem(item: unknown, dtype: DType, bytes: Uint8Array): unknown {
	const { kind, subdtype, fields } = dtype;
	const isLittle = dtype.byteorder !== ">";
	if (subdtype !== null) {
		const { base, shape } = subdtype;
		const parts = shape.length === 0 ? [bytes] : [];
		for (let at = 0; at < bytes.length; at += base.itemsize) parts.push(bytes.subarray(at, at + base.itemsize));
		let next = 0;
		const walk = (value: unknown, depth: number): unknown =>
			depth === shape.length
				? spellItem(value, base, parts[next++] as Uint8Array)
				: (value as unknown[]).map((inner) => walk(inner, depth + 1));
		return walk(item, 0);
	}
	if (fields !== null) {
		const record = item as Record<string, unknown>;
		return {
			$record: fieldsOf(dtype).map(([name, field]) => [
				name,
				spellItem(record[name], field.dtype, bytes.subarray(field.offset, field.offset + field.dtype.itemsize)),
			]),
		};
	}
	if (item instanceof NPScalar && dtype.unit !== null) {
		const unit = unitOf(dtype);
		if (kind === "m") return { $timedelta64: item.isNaT ? "NaT" : String(item.value), unit };
		return item.isNaT ? { $datetime64: "NaT", unit } : { $datetime64: item.toString(), unit, int: String(item.value) };
	}
	if (kind === "f" && dtype.itemsize === 16) return spellLong(item as number, bytes, isLittle);
	if (kind === "c" && dtype.itemsize === 32) {
		const { real, imag } = item as PyComplex;
		return {
			$clongdouble: [spellLong(real, bytes.subarray(0, 16), isLittle), spellLong(imag, bytes.subarray(16), isLittle)],
		};
	}
	if (item instanceof PyComplex) return { $complex: [spellNumber(item.real), spellNumber(item.imag)] };
	if (kind === "V" && dtype.type === undefined) return { $void: hex(item as Uint8Array) };
	if (kind === "T" && typeof item !== "string") return { $na: true };
	return spell(item);
}
function spellLong(value: number, bytes: Uint8Array, isLittle: boolean): unknown {
	const shown = Uint8Array.from(bytes);
	if (isLittle) shown.fill(0, 10);
	return { $longdouble: hex(shown), approx: spellNumber(value) };
}

function spellItems(array: NDArray): unknown {
	const { dtype, shape } = array;
	const bytes = dtype.hasObject ? new Uint8Array(0) : array.toBytes("C");
	const { itemsize } = dtype;
	let next = 0;
	const walk = (value: unknown, depth: number): unknown => {
		if (depth < shape.length) return (value as unknown[]).map((inner) => walk(inner, depth + 1));
		const at = next++ * itemsize;
		return spellItem(value, dtype, bytes.subarray(at, at + itemsize));
	};
	return walk(array.toArray(), 0);
}

const open: object[] = [];

function spellArray(array: NDArray): unknown {
	const { dtype, shape, order, pyClass } = array;
	const head = { class: `numpy:${pyClass.qualname}`, dtype: spellDType(dtype), shape };
	if (array instanceof MaskedArray) {
		const fill = array.fill instanceof NDArray ? array.fill : null;
		const shown = fill === null ? null : dtype.kind === "O" ? String(fill.get()) : spellItems(fill);
		return { ...head, data: spellItems(array.filled), mask: spellItems(array.mask), fill_value: shown };
	}
	return { ...head, ...(order === "F" ? { order: "F" } : {}), values: spellItems(array) };
}

function nested(value: object, spelled: () => unknown): unknown {
	const at = open.indexOf(value);
	if (at >= 0) return { $ref: at };
	open.push(value);
	try {
		return spelled();
	} finally {
		open.pop();
	}
}

/** A value as JSON, with one key that begins with `$` for what JSON has not. */
export function spell(value: unknown): unknown {
	if (value === masked) return { $masked: true };
	if (typeof value === "number" || typeof value === "bigint") return spellNumber(value);
	if (typeof value !== "object" || value === null) return value;
	if (value instanceof PyFloat) return spellNumber(value.value);
	if (value instanceof NDArray) return nested(value, () => ({ $ndarray: spellArray(value) }));
	if (value instanceof DType) return { $dtype: spellDType(value) };
	if (value instanceof NPScalar) {
		const { dtype, raw } = value;
		const item = dtype.unit === null ? value.value : value;
		const bytes = raw instanceof Uint8Array ? raw : new Uint8Array(0);
		return { $scalar: { dtype: spellDType(dtype), value: spellItem(item, dtype, bytes) } };
	}
	if (value instanceof PyComplex) return { $complex: [spellNumber(value.real), spellNumber(value.imag)] };
	if (value instanceof PyGlobal) return { $global: `${value.module}:${value.qualname}` };
	if (value instanceof PyObject) return { $inert: true };
	if (value instanceof Uint8Array) return { $bytes: hex(value) };
	if (value instanceof PyTuple) return nested(value, () => ({ $tuple: [...value].map(spell) }));
	if (Array.isArray(value)) return nested(value, () => value.map(spell));
	if (value instanceof Map) return nested(value, () => ({ $dict: [...value].map(([k, v]) => [spell(k), spell(v)]) }));
	throw new TypeError(`cannot spell ${Object.prototype.toString.call(value)}`);
}
