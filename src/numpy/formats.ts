/** How the items of each plain dtype lie in memory, and what they are in JavaScript. */
import { OverflowError, PyTypeError } from "../errors.ts";
import { PyComplex } from "../values/complex.ts";
import { normalInt, PyFloat } from "../values/numbers.ts";
import { typeName } from "../values/type-name.ts";
import { fromBits, fromExtended, type SmallFloat, smallFloat, toBits, toExtended } from "./small-float.ts";

/** A typed array over the items of an array; `number[]` and `bigint[]` alike. */
export type TypedArray =
	| Int8Array
	| Uint8Array
	| Int16Array
	| Uint16Array
	| Int32Array
	| Uint32Array
	| BigInt64Array
	| BigUint64Array
	| Float32Array
	| Float64Array;

/** The class of a typed array. */
export interface TypedArrayClass {
	readonly BYTES_PER_ELEMENT: number;
	new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
}

/** Items of one size. */
export interface Format {
	/** numpy's name of the type, `dtype.name`. */
	readonly name: string;
	/** Bytes of an item. */
	readonly size: number;
	/** The typed array that holds items in native order; bytes where JavaScript has no such numbers. */
	readonly holder: TypedArrayClass;
	/** How many bytes are turned around between little and big-endian. */
	readonly word: number;
	/** The item at a place. */
	readonly read: (view: DataView, at: number, little: boolean) => unknown;
	/** Puts an item at a place. */
	readonly write: (view: DataView, at: number, value: unknown, little: boolean) => void;
}

/** Says that a value cannot be an item, in numpy's words for what is not a number. */
function refuse(value: unknown, name: string): never {
	throw new PyTypeError(`an item of ${name} cannot be made of '${typeName(value)}'`, { code: "argument" });
}

/** A number of any kind as a `number`. */
export function realOf(value: unknown, name: string): number {
	if (typeof value === "number") return value;
	if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
	return value instanceof PyFloat ? value.value : refuse(value, name);
}

type Method = "Int8" | "Uint8" | "Int16" | "Uint16" | "Int32" | "Uint32" | "Float32" | "Float64";

function float(name: string, size: number, method: "Float32" | "Float64", holder: TypedArrayClass): Format {
	const [get, set] = [`get${method}`, `set${method}`] as const;
	return {
		name,
		size,
		holder,
		word: size,
		read: (view, at, little) => view[get](at, little),
		write: (view, at, value, little) => view[set](at, realOf(value, name), little),
	};
}

/** An int between bounds. */
function intOf(value: unknown, name: string, least: number | bigint, most: number | bigint): number | bigint {
	const int = typeof value === "boolean" ? Number(value) : value instanceof PyFloat ? value.value : value;
	if (typeof int !== "bigint" && !(typeof int === "number" && Number.isInteger(int))) return refuse(value, name);
	if (int < least || int > most) {
		throw new OverflowError(`Python integer ${int} out of bounds for ${name}`, { code: "argument" });
	}
	return int;
}

function int(name: string, size: number, method: Method, holder: TypedArrayClass): Format {
	const [get, set] = [`get${method}`, `set${method}`] as const;
	const isSigned = method.startsWith("I");
	const most = 2 ** (8 * size - (isSigned ? 1 : 0)) - 1;
	const least = isSigned ? -most - 1 : 0;
	return {
		name,
		size,
		holder,
		word: size,
		read: (view, at, little) => view[get](at, little),
		write: (view, at, value, little) => view[set](at, Number(intOf(value, name, least, most)), little),
	};
}

const INT64: Format = {
	name: "int64",
	size: 8,
	holder: BigInt64Array,
	word: 8,
	read: (view, at, little) => normalInt(view.getBigInt64(at, little)),
	write: (view, at, value, little) =>
		view.setBigInt64(at, BigInt(intOf(value, "int64", -(2n ** 63n), 2n ** 63n - 1n)), little),
};
const UINT64: Format = {
	name: "uint64",
	size: 8,
	holder: BigUint64Array,
	word: 8,
	read: (view, at, little) => normalInt(view.getBigUint64(at, little)),
	write: (view, at, value, little) => view.setBigUint64(at, BigInt(intOf(value, "uint64", 0, 2n ** 64n - 1n)), little),
};
const BOOL: Format = {
	name: "bool",
	size: 1,
	holder: Uint8Array,
	word: 1,
	read: (view, at) => view.getUint8(at) !== 0,
	write: (view, at, value) => view.setUint8(at, realOf(value, "bool") === 0 ? 0 : 1),
};
const EXTENDED: Format = {
	name: "float128",
	size: 16,
	holder: Uint8Array,
	word: 16,
	read: fromExtended,
	write: (view, at, value, little) => toExtended(view, at, realOf(value, "float128"), little),
};

/** Two floats in a row. */
function complex(name: string, part: Format): Format {
	const { size, holder, read, write } = part;
	return {
		name,
		size: 2 * size,
		holder,
		word: size,
		read: (view, at, little) =>
			new PyComplex(read(view, at, little) as number, read(view, at + size, little) as number),
		write: (view, at, value, little) => {
			const { real, imag } = value instanceof PyComplex ? value : { real: realOf(value, name), imag: 0 };
			write(view, at, real, little);
			write(view, at + size, imag, little);
		},
	};
}

