/** Prefixes: the ways to values in a document, how they are written, and which places are on them. */
import { PyTypeError } from "../errors.ts";
import { typeName } from "../values/type-name.ts";
import type { KeyNode } from "./fast/open-levels.ts";

/** The way to values: text such as `"rows.item"`, or its parts, which need no escapes. */
export type Prefix = string | readonly string[];

/** How the text of prefixes is written: with dots in keys escaped, or as ijson writes it. */
export type PrefixStyle = "escaped" | "ijson";

/** A container around a place in a document: the key it is at, or undefined for an array. */
export interface Place {
	readonly key: string | undefined;
	readonly isArray: boolean;
}

/** Tells which values are at a place that is searched for. */
export interface Search {
	/** The longest beginning of the prefix that has been found, as text. */
	readonly reached: string;
	/** Whether a value in these containers is one that is searched for. */
	found(places: readonly Place[]): boolean;
}

/**
 * Makes searches for a prefix, one for each document.
 *
 * @throws PyTypeError (`argument`) for what is not a prefix
 */
export function searchFor(prefix: Prefix, style: PrefixStyle): () => Search {
	if (typeof prefix === "string") {
		if (style === "ijson") return () => new TextSearch(prefix);
		const steps = prefix === "" ? [] : splitPrefix(prefix);
		return () => new StepSearch(steps);
	}
	if (!Array.isArray(prefix)) {
		throw new PyTypeError(`a prefix must be str or a list of str, not ${typeName(prefix)}`, { code: "argument" });
	}
	const steps = (prefix as readonly unknown[]).map((key) => {
		if (typeof key === "string") return { key, items: key === "item" };
		throw new PyTypeError(`a part of a prefix must be str, not ${typeName(key)}; items of arrays are 'item'`, {
			code: "argument",
		});
	});
	return () => new StepSearch(steps);
}

/** A prefix as it is shown in messages. */
export function shownPrefix(prefix: Prefix): string {
	return typeof prefix === "string" ? prefix : prefix.map(escaped).join(".");
}

/** A part of a prefix: a key, and whether it represents the items of an array as well. */
interface Step {
	readonly key: string;
	readonly items: boolean;
}

/** Compares container by container. */
class StepSearch implements Search {
	readonly #wanted: readonly Step[];
	/** How many of the containers around are on the way, from the outside, and the most that ever were. */
	#matching = 0;
	#most = 0;

