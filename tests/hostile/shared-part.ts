/** Keys that share a large part, for the tests that copy, compare and look for them. */
import { loads } from "../../src/pickle/index.ts";
import type { PyDict } from "../../src/values/dict.ts";
import { tuple } from "../../src/values/tuple.ts";
import { IS_SHORT } from "../effort.ts";

/** How many keys, and levels of what they share. */
export const COUNT: number = IS_SHORT ? 3000 : 6000;
/** Milliseconds: once for each key were 36 million steps of 6,000 keys, 5 s and more, and a quarter of that for half of the keys. */
export const MOST: number = COUNT / 4;

/** `cls({(t, 0): count, (t, 1): 1, …})` with `t` of `COUNT` levels. */
function counter(cls: string, count: number): Uint8Array {
	const text = `\x80\x04K\x01q\x00${"h\x00h\x00\x86q\x00".repeat(COUNT)}0${cls}(`;
	const keys = Array.from({ length: COUNT }, (_, i) => {
		const int = `M${String.fromCharCode(i & 255, i >> 8)}`;
		return `h\x00${int}\x86K${String.fromCharCode(i === 0 ? count : 1)}`;
	});
	return Uint8Array.from(`${text}${keys.join("")}u${cls === "}" ? "" : "\x85R"}.`, (unit) => unit.charCodeAt(0));
}
/** A tuple of `levels`, each of the one below twice. */
export function chain(bottom: unknown = 1, levels = COUNT): unknown {
	let made: unknown = tuple(bottom, bottom);
	for (let i = 0; i < levels; i++) made = tuple(made, made);
	return made;
}
/** Keys that each hold a part and a number. */
export const keysOf = (part: unknown): unknown[] => Array.from({ length: COUNT }, (_, i) => tuple(part, i));
/** A dict with the keys set one by one. */
export const filled = <T extends PyDict>(dict: T, keys: Iterable<unknown>): T => {
	for (const key of keys) dict.set(key, 1);
	return dict;
};
/** A dict that is read, of `COUNT` keys that share a tuple of as many levels. */
export const read = (cls: string, count = 1): PyDict => loads(counter(cls, count), { mode: "exact" }) as PyDict;
