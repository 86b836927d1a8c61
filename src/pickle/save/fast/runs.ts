/** Runs of numbers and of known objects in a list: one look for space, then stores alone. The plain way is `save` of each. */
import { PyDict } from "../../../values/dict.ts";
import { isIntNumber, PyFloat } from "../../../values/numbers.ts";
import * as op from "../../opcodes.ts";
import type { Entry } from "../entries.ts";
import type { SaveMachine } from "../machine.ts";

/** Writes an int of 33 to 64 bits in protocol 2 and newer. PERF(bench/kinds: int, 63 bits): without a string of its digits. */
export function saveInt64(p: SaveMachine, value: bigint): void {
	const { out } = p;
	out.reserve(10);
	out.view.setBigInt64(out.pos + 2, value, true);
	const { bytes, pos } = out;
	let last = pos + 9;
	// Bytes that only repeat the sign; there are at least five.
	while ((bytes[last] as number) === ((bytes[last - 1] as number) > 0x7f ? 0xff : 0)) last--;
	bytes[pos] = op.LONG1;
	bytes[pos + 1] = last - pos - 1;
	out.pos = last + 1;
}

/** Whether a value is an int of at most 32 bits. */
export function isShortInt(value: unknown): value is number {
	if (typeof value !== "number") return false;
	const int = value | 0;
	// -0 is a float, and `| 0` makes 0 of it.
	return int === value && (int !== 0 || Object.is(value, 0));
}

/**
 * Writes the items of a list from `from` on, in a binary protocol, up to one that needs to be looked at: a container or an
 * object that is not in the memo, a string, a large int.
 *
 * PERF(bench: shared, records): without the ways that other kinds of values take.
 *
 * @returns where it stopped
 */
export function saveRun(p: SaveMachine, list: readonly unknown[], from: number, to: number): number {
	let at = from;
	while (at < to) {
		const item = list[at];
		let after = at;
		if (typeof item === "number") {
			after = saveNumbers(p, list, at, to);
		} else if (typeof item === "object") {
			p.framer.boundary();
			if (item === null || item instanceof PyFloat) p.saveLeaf(list[after++]);
			else if (p.objects.get(item) !== undefined) after = saveKnown(p, list, at, to);
		}
		if (after === at) break;
		at = after;
	}
	return at;
}

/**
 * The numbers of a list from `from` on, in a binary protocol, up to one that has no opcode of fixed length, to
 * something else or to the end of the frame.
 *
 * PERF(bench: ints, floats): room is looked for once.
 *
 * @returns where it stopped
 */
function saveNumbers(p: SaveMachine, list: readonly unknown[], from: number, to: number): number {
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

/**
 * Writes an entry of two numbers, and those after it as long as they are of ints of at most 32 bits, in one frame.
 *
 * PERF(bench: int-dict): room is looked for once, and nothing has to be kept for a pair of numbers.
 *
 * @param most how many more there may be in the batch
 * @param rest is given an entry that was taken and not written
 * @returns how many more were written
 */
export function saveNumberPairs(
	p: SaveMachine,
	key: number,
	value: number,
	entries: Iterator<Entry>,
	most: number,
	rest: { back(key: unknown, value: unknown): void },
): number {
	const { out } = p;
	const { limit } = p.framer;
	if (!isShortInt(key) || !isShortInt(value) || out.pos + 5 >= limit) {
		p.saveLeaf(key);
		p.saveLeaf(value);
		return 0;
	}
	out.reserve(10 * most + 10);
	const { bytes, view } = out;
	let { pos } = out;
	let count = 0;
	let first = key;
	let second = value;
	for (;;) {
		pos = putInt(bytes, view, putInt(bytes, view, pos, first), second);
		if (count === most) break;
		const step = entries.next();
		if (step.done === true) break;
		const entry = step.value;
		if (!isShortInt(entry[0]) || !isShortInt(entry[1]) || pos + 5 >= limit) {
			rest.back(entry[0], entry[1]);
			break;
		}
		first = entry[0];
		second = entry[1];
		count++;
	}
	out.pos = pos;
	return count;
}

/** Fetches the objects of a list from `from` on that are in the memo; where it stopped. */
function saveKnown(p: SaveMachine, list: readonly unknown[], from: number, to: number): number {
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
