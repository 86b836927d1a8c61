/** Where the tokens of JSON text start and end, and what they say: strings, numbers, words. */
import { exactFloat } from "../values/numbers.ts";
import { BACKSLASH, DOT, MINUS, NINE, QUOTE, SLASH, SPACE, ZERO } from "./code-units.ts";
import { parseIntText } from "./digits.ts";
import { JSONDecodeError } from "./errors.ts";
import { decimal, FIRST_PART, MOST_DIGITS, MOST_PLACES, POWERS } from "./fast/decimal.ts";
import { LONGEST_TEXT } from "./options.ts";
import type { ScannerSettings } from "./settings.ts";
import { positionOf, START, type TextPosition } from "./text-position.ts";

/** Returned for a token that runs into the end of the text while more text may come. */
export const INCOMPLETE: unique symbol = Symbol();

/** Characters of a string that are looked at one by one. */
const NEAR = 12;
/** Longer strings are left to the platform as a whole. */
const FAR = 200;

const SPECIAL = "[\\u0000-\\u001f\\\\]";

/** Whether a character may stand between tokens: space, tab, line feed, carriage return, and nothing else. */
export function isSpace(unit: number): boolean {
	return unit === SPACE || unit === 10 || unit === 13 || unit === 9;
}

/** The first index from `at` on that is not whitespace. */
export function skipSpace(text: string, at: number): number {
	while (at < text.length && isSpace(text.charCodeAt(at))) at++;
	return at;
}

/**
 * A window on a string, and the tokens in it. The methods take the index of a token and leave `at` after
 * it, or leave `at` alone and return {@link INCOMPLETE} when the token is not all there yet.
 */
export class Scanner {
	/** The text that is in memory. */
	text: string;
	/** Index of the next character to read. */
	at = 0;
	/** Whether the text ends where the window ends. */
	final: boolean;
	/** Index of the last comma, which errors point to; -1 when it is before the window, at `commaPlace`. */
	comma = -1;
	commaPlace: TextPosition = START;
	/** The place where the window begins. */
	start: TextPosition = START;
	/** Where a string begins whose end has not come yet, and up to where there is none. */
	pending = -1;
	searched = -1;
	protected readonly settings: ScannerSettings;
	/** Finds backslashes and control characters. */
	#special: RegExp | undefined = undefined;
	/** The next of them from where strings are looked at now, far away for none. */
	nextSpecial = -1;

	constructor(settings: ScannerSettings, text: string, final: boolean) {
		this.settings = settings;
		this.text = text;
		this.final = final;
	}