	constructor(wanted: readonly Step[]) {
		this.#wanted = wanted;
	}
	get reached(): string {
		const steps = this.#wanted.slice(0, this.#most);
		return steps.map(({ key, items }) => (items ? key : escaped(key))).join(".");
	}
	found(places: readonly Place[]): boolean {
		const depth = places.length;
		const wanted = this.#wanted;
		if (depth === 0) return wanted.length === 0;
		if (this.#matching >= depth) this.#matching = depth - 1;
		if (this.#matching < depth - 1 || depth > wanted.length) return false;
		const place = places[depth - 1] as Place;
		const step = wanted[depth - 1] as Step;
		if (place.isArray ? !step.items : place.key !== step.key) return false;
		this.#matching = depth;
		if (depth > this.#most) this.#most = depth;
		return depth === wanted.length;
	}
}

/** Compares as ijson does: the parts, joined by dots, with the text. So `a.b` is the key `a.b` too. */
class TextSearch implements Search {
	readonly #wanted: string;
	/** For each container around that is on the way: where its part of the text ends. */
	readonly #ends: number[] = [];
	#most = 0;

	constructor(wanted: string) {
		this.#wanted = wanted;
	}
	get reached(): string {
		return this.#wanted.slice(0, this.#most);
	}
	found(places: readonly Place[]): boolean {
		const depth = places.length;
		const wanted = this.#wanted;
		const ends = this.#ends;
		if (depth === 0) return wanted === "";
		if (ends.length >= depth) ends.length = depth - 1;
		if (ends.length < depth - 1) return false;
		const { isArray, key } = places[depth - 1] as Place;
		const part = isArray ? "item" : (key as string);
		const before = ends[depth - 2];
		// Before it there is a dot, if there is another part.
		if (before !== undefined && wanted[before] !== ".") return false;
		const start = before === undefined ? 0 : before + 1;
		const end = start + part.length;
		if (!wanted.startsWith(part, start) || (end < wanted.length && wanted[end] !== ".")) return false;
		ends.push(end);
		if (end > this.#most) this.#most = end;
		return end === wanted.length;
	}
}

/** The steps between dots that have no backslash before them. */
function splitPrefix(prefix: string): Step[] {
	const steps: Step[] = [];
	let raw = "";
	let key = "";
	const finish = (): void => {
		steps.push(raw === '""' ? { key: "", items: false } : { key, items: raw === "item" });
		raw = "";
		key = "";
	};
	for (let i = 0; i < prefix.length; i++) {
		let character = prefix.charAt(i);
		if (character === ".") {
			finish();
			continue;
		}
		raw += character;
		// A backslash at the very end is one.
		if (character === "\\" && i + 1 < prefix.length) {
			character = prefix.charAt(++i);
			raw += character;
		}
		key += character;
	}
	finish();
	return steps;
}

/** A key as a part of a prefix. */
export function escaped(key: string): string {
	if (key === "") return '""';
	if (key === "item" || key === '""') return `\\${key}`;
	return key.replace(/[.\\]/g, "\\$&");
}

/** Ways of so many characters are kept for all events at a place. */
const SHORT = 512;

/** Levels whose parts make one flat string. */
const BLOCK = 256;

/**
 * The way to the place that is read, which grows and shrinks with the depth. The strings that it returns are never
 * those that it keeps, so that what a program does with one (which makes V8 copy it) does not stay in memory.
 */
export class Way {
	readonly #style: PrefixStyle;
	/** The ways to the outermost containers of all blocks, and, within its block, to each container. */
	readonly #bases: string[] = [""];
	readonly #near: string[] = [];
	/** The part that leads on from each container. */
	readonly #parts: string[] = [];
	/** Short ways that were asked for, by depth. */
	readonly #known: (string | undefined)[] = [""];
	/** By depth: the last array's way, and that of its items. */
	readonly #arrays: (readonly [way: string, items: string | undefined])[] = [];

	constructor(style: PrefixStyle) {
		this.#style = style;
	}
	/** The way to the value that is next in so many containers. */
	to(depth: number): string {
		const known = this.#known[depth];
		if (known !== undefined) return known;
		const text = (this.#bases[Math.floor((depth - 1) / BLOCK)] as string) + this.#nearText(depth);
		if (text.length <= SHORT) this.#known[depth] = text;
		return text;
	}
	#nearText(depth: number): string {
		const part = this.#parts[depth - 1] as string;
		return depth === 1 ? part : `${this.#near[depth - 1]}.${part}`;
	}
	/**
	 * Goes on to a key of the innermost of so many containers.
	 *
	 * @param node where it is among the keys that are guessed, which keeps the way for the next time
	 */
	at(depth: number, key: string, node: KeyNode | undefined): void {
		const above = this.#known[depth - 1];
		if (node !== undefined && node.above === above && above !== undefined) {
			this.#parts[depth - 1] = node.part;
			this.#known[depth] = node.way;
			return;
		}
		const part = this.#style === "ijson" ? key : escaped(key);
		this.#parts[depth - 1] = part;
		this.#known[depth] = undefined;
		if (node === undefined || above === undefined) return;
		const way = this.to(depth);
		if (way.length > SHORT) return;
		node.above = above;
		node.part = part;
		node.way = way;
	}
	/** Goes into the container that is next in so many others. */
	enter(depth: number, isArray: boolean): void {
		this.#parts[depth] = "item";
		this.#known[depth + 1] = undefined;
		if (depth === 0) this.#near[0] = "";
		else this.#enterNear(depth);
		const above = this.#known[depth];
		if (!isArray || above === undefined) return;
		const last = this.#arrays[depth];
		if (above === last?.[0]) {
			this.#known[depth + 1] = last[1];
			return;
		}
		this.to(depth + 1);
		this.#arrays[depth] = [above, this.#known[depth + 1]];
	}
	#enterNear(depth: number): void {
		const near = (depth < BLOCK ? this.#known[depth] : undefined) ?? this.#nearText(depth);
		if (depth % BLOCK !== 0) {
			this.#near[depth] = near;
			return;
		}
		near.charCodeAt(0); // makes V8 join its pieces
		const block = depth / BLOCK;
		this.#bases[block] = (this.#bases[block - 1] as string) + near;
		this.#near[depth] = "";
	}
}
