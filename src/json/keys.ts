/** Keys of objects that are written: Python's rules for what may be one, its text, and its order. */

import { PyTypeError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { compareText } from "../values/compare-text.ts";
import { isFloat } from "../values/guards.ts";
import { isIntNumber } from "../values/numbers.ts";
import { typeName, typeNameInC } from "../values/type-name.ts";
import type { NumberWriter } from "./number-writer.ts";
import { compareInOrder } from "./sort-order.ts";

/**
 * The string under which a key is written.
 *
 * @returns undefined for what cannot be a key
 */
export function keyText(key: unknown, numbers: NumberWriter): string | undefined {
	switch (typeof key) {
		case "string":
			return key;
		case "number":
			return isIntNumber(key) ? numbers.intKey(key) : numbers.float(key);
		case "bigint":
			return numbers.intKey(key);
		case "boolean":
			return key ? "true" : "false";
		default:
			if (key === null) return "null";
			return isFloat(key) ? numbers.float(key.value) : undefined;
	}
}

/** Python's error for what cannot be a key. */
export function badKey(key: unknown, version: VersionNumber): PyTypeError {
	const text =
		version < 30700 ? "keys must be a string" : `keys must be str, int, float, bool or None, not ${typeNameInC(key)}`;
	return new PyTypeError(text, { code: "json-key" });
}

/**
 * Orders entries by key as Python's `sorted(d.items())`: by the keys before they become text, strings by
 * code point.
 *
 * @throws PyTypeError (`json-key`) for keys of types that Python does not compare
 */
export function sortEntries(
	keys: readonly unknown[],
	values: readonly unknown[],
	version: VersionNumber,
): [keys: unknown[], values: unknown[]] {
	const order = keys.map((_, i) => i);
	if (keys.every((key) => typeof key === "string" && !BEYOND_D7FF.test(key))) {
		order.sort((a, b) => compareUnits(keys[a] as string, keys[b] as string));
	} else {
		try {
			order.sort((a, b) => compareKeys(keys[a], keys[b]));
		} catch (error) {
			// Engines differ in the pair that they compare first.
			compareInOrder(keys, compareKeys, version);
			throw error;
		}
	}
	return [order.map((i) => keys[i]), order.map((i) => values[i])];
}

/** Below this character the order of UTF-16 units is that of code points. */
const BEYOND_D7FF = /[\ud800-\uffff]/;

function compareUnits(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function compareKeys(a: unknown, b: unknown): number {
	if (typeof a === "string" && typeof b === "string") return compareText(a, b);
	const left = numeric(a);
	const right = numeric(b);
	if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
	const types = [typeName(a), typeName(b)] as const;
	// Tuples and bytes compare with their like, but no such key is ever written.
	if (types[0] === types[1] && (types[0] === "tuple" || types[0] === "bytes")) return 0;
	throw new PyTypeError(`'<' not supported between instances of '${types[0]}' and '${types[1]}'`, { code: "json-key" });
}

function numeric(key: unknown): number | bigint | undefined {
	if (typeof key === "number" || typeof key === "bigint") return key;
	if (typeof key === "boolean") return key ? 1 : 0;
	return isFloat(key) ? key.value : undefined;
}
