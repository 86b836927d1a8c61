import { circular, type PlainStyle, pairsFrame, plainGraph } from "./plain-graph.ts";

/** Levels below which V8's `JSON.stringify` has no stack to run out of. */
const MOST_LEVELS = 1000;

/** The most characters of JSON that a `toJSON()` may stand for. */
const MOST_TEXT = 2 ** 29;

const JSON_STYLE: PlainStyle = {
	text: MOST_TEXT,
	again: MOST_TEXT,
	depth: MOST_LEVELS,
	dict: pairsFrame,
	cycle() {
		throw circular();
	},
	leaf: (value) => (value instanceof Uint8Array ? Array.from(value) : value),
};

/**
 * The whole JSON form of a value, for its `toJSON()`: nothing in it has a `toJSON()` of ours left, so that
 * `JSON.stringify` does not come back here at each level. Dicts with other keys than `str` are pairs, bytes lists of
 * numbers.
 *
 * @param value one whose class has a method under `OUTLINE` (`Symbol.for("brine.outline")`), or a container
 * @returns objects, arrays, strings, numbers, and what JSON has no form for
 * @throws ValueError (`circular`) when it leads back to itself; RecursionError (`depth`) beyond 1,000 levels, which
 *   `JSON.stringify` could not write; LimitError (`limit`, `text`) for more than 2^29 characters. `toPlain` and
 *   `toTagged` have forms for the first, `json.dumps` writes the second.
 * @example
 * ```ts
 * import { jsonView, PyGlobal, PyObject, tuple } from "brine";
 * jsonView(new PyObject({ callable: new PyGlobal("m", "C"), args: tuple(1) })); // { $class: "m.C", $args: [1] }
 * ```
 */
export function jsonView(value: object): unknown {
	return plainGraph(value, JSON_STYLE);
}

/** Whether none of the values is an object: they are their own JSON form, which is told at once. */
export function areLeaves(values: Iterable<unknown>): boolean {
	for (const value of values) if (typeof value === "object" && value !== null) return false;
	return true;
}
