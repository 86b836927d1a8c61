/** Where the operand of an opcode is, for a reader that does not look at what it says. */
import { opcodes } from "../opcode-info.ts";

/** Its sizes in bytes: `n` fixed ones, else a length of `n` bytes before it, or lines. */
export interface OperandSize {
	/** Bytes of a fixed operand, or of the length before it. */
	readonly header: number;
	/** Whether the header is a length. */
	readonly counted: boolean;
	/** Whether that length is signed. */
	readonly signed: boolean;
	/** Lines that it takes; 0 for other operands. */
	readonly lines: number;
	/** Whether there is no operand at all. */
	readonly bare: boolean;
	readonly name: string;
}

/** By byte; undefined for what is not an opcode. */
export const SIZES: readonly (OperandSize | undefined)[] = /* @__PURE__ */ (() => {
	const table = new Array<OperandSize | undefined>(256).fill(undefined);
	for (const { code, name, arg } of opcodes) {
		const n = arg?.n ?? 0;
		const lines = n === -1 ? ((arg?.name.endsWith("pair") ?? false) ? 2 : 1) : 0;
		const header = n >= 0 ? n : n === -1 ? 0 : n === -2 ? 1 : n === -5 ? 8 : 4;
		table[code.charCodeAt(0)] = { header, counted: n < -1, signed: n === -3, lines, bare: n === 0, name };
	}
	return table;
})();

/** An operand: its content without length and newline, and where the next opcode is. */
export interface OperandSpan {
	from: number;
	to: number;
	next: number;
	/** Where the first of two lines ends, and where the second starts. */
	firstTo: number;
	second: number;
	/** Whether a line has no end, since the bytes have none. */
	unended: boolean;
}

/** A place to be filled. */
export function newSpan(): OperandSpan {
	return { from: 0, to: 0, next: 0, firstTo: 0, second: 0, unended: false };
}

/** Reads a number without a sign, low byte first. */
export function readUint(bytes: Uint8Array, at: number, size: number): number {
	let value = 0;
	for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
	return value;
}

/**
 * Finds the operand of the opcode at an offset.
 *
 * @param bytes the pickle
 * @param at where the opcode is
 * @param size what kind of operand it has
 * @param place is filled
 * @returns what is wrong when the operand does not end in the pickle, else undefined
 */
export function findOperand(bytes: Uint8Array, at: number, size: OperandSize, place: OperandSpan): string | undefined {
	const start = at + 1;
	place.unended = false;
	if (size.lines > 0) {
		let from = start;
		for (let line = 0; line < size.lines; line++) {
			const found = bytes.indexOf(0x0a, from);
			// At the end of the bytes Python's own reader takes a line without its end, and drops the last byte instead.
			const end = found === -1 ? Math.max(from, bytes.length - 1) : found;
			if (found === -1) place.unended = true;
			if (line === 0) {
				place.firstTo = Math.min(end, bytes.length);
				place.second = Math.min(end + 1, bytes.length);
			}
			place.to = Math.min(end, bytes.length);
			from = Math.min(end + 1, bytes.length);
		}
		place.from = Math.min(start, place.to);
		place.next = from;
		return undefined;
	}
	const from = start + size.header;
	if (from > bytes.length) return TRUNCATED;
	if (!size.counted) {
		place.from = start;
		place.to = from;
		place.next = from;
		return undefined;
	}
	let length = readUint(bytes, start, size.header);
	if (size.signed && length >= 2 ** 31) length -= 2 ** 32;
	if (length < 0) return `the byte count is negative: ${length}`;
	if (from + length > bytes.length) return TRUNCATED;
	place.from = from;
	place.to = from + length;
	place.next = from + length;
	return undefined;
}

export const TRUNCATED = "pickle data was truncated";
