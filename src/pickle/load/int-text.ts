/** Decimal and prefixed ints as C's `strtol` and Python's `int()` read them from a line of bytes. */
import { decodeUtf8Strict } from "../../bytes/utf8.ts";
import { ValueError } from "../../errors.ts";
import type { VersionNumber } from "../../options.ts";
import { tooManyDigits } from "../../values/int-repr.ts";
import { normalInt } from "../../values/numbers.ts";
import { strRepr } from "../../values/str-repr.ts";
import { plainInt } from "./fast/plain-int.ts";

/** The options by which a machine reads ints from text. */
export interface IntContext {
	readonly limits: { readonly digits: number };
	readonly version: VersionNumber;
}

/** C's `isspace`. */
function isSpace(code: number): boolean {
	return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** The text without white space around it; by hand, since a pattern for the end is quadratic. */
function trim(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && isSpace(text.charCodeAt(start))) start++;
	while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
	return text.slice(start, end);
}

/** The text of a C string: the bytes up to the first NUL, as latin-1. */
export function cString(line: Uint8Array): string {
	const nul = line.indexOf(0);
	const end = nul === -1 ? line.length : nul;
	let text = "";
	for (let i = 0; i < end; i += 4096) {
		text += String.fromCharCode.apply(null, line.subarray(i, Math.min(end, i + 4096)) as unknown as number[]);
	}
	return text;
}

/**
 * The result of `PyLong_FromString` for a C string.
 *
 * @param text the text, without newline
 * @param base 10, or 0 for a base given by the prefix
 * @param context the limit on digits, and the Python whose words its error has
 * @param shown the literal as the error quotes it (a newline that C still sees, included)
 * @throws ValueError (`operand` or `limit`)
 */
export function parsePyLong(text: string, base: 0 | 10, context: IntContext, shown: string = text): number | bigint {
	const { digits } = context.limits;
	const body = trim(text);
	const sign = body.startsWith("-") || body.startsWith("+") ? (body[0] as string) : "";
	let number = body.slice(sign.length);
	let radix = 10;
	let quoted: number = base;
	if (base === 0) {
		const prefix = /^0([xXoObB])/.exec(number.slice(0, 2))?.[1]?.toLowerCase();
		if (prefix !== undefined) {
			radix = prefix === "x" ? 16 : prefix === "o" ? 8 : 2;
			// One underscore may follow the prefix.
			number = number.slice(number[2] === "_" && number.length > 3 ? 3 : 2);
			quoted = radix;
		} else if (!/^0[0_]*$/.test(number) && number.startsWith("0")) {
			// Bytes that are a number in C, or were one in Python 2.
			throw invalid(context.version < 30800 || areDigits(number, 10) ? 0 : 10, shown);
		} else {
			quoted = 10;
		}
	}
	if (!areDigits(number, radix)) throw invalid(quoted, shown);
	const plain = number.includes("_") ? number.replaceAll("_", "") : number;
	if (radix === 10 && digits > 0 && plain.length > digits) throw tooManyDigits(digits, context.version, plain.length);
	const value = BigInt(radix === 10 ? plain : `0${radix === 16 ? "x" : radix === 8 ? "o" : "b"}${plain}`);
	return normalInt(sign === "-" ? -value : value);
}

/** Whether a string is digits, with single underscores between them; by hand, since a pattern needs a stack as deep. */
function areDigits(text: string, radix: number): boolean {
	let wasDigit = false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const isUnderscore = code === 0x5f;
		if (isUnderscore ? !wasDigit : !isDigit(code, radix)) return false;
		wasDigit = !isUnderscore;
	}
	return wasDigit;
}
function isDigit(code: number, radix: number): boolean {
	if (code < 0x3a) return code >= 0x30 && code - 0x30 < radix;
	const letter = (code | 0x20) - 0x61;
	return letter >= 0 && letter + 10 < radix;
}

/** The decimal argument of GET and PUT. */
export function parseInt10(line: Uint8Array, context: IntContext): number | bigint {
	const plain = plainInt(line, line.length, context);
	if (plain !== undefined) return plain;
	const text = cString(line);
	const whole = line.indexOf(0) === -1;
	return parsePyLong(text, 10, context, whole ? `${text}\n` : text);
}

/** The result of C's `strtol`: the value and how many characters it took; undefined when it is long or finds nothing. */
export function strtol(text: string, base: 0 | 10): { value: number; end: number } | undefined {
	// Where there is nothing at all before a NUL, nobody asks whether a digit was read.
	if (text === "") return { value: 0, end: 0 };
	const match = (base === 10 ? DECIMAL : PREFIXED).exec(text);
	if (match === null) return undefined;
	const [whole, sign, number] = match as unknown as [string, string, string];
	const octal = base === 0 && /^0[0-7]/.test(number);
	const hex = base === 0 && /^0[xX]/.test(number);
	const value = BigInt(octal ? `0o${number.slice(1)}` : hex ? `0x${number.slice(2)}` : number);
	const signed = sign === "-" ? -value : value;
	// Longer ones are read as Python's ints, to the same value.
	return Number.isSafeInteger(Number(signed)) ? { value: Number(signed), end: whole.length } : undefined;
}

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?)([0-9]{1,32})/;
const PREFIXED = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]{1,32}|0[0-7]{0,32}|[1-9][0-9]{0,31})/;

/** CPython shows the first 200 bytes as UTF-8, and fails otherwise when they are none. */
function invalid(base: number, shown: string): ValueError {
	const bytes = Uint8Array.from(shown.slice(0, 200), (char) => char.charCodeAt(0));
	const text = strRepr(decodeUtf8Strict(bytes, 0, bytes.length));
	return new ValueError(`invalid literal for int() with base ${base}: ${text.slice(0, 200)}`, { code: "operand" });
}
