/** The ints that `JSON.parse` would get wrong: those beyond 2^53, and `-0`. */
import { DOT, MINUS, ZERO } from "../code-units.ts";
import type { FullLimits } from "../options.ts";
import { isSpace } from "../scanner.ts";

declare const TextEncoder: new () => {
	encodeInto(text: string, bytes: Uint8Array): { read: number; written: number };
};

/** Where an int is in a string. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** Ints of fewer digits are always safe. */
const LONG_INT = 16;

/** One int in so many characters: with more of them our own scanner is faster than marking each. */
const RARE = 64;
const FEW = 64;

/** Characters that are looked at as bytes in one go; for a shorter text the room for them costs more than it saves. */
const BLOCK = 2 ** 16;

/**
 * Finds them by looking at few characters. A find inside of a string does no harm, since the mark's quote then makes
 * the text invalid.
 *
 * @returns in order; undefined when there is one of too many digits, or one that is none, or when there are many
 */
export function findMisreadInts(text: string, limits: FullLimits): readonly Span[] | undefined {
	const found: Span[] = [];
	const most = FEW + text.length / RARE;
	if (!findMinusZeros(text, found, most)) return undefined;
	// Every 16th character is looked at: a longer run of digits cannot hide between.
	let at = text.length > BLOCK ? findInBytes(text, limits, found, most) : LONG_INT - 1;
	for (; at < text.length; at += LONG_INT) {
		if (isDigit(text.charCodeAt(at))) at = checkRun(text, at, limits, found);
		if (at < 0 || found.length > most) return undefined;
	}
	return found.sort((a, b) => a.from - b.from);
}

/** Finds those that are `-0`; false when there are too many. */
function findMinusZeros(text: string, found: Span[], most: number): boolean {
	for (let from = text.indexOf("-0"); from !== -1; from = text.indexOf("-0", from + 2)) {
		const next = text.charCodeAt(from + 2);
		if (!isDigit(next) && !isFloatSign(next) && startsValue(text, from)) found.push({ from, to: from + 2 });
		if (found.length > most) return false;
	}
	return true;
}

/**
 * Finds long ints in text that is one byte a character, up to the first block that is not.
 *
 * @returns the first character that has yet to be looked at; -1 as {@link checkRun}
 */
function findInBytes(text: string, limits: FullLimits, found: Span[], most: number): number {
	const bytes = new Uint8Array(BLOCK);
	const encoder = new TextEncoder();
	let next = LONG_INT - 1;
	for (let start = 0; start < text.length; start += BLOCK) {
		const part = text.slice(start, start + BLOCK);
		const { read, written } = encoder.encodeInto(part, bytes);
		if (read !== part.length || written !== read) return next;
		next = nextRun(bytes, next - start, read) + start;
		while (next < start + read) {
			const at = checkRun(text, next, limits, found);
			if (at < 0 || found.length > most) return -1;
			next = nextRun(bytes, at + LONG_INT - start, read) + start;
		}
	}
	return next;
}

/**
 * The next digit of a run that is long, or that may go on in another block; after the end if there is none.
 * PERF(bench: json numbers): walking back to the point takes a third of what it does on a string.
 */
function nextRun(bytes: Uint8Array, start: number, end: number): number {
	let at = start;
	for (; at < end; at += LONG_INT) {
		if (!isDigit(bytes[at] as number)) continue;
		let before = at - 1;
		while (before >= 0 && isDigit(bytes[before] as number)) before--;
		// Most digits are after a point.
		if (before >= 0 && bytes[before] === DOT) {
			while (at - before > LONG_INT && isDigit(bytes[at] as number)) at++;
			continue;
		}
		let to = at + 1;
		while (to < end && isDigit(bytes[to] as number)) to++;
		if (to - before > LONG_INT || before < 0 || to === end) break;
	}
	return at;
}

/**
 * Looks at the run of digits around one of them.
 *
 * @returns the character after it if it is long, else that digit; -1 when it is an int of too many digits, or none
 */
function checkRun(text: string, at: number, limits: FullLimits, found: Span[]): number {
	let first = at;
	let to = at + 1;
	// Beyond the ends there is no digit.
	while (isDigit(text.charCodeAt(first - 1))) first--;
	while (isDigit(text.charCodeAt(to))) to++;
	const before = text.charCodeAt(first - 1);
	const digits = to - first;
	if (digits < LONG_INT) return at;
	const from = before === MINUS ? first - 1 : first;
	if (!startsValue(text, from) || isFloatSign(text.charCodeAt(to))) return to;
	// No int begins with a zero: marked, it would become one.
	if (text.charCodeAt(first) === ZERO || (limits.digits > 0 && digits > limits.digits)) return -1;
	if (digits > LONG_INT || !Number.isSafeInteger(Number(text.slice(first, to)))) found.push({ from, to });
	return to;
}

export function isDigit(unit: number): boolean {
	return unit >= ZERO && unit <= 57;
}
/** Whether the number goes on as a float: a point or an exponent. */
function isFloatSign(unit: number): boolean {
	return unit === DOT || unit === 101 || unit === 69;
}
/** Whether a value may begin at an index, outside of strings. */
function startsValue(text: string, at: number): boolean {
	const before = text.charCodeAt(at - 1);
	return at === 0 || before === 58 || before === 44 || before === 91 || isSpace(before);
}