/** Floats of 16 bits and fewer; `float16` in the engine's own array where there is one. */
function small(name: string, size: 1 | 2, format: SmallFloat): Format {
	const method = size === 1 ? "Uint8" : "Uint16";
	const [get, set] = [`get${method}`, `set${method}`] as const;
	const native = name === "float16" ? (globalThis as { Float16Array?: TypedArrayClass }).Float16Array : undefined;
	return {
		name,
		size,
		holder: native ?? (size === 1 ? Uint8Array : Uint16Array),
		word: size,
		read: (view, at, little) => fromBits(format, view[get](at, little)),
		write: (view, at, value, little) => view[set](at, toBits(format, realOf(value, name)), little),
	};
}

/** `float8_e8m0fnu`: powers of two alone, of which the greatest is NaN. */
const SCALE: Format = {
	name: "float8_e8m0fnu",
	size: 1,
	holder: Uint8Array,
	word: 1,
	read: (view, at) => (view.getUint8(at) === 0xff ? Number.NaN : 2 ** (view.getUint8(at) - 127)),
	write: (view, at, value) => {
		const power = Math.log2(realOf(value, "float8_e8m0fnu"));
		view.setUint8(at, Number.isNaN(power) ? 0xff : Math.min(Math.max(Math.round(power) + 127, 0), 0xff));
	},
};

/** Ints of 2 or 4 bits, one in a byte; the upper bits are not looked at. */
function tinyInt(name: string, bits: number, isSigned: boolean): Format {
	const most = 2 ** (isSigned ? bits - 1 : bits) - 1;
	const least = isSigned ? -most - 1 : 0;
	const shift = 32 - bits;
	return {
		name,
		size: 1,
		holder: isSigned ? Int8Array : Uint8Array,
		word: 1,
		read: (view, at) => (isSigned ? (view.getUint8(at) << shift) >> shift : view.getUint8(at) & most),
		write: (view, at, value) => view.setInt8(at, Number(intOf(value, name, least, most))),
	};
}

const FLOAT32 = /* @__PURE__ */ float("float32", 4, "Float32", Float32Array);
const FLOAT64 = /* @__PURE__ */ float("float64", 8, "Float64", Float64Array);

/** The formats by numpy's code: kind and bytes. */
export const FORMATS: ReadonlyMap<string, Format> = /* @__PURE__ */ new Map<string, Format>([
	["b1", BOOL],
	["i1", /* @__PURE__ */ int("int8", 1, "Int8", Int8Array)],
	["i2", /* @__PURE__ */ int("int16", 2, "Int16", Int16Array)],
	["i4", /* @__PURE__ */ int("int32", 4, "Int32", Int32Array)],
	["i8", INT64],
	["u1", /* @__PURE__ */ int("uint8", 1, "Uint8", Uint8Array)],
	["u2", /* @__PURE__ */ int("uint16", 2, "Uint16", Uint16Array)],
	["u4", /* @__PURE__ */ int("uint32", 4, "Uint32", Uint32Array)],
	["u8", UINT64],
	["f2", /* @__PURE__ */ small("float16", 2, /* @__PURE__ */ smallFloat(5, 10, "ieee"))],
	["f4", FLOAT32],
	["f8", FLOAT64],
	["f16", EXTENDED],
	["c8", /* @__PURE__ */ complex("complex64", FLOAT32)],
	["c16", /* @__PURE__ */ complex("complex128", FLOAT64)],
	["c32", /* @__PURE__ */ complex("complex256", EXTENDED)],
]);

/** The formats of the package ml_dtypes, by name. */
export const ML_FORMATS: ReadonlyMap<string, Format> = /* @__PURE__ */ new Map<string, Format>(
	[
		/* @__PURE__ */ small("bfloat16", 2, /* @__PURE__ */ smallFloat(8, 7, "ieee")),
		/* @__PURE__ */ small("float8_e3m4", 1, /* @__PURE__ */ smallFloat(3, 4, "ieee")),
		/* @__PURE__ */ small("float8_e4m3", 1, /* @__PURE__ */ smallFloat(4, 3, "ieee")),
		/* @__PURE__ */ small("float8_e4m3b11fnuz", 1, /* @__PURE__ */ smallFloat(4, 3, "fnuz", 11)),
		/* @__PURE__ */ small("float8_e4m3fn", 1, /* @__PURE__ */ smallFloat(4, 3, "fn")),
		/* @__PURE__ */ small("float8_e4m3fnuz", 1, /* @__PURE__ */ smallFloat(4, 3, "fnuz", 8)),
		/* @__PURE__ */ small("float8_e5m2", 1, /* @__PURE__ */ smallFloat(5, 2, "ieee")),
		/* @__PURE__ */ small("float8_e5m2fnuz", 1, /* @__PURE__ */ smallFloat(5, 2, "fnuz", 16)),
		/* @__PURE__ */ small("float6_e2m3fn", 1, /* @__PURE__ */ smallFloat(2, 3, "finite")),
		/* @__PURE__ */ small("float6_e3m2fn", 1, /* @__PURE__ */ smallFloat(3, 2, "finite")),
		/* @__PURE__ */ small("float4_e2m1fn", 1, /* @__PURE__ */ smallFloat(2, 1, "finite")),
		SCALE,
		/* @__PURE__ */ tinyInt("int2", 2, true),
		/* @__PURE__ */ tinyInt("int4", 4, true),
		/* @__PURE__ */ tinyInt("uint2", 2, false),
		/* @__PURE__ */ tinyInt("uint4", 4, false),
	].map((format) => [format.name, format]),
);

/** Whether this machine has the least significant byte first. */
export const LITTLE_ENDIAN: boolean = /* @__PURE__ */ isLittleEndian();
function isLittleEndian(): boolean {
	return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
