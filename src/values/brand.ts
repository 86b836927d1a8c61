/**
 * Brands: how values recognise each other across copies of this package and across realms, where
 * `instanceof` fails. Symbols cannot come from data, so no pickle or JSON text can forge one.
 */

/** Key of the property that holds the Python type name of one of our value classes. */
export const TYPE: unique symbol = Symbol.for("brine.type");

/** Key of the method that says how a value compares; see {@link KeyParts}. */
export const KEY: unique symbol = Symbol.for("brine.key");

/** Key of the method that returns Python's `repr()` in pieces; see `repr.ts`. */
export const REPR: unique symbol = Symbol.for("brine.repr");

/** Key of the method that returns what a value holds, for every view of it; see `outline.ts`. */
export const OUTLINE: unique symbol = Symbol.for("brine.outline");

/** Key of the method that returns the parts of a value that JSON shows, one level of them; see `plain-graph.ts`. */
export const PLAIN: unique symbol = Symbol.for("brine.plain");

/** Key of the method that returns where values made from the same parts have their one record; see `shared-parts.ts`. */
export const RECORD: unique symbol = Symbol.for("brine.record");

/** Key of the method that brings edits of a value's views to where they are written. */
export const SYNCHRONIZE: unique symbol = Symbol.for("brine.synchronize");

/** Node's and Deno's hook for `console.log`; named here so that the core needs no Node types. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Keys of what reads and sets the number that a pickler notes in a value; undefined for what has no room for one. */
export const SLOT_OF: unique symbol = Symbol("brine.slotOf");
export const SET_SLOT: unique symbol = Symbol("brine.setSlot");

/**
 * How a value compares and hashes in Python: by a tag and parts that are themselves Python values.
 * Two values are equal when tags are the same and parts are equal. A method under {@link KEY} returns
 * either this or a plain number, bigint, string or bytes that the value is equal to (a `Fraction(1, 2)` is 0.5).
 */
export interface KeyParts {
	/** The kind of value that compares, such as `"datetime.date"`. */
	readonly tag: string;
	/** The values that are compared one by one. */
	readonly parts: readonly unknown[];
	/** False for types that Python cannot hash, such as `deque`. Default: true. */
	readonly hashable?: boolean;
	/** The dicts that a value shows as one, the one that wins first. */
	readonly layers?: readonly object[];
}

/** Brand of a value, or undefined when it is not an object of ours. */
export function brandOf(value: unknown): string | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const brand = (value as { [TYPE]?: unknown })[TYPE];
	return typeof brand === "string" ? brand : undefined;
}

/** Whether an object is a plain one: what `{}` or `Object.create(null)` makes, in any realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (typeof value !== "object" || value === null) return false;
	const prototype = Object.getPrototypeOf(value) as object | null;
	if (prototype === Object.prototype || prototype === null) return true;
	return (
		Object.getPrototypeOf(prototype) === null &&
		Object.hasOwn(prototype, "hasOwnProperty") &&
		(value as { [TYPE]?: unknown })[TYPE] === undefined
	);
}
