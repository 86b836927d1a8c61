/** The containers that are open while a value is written, and what errors say of them. */

import { PyError, RecursionError, ValueError } from "../errors.ts";
import { explainStack } from "../explain-stack.ts";
import type { VersionNumber } from "../options.ts";
import { brandOf, PLAIN } from "../values/brand.ts";
import { addNotes, joinPath } from "../values/error-place.ts";
import { floatRepr } from "../values/float-repr.ts";
import { isFloat } from "../values/guards.ts";
import { MAP_ENTRIES } from "../values/map-entries.ts";
import { isIntNumber } from "../values/numbers.ts";
import { OpenMap } from "../values/open-map.ts";
import { typeName } from "../values/type-name.ts";

/** The open containers: the whole, an array, an object, a value that `default` is to replace, or what it gave. */
export const TOP = 0;
export const LIST = 1;
export const DICT = 2;
export const REPLACING = 3;
export const REPLACED = 4;

/** One open container. */
export class Level {
	kind = TOP;
	container: unknown;
	/** Keys of an object, in the order in which they are written. */
	keys: readonly unknown[] = NONE;
	/** The values, one for each key, or the items. */
	values: readonly unknown[] = NONE;
	/** How many of them have been begun. */
	next = 0;
	/** Containers around it, itself included. */
	depth = 0;
	/** Whether anything was written in it. */
	wrote = false;
	/** Whether it is a plain object, in which undefined is as good as absent. */
	isPlain = false;
}

const NONE: readonly unknown[] = [];

/** Characters of a key that a path shows, and bits of an int. */
const SHOWN = 2 ** 10;
/** Characters of a key of which a note is made; a longer one is not kept. */
const NOTED = 2 ** 20;

/** So many open containers are compared one by one; when there are more, a `Set` knows them. */
const NEAR = 16;

/** Values that `default` may give for each other before that counts as endless. */
const MOST_REPLACED = 2 ** 16;

/** Levels that are open at once; a `Set` holds no more. */
const MOST_LEVELS = MAP_ENTRIES - 1;

/** The stack of open containers. Levels are used again, since there are many and short-lived. */
export class Levels {
	readonly #levels: Level[] = [new Level()];
	/** The containers of the outermost levels, and how many levels these are. */
	#known: OpenMap<unknown, true> | undefined;
	#knownLevels = 0;
	readonly #checkCircular: boolean;
	#replaced = 0;
	/** Index of the innermost level; 0 is the whole. */
	top = 0;

	constructor(checkCircular: boolean) {
		this.#checkCircular = checkCircular;
	}

	get innermost(): Level {
		return this.#levels[this.top] as Level;
	}

