import { ValueError } from "../../errors.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { PyComplex } from "../../values/complex.ts";
import { normalInt, PyFloat } from "../../values/numbers.ts";
import { PyGlobal } from "../../values/opaque.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { float, fromLatin1, int, text } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { listParts, PyStdValue } from "./value.ts";

/** The storage of the items of a {@link PyArray}. */
export type ArrayItems =
	| Int8Array<ArrayBuffer>
	| Uint8Array<ArrayBuffer>
	| Int16Array<ArrayBuffer>
	| Uint16Array<ArrayBuffer>
	| Int32Array<ArrayBuffer>
	| Uint32Array<ArrayBuffer>
	| BigInt64Array<ArrayBuffer>
	| BigUint64Array<ArrayBuffer>
	| Float32Array<ArrayBuffer>
	| Float64Array<ArrayBuffer>;

type ItemsType = new (source: ArrayBuffer | number) => ArrayItems;

/** The kind of items of a machine format. */
type Kind = "int" | "uint" | "float" | "complex" | "half" | "text" | "char";

/** Python 2's characters, which no machine format is of. */
const CHARACTERS = -1;

/**
 * The machine formats of `array._array_reconstructor` by number: kind, bytes of an item, and the typed
 * array. Even numbers from 2 on are little-endian, the next odd one is the same big-endian.
 */
const FORMATS: ReadonlyMap<number, readonly [kind: Kind, size: number, type: ItemsType]> = /* @__PURE__ */ new Map<
	number,
	readonly [Kind, number, ItemsType]
>([
	[CHARACTERS, ["char", 1, Uint8Array]],
	[0, ["uint", 1, Uint8Array]],
	[1, ["int", 1, Int8Array]],
	[2, ["uint", 2, Uint16Array]],
	[4, ["int", 2, Int16Array]],
	[6, ["uint", 4, Uint32Array]],
	[8, ["int", 4, Int32Array]],
	[10, ["uint", 8, BigUint64Array]],
	[12, ["int", 8, BigInt64Array]],
	[14, ["float", 4, Float32Array]],
	[16, ["float", 8, Float64Array]],
	[18, ["text", 2, Uint16Array]],
	[20, ["text", 4, Uint32Array]],
	[22, ["complex", 4, Float32Array]],
	[24, ["complex", 8, Float64Array]],
	[26, ["half", 2, Uint16Array]],
]);

/** The formats that a type code may have, the one of 64-bit Linux first. */
const CODES: Readonly<Record<string, readonly number[]>> = {
	c: [CHARACTERS],
	b: [1],
	B: [0],
	u: [20, 18],
	w: [20],
	h: [4],
	H: [2],
	i: [8, 4],
	I: [6, 2],
	l: [12, 8],
	L: [10, 6],
	q: [12],
	Q: [10],
	e: [26],
	f: [14],
	d: [16],
	Zf: [22],
	Zd: [24],
};

const LITTLE_ENDIAN: boolean = /* @__PURE__ */ littleEndian();
function littleEndian(): boolean {
	return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}

/**
 * Python's `array.array`: numbers or characters of one size, in a JavaScript typed array.
 *
 * @example
 * ```ts
 * import { PyArray } from "brine/types";
 * new PyArray("d", new Float64Array([0.5, 1])).toArray(); // [0.5, 1]
 * new PyArray("u", "abc").tounicode(); // "abc"
 * ```
 */
export class PyArray extends PyStdValue {
	/** Python's type code: `b B h H i I l L q Q` ints, `f d` floats, `u w` text; from 3.15 on `e` halves, `Zf Zd` complex; in Python 2 `c` bytes as characters. */
	readonly typecode: string;
	/**
	 * The items. Code points for `u` and `w` (UTF-16 units where they came from Windows), the bits of each for
	 * `e`, real and imaginary parts in turn for `Zf` and `Zd`, bytes for `c`.
	 */
	readonly items: ArrayItems;
	readonly #format: number;

