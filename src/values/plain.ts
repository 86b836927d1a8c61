import { toBase64 } from "../bytes/base64.ts";
import { LimitError, ValueError } from "../errors.ts";
import { checkOptions, DEFAULT_VERSION } from "../options.ts";
import { brandOf, RECORD } from "./brand.ts";
import { floatRepr } from "./float-repr.ts";
import { isIntNumber } from "./numbers.ts";
import { type PlainFrame, plainGraph } from "./plain-graph.ts";
import { cycleAs, dictAs } from "./plain-style.ts";
import { type TextLimits, textLimits } from "./repr-limits.ts";
import { ReprTexts } from "./repr-texts.ts";

/** Options of {@link toPlain}. Every default keeps what there is, and none ever throws. */
export interface PlainOptions {
	/**
	 * `"json"`: something that `JSON.stringify` writes, whatever the value. It sets `bigint: "string"`, `bytes: "base64"`,
	 * `nan: "string"` and `cycles: "ref"`, and what JSON has no form for (functions, symbols, regular expressions, objects
	 * of foreign classes) becomes its `repr()`; a `Date` its ISO text, undefined null. Other options win over it.
	 *
	 * @defaultValue none
	 */
	readonly preset?: "json";
	/**
	 * The result for a dict with a key that is not a `str`.
	 *
	 * - `"pairs"`: an array of `[key, value]` arrays, in which nothing is lost.
	 * - `"map"`: a `Map`; keys that are lists by value in Python compare by identity there.
	 * - `"text"`: an object whose keys are the texts that `json.dumps` writes (`"1"`, `"true"`, `"null"`), and
	 *   `repr()` for what it refuses; of equal texts the last wins.
	 * - `"error"`: a `TypeError`.
	 *
	 * @defaultValue `"pairs"`
	 */
	readonly keys?: "pairs" | "map" | "text" | "error";
	/** The result for a bigint: itself, its digits, or the nearest number. @defaultValue `"keep"` */
	readonly bigint?: "keep" | "string" | "number";
	/** The result for bytes: a `Uint8Array`, base64, a string of a character for each byte, or an array of numbers. @defaultValue `"keep"` */
	readonly bytes?: "keep" | "base64" | "latin1" | "array";
	/** The result for NaN and infinities: themselves, null, or `"NaN"`, `"Infinity"`, `"-Infinity"`. @defaultValue `"keep"` */
	readonly nan?: "keep" | "null" | "string";
	/**
	 * The value in a place where a container is inside itself: the container again, `{ "$ref": "#/a/0" }` with its
	 * place as a JSON pointer, or a `ValueError`.
	 *
	 * @defaultValue `"keep"`
	 */
	readonly cycles?: "keep" | "ref" | "error";
	/** How long all strings that are made, of keys, bytes and references, may be together. */
	readonly limits?: TextLimits;
}

const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
	preset: ["json", undefined],
	keys: ["pairs", "map", "text", "error"],
	bigint: ["keep", "string", "number"],
	bytes: ["keep", "base64", "latin1", "array"],
	nan: ["keep", "null", "string"],
	cycles: ["keep", "ref", "error"],
};
const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([...Object.keys(CHOICES), "limits"]);

const DEFAULTS = { keys: "pairs", bigint: "keep", bytes: "keep", nan: "keep", cycles: "keep" } as const;
const JSON_PRESET = { ...DEFAULTS, bigint: "string", bytes: "base64", nan: "string", cycles: "ref" } as const;

/**
 * The value in JavaScript's plain terms, for code that knows nothing of Python.
 *
 * Tuples and sets become arrays, dicts objects (see `keys`), `PyFloat` a `number`, `bytearray` a
 * `Uint8Array`, and every other value class what its `toJSON` says. Numbers, bigints, strings, `Uint8Array`s,
 * `Date`s and objects of classes that are none of ours stay as they are, unless an option says otherwise. A shared
 * value is shared still, and cycles stay cycles.
 *
 * @param value any value; it is not changed
 * @param options see {@link PlainOptions}; `{ preset: "json" }` for something that every JSON writer takes
 * @returns a new graph of arrays and objects
 * @throws PyTypeError (`json-key`) with `keys: "error"` for a key that is not a `str`; ValueError (`circular`) with
 *   `cycles: "error"`; LimitError for more text than `limits.text`
 * @example
 * ```ts
 * import { PyDict, toPlain, tuple } from "brine";
 * toPlain(tuple(1, new PyDict([["a", new Set([2])]]))); // [1, { a: [2] }]
 * toPlain(new PyDict([[1, "x"]]), { keys: "text" }); // { "1": "x" }
 * toPlain([2n ** 64n, Uint8Array.of(255)], { preset: "json" }); // ["18446744073709551616", "/w=="]
 * ```
 */
