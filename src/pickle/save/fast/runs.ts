/** Runs of numbers and of known objects in a list: one look for space, then stores alone. The plain way is `save` of each. */
import { PyDict } from "../../../values/dict.ts";
import { isIntNumber } from "../../../values/numbers.ts";
import * as op from "../../opcodes.ts";
import type { SaveMachine } from "../machine.ts";

/**
 * The numbers of a list from `from` on, in a binary protocol, up to one that has no opcode of fixed length, to
 * something else or to the end of the frame.
 *
 * PERF(bench: ints, floats): room is looked for once.
 *
 * @returns where it stopped
 */
export function saveNumbers(p: SaveMachine, list: readonly unknown[], from: number, to: number): number {
	const { out } = p;
	out.reserve(9 * (to - from));
	const { bytes, view } = out;
	const { limit } = p.framer;
	let { pos } = out;
	let at = from;
	for (; at < to && pos < limit; at++) {
		const value = list[at];
		if (typeof value !== "number") break;
		const int = value | 0;
		if (int === value && (int !== 0 || Object.is(value, 0))) {
			pos = putInt(bytes, view, pos, int);
		} else if (isIntNumber(value)) {
			break;
		} else {
			bytes[pos] = op.BINFLOAT;
			view.setFloat64(pos + 1, value, false);
			pos += 9;
		}
	}
	out.pos = pos;
	return at;
}

/** Whether a value is an int of at most 32 bits. */
export function isShortInt(value: unknown): value is number {
	if (typeof value !== "number") return false;
	const int = value | 0;
	// -0 is a float, and `| 0` makes 0 of it.
	return int === value && (int !== 0 || Object.is(value, 0));
}

/** Writes an int of at most 32 bits in a binary protocol, where there is room for five bytes; the position after it. */
export function putInt(bytes: Uint8Array, view: DataView, at: number, value: number): number {
	view.setInt32(at + 1, value, true);
	if (value >>> 8 === 0) {
		bytes[at] = op.BININT1;
		return at + 2;
	}
	if (value >>> 16 === 0) {
		bytes[at] = op.BININT2;
		return at + 3;
	}
	bytes[at] = op.BININT;
	return at + 5;
}

/** Fetches the objects of a list from `from` on that are in the memo; where it stopped. */
export function saveKnown(p: SaveMachine, list: readonly unknown[], from: number, to: number): number {
	const { objects, out } = p;
	const { limit } = p.framer;
	out.reserve(5 * (to - from));
	const { bytes, view } = out;
	let { pos } = out;
	let at = from;
	const areDicts = list[at] instanceof PyDict;
	for (; at < to && pos < limit; at++) {
		const item = list[at];
		if (typeof item !== "object" || item === null) break;
		const index = areDicts ? objects.getDict(item) : objects.get(item);
		if (index === undefined) break;
		if (index < 256) {
			bytes[pos] = op.BINGET;
			bytes[pos + 1] = index;
			pos += 2;
		} else {
			bytes[pos] = op.LONG_BINGET;
			view.setUint32(pos + 1, index, true);
			pos += 5;
		}
	}
	out.pos = pos;
	return at;
}