	/**
	 * @param typecode Python's
	 * @param items a typed array of a size that the type code has on some machine, or text for `u` and `w`, and for `c`,
	 *   whose characters are bytes
	 * @throws ValueError (`argument`) when the two do not go together
	 */
	constructor(typecode: string, items: ArrayItems | string) {
		super();
		const held = typeof items === "string" ? charactersOf(typecode, items) : items;
		const format = formatsOf(typecode).find((code) => held instanceof (formatOf(code)[2] as new () => unknown));
		if (format === undefined) throw new ValueError(`bad typecode '${typecode}' for these items`, { code: "argument" });
		this.typecode = typecode;
		this.items = held;
		this.#format = format;
	}
	/** @internal The number of the machine format, little-endian. */
	get format(): number {
		return this.#format;
	}
	/** Bytes of an item. */
	get itemsize(): number {
		const [kind, size] = formatOf(this.#format);
		return kind === "complex" ? size * 2 : size;
	}
	/** The items as the numbers, characters or complex numbers that Python has. */
	toArray(): (number | bigint | string | PyComplex)[] {
		const { items } = this;
		const [kind] = formatOf(this.#format);
		const made: (number | bigint | string | PyComplex)[] = [];
		for (let i = 0; i < items.length; i++) {
			const item = items[i] as number | bigint;
			if (kind === "text")
				made.push(this.#format === 18 ? String.fromCharCode(Number(item)) : String.fromCodePoint(Number(item)));
			else if (kind === "char") made.push(String.fromCharCode(Number(item)));
			else if (kind === "complex") made.push(new PyComplex(Number(item), Number(items[++i])));
			else if (kind === "half") made.push(halfToNumber(Number(item)));
			else made.push(typeof item === "bigint" ? normalInt(item) : item);
		}
		return made;
	}
	/** The text of an array of characters. */
	tounicode(): string {
		return this.toArray().join("");
	}
	/** The items as bytes, least significant first. */
	tobytes(): Uint8Array<ArrayBuffer> {
		const { buffer, byteOffset, byteLength } = this.items;
		return ordered(new Uint8Array(buffer, byteOffset, byteLength), formatOf(this.#format)[1], !LITTLE_ENDIAN);
	}
	/** @internal The items as Python values: floats stay floats. */
	toValues(): unknown[] {
		const [kind] = formatOf(this.#format);
		// Python 2 takes its `str` alone, which is what protocols 0 to 2 make of bytes there.
		if (kind === "char") return Array.from(this.items as Uint8Array, (byte) => Uint8Array.of(byte));
		const values: unknown[] = this.toArray();
		return kind === "float" || kind === "half" ? values.map((value) => new PyFloat(value as number)) : values;
	}
	get [TYPE](): "array.array" {
		return "array.array";
	}
	[KEY](): KeyParts {
		return { tag: "array.array", parts: this.toArray(), hashable: false };
	}
	override [REPR](): ReprParts {
		const { typecode } = this;
		if (this.items.length === 0) return { parts: [`array('${typecode}')`] };
		const open = `array('${typecode}', `;
		const [kind] = formatOf(this.#format);
		if (kind === "text" || kind === "char") return { parts: [open, this.tounicode(), ")"] };
		return { parts: listParts(open, this.toValues(), ")") };
	}
	toJSON(): unknown[] {
		return this.toArray();
	}
}

function formatsOf(typecode: string): readonly number[] {
	return Object.hasOwn(CODES, typecode) ? (CODES[typecode] as readonly number[]) : [];
}
function formatOf(code: number): readonly [Kind, number, ItemsType] {
	return FORMATS.get(code) as readonly [Kind, number, ItemsType];
}

function charactersOf(typecode: string, characters: string): ArrayItems {
	if (typecode === "c") return fromLatin1(characters) ?? new Uint32Array();
	return Uint32Array.from([...characters], (character) => character.codePointAt(0) as number);
}

/** A copy of bytes, each item's turned round when asked. */
function ordered(bytes: Uint8Array, size: number, turn: boolean): Uint8Array<ArrayBuffer> {
	const made = new Uint8Array(bytes);
	if (turn) for (let i = 0; i < made.length; i += size) made.subarray(i, i + size).reverse();
	return made;
}

/** The number that the bits of an IEEE half are. */
function halfToNumber(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * (exponent === 0 ? fraction * 2 ** -24 : (fraction + 1024) * 2 ** (exponent - 25));
}

/** The bits of the IEEE half of a number that is one. */
function numberToHalf(value: number): number | undefined {
	if (Number.isNaN(value)) return 0x7e00;
	const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
	const size = Math.abs(value);
	if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
	const exponent = size < 2 ** -14 ? 1 : Math.floor(Math.log2(size)) + 15;
	const fraction = size / 2 ** (exponent - 25);
	if (!Number.isInteger(fraction) || exponent > 30) return undefined;
	return sign | (fraction < 1024 ? fraction : (exponent << 10) + fraction - 1024);
}

/** `(class, type code, format, bytes)`: what protocols 3 and newer write. */
function fromBytes(typecode: string, format: number, data: Uint8Array): PyArray | undefined {
	const code = format > 1 ? format & ~1 : format;
	const known = code >= 0 && formatsOf(typecode).includes(code) ? FORMATS.get(code) : undefined;
	if (known === undefined) return undefined;
	const [kind, size, Items] = known;
	if (data.length % (kind === "complex" ? 2 * size : size) !== 0) return undefined;
	const items = new Items(ordered(data, size, (format === code) !== LITTLE_ENDIAN).buffer);
	if (code === 20 && (items as Uint32Array).some((point) => point > 0x10ffff)) return undefined;
	return new PyArray(typecode, items);
}

/** `(type code, list)`: what protocols 0 to 2 write. */
function fromList(typecode: string, list: readonly unknown[]): PyArray | undefined {
	const [format] = formatsOf(typecode);
	if (format === undefined) return undefined;
	const [kind, size, Items] = formatOf(format);
	const items = new Items(kind === "complex" ? list.length * 2 : list.length);
	for (let i = 0; i < list.length; i++) {
		const item = list[i];
		if (kind === "complex") {
			if (!(item instanceof PyComplex)) return undefined;
			items[2 * i] = item.real;
			items[2 * i + 1] = item.imag;
			continue;
		}
		const value = itemOf(kind, item);
		if (value === undefined) return undefined;
		items[i] = (size === 8 && kind !== "float" ? BigInt(value) : Number(value)) as number;
		// An int that does not fit is cut by a typed array.
		if (kind !== "float" && BigInt(items[i] as number | bigint) !== BigInt(value)) return undefined;
	}
	return new PyArray(typecode, items);
}

function itemOf(kind: Kind, item: unknown): number | bigint | undefined {
	if (kind === "float") return float(item);
	if (kind === "char") return byteOf(item);
	if (kind !== "text" && kind !== "half") return int(item);
	if (kind === "half") {
		const value = float(item);
		return value === undefined ? undefined : numberToHalf(value);
	}
	const point = typeof item === "string" ? item.codePointAt(0) : undefined;
	return point !== undefined && (item as string).length === (point > 0xffff ? 2 : 1) ? point : undefined;
}

/** A `str` of Python 2 that is one byte, in whichever way such were read. */
function byteOf(item: unknown): number | undefined {
	const all = typeof item === "string" && item.length === 1 ? fromLatin1(item) : item;
	return all instanceof Uint8Array && all.length === 1 ? all[0] : undefined;
}

const ARRAY = /* @__PURE__ */ new PyGlobal("array", "array");

/** Both forms in which arrays are written; no state ever. Arrays of `c` have the form of protocols 0 to 2 alone. */
export const arrayType: TypeEntry<PyArray> = {
	names: ["array:array", "array:_array_reconstructor"],
	type: PyArray,
	load: (args, _kwargs, { name, textAsBytes }) => {
		if (name === "array:array") {
			const typecode = text(args[0], textAsBytes);
			const [, list] = args;
			return args.length === 2 && typecode !== undefined && Array.isArray(list) ? fromList(typecode, list) : undefined;
		}
		const [cls, typecode, format, data] = args;
		if (args.length !== 4 || String(cls) !== "array.array" || !(cls instanceof PyGlobal)) return undefined;
		if (typeof typecode !== "string" || typeof format !== "number" || !(data instanceof Uint8Array)) return undefined;
		return fromBytes(typecode, format, data);
	},
	reduce: (value, protocol) => {
		const { typecode } = value;
		if (protocol < 3 || value.format < 0) return { callable: ARRAY, args: [typecode, value.toValues()] };
		return { callable: "array:_array_reconstructor", args: [ARRAY, typecode, value.format, value.tobytes()] };
	},
};
