import { TYPE } from "./brand.ts";
import { areLeaves, jsonView } from "./json-view.ts";

/**
 * Python's `tuple`: an array that remembers it was a tuple. Build one with {@link tuple}, since
 * `new PyTuple(3)` is an array of length three, as with every `Array`. It is not to be changed once it is a key; a large
 * one that many keys of a dict or set share is frozen then.
 */
export class PyTuple<T = unknown> extends Array<T> {
	/**
	 * `map`, `filter` and `slice` give plain arrays: a changed tuple is the caller's own list.
	 *
	 * PERF(bench: message, tuple-rows): with an accessor here V8 gives up each time it optimizes a function that makes
	 * a tuple, and tries again.
	 */
	static override readonly [Symbol.species]: ArrayConstructor = Array;
	get [TYPE](): "tuple" {
		return "tuple";
	}
	/**
	 * The tuple itself, which JSON shows as an array, where no item is an object; else an array of what is plain.
	 *
	 * @throws ValueError (`circular`), RecursionError (`depth`) or LimitError (`limit`) as {@link PyDict.toJSON}
	 */
	toJSON(): unknown {
		return areLeaves(this) ? this : jsonView(this);
	}
}

/**
 * Makes a tuple of its arguments.
 *
 * @param items the items, in order
 * @returns a {@link PyTuple}
 * @example
 * ```ts
 * import { pickle, tuple } from "brine";
 * pickle.dumps(tuple(1, "a")); // what Python writes for (1, "a")
 * ```
 */
export function tuple<T extends unknown[]>(...items: T): PyTuple<T[number]> {
	return tupleFrom(items);
}

/**
 * A tuple with the items of an array from one index to another, however many there are (a spread call would overflow
 * the stack).
 *
 * PERF(bench: tuple-rows, datetimes): apart from its callers, since V8 makes room for a tuple without a call into the
 * runtime only where it inlines the constructor, which it does not do for sure in a function that is large.
 */
export function tupleFrom<T>(items: readonly T[], from = 0, to: number = items.length): PyTuple<T> {
	const made = new PyTuple<T>(to - from);
	for (let i = from; i < to; i++) made[i - from] = items[i] as T;
	return made;
}
