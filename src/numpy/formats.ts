/** How the items of each plain dtype lie in memory, and what they are in JavaScript. */
import { PyComplex } from "../values/complex.ts";
import { normalInt } from "../values/numbers.ts";
import { fromBits, fromExtended, type SmallFloat, smallFloat } from "./small-float.ts";

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
	readonly name: string;
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
	/** How it is put together, if it is a float of 16 bits or fewer. */
	readonly small?: SmallFloat;
}

/** A format whose word is all of an item. */
function plain(name: string, size: number, holder: TypedArrayClass, read: Format["read"]): Format {
	return { name, size, holder, word: size, read };
}

/** The numbers of a typed array, whose class says what they are called and how a view reads them: `BigInt64Array`. */
function number(holder: TypedArrayClass): Format {
	const method = holder.name.slice(0, -5) as Method;
	const isBig = method.startsWith("Big");
	const name = method.slice(isBig ? 3 : 0).toLowerCase();
	const get = `get${method}` as const;
	return plain(name, holder.BYTES_PER_ELEMENT, holder, (view, at, little) => {
		const item = view[get](at, little);
		return isBig ? normalInt(item as bigint) : item;
	});
}

type Method =
	| "Int8"
	| "Uint8"
	| "Int16"
	| "Uint16"
	| "Int32"
	| "Uint32"
	| "BigInt64"
	| "BigUint64"
	| "Float32"
	| "Float64";

/** Two floats in a row. */
function complex(name: string, part: Format): Format {
	const { size, holder, read } = part;
	const pair: Format["read"] = (view, at, little) =>
		new PyComplex(read(view, at, little) as number, read(view, at + size, little) as number);
	return { ...plain(name, 2 * size, holder, pair), word: size };
}

/** Floats of 16 bits and fewer; `float16` in the engine's own array where there is one. */
function small(name: string, size: 1 | 2, format: SmallFloat): Format {
	const bits = number(size === 1 ? Uint8Array : Uint16Array);
	const native = name === "float16" ? (globalThis as { Float16Array?: TypedArrayClass }).Float16Array : undefined;
	const made = plain(name, size, native ?? bits.holder, (view, at, little) =>
		fromBits(format, bits.read(view, at, little) as number),
	);
	return { ...made, small: format };
}

/** Powers of two alone, of which the greatest is NaN. */
const SCALE: Format = /* @__PURE__ */ plain("float8_e8m0fnu", 1, Uint8Array, (view, at) =>
	view.getUint8(at) === 0xff ? Number.NaN : 2 ** (view.getUint8(at) - 127),
);

/** Ints of 2 or 4 bits, one in a byte; the upper bits are not looked at. */
function tinyInt(name: string, bits: number, isSigned: boolean): Format {
	const shift = 32 - bits;
	return plain(name, 1, isSigned ? Int8Array : Uint8Array, (view, at) => {
		const top = view.getUint8(at) << shift;
		return isSigned ? top >> shift : top >>> shift;
	});
}

/** The formats by numpy's code: kind and bytes. */
export const FORMATS: ReadonlyMap<string, Format> = /* @__PURE__ */ knownFormats();
function knownFormats(): Map<string, Format> {
	const extended = plain("float128", 16, Uint8Array, fromExtended);
	const [float32, float64] = [Float32Array, Float64Array].map(number) as [Format, Format];
	const known = [
		...[Int8Array, Int16Array, Int32Array, BigInt64Array, Uint8Array, Uint16Array, Uint32Array, BigUint64Array].map(
			number,
		),
		plain("bool", 1, Uint8Array, (view, at) => view.getUint8(at) !== 0),
		small("float16", 2, smallFloat(5, 10, "ieee")),
		float32,
		float64,
		extended,
		complex("complex64", float32),
		complex("complex128", float64),
		complex("complex256", extended),
	];
	return new Map(known.map((format) => [(format.name[0] as string) + format.size, format]));
}

/**
 * The format of a type of the package ml_dtypes, whose names say how its floats are put together: `float8_e4m3fn` has 4 bits
 * of exponent, 3 of mantissa and no infinities.
 */
export function machineFormat(name: string): Format | undefined {
	if (name === "bfloat16") return small(name, 2, smallFloat(8, 7, "ieee"));
	if (name === SCALE.name) return SCALE;
	const int = /^(u?)int([24])$/.exec(name);
	if (int !== null) return tinyInt(name, Number(int[2]), int[1] === "");
	const float = /^float([468])_e([2-5])m([1-4])(b11)?(fnuz|fn)?$/.exec(name);
	const [bits, exponent, mantissa] = (float ?? []).slice(1, 4).map(Number) as [number, number, number];
	if (float === null || bits !== exponent + mantissa + 1) return undefined;
	const [b11, end] = [float[4], float[5]];
	const specials = bits < 8 ? "finite" : end === undefined ? "ieee" : (end as "fn" | "fnuz");
	const bias = b11 !== undefined ? 11 : 2 ** (exponent - 1) - (specials === "fnuz" ? 0 : 1);
	return small(name, 1, smallFloat(exponent, mantissa, specials, bias));
}

/** Whether this machine has the least significant byte first. */
export const LITTLE_ENDIAN: boolean = /* @__PURE__ */ isLittleEndian();
function isLittleEndian(): boolean {
	return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
