import type { Reader } from "../../../bytes/reader.ts";
import { exactFloat } from "../../../values/numbers.ts";
import { blankFloats, joinParts, MOST_FLOATS, MOST_PARTS } from "../../../values/parts.ts";
import { APPENDS, BINFLOAT, FRAME, MARK } from "../../opcodes.ts";

/**
 * The list of floats that whole batches of BINFLOATs fill, each between MARK and APPENDS, read straight into it.
 *
 * PERF(bench: floats): by way of the stack, which holds values of all kinds, each would be boxed.
 *
 * @param r is at the first MARK; after the last batch afterwards
 * @param most how many floats there may be
 * @returns the list, and whether objects are in it (`PyFloat`s, in exact mode); undefined if there is no whole batch
 */
export function readFloats(
	r: Reader,
	from: number,
	most: number,
	exact: boolean,
): { items: unknown[]; whole: boolean } | undefined {
	const { bytes, view, end } = r;
	const parts: unknown[][] = [];
	let pos = from;
	let whole = false;
	let room = Math.min(most, MOST_FLOATS * MOST_PARTS);
	while (pos < end && bytes[pos] === MARK && parts.length < MOST_PARTS) {
		const count = floatRun(r, pos + 1);
		if (count === 0 || count > room) break;
		room -= count;
		pos++;
		for (let left = count; left > 0; left -= MOST_FLOATS) {
			const part = blankFloats(Math.min(MOST_FLOATS, left));
			for (let i = 0; i < part.length; i++) {
				while (bytes[pos] === FRAME) pos += 9;
				part[i] = view.getFloat64(pos + 1, false);
				pos += 9;
			}
			const hasInts = exact && part.some(Number.isInteger);
			if (hasInts) whole = true;
			parts.push(hasInts ? part.map(exactFloat) : part);
		}
		while (bytes[pos] === FRAME) pos += 9;
		pos++;
	}
	const last = parts.pop();
	if (last === undefined) return undefined;
	r.pos = pos;
	return { items: joinParts(parts, last), whole };
}

/**
 * How many BINFLOATs stand in a row, if APPENDS ends them; otherwise 0. The start of a frame between them is passed,
 * as it means nothing where frames are not enforced.
 */
function floatRun(r: Reader, from: number): number {
	const { bytes, end } = r;
	let pos = from;
	let count = 0;
	for (;;) {
		while (pos < end && bytes[pos] === BINFLOAT) {
			pos += 9;
			count++;
		}
		if (pos >= end || bytes[pos] !== FRAME) break;
		if (!isWhole(r, pos)) return 0;
		pos += 9;
	}
	return pos < end && bytes[pos] === APPENDS ? count : 0;
}
/** Whether all bytes of a frame are there, as its handler asks. */
function isWhole(r: Reader, pos: number): boolean {
	return (
		r.end - pos >= 9 && r.view.getUint32(pos + 5, true) === 0 && r.end - pos - 9 >= r.view.getUint32(pos + 1, true)
	);
}
