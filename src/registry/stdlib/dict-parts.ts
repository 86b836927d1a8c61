/** The parts of the standard library's dicts besides those of any dict, and as parts of a key. */
import { TYPE } from "../../values/brand.ts";
import type { Outline, OutlinePart } from "../../values/outline.ts";

/** The pairs of a dict as parts of a key: a frozenset that has not compared them yet, which would take recursion. */
export class Pairs extends Set<unknown> {
	get [TYPE](): "frozenset" {
		return "frozenset";
	}
}

/** A dict with attributes. */
interface Attributed extends ReadonlyMap<unknown, unknown> {
	readonly attributes: ReadonlyMap<string, unknown>;
}

/** The outline of a dict that has attributes; undefined for one that has none. */
export function attributedOutline(dict: Attributed, className: string): Outline | undefined {
	if (dict.attributes.size === 0) return undefined;
	const parts: OutlinePart[] = Array.from(dict.attributes, ([name, value]) => ({ kind: "attribute", name, value }));
	parts.push({ kind: "entries", size: dict.size, entries: dict });
	return { className, parts };
}
