/** None, bools, ints and floats. */
import { encodeLong } from "../../bytes/long.ts";
import { floatRepr } from "../../values/float-repr.ts";
import { intRepr } from "../../values/int-repr.ts";
import { isIntNumber } from "../../values/numbers.ts";
import * as op from "../opcodes.ts";
import type { SaveMachine } from "./machine.ts";

export function saveBool(p: SaveMachine, value: boolean): void {
	if (p.protocol >= 2) p.out.u8(value ? op.NEWTRUE : op.NEWFALSE);
	else p.out.ascii(value ? "I01\n" : "I00\n");
}

/** A `number`: an int when it is a safe one, else a float. */
export function saveNumber(p: SaveMachine, value: number): void {
	if (isShortInt(value)) saveInt(p, value);
	else if (isIntNumber(value)) saveBigInt(p, BigInt(value));
	else saveFloat(p, value);
}

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

/** An int of at most 32 bits. */
function saveInt(p: SaveMachine, value: number): void {
	const { out } = p;
	if (p.protocol === 0) {
		// CPython before 3.7 knew only the long form in protocol 0.
		out.ascii(p.version < 30700 ? `L${value}L\n` : `I${value}\n`);
	} else {
		out.reserve(5);
		out.pos = putInt(out.bytes, out.view, out.pos, value);
	}
}

/** An int of any size. */
export function saveBigInt(p: SaveMachine, value: bigint): void {
	if (BigInt.asIntN(32, value) === value) {
		saveInt(p, Number(value));
		return;
	}
	const { out } = p;
	if (p.protocol < 2) {
		out.ascii(`L${intRepr(value, p.limits.digits, p.version)}L\n`);
		return;
	}
	if (BigInt.asIntN(64, value) === value) {
		// PERF(bench/kinds: int, 63 bits): ids come by the thousand; without a string of their digits an eighth.
		out.reserve(10);
		out.view.setBigInt64(out.pos + 2, value, true);
		const { bytes, pos } = out;
		let last = pos + 9;
		// Bytes that only repeat the sign; there are at least five.
		while ((bytes[last] as number) === ((bytes[last - 1] as number) > 0x7f ? 0xff : 0)) last--;
		bytes[pos] = op.LONG1;
		bytes[pos + 1] = last - pos - 1;
		out.pos = last + 1;
		return;
	}
	const bytes = encodeLong(value);
	out.sized(op.LONG1, op.LONG4, bytes.length);
	out.raw(bytes);
}

export function saveFloat(p: SaveMachine, value: number): void {
	const { out } = p;
	if (p.protocol === 0) {
		out.ascii(`F${floatRepr(value)}\n`);
		return;
	}
	out.reserve(9);
	out.bytes[out.pos] = op.BINFLOAT;
	// NaN is written as CPython has it: quiet, positive, without payload.
	out.view.setFloat64(out.pos + 1, value, false);
	out.pos += 9;
}
