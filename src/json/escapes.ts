/** How characters are escaped in JSON text. */

/** Characters that cannot be in JSON text as they are, or not in ASCII. */
export const ESCAPED = /[^ !#-[\]-~]/;
/** Characters that `JSON.stringify` does not escape, and Python does. */
export const BEYOND = /[^\0-~]/;

/** The two digits of 0 to 255 in hexadecimal, as little-endian pairs of characters, and the same after `\\u`. */
const HEX_PAIRS: Uint32Array = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, value) => {
	const digits = value.toString(16).padStart(2, "0");
	return digits.charCodeAt(0) + digits.charCodeAt(1) * 256;
});
const ESCAPE_STARTS: Uint32Array = /* @__PURE__ */ HEX_PAIRS.map((pair) => 0x755c + pair * 65536);

/** The prefix of a character beyond quote, backslash and control characters. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = { 8: 98, 9: 116, 10: 110, 12: 102, 13: 114, 34: 34, 92: 92 };

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A slice of text as UTF-8, the longest that {@link escapeSlice} takes. */
export const SLICE = 2 ** 12;
interface Encoder {
	encode(text: string): Uint8Array;
	encodeInto(text: string, into: Uint8Array): { readonly written: number };
}
declare const TextEncoder: new () => Encoder;
export const encoder: Encoder = /* @__PURE__ */ new TextEncoder();
let utf8: Uint8Array | undefined;

/**
 * A string in quotes, alone.
 *
 * @returns undefined when it needs escapes that a {@link TextWriter} has to write
 */
export function quoted(text: string, ascii: boolean, escapeSurrogates: boolean): string | undefined {
	if (!ESCAPED.test(text)) return `"${text}"`;
	return ascii ? undefined : quoteUnicode(text, escapeSurrogates);
}

/** A string in quotes with only quote, backslash and control characters escaped. */
export function quoteUnicode(text: string, escapeSurrogates: boolean): string {
	// JSON.stringify differs from Python in one thing: it escapes lone surrogates.
	if (escapeSurrogates || !LONE_SURROGATE.test(text)) return JSON.stringify(text);
	let result = "";
	for (const part of text.split(/(\p{Surrogate}+)/u)) {
		result += LONE_SURROGATE.test(part) ? part : JSON.stringify(part).slice(1, -1);
	}
	return `"${result}"`;
}

/** Writes the escape of a character; returns the index after it. */
export function escape(unit: number, view: DataView, at: number): number {
	const short = unit < 128 ? SHORT_ESCAPES[unit] : undefined;
	if (short !== undefined) {
		view.setUint16(at, 92 + short * 256, true);
		return at + 2;
	}
	view.setUint32(at, ESCAPE_STARTS[unit >> 8] as number, true);
	view.setUint16(at + 4, HEX_PAIRS[unit & 255] as number, true);
	return at + 6;
}

/**
 * Writes text with everything escaped that is not ASCII.
 * PERF(bench: json twitter): the platform takes a string apart in a tenth of the time of `charCodeAt`.
 *
 * @param text up to {@link SLICE} characters
 * @returns the index after it
 */
export function escapeSlice(text: string, buffer: Uint8Array, view: DataView, start: number): number {
	utf8 ??= new Uint8Array(SLICE * 3);
	const bytes = utf8;
	const { written } = encoder.encodeInto(text, bytes);
	let at = start;
	for (let i = 0; i < written; ) {
		const byte = bytes[i++] as number;
		if (byte < 0x7f && byte >= 0x20 && byte !== 34 && byte !== 92) {
			buffer[at++] = byte;
			continue;
		}
		let unit = byte;
		if (byte >= 0xe0) {
			unit = (byte << 12) | (((bytes[i++] as number) & 0x3f) << 6) | ((bytes[i++] as number) & 0x3f);
			if (byte >= 0xf0) {
				const point = ((unit & 0x7fff) << 6) | ((bytes[i++] as number) & 0x3f);
				at = escape(0xd7c0 + (point >> 10), view, at);
				unit = 0xdc00 | (point & 0x3ff);
			} else {
				unit &= 0xffff;
				// It may be what the platform puts for a lone surrogate.
				if (unit === 0xfffd) return escapeUnits(text, buffer, view, start);
			}
		} else if (byte >= 0xc0) {
			unit = ((byte & 0x1f) << 6) | ((bytes[i++] as number) & 0x3f);
		}
		at = escape(unit, view, at);
	}
	return at;
}

/** As {@link escapeSlice}, for any text. */
function escapeUnits(text: string, buffer: Uint8Array, view: DataView, start: number): number {
	let at = start;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x7f && unit >= 0x20 && unit !== 34 && unit !== 92) buffer[at++] = unit;
		else at = escape(unit, view, at);
	}
	return at;
}
