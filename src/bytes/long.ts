/** Two's complement, little endian: the bytes of `LONG1` and `LONG4`. */

import { memoryError } from "./string-size.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Decodes an int.
 *
 * @param bytes the buffer
 * @param start first byte
 * @param length how many bytes; none is 0
 * @returns a `number` when it is safe, otherwise a `bigint`
 */
export function decodeLong(bytes: Uint8Array, start: number, length: number): number | bigint {
	if (length === 0) return 0;
	const negative = (bytes[start + length - 1] as number) > 0x7f;
	if (length <= 6) {
		let value = 0;
		for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[start + i] as number);
		return negative ? value - 256 ** length : value;
	}
	if (length > MAX_BIGINT) throw memoryError(`an int of ${length} bytes`);
	const hex = hexadecimal(bytes, start, length);
	const unsigned = BigInt(`0x${hex}`);
	const value = negative ? unsigned - (1n << BigInt(8 * length)) : unsigned;
	return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Bytes of the longest bigint, with one to spare for the sign. */
const MAX_BIGINT = 2 ** 27 - 1;

/** The digits of a little-endian number; of a long one without a string for each byte. */
function hexadecimal(bytes: Uint8Array, start: number, length: number): string {
	if (length <= 64) {
		let hex = "";
		for (let i = start + length - 1; i >= start; i--) hex += HEX[bytes[i] as number];
		return hex;
	}
	const digits = new Uint8Array(2 * length);
	for (let i = start + length - 1, to = 0; i >= start; i--) {
		const byte = bytes[i] as number;
		digits[to++] = DIGITS.charCodeAt(byte >> 4);
		digits[to++] = DIGITS.charCodeAt(byte & 15);
	}
	return decodeUtf8(digits, 0, digits.length);
}
const DIGITS = "0123456789abcdef";

const HEX: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
	byte.toString(16).padStart(2, "0"),
);

/**
 * Encodes an int in as few bytes as its sign allows; 0 is no byte at all, as in `pickle.encode_long`.
 *
 * @param value the int
 * @returns its two's complement, little endian
 */
export function encodeLong(value: bigint): Uint8Array<ArrayBuffer> {
	if (value === 0n) return new Uint8Array(0);
	// ~x has the magnitude bits of a negative x and the same width in two's complement.
	const magnitude = value < 0n ? ~value : value;
	let hex = magnitude === 0n ? "" : magnitude.toString(16);
	if (hex.length % 2 === 1) hex = `0${hex}`;
	// One more byte when the top bit is taken, so that the sign has a place.
	const extra = hex === "" || Number.parseInt(hex.slice(0, 2), 16) > 0x7f ? 1 : 0;
	const length = hex.length / 2 + extra;
	const bytes = new Uint8Array(length);
	const flip = value < 0n ? 0xff : 0;
	for (let i = 0; i < length; i++) {
		const from = hex.length - 2 * (i + 1);
		bytes[i] = (from < 0 ? 0 : Number.parseInt(hex.slice(from, from + 2), 16)) ^ flip;
	}
	return bytes;
}
