/**
 * The outline of a value, worked out once for every view of it: `repr`, `pformat`, `toPlain`, `toJSON`, `util.inspect`
 * and the tree of the command read an {@link Outline} and nothing else.
 *
 * A value class takes part by a method under the symbol `OUTLINE` (`Symbol.for("brine.outline")`) that returns its
 * outline. This is how a type of the registry supplies the outline of its values without anything here knowing it:
 *
 * - `toPlain()`, and `toJSON() { return jsonView(this); }`, show `plain` where it is given, else {@link outlineRecord};
 * - `[INSPECT]() { return inspectOutline(this, "NDArray", this[OUTLINE]()); }` shows the record to a console;
 * - the tree of the command lists {@link OutlinePart | the parts};
 * - `repr` shows `className(parts)`, unless the class has a `REPR` method with Python's own text.
 *
 * An outline is made for each look at the value, so it may be a view of live data; what costs more than a pass over
 * the value belongs into `items` or `entries`, which are only read as far as they are shown.
 */
import { OUTLINE } from "./brand.ts";
import { ConsoleShells, emptyShell } from "./console-shells.ts";
import { setOwn } from "./own-property.ts";
import { consoleName } from "./str-repr.ts";

/** One thing that a value holds; see {@link Outline}. */
export type OutlinePart =
	/** A positional argument of the call that makes the value. */
	| { readonly kind: "argument"; readonly value: unknown }
	/** A keyword argument of that call, or an attribute: a value with a name. */
	| { readonly kind: "keyword" | "attribute"; readonly name: string; readonly value: unknown }
	/** A state that only the class of the value understands; or what is called, when that is more than a name. */
	| { readonly kind: "state" | "callable"; readonly value: unknown }
	/** The contents of a value that is like a list or a set. */
	| { readonly kind: "items"; readonly size: number; readonly items: Iterable<unknown> }
	/** The contents of a value that is like a dict. */
	| { readonly kind: "entries"; readonly size: number; readonly entries: Iterable<readonly [unknown, unknown]> }
	/** A function that was called with the value as its first argument, and the arguments after it. */
	| { readonly kind: "call"; readonly callable: unknown; readonly args: readonly unknown[] };

/**
 * The outline of a value, from which every view of it is made. A value class supplies it by a method under
 * `Symbol.for("brine.outline")`:
 *
 * ```ts
 * import { jsonView, type Outline, repr } from "brine";
 * class Grid {
 *   constructor(readonly rows: number[][]) {}
 *   [Symbol.for("brine.outline")](): Outline {
 *     return { className: "m.Grid", parts: [{ kind: "items", size: this.rows.length, items: this.rows }], plain: this.rows };
 *   }
 *   toJSON() { return jsonView(this); }
 * }
 * console.log(repr(new Grid([[1]])), JSON.stringify(new Grid([[1]]))); // m.Grid(*[[1]]) [[1]]
 * ```
 */
export interface Outline {
	/** The full name of its class, `module.qualname`, or of the function that made it; views escape it. */
	readonly className: string;
	/** The parts, in order. */
	readonly parts: readonly OutlinePart[];
	/** Its form in plain terms (lists, objects, numbers, strings), where that is not the record of the parts. */
	readonly plain?: unknown;
}

/**
 * The outline of a value.
 *
 * @param value any value
 * @returns what its class says under `OUTLINE`; undefined for what has none: built-in types and leaves
 * @example
 * ```ts
 * import { outlineOf, PyGlobal, PyObject, tuple } from "brine";
 * const point = new PyObject({ callable: new PyGlobal("geometry", "Point"), args: tuple(1, 2) });
 * outlineOf(point)?.className; // "geometry.Point"
 * outlineOf([1]); // undefined
 * ```
 */
export function outlineOf(value: unknown): Outline | undefined {
	return outlineIn(value);
}

/** As {@link outlineOf}, in a graph: the outline may go by what the graph knows of its values already. */
export function outlineIn(value: unknown, known?: Map<unknown, unknown>, most?: number): Outline | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const method: unknown = (value as { [OUTLINE]?: unknown })[OUTLINE];
	if (typeof method !== "function") return undefined;
	return (method as (known?: Map<unknown, unknown>, most?: number) => Outline | undefined).call(value, known, most);
}

/** A name that moves to the front of an object, or makes it a sparse array. */
const INDEX = /^\d{1,16}$/;

