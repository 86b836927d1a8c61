/** None, bools, ints and floats. */
import { encodeLong } from "../../bytes/long.ts";
import { floatRepr } from "../../values/float-repr.ts";
import { intRepr } from "../../values/int-repr.ts";
import { isIntNumber } from "../../values/numbers.ts";
import * as op from "../opcodes.ts";
import { isShortInt, putInt, saveInt64 } from "./fast/runs.ts";
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

/** Bytes of an int from which on each use counts, and bytes of memory that each of them counts for. */
const LONG = 1024;
const WRITTEN_AGAIN = 8;

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
		saveInt64(p, value);
		return;
	}
	const bytes = p.lastLong?.value === value ? p.lastLong.bytes : encodeLong(value);
	if (bytes.length > LONG) {
		// It has no memo, so that each use writes all of it, as in Python.
		p.again(WRITTEN_AGAIN * bytes.length);
		p.lastLong = { value, bytes };
	}
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
