import { decodeLatin1 } from "../bytes/codecs.ts";
import { decodeLong } from "../bytes/long.ts";
import { LimitError, ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { tooManyDigits } from "../values/int-repr.ts";
import { normalInt } from "../values/numbers.ts";
import { bytesRepr } from "../values/str-repr.ts";

function isSpace(byte: number | undefined): boolean {
	return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * Python's `int(bytes)`: decimal digits with single underscores between them, a sign, white space around.
 *
 * @param bytes the literal
 * @param limit the most digits; 0 means no limit
 * @param version the Python whose words an error has
 * @throws ValueError (`number`) as Python does, which before 3.12 counts the digits first
 */
export function parseInteger(bytes: Uint8Array, limit: number, version: VersionNumber): number | bigint {
	const short = shortInteger(bytes);
	if (short !== undefined) return short;
	let at = 0;
	while (isSpace(bytes[at])) at++;
	const negative = bytes[at] === 0x2d;
	if (negative || bytes[at] === 0x2b) at++;
	const start = at;
	let underscores = 0;
	for (; isDigit(bytes[at]) || bytes[at] === 0x5f; at++) {
		if (bytes[at] !== 0x5f) continue;
		if (!isDigit(bytes[at - 1]) || !isDigit(bytes[at + 1]) || at === start) throw invalidInteger(bytes);
		underscores++;
	}
	const digits = at - start - underscores;
	if (digits === 0) throw invalidInteger(bytes);
	let end = at;
	while (isSpace(bytes[end])) end++;
	const whole = end === bytes.length;
	// CPython's scanner takes a NUL for the end of the text, and finds out after it counted the digits.
	if (!whole && version >= 31200 && bytes[end] !== 0) throw invalidInteger(bytes);
	if (limit > 0 && digits > limit) throw tooManyDigits(limit, version, digits);
	if (!whole) throw invalidInteger(bytes);
	const text = decodeLatin1(bytes.subarray(start, at));
	const value = BigInt(underscores === 0 ? text : text.replaceAll("_", ""));
	return normalInt(negative ? -value : value);
}

/** A few digits and nothing else, as nearly all are. */
function shortInteger(bytes: Uint8Array): number | undefined {
	if (bytes.length === 0 || bytes.length > 15) return undefined;
	let value = 0;
	for (let i = 0; i < bytes.length; i++) {
		if (!isDigit(bytes[i])) return undefined;
		value = value * 10 + (bytes[i] as number) - 0x30;
	}
	return value;
}

function invalidInteger(bytes: Uint8Array): ValueError {
	// CPython shows the repr of the first 200 bytes, cut at 200 characters.
	const shown = bytesRepr(bytes.subarray(0, 200));
	return new ValueError(`invalid literal for int() with base 10: ${shown.slice(0, 200)}`, { code: "number" });
}

/**
 * Python's `float(bytes)`.
 *
 * @param bytes the literal
 * @param version the Python whose words an error has
 * @throws ValueError (`number`) as Python does
 */
export function parseFloatText(bytes: Uint8Array, version: VersionNumber): number {
	let start = 0;
	let end = bytes.length;
	while (isSpace(bytes[start])) start++;
	while (end > start && isSpace(bytes[end - 1])) end--;
	const body = bytes.subarray(start, end);
	if (isFloat(body)) return Number(decodeLatin1(body).replaceAll("_", ""));
	const special = SPECIAL.exec(decodeLatin1(body.subarray(0, 10)));
	if (special === null || body.length > 9) throw invalidFloat(bytes, start === end, version);
	if (special[2]?.toLowerCase() === "nan") return Number.NaN;
	return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** Whether bytes are a decimal float; by hand, since a pattern keeps a way back for every digit. */
function isFloat(bytes: Uint8Array): boolean {
	let at = bytes[0] === 0x2b || bytes[0] === 0x2d ? 1 : 0;
	const whole = skipDigits(bytes, at);
	let digits = whole > at;
	at = whole;
	if (bytes[at] === 0x2e) {
		const fraction = skipDigits(bytes, at + 1);
		digits ||= fraction > at + 1;
		at = fraction;
	}
	if (!digits) return false;
	if (bytes[at] === 0x65 || bytes[at] === 0x45) {
		at += bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 2 : 1;
		const exponent = skipDigits(bytes, at);
		if (exponent === at) return false;
		at = exponent;
	}
	return at === bytes.length;
}

/** Where digits with single underscores between them end. */
function skipDigits(bytes: Uint8Array, start: number): number {
	let at = start;
	while (isDigit(bytes[at]) || (bytes[at] === 0x5f && at > start && isDigit(bytes[at - 1]) && isDigit(bytes[at + 1])))
		at++;
	return at;
}

function invalidFloat(bytes: Uint8Array, blank: boolean, version: VersionNumber): ValueError {
	let shown: string;
	if (blank && version < 31000) shown = version < 30800 ? "" : "''";
	else shown = bytesRepr(bytes);
	return new ValueError(`could not convert string to float: ${shown}`, { code: "number" });
}

/** Ints of more bytes than this are put together from pieces: V8 would keep every step of a long concatenation. */
const PIECE = 4096;

/** Bytes of the largest bigint that V8 has. */
const LONGEST = 2 ** 27 - 1;

/** The int after LONG1 and LONG4; see {@link decodeLong}. */
export function decodeLongArgument(bytes: Uint8Array): number | bigint {
	if (bytes.length <= PIECE) return decodeLong(bytes, 0, bytes.length);
	if (bytes.length > LONGEST) throw new LimitError("memory", LONGEST);
	const pieces: string[] = [];
	for (let end = bytes.length; end > 0; end -= PIECE) {
		let hex = "";
		for (let i = end - 1; i >= Math.max(0, end - PIECE); i--) hex += (bytes[i] as number).toString(16).padStart(2, "0");
		pieces.push(hex);
	}
	const unsigned = BigInt(`0x${pieces.join("")}`);
	const negative = (bytes[bytes.length - 1] as number) > 0x7f;
	return negative ? unsigned - (1n << BigInt(8 * bytes.length)) : unsigned;
}
