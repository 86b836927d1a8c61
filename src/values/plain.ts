import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { brandOf, isPlainObject } from "./brand.ts";
import { floatRepr } from "./float-repr.ts";
import { isIntNumber } from "./numbers.ts";
import { setEntries } from "./own-property.ts";
import { repr } from "./repr.ts";
import { typeName } from "./type-name.ts";

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
	const conversion = new Conversion(keys);
	const plain = conversion.convert(value);
	conversion.finish();
	return plain;
}

/** Makes empty containers first and fills them from a list of tasks, so that depth and cycles cannot hurt. */
class Conversion {
	readonly #keys: Required<PlainOptions>["keys"];
	readonly #done = new Map<object, unknown>();
	readonly #tasks: (() => void)[] = [];

	constructor(keys: Required<PlainOptions>["keys"]) {
		this.#keys = keys;
	}
	finish(): void {
		for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
	}

	convert(value: unknown): unknown {
		if (typeof value !== "object" || value === null) return value;
		const found = this.#done.get(value);
		if (found !== undefined) return found;
		const plain = this.#shell(value);
		this.#done.set(value, plain);
		return plain;
	}

	/** The counterpart of an object, still empty. */
	#shell(value: object): unknown {
		if (Array.isArray(value)) return this.#array(value as unknown[]);
		if (value instanceof Set) return this.#array(value);
		if (value instanceof Map) return this.#dict(value as Map<unknown, unknown>);
		if (isPlainObject(value)) return this.#object(Object.entries(value));
		const brand = brandOf(value);
		if (brand === "bytearray") return new Uint8Array(value as Uint8Array);
		const method: unknown = brand === undefined ? undefined : (value as { toJSON?: unknown }).toJSON;
		if (typeof method !== "function") return value;
		const json: unknown = (method as () => unknown).call(value);
		return json === value ? value : this.convert(json);
	}

	#array(items: Iterable<unknown>): unknown[] {
		const array: unknown[] = [];
		this.#tasks.push(() => {
			for (const item of items) array.push(this.convert(item));
		});
		return array;
	}
	#object(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
		const object: Record<string, unknown> = {};
		this.#tasks.push(() => {
			setEntries(object, this.#converted(entries));
		});
		return object;
	}
	*#converted(entries: Iterable<readonly [string, unknown]>): Iterable<[string, unknown]> {
		for (const [key, item] of entries) yield [key, this.convert(item)];
	}
	#dict(dict: Map<unknown, unknown>): unknown {
		let others = false;
		for (const key of dict.keys()) {
			if (typeof key === "string") continue;
			if (this.#keys === "error") {
				throw new PyTypeError(`keys must be str, not ${typeName(key)}`, { code: "json-key" });
			}
			others = true;
			break;
		}
		if (!others) return this.#object(dict as Map<string, unknown>);
		if (this.#keys === "text") return this.#object(textEntries(dict));
		if (this.#keys === "pairs") return this.#pairs(dict);
		const map = new Map<unknown, unknown>();
		this.#tasks.push(() => {
			for (const [key, item] of dict) map.set(this.convert(key), this.convert(item));
		});
		return map;
	}
	#pairs(dict: Map<unknown, unknown>): unknown[] {
		const pairs: unknown[] = [];
		this.#tasks.push(() => {
			for (const [key, item] of dict) pairs.push([this.convert(key), this.convert(item)]);
		});
		return pairs;
	}
}

function* textEntries(dict: Map<unknown, unknown>): Iterable<[string, unknown]> {
	for (const [key, value] of dict) yield [keyText(key), value];
}

function keyText(key: unknown): string {
	if (typeof key === "string") return key;
	if (key === null || typeof key === "boolean") return String(key);
	const value = brandOf(key) === "float" ? (key as { readonly value: number }).value : key;
	if (typeof value !== "number" || (value === key && isIntNumber(value))) return repr(key);
	return Number.isFinite(value) ? floatRepr(value) : String(value);
}
