/** A value with only the first items of its long containers. */
import { isFrozenSet, isTuple, PyDict, PyFrozenSet, PySet, PyTuple } from "../types/index.ts";

/** The keys under which a value class says what its type is and what its `repr()` is made of. */
const TYPE = Symbol.for("brine.type");
const REPR = Symbol.for("brine.repr");

/** The mark in place of the items that are left out. */
class Rest {
	readonly #text: string;
	constructor(text: string) {
		this.#text = text;
	}
	/** A name that sorts after those of all Python types. */
	get [TYPE](): string {
		return "~rest";
	}
	[REPR](): { readonly parts: readonly string[] } {
		return { parts: [this.#text] };
	}
}

/**
 * A copy of a value in which lists, tuples, dicts and sets have at most so many items, and say how many more there were.
 * Other objects stay as they are.
 */
export function trimmed(root: unknown, most: number): unknown {
	const copies = new Map<object, unknown>();
	const tasks: (() => void)[] = [];

	const copy = (value: unknown): unknown => {
		if (typeof value !== "object" || value === null) return value;
		const known = copies.get(value);
		if (known !== undefined) return known;
		const made = shell(value);
		copies.set(value, made);
		return made;
	};
	const shell = (value: object): unknown => {
		if (Array.isArray(value)) {
			const items: unknown[] = isTuple(value) ? new PyTuple() : [];
			tasks.push(() => {
				for (const item of value.slice(0, most)) items.push(copy(item));
				if (value.length > most) items.push(more(value.length));
			});
			return items;
		}
		if (Object.getPrototypeOf(value) === PyDict.prototype) {
			const entries = new PyDict();
			tasks.push(() => {
				for (const [key, item] of first(value as PyDict, most)) entries.set(key, copy(item));
				const { size } = value as PyDict;
				if (size > most) entries.set(new Rest("..."), more(size));
			});
			return entries;
		}
		if (value instanceof Set && value.size > most) {
			const items = [...first(value, most), more(value.size)];
			return isFrozenSet(value) ? new PyFrozenSet(items) : new PySet(items);
		}
		return value;
	};
	const more = (size: number): Rest => new Rest(`... ${size - most} more`);

	const result = copy(root);
	for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) task();
	return result;
}

function* first<T>(items: Iterable<T>, most: number): Generator<T> {
	let count = 0;
	for (const item of items) {
		if (count++ === most) return;
		yield item;
	}
}
