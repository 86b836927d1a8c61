/** Whether two items of arrays are equal, as Python's `==` has it. */
import { isPlainObject, KEY, type KeyParts } from "../values/brand.ts";

/** The parts by which an object is compared: its items, the names and values of a record, or its key. */
function partsOf(value: object): unknown {
	if (Array.isArray(value) || value instanceof Uint8Array) return value;
	if (isPlainObject(value)) return Object.entries(value).flat();
	const key = (value as { [KEY]?(): number | bigint | string | Uint8Array | KeyParts })[KEY]?.();
	return typeof key === "object" && "parts" in key ? [key.tag, ...key.parts] : key;
}

/** Whether two items are equal. A value nested deeper than any record ends in the engine's own error. */
export function sameItem(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	const [x, y] = [a, b].map((item) => (typeof item === "object" && item !== null ? partsOf(item) : item));
	if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) {
		const isNumber = (value: unknown): boolean => /^(n|bi|bo)/.test(typeof value);
		// biome-ignore lint/suspicious/noDoubleEquals: both are numbers, and only == compares the two kinds
		return isNumber(x) && isNumber(y) ? x == y : x !== undefined && x === y;
	}
	const [left, right] = [x, y] as [ArrayLike<unknown>, ArrayLike<unknown>];
	if ((a as object).constructor !== (b as object).constructor || left.length !== right.length) return false;
	for (let i = 0; i < left.length; i++) if (!sameItem(left[i], right[i])) return false;
	return true;
}