	/**
	 * Opens a level.
	 *
	 * @throws ValueError (`circular`) when the container is open already; RecursionError when that is not
	 *   to be found out and the nesting has no end
	 */
	push(kind: number, container: unknown, keys: readonly unknown[], values: readonly unknown[]): void {
		if (this.#checkCircular) this.check(container);
		else if ((this.top & (this.top + 1)) === 0 && this.top > 0xfff) this.#findCycle();
		if (this.top >= MOST_LEVELS || (kind === REPLACING && ++this.#replaced > MOST_REPLACED)) {
			throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
		}
		const { depth } = this.innermost;
		this.top++;
		let level = this.#levels[this.top];
		if (level === undefined) {
			level = new Level();
			this.#levels.push(level);
		}
		level.kind = kind;
		level.container = container;
		level.keys = keys;
		level.values = values;
		level.next = 0;
		level.depth = kind === REPLACING ? depth : depth + 1;
		level.wrote = false;
	}

	/** Throws when a container is open already. */
	check(container: unknown): void {
		if (!this.#checkCircular) return;
		if (this.top > NEAR) {
			this.#checkKnown(container);
			return;
		}
		for (let i = 1; i <= this.top; i++) if ((this.#levels[i] as Level).container === container) throw circular();
	}
	/** PERF(bench: json deep): what holds no container is never put into the map. */
	#checkKnown(container: unknown): void {
		this.#known ??= new OpenMap();
		while (this.#knownLevels < this.top) this.#known.set((this.#levels[++this.#knownLevels] as Level).container, true);
		if (this.#known.get(container) !== undefined) throw circular();
	}
	/** Closes the innermost level. */
	pop(): void {
		const level = this.innermost;
		if (level.kind === REPLACED) this.#replaced--;
		if (this.#knownLevels === this.top) {
			this.#known?.delete(level.container);
			this.#knownLevels--;
		}
		this.top--;
	}

	/** The key or index of the innermost container's current value, for `toJSON`. */
	keyAround(): string {
		let i = this.top;
		while ((this.#levels[i] as Level).kind >= REPLACING) i--;
		const { kind, keys, next } = this.#levels[i] as Level;
		return kind === TOP ? "" : String(kind === LIST ? next - 1 : keys[next - 1]);
	}

	/** Without the check for cycles Python ends in a RecursionError; so do we, once it is certain. */
	#findCycle(): void {
		const seen = new Set<unknown>();
		for (let i = 1; i <= this.top; i++) {
			const { container, kind } = this.#levels[i] as Level;
			if (seen.has(container)) {
				const where = kind === REPLACED ? "" : " while encoding a JSON object";
				throw new RecursionError(`maximum recursion depth exceeded${where}`, { code: "depth" });
			}
			seen.add(container);
		}
	}

	/**
	 * Adds the place to an error: the path to the value, and since 3.14 a note for each container around it.
	 *
	 * @param inKey the failure was about the key itself, of which Python's notes say nothing
	 * @param generic notes in the words of `iterencode`, which knows keys as text and types by bare name
	 */
	annotate(
		error: unknown,
		version: VersionNumber,
		inKey: boolean,
		generic: ((key: unknown) => string) | undefined,
	): void {
		if (!(error instanceof PyError)) return;
		const places = Array.from({ length: this.top }, (_, i) => i + 1).filter((i) => {
			const { kind } = this.#levels[i] as Level;
			return kind !== REPLACING && kind !== REPLACED;
		});
		const segment = (key: unknown): string =>
			typeof key === "string" ? `[${JSON.stringify(key.slice(0, SHOWN))}]` : `[${keyRepr(key)}]`;
		const path = joinPath(places.length, (i) => segment(this.#keyAt(places[i] as number)));
		if (version >= 31400) addNotes(error, this.#notes(inKey, generic));
		if (places.length > 0) error.path ??= path;
		explainStack(error);
	}
	/** The key or index of what is being written at a level. */
	#keyAt(i: number): unknown {
		const { kind, keys, next } = this.#levels[i] as Level;
		return kind === LIST ? next - 1 : keys[next - 1];
	}
	*#notes(inKey: boolean, generic: ((key: unknown) => string) | undefined): Generator<string> {
		for (let i = this.top; i > 0; i--) {
			const { kind, container } = this.#levels[i] as Level;
			if (kind === REPLACING || (inKey && i === this.top)) continue;
			const name = generic === undefined ? fullTypeName(container) : typeName(container);
			if (kind === REPLACED) {
				yield `when serializing ${name} object`;
				continue;
			}
			const key = this.#keyAt(i);
			yield `when serializing ${name} item ${kind === LIST || generic === undefined ? keyRepr(key) : keyRepr(generic(key))}`;
		}
	}
}

function circular(): ValueError {
	return new ValueError("Circular reference detected", { code: "circular" });
}

/** The name of a value's Python type with its module, where that is known and not `builtins`. */
function fullTypeName(value: unknown): string {
	const brand = brandOf(value);
	if (brand === undefined) return typeName(value);
	if (brand !== "object") return brand;
	const global = String((value as { pyClass?: unknown }).pyClass ?? "object");
	return global.replace(/^(?:builtins|__main__)\./, "");
}

/** Python's `repr()` of what may be a key. */
function keyRepr(key: unknown): string {
	if (typeof key === "string") return stringRepr(key.length > NOTED ? key.slice(0, NOTED) : key);
	if (typeof key === "number") return isIntNumber(key) ? String(key) : floatRepr(key);
	if (isFloat(key)) return floatRepr(key.value);
	if (typeof key === "boolean") return key ? "True" : "False";
	if (key === null) return "None";
	// Anything else may be a small graph with an endless text, or an int that takes minutes to be one.
	return typeof key === "bigint" && BigInt.asIntN(SHOWN, key) === key ? String(key) : `<${typeName(key)}>`;
}

/** The characters that `repr()` escapes; which characters are printable is the platform's Unicode version to say. */
const ESCAPED = /[\\\p{C}\p{Z}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", " ": " " };

function stringRepr(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const body = text.replace(ESCAPED, escape);
	return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

function escape(character: string): string {
	const named = NAMED[character];
	if (named !== undefined) return named;
	const point = (character.codePointAt(0) as number).toString(16);
	if (point.length < 3) return `\\x${point.padStart(2, "0")}`;
	return point.length < 5 ? `\\u${point.padStart(4, "0")}` : `\\U${point.padStart(8, "0")}`;
}

/** The result of a value's own `toJSON`; of a value of ours one level of it, so that the types in it are still there. */
export function oneLevel(value: unknown, key: string): unknown {
	const level: unknown = (value as { [PLAIN]?: unknown })[PLAIN];
	if (typeof level === "function") return (level as () => unknown).call(value);
	return (value as { toJSON(key: string): unknown }).toJSON(key);
}