	/**
	 * Throws Python's error for an index of the window. The end of a string is told only to who waits for more of it, so
	 * what fails after that is a string that was cut.
	 */
	fail(msg: string, index: number): never {
		this.#throw(msg, index);
	}
	#throw(msg: string, index: number, place: TextPosition = positionOf(this.text, index, this.start)): never {
		throw new JSONDecodeError(msg, this.text, index, place, this.final);
	}
	/** Throws Python's error for the last comma. */
	#failAtComma(msg: string): never {
		this.#throw(msg, this.comma, this.comma < 0 ? this.commaPlace : undefined);
	}
	protected failAtKey(unit: number, afterComma: boolean, at: number): never {
		if (unit === 125 && afterComma && this.settings.version >= 31300) {
			this.#failAtComma("Illegal trailing comma before end of object");
		}
		this.fail("Expecting property name enclosed in double quotes", at);
	}
	protected failAtItem(at: number): never {
		if (this.settings.version >= 31300) this.#failAtComma("Illegal trailing comma before end of array");
		this.fail("Expecting value", at);
	}

	/** Skips whitespace and comments that are all there; whether anything comes after them in the window. */
	skip(): boolean {
		const { text } = this;
		for (;;) {
			const at = skipSpace(text, this.at);
			this.at = at;
			if (at === text.length) return false;
			const end = text.charCodeAt(at) === SLASH ? this.comment(at) : at;
			if (end === at) return true;
			if (end < 0) return false;
			this.at = end;
		}
	}

	/** The index after the comment whose slash is at an index; the index itself when it is not comment's, -1 when the window does not tell. */
	protected comment(at: number): number {
		const { text, final } = this;
		const kind = text.charAt(at + 1);
		if (!this.settings.jsonc || !"/*".includes(kind) || (final && kind === "")) return at;
		const end = text.indexOf(kind === "*" ? "*/" : "\n", at + 2);
		if (!final || end >= 0) return kind === "*" && end >= 0 ? end + 2 : end;
		if (kind === "*") this.fail("Unterminated comment starting at", at);
		return text.length;
	}

	/** The string whose first character (after the quote) is at `from`. */
	string(from: number): string | typeof INCOMPLETE {
		const { text } = this;
		const end = text.length - from > NEAR ? from + NEAR : text.length;
		for (let i = from; i < end; i++) {
			const unit = text.charCodeAt(i);
			if (unit === QUOTE) {
				this.at = i + 1;
				return text.substring(from, i);
			}
			if (unit === BACKSLASH || unit < SPACE) return this.#stringWithEscapes(from, i);
		}
		return this.#farString(from, end);
	}

	/**
	 * Goes on with a string that is not at its end soon.
	 * PERF(bench: json strings): the platform looks for its end, and for what would make it a special one.
	 */
	#farString(from: number, start: number): string | typeof INCOMPLETE {
		const { text } = this;
		const end = text.indexOf('"', this.pending === from ? this.searched : start);
		if (end === -1 && !this.final) return this.#wait(from);
		// Of a long one the platform finds out all at once.
		if (end - from > FAR && this.settings.strict) return this.#stringWithEscapes(from, start);
		if (this.nextSpecial < start) {
			this.#special ??= new RegExp(SPECIAL, "g");
			this.#special.lastIndex = start;
			this.nextSpecial = this.#special.exec(text)?.index ?? LONGEST_TEXT;
		}
		if (this.nextSpecial < end || end === -1) return this.#stringWithEscapes(from, start);
		this.at = end + 1;
		return detached(text.substring(from, end));
	}

	/** Puts a string off until its end is there; only then are its escapes looked at. */
	#wait(from: number): typeof INCOMPLETE {
		this.pending = from;
		this.searched = this.text.length;
		return INCOMPLETE;
	}

	/**
	 * A string with escapes.
	 * PERF(bench: json twitter): the platform decodes it, if there is nothing wrong with it.
	 */
	#stringWithEscapes(from: number, special: number): string | typeof INCOMPLETE {
		const { text } = this;
		const end = closingQuote(text, special, this.pending === from ? this.searched : special);
		if (end === -1 && !this.final) return this.#wait(from);
		if (
			end !== -1 &&
			(this.settings.strict || !CONTROLS.test(text.substring(from, end))) &&
			text.charCodeAt(from - 1) === QUOTE
		) {
			try {
				const value = JSON.parse(text.substring(from - 1, end + 1)) as string;
				this.at = end + 1;
				return value;
			} catch {
				// The error in it is found below; or nothing is, when control characters are allowed.
			}
		}
		return this.#slowString(from, special);
	}

	/** As CPython's `scanstring_unicode`, whose order of checks decides which error is reported. */
	#slowString(from: number, special: number): string | typeof INCOMPLETE {
		const { text, settings } = this;
		let result = "";
		let copied = from;
		for (let i = special; i < text.length; ) {
			const unit = text.charCodeAt(i);
			if (unit === QUOTE) {
				this.at = i + 1;
				return detached(result + text.substring(copied, i));
			}
			if (unit < SPACE && settings.strict) this.fail("Invalid control character at", i);
			if (unit !== BACKSLASH) {
				i++;
				continue;
			}
			result += text.substring(copied, i);
			if (i + 1 >= text.length) break;
			const escape = text.charAt(i + 1);
			if (escape === "u") {
				const code = this.#unicodeEscape(i);
				if (code === INCOMPLETE) return INCOMPLETE;
				// Surrogate pairs join by themselves.
				result += String.fromCharCode(code);
				i += 6;
			} else {
				const plain = unescaped(escape);
				if (plain === undefined) this.fail("Invalid \\escape", i);
				result += plain;
				i += 2;
			}
			copied = i;
		}
		return this.final ? this.fail("Unterminated string starting at", from - 1) : INCOMPLETE;
	}

	/** The code unit of a `\uXXXX` whose backslash is at an index. */
	#unicodeEscape(backslash: number): number | typeof INCOMPLETE {
		const { text, settings } = this;
		const digits = backslash + 2;
		// Until 3.15 an escape right at the end of the text was refused before the missing quote was.
		const needed = settings.version < 31500 ? digits + 5 : digits + 4;
		const hex = text.slice(digits, digits + 4);
		if (needed > text.length && !this.final && HEX.test(hex.padEnd(4, "0"))) return INCOMPLETE;
		if (needed > text.length) this.fail("Invalid \\uXXXX escape", backslash + 1);
		return HEX.test(hex) ? Number.parseInt(hex, 16) : this.fail("Invalid \\uXXXX escape", backslash + 1);
	}

	/** The number at an index, which holds a digit or a minus; as CPython's `_match_number_unicode`. */
	number(from: number): unknown {
		const { text } = this;
		const length = text.length;
		const negative = text.charCodeAt(from) === MINUS;
		const first = negative ? from + 1 : from;
		// PERF(bench: json ints): digits add up on the way, the first nine in 32 bits.
		let small = first < length ? text.charCodeAt(first) - ZERO : -1;
		if (small < 0 || small > 9) return this.word("-Infinity", from, Number.NEGATIVE_INFINITY);
		let at = first + 1;
		if (small !== 0) {
			const near = length - at < 8 ? length : at + 8;
			for (; at < near; at++) {
				const digit = text.charCodeAt(at) - ZERO;
				if (digit < 0 || digit > 9) break;
				small = (small * 10 + digit) | 0;
			}
		}
		if (at < length && this.settings.parseInt === undefined) {
			const unit = text.charCodeAt(at);
			if ((unit < ZERO || unit > NINE || small === 0) && unit !== DOT && (unit | 0x20) !== 101) {
				this.at = at;
				return negative ? 0 - small : small;
			}
		}
		return this.#longNumber(from, first, at, small);
	}

	/** Goes on with a number whose first digits, up to `start`, make `digits`. */
	#longNumber(from: number, first: number, start: number, digits: number): unknown {
		const { text, settings } = this;
		const length = text.length;
		// PERF(bench: json numbers): digits add up in two exact parts.
		let high = digits;
		let low = 0;
		let count = start - first;
		let at = start;
		if (digits !== 0) {
			for (; at < length; at++, count++) {
				const digit = text.charCodeAt(at) - ZERO;
				if (digit < 0 || digit > 9) break;
				if (count < FIRST_PART) high = high * 10 + digit;
				else low = low * 10 + digit;
			}
		}
		const whole = at;
		if (at < length && text.charCodeAt(at) === DOT) {
			for (at++; at < length; at++, count++) {
				const digit = text.charCodeAt(at) - ZERO;
				if (digit < 0 || digit > 9) break;
				if (count < FIRST_PART) high = high * 10 + digit;
				else low = low * 10 + digit;
			}
			if (at === length && !this.final) return INCOMPLETE;
			if (at === whole + 1) at = whole;
		}
		const point = at;
		if (at < length && (text.charCodeAt(at) | 0x20) === 101) at = this.#exponentEnd(at);
		if (at === length && !this.final) return INCOMPLETE;
		this.at = at;
		if (at === whole) {
			if (settings.parseInt !== undefined) return settings.parseInt(text.substring(from, at));
			return parseIntText(text.substring(from, at), settings);
		}
		if (settings.parseFloat !== undefined) return settings.parseFloat(text.substring(from, at));
		const places = point - whole - 1;
		let value = Number.NaN;
		if (at === point && count <= MOST_DIGITS && places <= MOST_PLACES) {
			// Up to fifteen digits and a power of ten, both exact, give the nearest double when divided.
			value = count <= FIRST_PART ? high / (POWERS[places] as number) : decimal(high, low, count - FIRST_PART, places);
			if (first > from) value = -value;
		}
		if (Number.isNaN(value)) value = Number(text.substring(from, at));
		return settings.exact ? exactFloat(value) : value;
	}

	/** After the exponent whose letter is at an index, or that index when no digit follows. */
	#exponentEnd(letter: number): number {
		const { text } = this;
		let at = letter + 1;
		const sign = text.charCodeAt(at);
		if (sign === 43 || sign === MINUS) at++;
		const digits = at;
		while (at < text.length && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at++;
		// At the end of an unfinished text the caller asks for more.
		return at > digits || (at === text.length && !this.final) ? at : letter;
	}

	/** A word such as `true` that must stand at an index; constants that are no JSON go through their hook. */
	word(word: string, from: number, value: unknown): unknown {
		const { text, settings } = this;
		if (!text.startsWith(word, from)) {
			if (!this.final && word.startsWith(text.slice(from))) return INCOMPLETE;
			this.fail("Expecting value", from);
		}
		if (typeof value === "number") {
			if (settings.rfc8259) this.fail("Expecting value", from);
			this.at = from + word.length;
			return settings.parseConstant === undefined ? value : settings.parseConstant(word);
		}
		this.at = from + word.length;
		return value;
	}
}

