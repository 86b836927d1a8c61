/**
 * UTF-8 as Python's `surrogatepass` has it: lone surrogates are ordinary three-byte sequences, a BOM is
 * a character, and errors carry Python's words. The platform's own codecs do the bulk.
 */
import { UnicodeDecodeError } from "../errors.ts";
import { SHORT_TEXT, shortText } from "./fast/short-text.ts";
import { wideText } from "./fast/units.ts";
import { checkStringSize, MAX_STRING } from "./string-size.ts";

interface Decoder {
	decode(bytes: Uint8Array): string;
}
interface Encoder {
	encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare const TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => Decoder;
declare const TextEncoder: new () => Encoder;

const decoder: Decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder: Encoder = /* @__PURE__ */ new TextEncoder();

/** Up to this length a loop over the units takes less than a call into the platform's encoder. */
const SHORT = 32;

/**
 * Decodes UTF-8, lone surrogates included.
 *
 * @param bytes the buffer
 * @param start first byte
 * @param end one after the last byte
 * @returns the text; a copy, never a view
 * @throws UnicodeDecodeError (`decode`) with Python's message; positions count from `start`
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
	if (end - start <= SHORT_TEXT) {
		const text = shortText(bytes, start, end);
		if (text !== undefined) return text;
	}
	return decodeLongUtf8(bytes, start, end);
}

/** As {@link decodeUtf8}, without what makes short texts fast. */
export function decodeLongUtf8(bytes: Uint8Array, start: number, end: number): string {
	const wide = wideText(bytes, start, end);
	if (wide !== undefined) return wide;
	try {
		return decoder.decode(bytes.subarray(start, end));
	} catch {
		if (end - start > MAX_STRING) checkStringSize(utf16Length(bytes, start, end));
		return decodeSlowly(bytes, start, end, true);
	}
}

/** How many UTF-16 units a UTF-8 text has; of bytes that are none, no more than it could have. */
function utf16Length(bytes: Uint8Array, start: number, end: number): number {
	let length = 0;
	for (let i = start; i < end; i++) {
		const byte = bytes[i] as number;
		if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1;
	}
	return length;
}

/** Strict UTF-8, in which a surrogate is an error, as Python decodes names of globals. */
export function decodeUtf8Strict(bytes: Uint8Array, start: number, end: number): string {
	try {
		return decoder.decode(bytes.subarray(start, end));
	} catch {
		return decodeSlowly(bytes, start, end, false);
	}
}

/** The error in bytes that should be text. */
export interface Fault {
	/** Offset of the first bad byte. */
	readonly at: number;
	/** How many bytes the report covers. */
	readonly length: number;
	readonly reason: string;
}

/** The error in a UTF-8 sequence, under the rules by which CPython reports it. */
export interface Utf8Fault extends Fault {
	readonly reason: "invalid start byte" | "invalid continuation byte" | "unexpected end of data";
}

/**
 * Looks at one UTF-8 sequence.
 *
 * @returns the code point and its length packed as `point * 8 + length`, or the fault
 */
export function readSequence(bytes: Uint8Array, at: number, end: number, surrogates: boolean): number | Utf8Fault {
	const first = bytes[at] as number;
	if (first < 0x80) return first * 8 + 1;
	const fault = (length: number, reason: Utf8Fault["reason"]): Utf8Fault => ({ at, length, reason });
	if (first < 0xc2 || first > 0xf4) return fault(1, "invalid start byte");
	const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	let point = first & (0xff >> (size + 1));
	for (let i = 1; i < size; i++) {
		if (at + i >= end) return fault(i, "unexpected end of data");
		const byte = bytes[at + i] as number;
		// The second byte rules out overlong forms, surrogates and points beyond U+10FFFF.
		const low = i > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
		const high = i > 1 ? 0xbf : first === 0xed && !surrogates ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
		if (byte < low || byte > high) return fault(i, "invalid continuation byte");
		// A surrogate is looked for only where all of it is there; otherwise CPython's strict decoder has the word.
		if (i === 1 && first === 0xed && byte > 0x9f && !(at + 2 < end && ((bytes[at + 2] as number) & 0xc0) === 0x80)) {
			return fault(1, "invalid continuation byte");
		}
		point = (point << 6) | (byte & 0x3f);
	}
	return point * 8 + size;
}

/** Python's sentence for a fault, with positions counted from `start`. */
export function faultText(codec: string, bytes: Uint8Array, start: number, fault: Fault): string {
	const from = fault.at - start;
	if (fault.length === 1) {
		const byte = (bytes[fault.at] as number).toString(16).padStart(2, "0");
		return `'${codec}' codec can't decode byte 0x${byte} in position ${from}: ${fault.reason}`;
	}
	return `'${codec}' codec can't decode bytes in position ${from}-${from + fault.length - 1}: ${fault.reason}`;
}

function decodeSlowly(bytes: Uint8Array, start: number, end: number, surrogates: boolean): string {
	const pieces: string[] = [];
	let points: number[] = [];
	for (let at = start; at < end; ) {
		const read = readSequence(bytes, at, end, surrogates);
		if (typeof read !== "number") {
			throw new UnicodeDecodeError(faultText("utf-8", bytes, start, read), { code: "decode" });
		}
		points.push(Math.floor(read / 8));
		at += read & 7;
		if (points.length === 4096) {
			pieces.push(joinPoints(points));
			points = [];
		}
	}
	pieces.push(joinPoints(points));
	return pieces.join("");
}

/** Code points as text; surrogates that come as two sequences must not join, and in UTF-16 cannot help it. */
function joinPoints(points: number[]): string {
	return String.fromCodePoint(...points);
}

/** How many bytes a string takes in UTF-8, lone surrogates as three. */
export function utf8Length(text: string): number {
	let length = text.length;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x80) continue;
		length += unit < 0x800 ? 1 : 2;
		if (unit >= 0xd800 && unit < 0xdc00) {
			const next = text.charCodeAt(i + 1);
			if (next >= 0xdc00 && next < 0xe000) i++;
		}
	}
	return length;
}

