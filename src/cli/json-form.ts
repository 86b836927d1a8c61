/** JSON for what has no JSON form, in the way that the user chose. */
import { toTagged } from "../tagged/index.ts";
import { isGlobal, type Registry, repr } from "../types/index.ts";

/** `repr` and `str` are Python's texts; `tagged` is the form of `toTagged`, in which nothing is lost. */
export const FALLBACKS = ["repr", "str", "tagged"] as const;
export type Fallback = (typeof FALLBACKS)[number];

/** The brand that all value classes carry: the name of the Python type. */
const TYPE = Symbol.for("brine.type");

/** The types of other libraries, and the JSON form that some values have of their own, such as the lists of an array. */
export interface OwnForms {
	readonly registry: Registry;
	/** Undefined for values without such a form. */
	jsonOf(value: unknown): { readonly form: unknown } | undefined;
}

/**
 * A copy of a value in which everything has a JSON form. Shared objects stay shared, and cycles cycles.
 *
 * @param value what was read from a pickle, in exact mode
 * @param fallback what becomes of bytes, sets, dates, objects, … and of dict keys that JSON does not know
 * @param own what else is known; the forms of its own are left aside where tagged loses less
 * @param isStrict whether NaN and the infinities, which Python's JSON has and others' has not, become text too
 */
export function jsonForm(value: unknown, fallback: Fallback, own?: OwnForms, isStrict = false): unknown {
	if (fallback === "tagged") return toTagged(value, own === undefined ? {} : { registry: own.registry });
	const form = new Form(fallback, own, isStrict);
	const result = form.convert(value);
	form.finish();
	return result;
}

class Form {
	readonly #fallback: "repr" | "str";
	readonly #done = new Map<object, unknown>();
	readonly #tasks: (() => void)[] = [];
	readonly #own: OwnForms | undefined;
	readonly #isStrict: boolean;
	constructor(fallback: "repr" | "str", own: OwnForms | undefined, isStrict: boolean) {
		this.#fallback = fallback;
		this.#own = own;
		this.#isStrict = isStrict;
	}
	/** Fills the containers that were made empty; with a list of tasks, so that no depth is too deep. */
	finish(): void {
		for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
	}
	convert(value: unknown): unknown {
		if (typeof value === "number" && this.#isStrict && !Number.isFinite(value)) return repr(value);
		if (typeof value !== "object" || value === null) return value;
		const done = this.#done.get(value);
		if (done !== undefined) return done;
		const made = this.#make(value);
		this.#done.set(value, made);
		return made;
	}
	#make(value: object): unknown {
		const type: unknown = (value as { [TYPE]?: unknown })[TYPE];
		if (type === "float") return value;
		const own = this.#own?.jsonOf(value);
		if (own !== undefined) return this.convert(own.form);
		if (Array.isArray(value)) return this.#list(value as unknown[]);
		if (value instanceof Map) return this.#dict(value as Map<unknown, unknown>);
		return this.#fallback === "repr" ? repr(value) : str(value);
	}
	#list(items: Iterable<unknown>): unknown[] {
		const list: unknown[] = [];
		this.#tasks.push(() => {
			for (const item of items) list.push(this.convert(item));
		});
		return list;
	}
	#dict(dict: Map<unknown, unknown>): unknown {
		const copy = new Map<unknown, unknown>();
		this.#tasks.push(() => {
			for (const [key, value] of dict) copy.set(this.#isKey(key) ? key : this.#keyText(key), this.convert(value));
		});
		return copy;
	}
	/** Whether it is written as a key as it is. */
	#isKey(key: unknown): boolean {
		return isKey(key) && !(this.#isStrict && typeof key === "number" && !Number.isFinite(key));
	}
	#keyText(key: unknown): string {
		return this.#fallback === "str" && typeof key === "object" && key !== null ? str(key) : repr(key);
	}
}

/** Whether `json.dumps` takes it as a key. */
function isKey(key: unknown): boolean {
	if (typeof key !== "object" || key === null) return true;
	return (key as { [TYPE]?: unknown })[TYPE] === "float";
}

/** Python's `str()`: the value's own text where its class has one. */
function str(value: object): string {
	const own =
		value instanceof Uint8Array || Array.isArray(value) ? undefined : (value as { toString?: unknown }).toString;
	const plain = own === undefined || own === Object.prototype.toString || value instanceof Set || isGlobal(value);
	return plain ? repr(value) : String(value);
}