/** Control characters in a string; the platform refuses them, at a high price. */
const CONTROLS: RegExp = /* @__PURE__ */ new RegExp(`${SPECIAL.slice(0, -3)}]`);

/**
 * The first quote from an index on that no backslash makes a part of the string; -1 for none.
 *
 * @param first where backslashes count from
 */
export function closingQuote(text: string, first: number, start: number): number {
	let end = text.indexOf('"', start);
	for (let escaped = 0; end !== -1; escaped++) {
		let at = end;
		while (at > first && text.charCodeAt(at - 1) === BACKSLASH) at--;
		if (((end - at) & 1) === 0) break;
		if (escaped < FEW_QUOTES) {
			end = text.indexOf('"', end + 1);
		} else {
			// PERF(bench: json twitter): where there are many, the platform passes those with one backslash.
			CANDIDATE.lastIndex = end;
			const found = CANDIDATE.exec(text);
			end = found === null ? -1 : found.index + found[0].length - 1;
		}
	}
	return end;
}
const FEW_QUOTES = 4;
/** A quote after no backslash, or after two. */
const CANDIDATE: RegExp = /(?:[^\\]|\\\\)"/g;

/**
 * A string of its own. V8 cuts long ones out of another text without copying, so that a name of a few characters would
 * keep a whole document alive, or a window of a stream; what is cut out of a sum of two texts keeps that alone.
 */
function detached(text: string): string {
	return text.length > NEAR ? `\0${text}`.substring(1) : text;
}

/** The character that a letter after a backslash represents. */
export function unescaped(letter: string): string | undefined {
	return '"/\\\b\f\n\r\t'['"/\\bfnrt'.indexOf(letter)];
}

export const HEX = /^[\da-f]{4}$/i;