export function toPlain(value: unknown, options?: PlainOptions | null): unknown {
	checkOptions("toPlain", options, OPTIONS);
	const given = Object.fromEntries(Object.entries(options ?? {}).filter(([, choice]) => choice != null));
	const isJSON = given["preset"] === "json";
	const chosen = { ...(isJSON ? JSON_PRESET : DEFAULTS), ...given } as Required<
		Omit<PlainOptions, "limits" | "preset">
	>;
	for (const [name, choices] of Object.entries(CHOICES)) {
		const choice: unknown = (chosen as Record<string, unknown>)[name];
		if (choices.includes(choice)) continue;
		const known = choices.filter((one) => one !== undefined).join(", ");
		throw new ValueError(`${name} must be one of ${known}, not '${String(choice)}'`, { code: "option" });
	}
	const limits = textLimits(options?.limits, DEFAULT_VERSION);
	let left = limits.text;
	/** A string that is made here. */
	const text = (length: number, make: () => string): string => {
		left -= length;
		if (left < 0) throw new LimitError("text", limits.text);
		return make();
	};
	const digits = new Map<bigint, string>();
	const texts = new ReprTexts(limits, DEFAULT_VERSION, (characters) => text(characters, () => ""));
	const shown = (part: unknown): string => {
		const made = texts.of(part);
		return text(made.length, () => made);
	};
	return plainGraph(value, {
		place: (part, known) => (part as { readonly [RECORD]?: Place })[RECORD]?.(known, limits.text),
		made: (parts) => {
			for (const part of parts) if (typeof part === "string") text(part.length, () => part);
		},
		text: Number.POSITIVE_INFINITY,
		again: limits.text,
		depth: Number.POSITIVE_INFINITY,
		dict: (dict) => dictAs(dict, chosen.keys, (key) => plainKey(key, shown)),
		cycle: (around, stack) => cycleAs(around, stack, chosen.cycles, (made) => text(made.length, () => made)),
		leaf(part) {
			if (typeof part === "number") return Number.isFinite(part) ? part : unusual(part, chosen.nan);
			if (typeof part === "bigint") return wide(part, chosen.bigint, text, digits);
			if (part instanceof Uint8Array) return bytesAs(part, chosen.bytes, text);
			return isJSON ? foreign(part, shown, (bytes) => bytesAs(bytes, chosen.bytes, text)) : part;
		},
	});
}

/** The method under `RECORD`; see `shared-parts.ts`. */
type Place = (shared: Map<unknown, unknown>, most: number) => { record?: PlainFrame } | undefined;

type MakeText = (length: number, make: () => string) => string;

function unusual(value: number, nan: PlainOptions["nan"]): unknown {
	return nan === "keep" ? value : nan === "null" ? null : String(value);
}
/** An int of so many bits has no identity, and takes more than linear time to write: one that comes again is looked up. */
const LONG = 1n << 4096n;
function wide(value: bigint, as: PlainOptions["bigint"], text: MakeText, known: Map<bigint, string>): unknown {
	if (as === "keep") return value;
	if (as === "number") return Number(value);
	const isLong = value > LONG || value < -LONG;
	const digits = (isLong ? known.get(value) : undefined) ?? String(value);
	if (isLong) known.set(value, digits);
	return text(digits.length, () => digits);
}
function bytesAs(bytes: Uint8Array, as: PlainOptions["bytes"], text: MakeText): unknown {
	switch (as) {
		case "base64":
			return text(Math.ceil(bytes.length / 3) * 4, () => toBase64(bytes));
		case "latin1":
			return text(bytes.length, () => latin1(bytes));
		case "array":
			return Array.from(bytes);
		default:
			return brandOf(bytes) === "bytearray" ? new Uint8Array(bytes) : bytes;
	}
}
function latin1(bytes: Uint8Array): string {
	const pieces: string[] = [];
	for (let from = 0; from < bytes.length; from += 8192) {
		pieces.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
	}
	return pieces.join("");
}

/** A value that is none of ours, as JSON. */
function foreign(value: unknown, shown: (value: unknown) => string, bytes: (bytes: Uint8Array) => unknown): unknown {
	if (value === undefined) return null;
	if (typeof value === "symbol" || typeof value === "function") return shown(value);
	if (typeof value !== "object" || value === null) return value;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (value instanceof ArrayBuffer) return bytes(new Uint8Array(value));
	if (value instanceof DataView) return bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
	if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, itemOf);
	return shown(value);
}

/** A number of a typed array. */
function itemOf(value: number | bigint): unknown {
	return typeof value === "bigint" || !Number.isFinite(value) ? String(value) : value;
}

function plainKey(key: unknown, shown: (key: unknown) => string): string {
	if (typeof key === "string") return key;
	if (key === null || typeof key === "boolean") return String(key);
	const value = brandOf(key) === "float" ? (key as { readonly value: number }).value : key;
	if (typeof value !== "number" || (value === key && isIntNumber(value))) return shown(key);
	return Number.isFinite(value) ? floatRepr(value) : String(value);
}
