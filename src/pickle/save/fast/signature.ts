import { scatter, spread } from "./hash-table.ts";

/** An object that has a {@link signature}: lists, tuples and `bytes`. */
export type Sequence = readonly unknown[] | Uint8Array;

/**
 * A hash that an array keeps as long as it does not change: of its length and of what it begins and ends with. Arrays
 * of different numbers and texts mostly have different ones, and those of numbers in order neighbours.
 */
export function signature(sequence: Sequence): number {
	return Array.isArray(sequence) ? arraySignature(sequence) : bytesSignature(sequence as Uint8Array);
}

function arraySignature(array: readonly unknown[]): number {
	const { length } = array;
	if (length === 0) return 0;
	let number = part(array[0]);
	let kind = length + kindOf(array[0]);
	let content = Math.imul(number, 0x2c1b3c6d);
	if (length === 1 && typeof array[0] === "string" && array[0].length > 4) {
		// Alone it has to tell one from the other.
		number += 1000 * array[0].charCodeAt(array[0].length - 4) + 10000 * array[0].charCodeAt(array[0].length - 5);
	} else if (length > 1) {
		const second = part(array[1]);
		number += 3 * second;
		kind = Math.imul(kind, 31) + kindOf(array[1]);
		content ^= Math.imul(second, 0x297a2d39);
	}
	if (length > 2) {
		const last = part(array[length - 1]);
		number += 5 * last;
		kind = Math.imul(kind, 31) + kindOf(array[length - 1]);
		content ^= Math.imul(last, 0x5bd1e995);
	}
	return spread(number | 0, kind, content);
}

/** Of the last bytes, which differ where moments are written that follow each other. */
function bytesSignature(bytes: Uint8Array): number {
	const { length } = bytes;
	let hash = length;
	for (let i = Math.max(0, length - 16); i < length; i++) hash = Math.imul(hash, 0x01000193) ^ (bytes[i] as number);
	return scatter(hash);
}

/** A number for an item, near to those of items that are nearly the same. */
function part(value: unknown): number {
	if (typeof value === "number") {
		// Floats between the ints are told apart too.
		return (value | 0) === value ? value : (value * 0x3ffff) & 0x3ff;
	}
	if (typeof value === "string") {
		const { length } = value;
		if (length < 3) return length === 0 ? 0 : value.charCodeAt(0) * 16 + value.charCodeAt(length - 1);
		return value.charCodeAt(length - 1) + 10 * value.charCodeAt(length - 2) + 100 * value.charCodeAt(length - 3);
	}
	if (Array.isArray(value)) {
		// PERF(bench: families, trees): a look beyond the end of a tuple throws machine code away, each time anew.
		if (value.length === 0) return 0;
		const first: unknown = value[0];
		return typeof first === "number" ? first | 0 : 0;
	}
	return value === true ? 1 : 0;
}
/** The kind of the item. */
function kindOf(value: unknown): number {
	if (typeof value === "number") return 1;
	if (typeof value === "string") return value.length * 16 + 2;
	return Array.isArray(value) ? value.length * 16 + 3 : 5;
}