/**
 * Writes a string as UTF-8, lone surrogates included.
 *
 * @param text the text
 * @param into the buffer; it must have room (three bytes for each UTF-16 unit always suffice)
 * @param at where to write
 * @returns one after the last byte written
 */
export function writeUtf8(text: string, into: Uint8Array, at: number): number {
	return text.length > SHORT ? writeLong(text, into, at) : writeByUnits(text, into, at);
}

function writeLong(text: string, into: Uint8Array, at: number): number {
	const part = into.subarray(at, at + text.length * 3);
	const { read, written } = encoder.encodeInto(text, part);
	if (read === text.length) {
		if (written === read) return at + written;
		// encodeInto writes U+FFFD for a lone surrogate, which begins with 0xEF.
		const suspect = part.indexOf(0xef);
		if (suspect === -1 || suspect >= written || !LONE.test(text)) return at + written;
	}
	return writeByUnits(text, into, at);
}
const LONE = /\p{Surrogate}/u;

function writeByUnits(text: string, into: Uint8Array, start: number): number {
	const { length } = text;
	let at = start;
	for (let i = 0; i < length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x80) {
			into[at++] = unit;
		} else if (unit < 0x800) {
			into[at] = 0xc0 | (unit >> 6);
			into[at + 1] = 0x80 | (unit & 0x3f);
			at += 2;
		} else {
			const point = unit >> 10 === 0x36 ? (text.codePointAt(i) as number) : unit;
			if (point > 0xffff) {
				i++;
				into[at++] = 0xf0 | (point >> 18);
				into[at++] = 0x80 | ((point >> 12) & 0x3f);
			} else {
				into[at++] = 0xe0 | (point >> 12);
			}
			into[at] = 0x80 | ((point >> 6) & 0x3f);
			into[at + 1] = 0x80 | (point & 0x3f);
			at += 2;
		}
	}
	return at;
}

/** A string as UTF-8 in a new array; see {@link writeUtf8}. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(utf8Length(text));
	writeUtf8(text, bytes, 0);
	return bytes;
}
