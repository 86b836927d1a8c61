/** Operands that more than one family reads. */
import { type Reader, truncated } from "../../bytes/reader.ts";
import { decodeUtf8Strict } from "../../bytes/utf8.ts";
import { OverflowError } from "../../errors.ts";

/**
 * Reads the line of a text opcode.
 *
 * @param reader at the first byte of the line
 * @param least how many bytes CPython wants, its newline included; shorter lines count as truncated
 * @returns the line without its newline, a view; undefined when it is not all there yet
 */
export function readLine(reader: Reader, least: number): Uint8Array | undefined {
	const newline = reader.findNewline(reader.pos);
	if (newline === -1) {
		reader.lackLine(0);
		return undefined;
	}
	const line = reader.bytes.subarray(reader.pos, newline);
	if (line.length + 1 < least) throw truncated();
	reader.pos = newline + 1;
	return line;
}

/**
 * Reads the two lines of GLOBAL and INST; undefined when they are not all there yet.
 *
 * @param check decodes a part of the bytes, and throws as CPython does for what is not text
 */
export function readTwoLines(
	reader: Reader,
	check: (bytes: Uint8Array, from: number, to: number) => unknown = decodeUtf8Strict,
): [Uint8Array, Uint8Array] | undefined {
	const start = reader.pos;
	const first = reader.findNewline(start);
	if (first === -1) {
		reader.lackLine(0);
		return undefined;
	}
	if (first === start) throw truncated();
	const second = reader.bytes.indexOf(0x0a, first + 1);
	if (second === -1 || second >= reader.end) {
		// CPython decodes the first line before it looks for the second.
		if (reader.final) check(reader.bytes, start, first);
		reader.lackLine(first + 1 - start);
		return undefined;
	}
	if (second === first + 1) {
		check(reader.bytes, start, first);
		throw truncated();
	}
	reader.pos = second + 1;
	return [reader.bytes.subarray(start, first), reader.bytes.subarray(first + 1, second)];
}

/** The unsigned 64-bit length at `pos`; lengths beyond what a Python could hold are its OverflowError. */
export function readLength8(reader: Reader, opcode: string): number {
	const low = reader.view.getUint32(reader.pos, true);
	const high = reader.view.getUint32(reader.pos + 4, true);
	if (high > 0x7fffffff) {
		throw new OverflowError(`${opcode} exceeds system's maximum size of 9223372036854775807 bytes`, {
			code: "operand",
		});
	}
	return high * 0x100000000 + low;
}
