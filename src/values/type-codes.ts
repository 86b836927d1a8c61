import type { VersionNumber } from "../options.ts";

/** Type codes by JavaScript type. */
export const TYPE_CODES: Readonly<Record<string, string>> = {
	Int8Array: "b",
	Uint8ClampedArray: "B",
	Int16Array: "h",
	Uint16Array: "H",
	Int32Array: "i",
	Uint32Array: "I",
	BigInt64Array: "q",
	BigUint64Array: "Q",
	Float16Array: "e",
	Float32Array: "f",
	Float64Array: "d",
};

/**
 * The type code of the `array.array` that a typed array represents.
 *
 * @param tag what `Object.prototype.toString` calls it
 * @param version halves are there from 3.15 on; before, they become floats
 */
export function typeCode(tag: string, version: VersionNumber): string | undefined {
	return tag === "Float16Array" && version < 31500 ? "f" : TYPE_CODES[tag];
}