/** Named values as an object where that keeps them all, in order; else as pairs. */
function named(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> | unknown[] {
	if (!areKept(entries)) return entries.map((entry) => [...entry]);
	const object: Record<string, unknown> = {};
	for (const [name, value] of entries) setOwn(object, name, value);
	return object;
}
/** Whether an object keeps all of these names, in order, beside ours. */
function areKept(entries: readonly (readonly [string, unknown])[]): boolean {
	const names = new Set<string>();
	for (const [name] of entries) {
		if (name.startsWith("$") || INDEX.test(name)) return false;
		names.add(name);
	}
	return names.size === entries.length;
}

/**
 * An outline as keys and values, the record that JSON and consoles show: `$args`, `$kwargs`, the attributes by name, `$state`, `$items`, `$entries`, `$calls`
 * and `$callable`, as far as there are any. Attributes whose names an object cannot keep, or that were set twice, are
 * `$attributes`, a list of pairs; several states are `$states`.
 *
 * @param outline of {@link outlineOf}
 * @returns keys and values in that order, without the class's name
 * @example
 * ```ts
 * import { outlineRecord } from "brine";
 * outlineRecord({ className: "m.C", parts: [{ kind: "attribute", name: "a", value: 1 }] }); // [["a", 1]]
 * ```
 */
export function outlineRecord({ parts }: Outline): [key: string, value: unknown][] {
	const of = <K extends OutlinePart["kind"]>(kind: K): Extract<OutlinePart, { kind: K }>[] =>
		parts.filter((part): part is Extract<OutlinePart, { kind: K }> => part.kind === kind);
	const record: [string, unknown][] = [];
	const several = (key: string, values: readonly unknown[]): void => {
		if (values.length > 0) record.push([key, values]);
	};
	for (const { value } of of("callable")) record.push(["$callable", value]);
	several(
		"$args",
		of("argument").map(({ value }) => value),
	);
	const pairs = (kind: "keyword" | "attribute") => of(kind).map(({ name, value }) => [name, value] as const);
	const keywords = pairs("keyword");
	if (keywords.length > 0) record.push(["$kwargs", named(keywords)]);
	const attributes = pairs("attribute");
	if (areKept(attributes)) for (const [name, value] of attributes) record.push([name, value]);
	else record.push(["$attributes", attributes.map((entry) => [...entry])]);
	const states = of("state").map(({ value }) => value);
	if (states.length === 1) record.push(["$state", states[0]]);
	else several("$states", states);
	several(
		"$items",
		of("items").flatMap(({ items }) => [...items]),
	);
	several(
		"$entries",
		of("entries").flatMap(({ entries }) => Array.from(entries, (entry) => [...entry])),
	);
	several(
		"$calls",
		of("call").map(({ callable, args }) => [callable, ...args]),
	);
	return record;
}

const shells = /* @__PURE__ */ new ConsoleShells();
/** Parts from which on a console shows no more values that share theirs: a hundred with one state would each write all of it. */
const MOST_PARTS = 2 ** 17;

/**
 * For a value's `INSPECT` method: an object of its name that holds the record of its outline, which the console shows
 * to the depth that was asked for; the name alone when there is nothing in it.
 *
 * @param value what is shown
 * @param name of the JavaScript class, such as `"PyObject"`
 * @param outline what it holds
 * @returns what the method is to return
 * @example
 * ```ts
 * import { inspectOutline } from "brine";
 * class Grid {
 *   [Symbol.for("nodejs.util.inspect.custom")]() {
 *     return inspectOutline(this, "Grid", { className: "m.Grid", parts: [{ kind: "attribute", name: "rows", value: 3 }] });
 *   }
 * }
 * console.log(new Grid()); // Grid(m.Grid) { rows: 3 }
 * ```
 */
export function inspectOutline(value: object, name: string, outline: Outline): object | string {
	return inspectLater(value, name, () => outline);
}

/**
 * As {@link inspectOutline}, with an outline that is made when it is shown.
 *
 * @param left the levels that are left, and the options of the console: the arguments of the `INSPECT` method
 * @internal
 */
export function inspectLater(
	value: object,
	name: string,
	outline: () => Outline,
	left?: number | null,
	options?: { readonly depth?: number | null },
): object | string {
	const known = shells.shown(value, left, options?.depth);
	if (known !== undefined) return known;
	// As the console's own [Object].
	if (shells.parts > MOST_PARTS && shells.isAgain(value)) return `[${name}]`;
	const { className, parts } = outline();
	const title = `${name}(${consoleName(className)})`;
	// Beyond the depth that was asked for a console shows the name alone, of what has anything in it.
	const isBeyond = (left ?? 0) < 0;
	const record = outlineRecord({ className, parts });
	if (record.length === 0) return title;
	const shell = isBeyond ? emptyShell() : shells.open(value, left);
	shells.parts += record.flat(2).length;
	// Not shell.constructor, which may be data.
	const { constructor } = Object.getPrototypeOf(shell) as { constructor: unknown };
	Object.defineProperty(constructor, "name", { value: title, configurable: true });
	for (const key of Object.keys(shell)) delete (shell as Record<string, unknown>)[key];
	const counts = new Map<string, number>();
	for (const [key, part] of record) {
		const whole = consoleName(key);
		let shown = whole;
		// Names that differ far from their beginning only are told apart by a number.
		for (let n = 2; Object.hasOwn(shell, shown); n = (counts.get(whole) ?? 1) + 1) {
			shown = `${whole} (${n})`;
			counts.set(whole, n);
		}
		setOwn(shell, shown, part);
	}
	return shell;
}
