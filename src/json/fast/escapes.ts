/** Characters escaped as bytes. The plain way is `json/quote.ts`. */
import { utf16Writer } from "../../bytes/fast/native-text.ts";
import { once } from "../../kept.ts";

/** The prefix of a character beyond quote, backslash and control characters. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = { 8: 98, 9: 116, 10: 110, 12: 102, 13: 114, 34: 34, 92: 92 };

/** A slice of text as UTF-8, the longest that {@link escapeSlice} takes. */
export const SLICE = 2 ** 12;
interface Encoder {
	encode(text: string): Uint8Array;
	encodeInto(text: string, into: Uint8Array): { readonly written: number };
}
declare const TextEncoder: new () => Encoder;
export const encoder: Encoder = /* @__PURE__ */ new TextEncoder();
/** One and the same byte four times. */
const ONES = 0x01010101;
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const UPPER = 0x80808080;

/** Writes the escape of a character, for which there must be room for eight bytes; returns the index after it. */
export function escape(unit: number, view: DataView, at: number): number {
	const short = unit < 128 ? SHORT_ESCAPES[unit] : undefined;
	if (short === undefined) return escapeUnicode(unit, unicodeEscapes(), view, at);
	view.setUint16(at, 92 + short * 256, true);
	return at + 2;
}

/**
 * The escapes of all characters as they are met: the bytes of each, with two zeros after them, are read and written at
 * once, in half of the time of two.
 */
const unicodeEscapes = /* @__PURE__ */ once(() => new DataView(new ArrayBuffer(8 * 2 ** 16)));

function escapeUnicode(unit: number, known: DataView, view: DataView, at: number): number {
	let bytes = known.getFloat64(unit * 8, true);
	if (bytes === 0) {
		encoder.encodeInto(`\\u${unit.toString(16).padStart(4, "0")}`, new Uint8Array(known.buffer, unit * 8));
		bytes = known.getFloat64(unit * 8, true);
	}
	view.setFloat64(at, bytes, true);
	return at + 6;
}

/**
 * Writes a part of a string with everything escaped that is not ASCII.
 * PERF(bench: json twitter; json mixtures, "beyond Latin"): what is beyond ASCII comes in runs, and is asked first for.
 *
 * @param to at most {@link SLICE} characters after `from`
 * @param buffer with room for six bytes for each, and two
 * @returns the index after it
 */
export function escapePart(
	text: string,
	from: number,
	to: number,
	buffer: Uint8Array,
	view: DataView,
	start: number,
): number {
	const units = to - from < FEW ? undefined : utf16Of(text.substring(from, to));
	const known = unicodeEscapes();
	let at = start;
	if (units === undefined) for (let i = from; i < to; i++) at = escapeUnit(text.charCodeAt(i), known, buffer, view, at);
	else for (let i = 0; i < to - from; i++) at = escapeUnit(units.getUint16(i * 2, true), known, buffer, view, at);
	return at;
}

/** Writes a character, escaped if it has to be. */
function escapeUnit(unit: number, known: DataView, buffer: Uint8Array, view: DataView, at: number): number {
	if (unit > 127) return escapeUnicode(unit, known, view, at);
	if (unit >= 0x7f || unit < 0x20 || unit === 34 || unit === 92) return escape(unit, view, at);
	buffer[at] = unit;
	return at + 1;
}

/** Characters below which asking for all of them costs more than asking for each. */
const FEW = 128;

/** Where the platform puts what it takes apart, for one call. */
const scratch = /* @__PURE__ */ once(() => {
	const bytes = new Uint8Array(SLICE * 3);
	return { bytes, words: new DataView(bytes.buffer), utf16: utf16Writer(bytes) };
});

/** The UTF-16 of up to {@link SLICE} characters, until the next call; undefined where that is not fast. */
function utf16Of(text: string): DataView | undefined {
	const { words, utf16 } = scratch();
	utf16?.write(text, "utf16le");
	return utf16 && words;
}

/** Whether text of up to {@link SLICE} characters is all ASCII; {@link quoteBytes} copies from it until the next call. */
export function isAsciiText(text: string): boolean {
	return encoder.encodeInto(text, scratch().bytes).written === text.length;
}

/**
 * Copies bytes of the text that {@link isAsciiText} was asked about, with quotes around them and what needs it escaped.
 * PERF(bench: json mixtures, "strings that need escapes"): four at a time take half as long.
 *
 * @param last the last character that needs no escape
 * @returns the index after them
 */
export function quoteBytes(
	start: number,
	end: number,
	last: number,
	buffer: Uint8Array,
	view: DataView,
	to: number,
): number {
	const { bytes, words: source } = scratch();
	let at = to;
	buffer[at++] = 34;
	for (let i = start; i < end; ) {
		if (i + 4 <= end) {
			const word = source.getInt32(i, true);
			// A byte's upper bit is set below if it is a quote, a backslash, below a space, or U+007F; by a carry, seldom, else.
			const odd = ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | (word + ONES);
			if ((odd & UPPER) === 0) {
				view.setInt32(at, word, true);
				at += 4;
				i += 4;
				continue;
			}
		}
		const stop = Math.min(i + 4, end);
		for (; i < stop; i++) {
			const byte = bytes[i] as number;
			if (byte >= 0x20 && byte <= last && byte !== 34 && byte !== 92) buffer[at++] = byte;
			else at = escape(byte, view, at);
		}
	}
	buffer[at++] = 34;
	return at;
}

/** Where a slice ends that parts no surrogates. */
export function sliceEnd(text: string, from: number, length: number): number {
	const end = from + length;
	if (end >= text.length) return text.length;
	return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}
