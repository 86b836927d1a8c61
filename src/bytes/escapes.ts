/** The escapes of protocol 0's texts: those of `repr()` in STRING, and raw-unicode-escape in UNICODE. */
import { LimitError, UnicodeDecodeError, ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { decodeLatin1 } from "./codecs.ts";

const BACKSLASH = 0x5c;

/** The meaning of a letter after a backslash; a newline represents nothing. */
const SIMPLE: Readonly<Record<number, number>> = {
	0x22: 0x22, // "
	0x27: 0x27, // '
	0x5c: BACKSLASH,
	0x61: 0x07, // a
	0x62: 0x08, // b
	0x66: 0x0c, // f
	0x6e: 0x0a, // n
	0x72: 0x0d, // r
	0x74: 0x09, // t
	0x76: 0x0b, // v
};

/**
 * Undoes the escapes of a bytes literal, as Python's `codecs.escape_decode`.
 *
 * @param bytes the buffer
 * @param start first byte
 * @param end one after the last byte
 * @returns the bytes; a copy. An unknown escape stays as it is.
 * @throws ValueError (`decode`) for a `\x` without two hex digits, or a backslash at the end
 */
export function escapeDecode(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
	const source = new Uint8Array(bytes.subarray(start, end));
	let to = source.indexOf(BACKSLASH);
	if (to === -1) return source;
	// An escape is never shorter than what it represents, so the copy is rewritten in place.
	for (let at = to; at < source.length; ) {
		const byte = source[at++] as number;
		if (byte !== BACKSLASH) {
			source[to++] = byte;
			continue;
		}
		if (at === source.length) throw new ValueError("Trailing \\ in string", { code: "decode" });
		const letter = source[at++] as number;
		const simple = SIMPLE[letter];
		if (simple !== undefined) {
			source[to++] = simple;
		} else if (letter === 0x78) {
			const value = hexValue(source, at, 2);
			if (value === undefined) throw new ValueError(`invalid \\x escape at position ${at - 2}`, { code: "decode" });
			source[to++] = value;
			at += 2;
		} else if (isOctal(letter)) {
			let value = letter - 0x30;
			for (let digits = 1; digits < 3 && isOctal(source[at]); digits++)
				value = value * 8 + (source[at++] as number) - 0x30;
			source[to++] = value; // the low eight bits, as in Python
		} else if (letter !== 0x0a) {
			source[to++] = BACKSLASH;
			source[to++] = letter;
		}
	}
	return source.slice(0, to);
}

function isOctal(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

/** The value of hex digits, or undefined when some byte is none. */
export function hexValue(bytes: Uint8Array, at: number, count: number): number | undefined {
	let value = 0;
	for (let i = 0; i < count; i++) {
		const digit = hexDigit(bytes[at + i]);
		if (digit === -1) return undefined;
		value = value * 16 + digit;
	}
	return value;
}

function hexDigit(byte: number | undefined): number {
	if (byte === undefined) return -1;
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const letter = byte | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Decodes Python's raw-unicode-escape: latin-1, in which only `\uXXXX` and `\UXXXXXXXX` are escapes, and a
 * backslash after a backslash starts none.
 *
 * @param bytes the buffer
 * @param start first byte
 * @param end one after the last byte
 * @returns the text. Two escapes that are the halves of a pair make one character here: JavaScript cannot
 *   hold them apart.
 * @throws UnicodeDecodeError (`decode`) with Python's message; positions count from `start`
 */
export function decodeRawUnicodeEscape(bytes: Uint8Array, start: number, end: number): string {
	return decodePieces(bytes, start, end, false).join("");
}

/**
 * As {@link decodeRawUnicodeEscape}, cut wherever two escapes are the halves of a pair, so that Python's text
 * of two characters can be told from the one that JavaScript makes of them.
 */
export function decodeRawUnicodePieces(bytes: Uint8Array, start: number, end: number): string[] {
	return decodePieces(bytes, start, end, true);
}

function decodePieces(bytes: Uint8Array, start: number, end: number, apart: boolean): string[] {
	const source = bytes.subarray(start, end);
	// Set aside in large pieces: an array of all small ones could outgrow what V8 survives.
	const pieces: string[] = [];
	let open = "";
	let from = 0; // what has not been copied yet
	let half = false; // whether the last character is the first half of a pair
	for (let at = source.indexOf(BACKSLASH); at !== -1; ) {
		const letter = source[at + 1];
		if (letter !== 0x75 && letter !== 0x55) {
			at = source.indexOf(BACKSLASH, at + 2);
			continue;
		}
		const count = letter === 0x75 ? 4 : 8;
		const point = hexValue(source, at + 2, count);
		if (point === undefined) throw truncatedEscape(source, at, count);
		if (point > 0x10ffff) throw fault(at, at + 9, "\\Uxxxxxxxx out of range");
		if (at > from) {
			open += decodeLatin1(source.subarray(from, at));
			half = false;
		}
		const other = apart && half && point >= 0xdc00 && point < 0xe000;
		if (apart ? other : open.length > 65536) {
			if (pieces.length === MOST_PIECES) throw new LimitError("text", MOST_PIECES);
			pieces.push(open);
			open = "";
		}
		open += String.fromCodePoint(point);
		half = point >= 0xd800 && point < 0xdc00;
		from = at + 2 + count;
		at = source.indexOf(BACKSLASH, from);
	}
	pieces.push(open + decodeLatin1(source.subarray(from)));
	return pieces;
}

/** More pairs with their halves apart than any text has that was not made for it. */
const MOST_PIECES = 2 ** 20;

function truncatedEscape(source: Uint8Array, at: number, count: number): UnicodeDecodeError {
	let last = at + 1;
	while (hexDigit(source[last + 1]) !== -1) last++;
	return fault(at, last, `truncated ${count === 4 ? "\\uXXXX" : "\\UXXXXXXXX"} escape`);
}

function fault(from: number, to: number, reason: string): UnicodeDecodeError {
	return new UnicodeDecodeError(`'rawunicodeescape' codec can't decode bytes in position ${from}-${to}: ${reason}`, {
		code: "decode",
	});
}

/** Characters that protocol 0 escapes in latin-1 text: what would end the line, and the backslash itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and ^Z are what it looks for
const MUST_ESCAPE = /[^\0-\xff]|[\\\n\r\0\x1a]/;

/**
 * Encodes a string as protocol 0 writes it after UNICODE; the inverse of {@link decodeRawUnicodeEscape}.
 *
 * @param text any string, lone surrogates included
 * @param version the Python whose bytes are wanted: before 3.7, NUL, CR and ^Z are not escaped
 * @returns the bytes without the newline that ends them
 */
export function encodeRawUnicodeEscape(text: string, version: VersionNumber): Uint8Array<ArrayBuffer> {
	const plain = !MUST_ESCAPE.test(text);
	const bytes = new Uint8Array(plain ? text.length : encodedLength(text, version));
	let to = 0;
	for (let i = 0; i < text.length; i++) {
		const point = plain ? text.charCodeAt(i) : (text.codePointAt(i) as number);
		const digits = plain ? 0 : escapeDigits(point, version);
		if (digits === 0) {
			bytes[to++] = point;
			continue;
		}
		if (point > 0xffff) i++;
		bytes[to++] = BACKSLASH;
		bytes[to++] = digits === 4 ? 0x75 : 0x55;
		for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
			bytes[to++] = "0123456789abcdef".charCodeAt((point >> shift) & 15);
		}
	}
	return bytes;
}

/** How many hex digits the escape of a character has; none when it is written as it is. */
function escapeDigits(point: number, version: VersionNumber): 0 | 4 | 8 {
	if (point > 0xff) return point > 0xffff ? 8 : 4;
	if (point === BACKSLASH || point === 0x0a) return 4;
	return (point === 0 || point === 0x0d || point === 0x1a) && version >= 30700 ? 4 : 0;
}

function encodedLength(text: string, version: VersionNumber): number {
	let length = 0;
	for (let i = 0; i < text.length; i++) {
		const point = text.codePointAt(i) as number;
		const digits = escapeDigits(point, version);
		length += digits === 0 ? 1 : digits + 2;
		if (point > 0xffff) i++;
	}
	return length;
}
