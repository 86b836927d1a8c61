import { ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { brandOf } from "./brand.ts";
import { floatRepr } from "./float-repr.ts";
import { isIntNumber } from "./numbers.ts";
import { plainGraph } from "./plain-graph.ts";
import { repr } from "./repr.ts";

/** Options of {@link toPlain}. */
export interface PlainOptions {
	/**
	 * What a dict with a key that is no `str` becomes.
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
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["keys"]);
const KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pairs", "map", "text", "error"]);

/**
 * The value in JavaScript's plain terms, for code that knows nothing of Python.
 *
 * Tuples and sets become arrays, dicts objects (see `keys`), `PyFloat` a `number`, `bytearray` a
 * `Uint8Array`, and every other value class what its `toJSON` says. Numbers, bigints, strings, `Uint8Array`s,
 * `Date`s and objects of classes that are none of ours stay as they are. What was shared is shared
 * still, and cycles stay cycles.
 *
 * @param value any value; it is not changed
 * @param options see {@link PlainOptions}
 * @returns a new graph of arrays and objects
 * @throws PyTypeError (`json-key`) with `keys: "error"` for a key that is no `str`
 * @example
 * ```ts
 * import { PyDict, toPlain, tuple } from "brine";
 * toPlain(tuple(1, new PyDict([["a", new Set([2])]]))); // [1, { a: [2] }]
 * toPlain(new PyDict([[1, "x"]]), { keys: "text" }); // { "1": "x" }
 * ```
 */
export function toPlain(value: unknown, options?: PlainOptions): unknown {
	checkOptions("toPlain", options, OPTIONS);
	const keys = options?.keys ?? "pairs";
	if (!KEYS.has(keys))
		throw new ValueError(`keys must be one of pairs, map, text, error, not '${String(keys)}'`, { code: "option" });
	return plainGraph(value, {
		keys,
		cycles: "keep",
		text: Number.POSITIVE_INFINITY,
		depth: Number.POSITIVE_INFINITY,
		keyText,
		leaf: (part) => (brandOf(part) === "bytearray" ? new Uint8Array(part as Uint8Array) : part),
	});
}

function keyText(key: unknown): string {
	if (typeof key === "string") return key;
	if (key === null || typeof key === "boolean") return String(key);
	const value = brandOf(key) === "float" ? (key as { readonly value: number }).value : key;
	if (typeof value !== "number" || (value === key && isIntNumber(value))) return repr(key);
	return Number.isFinite(value) ? floatRepr(value) : String(value);
}
