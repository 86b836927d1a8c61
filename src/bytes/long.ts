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
	let value: bigint;
	if (length <= SHORT) {
		scratch.fill(negative ? 0xff : 0);
		for (let i = 0; i < length; i++) scratch[i] = bytes[start + i] as number;
		let at = (length - 1) & ~7;
		value = words.getBigInt64(at, true);
		while (at > 0) {
			at -= 8;
			value = (value << 64n) | words.getBigUint64(at, true);
		}
	} else {
		const unsigned = BigInt(`0x${hexadecimal(bytes, start, length)}`);
		value = negative ? unsigned - (1n << BigInt(8 * length)) : unsigned;
	}
	return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Up to so many bytes an int is put together of words of 64 bits. */
const SHORT = 64;
const scratch = /* @__PURE__ */ new Uint8Array(SHORT);
const words = /* @__PURE__ */ new DataView(scratch.buffer);

/** Bytes of the longest bigint, with one to spare for the sign. */
const MAX_BIGINT = 2 ** 27 - 1;

/** The digits of a little-endian number, without a string for each byte. */
function hexadecimal(bytes: Uint8Array, start: number, length: number): string {
	const digits = new Uint8Array(2 * length);
	for (let i = start + length - 1, to = 0; i >= start; i--) {
		const byte = bytes[i] as number;
		digits[to++] = DIGITS.charCodeAt(byte >> 4);
		digits[to++] = DIGITS.charCodeAt(byte & 15);
	}
	return decodeUtf8(digits, 0, digits.length);
}
const DIGITS = "0123456789abcdef";

/**
 * Encodes an int in as few bytes as its sign allows; 0 takes no byte at all, as in `pickle.encode_long`.
 *
 * @param value the int
 * @returns its two's complement, little endian
 */
export function encodeLong(value: bigint): Uint8Array<ArrayBuffer> {
	if (value === 0n) return new Uint8Array(0);
	// ~x has the magnitude bits of a negative x and the same width in two's complement.
	const hex = (value < 0n ? ~value : value).toString(16);
	const flip = value < 0n ? 0xff : 0;
	const last = hex.length >> 1;
	const bytes = new Uint8Array(last + 1);
	let from = hex.length;
	for (let i = 0; i <= last; i++) bytes[i] = (nibble(hex, --from) | (nibble(hex, --from) << 4)) ^ flip;
	// The last byte only has to be there where the sign needs it.
	const isSpare = bytes[last] === flip && (bytes[last - 1] as number) > 0x7f === value < 0n;
	return isSpare ? bytes.subarray(0, last) : bytes;
}
/** The value of a digit; 0 in front of the first. */
function nibble(hex: string, at: number): number {
	const code = hex.charCodeAt(at);
	return (code & 15) + 9 * (code >> 6);
}
