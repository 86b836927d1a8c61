/** Values by name: an object, or a Map. */
import { PyTypeError } from "../errors.ts";
import { typeName } from "../values/type-name.ts";

/**
 * The names and values, in order. Anything that has none of its own, such as a promise, would be an empty set of them in silence.
 *
 * @param taker the function that was given it, for the error
 * @throws PyTypeError (`argument`) for what is neither
 */
export function namedPairs<T>(taker: string, given: unknown): (readonly [name: string, value: T])[] {
	if (given instanceof Map) return [...(given as Map<string, T>)];
	const isRecord =
		typeof given === "object" &&
		given !== null &&
		!(Symbol.iterator in given && !Array.isArray(given)) &&
		!(given instanceof ArrayBuffer || ArrayBuffer.isView(given) || "then" in given);
	if (isRecord) return Object.entries(given as Readonly<Record<string, T>>);
	throw new PyTypeError(`${taker} takes an object or a Map of arrays by name, not ${typeName(given)}`, {
		code: "argument",
		hint: typeName(given) === "Promise" ? "await it" : undefined,
	});
}
