/** The items of a value, one by one and by number, so that a list of ten million costs no more than the rows that are seen. */
import { branches, shortRepr } from "../../../src/cli/tree-node.ts";
import { visibleLine } from "../../../src/cli/visible.ts";
import { isTuple, outlineOf } from "../../../src/types/index.ts";
import { keyPath, partPath } from "./paths.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** The items of one value. */
export interface Children {
	readonly count: number;
	/** In words: items, keys, parts. */
	readonly what: string;
	label(i: number): string;
	value(i: number): unknown;
	/** The expression of an item in Python, from that of the whole. */
	path(base: string, i: number): string;
}

const known = new WeakMap<object, Children | null>();

/** The items of a value; undefined for a leaf. */
export function childrenOf(value: unknown): Children | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	// A list may still be growing while its file is read.
	if (Array.isArray(value)) return new Items(value);
	const kept = known.get(value);
	if (kept !== undefined) return kept ?? undefined;
	let made: Children | undefined;
	try {
		made = makeChildren(value);
	} catch {
		// A value that was never finished, since its file breaks.
	}
	known.set(value, made ?? null);
	return made;
}

function makeChildren(value: object): Children | undefined {
	if (value instanceof Several) return new Documents(value);
	if (value instanceof Archive || value instanceof LazyArray || value instanceof Uint8Array) return undefined;
	if (outlineOf(value) === undefined) {
		if (value instanceof Map) return new Entries(value as Map<unknown, unknown>);
		if (value instanceof Set) return new Members(value);
	}
	const found = branches(value);
	return found === undefined ? undefined : new Parts(found.size, found.children, value);
}

class Items implements Children {
	readonly what = "items";
	readonly #items: readonly unknown[];
	constructor(items: readonly unknown[]) {
		this.#items = items;
	}
	get count(): number {
		return this.#items.length;
	}
	label(i: number): string {
		return String(i);
	}
	value(i: number): unknown {
		return this.#items[i];
	}
	path(base: string, i: number): string {
		return `${base}[${i}]`;
	}
}

class Documents implements Children {
	readonly what = "documents";
	readonly #several: Several;
	constructor(several: Several) {
		this.#several = several;
	}
	get count(): number {
		return this.#several.values.length;
	}
	label(i: number): string {
		return `#${i + 1}`;
	}
	value(i: number): unknown {
		return this.#several.values[i];
	}
	path(_: string, i: number): string {
		return `objects[${i}]`;
	}
}

class Entries implements Children {
	readonly what = "keys";
	readonly count: number;
	readonly #keys: readonly unknown[];
	readonly #values: readonly unknown[];
	constructor(dict: Map<unknown, unknown>) {
		this.#keys = [...dict.keys()];
		this.#values = [...dict.values()];
		this.count = this.#keys.length;
	}
	label(i: number): string {
		return visibleLine(shortRepr(this.#keys[i]));
	}
	/** The key itself, for searches. */
	key(i: number): unknown {
		return this.#keys[i];
	}
	value(i: number): unknown {
		return this.#values[i];
	}
	path(base: string, i: number): string {
		return keyPath(base, this.#keys[i]);
	}
}

class Members implements Children {
	readonly what = "items";
	readonly count: number;
	readonly #items: readonly unknown[];
	constructor(set: Iterable<unknown>) {
		this.#items = [...set];
		this.count = this.#items.length;
	}
	label(): string {
		return "·";
	}
	value(i: number): unknown {
		return this.#items[i];
	}
	path(base: string, i: number): string {
		return `list(${base})[${i}]`;
	}
}

/** The parts of an outline, taken from it as far as they are asked for. */
class Parts implements Children {
	readonly what = "parts";
	readonly count: number;
	readonly #source: Iterator<readonly [string, unknown]>;
	readonly #seen: (readonly [string, unknown])[] = [];
	readonly #owner: object;
	constructor(count: number, source: Iterable<readonly [string, unknown]>, owner: object) {
		this.#owner = owner;
		this.count = count;
		this.#source = source[Symbol.iterator]();
	}
	#at(i: number): readonly [string, unknown] {
		while (this.#seen.length <= i) {
			const step = this.#source.next();
			if (step.done === true) return ["", undefined];
			this.#seen.push(step.value);
		}
		return this.#seen[i] as readonly [string, unknown];
	}
	label(i: number): string {
		return visibleLine(this.#at(i)[0]);
	}
	value(i: number): unknown {
		return this.#at(i)[1];
	}
	path(base: string, i: number): string {
		return outlineOf(this.#owner) === undefined ? `${base}[${i}]` : partPath(base, this.#owner, i);
	}
}

/** The key of an entry as it is; undefined for other children. */
export function keyOf(children: Children, i: number): unknown {
	return children instanceof Entries ? children.key(i) : undefined;
}

/** How a container opens and closes in Python. */
export function brackets(value: unknown): readonly [string, string] {
	if (isTuple(value)) return ["(", ")"];
	if (Array.isArray(value)) return ["[", "]"];
	return ["{", "}"];
}
