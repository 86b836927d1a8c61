import type { OpcodeInfo } from "./opcode-info.ts";

/** Where an opcode's operand is: its content, without length and newline, and what follows. */
export interface Operand {
	readonly from: number;
	readonly to: number;
	/** Where the next opcode is. */
	readonly next: number;
}

/**
 * Finds an opcode's operand without looking at what it says.
 *
 * @param info the opcode
 * @param bytes the pickle
 * @param at the byte after the opcode
 * @returns where it is, or what is wrong when it does not end in the pickle
 */
export function readOperand(info: OpcodeInfo, bytes: Uint8Array, at: number): Operand | string {
	const { arg } = info;
	if (arg === null) return { from: at, to: at, next: at };
	if (arg.n > 0) return within(bytes, at, at + arg.n);
	if (arg.n === -1) return readLines(bytes, at, arg.name.endsWith("pair") ? 2 : 1);
	const header = arg.n === -2 ? 1 : arg.n === -5 ? 8 : 4;
	const from = at + header;
	if (from > bytes.length) return TRUNCATED;
	const view = new DataView(bytes.buffer, bytes.byteOffset + at, header);
	let length: number;
	if (header === 1) length = view.getUint8(0);
	else if (header === 8) length = Number(view.getBigUint64(0, true));
	else length = arg.n === -3 ? view.getInt32(0, true) : view.getUint32(0, true);
	if (length < 0) return `the byte count is negative: ${length}`;
	return within(bytes, from, from + length);
}

const TRUNCATED = "pickle data was truncated";

function within(bytes: Uint8Array, from: number, to: number): Operand | string {
	return to > bytes.length ? TRUNCATED : { from, to, next: to };
}

function readLines(bytes: Uint8Array, at: number, count: number): Operand | string {
	let end = at - 1;
	for (let lines = count; lines > 0; lines--) {
		end = bytes.indexOf(0x0a, end + 1);
		if (end === -1) return TRUNCATED;
	}
	return { from: at, to: end, next: end + 1 };
}
