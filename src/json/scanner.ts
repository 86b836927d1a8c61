/** Where the tokens of JSON text start and end, and what they say: strings, numbers, words. */
import { exactFloat } from "../values/numbers.ts";
import { BACKSLASH, QUOTE, SLASH, SPACE } from "./code-units.ts";
import { parseIntText } from "./digits.ts";
import { JSONDecodeError } from "./errors.ts";
import { closingQuote } from "./fast/closing-quote.ts";
import type { ScannerSettings } from "./settings.ts";
import { positionOf, START, type TextPosition } from "./text-position.ts";

/** Returned for a token that runs into the end of the text while more text may come. */
export const INCOMPLETE: unique symbol = Symbol();

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
	constructor(settings: ScannerSettings, text: string, final: boolean) {
		this.settings = settings;
		this.text = text;
		this.final = final;
	}

	/**
	 * Throws Python's error for an index of the window. The end of a string is told only to who waits for more of it, so
	 * what fails after that is a string that was cut.
	 */
	fail(msg: string, index: number, place: TextPosition = positionOf(this.text, index, this.start)): never {
		throw new JSONDecodeError(msg, this.text, index, place, this.final);
	}
	/** Throws the error of Pythons that point to the last comma. */
	#failAtComma(container: string): void {
		if (this.settings.version < 31300) return;
		const place = this.comma < 0 ? this.commaPlace : undefined;
		this.fail(`Illegal trailing comma before end of ${container}`, this.comma, place);
	}
	protected failAtKey(unit: number, afterComma: boolean, at: number): never {
		if (unit === 125 && afterComma) this.#failAtComma("object");
		this.fail("Expecting property name enclosed in double quotes", at);
	}
	protected failAtItem(at: number): never {
		this.#failAtComma("array");
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

	/**
	 * The index of the quote that ends a string; -1 while it is not there, and only then are its escapes looked at.
	 *
	 * @param start up to here there is neither a quote nor a backslash
	 */
	protected endOfString(from: number, start: number): number {
		const end = closingQuote(this.text, start, this.pending === from ? this.searched : start);
		if (end === -1) {
			this.pending = from;
			this.searched = this.text.length;
		}
		return end;
	}

	/**
	 * The string whose first character (after the quote) is at `from`; as CPython's `scanstring_unicode`, whose order of
	 * checks decides which error is reported.
	 */
	string(from: number): string | typeof INCOMPLETE {
		const { text, settings } = this;
		if (!this.final && this.endOfString(from, from) === -1) return INCOMPLETE;
		let result = "";
		let copied = from;
		for (let i = from; i < text.length; ) {
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
		if (needed > text.length || !HEX.test(hex)) this.fail("Invalid \\uXXXX escape", backslash + 1);
		return Number.parseInt(hex, 16);
	}

	/** The number at an index, which holds a digit or a minus; as CPython's `_match_number_unicode`. */
	number(from: number): unknown {
		const { text } = this;
		NUMBER.lastIndex = UNFINISHED.lastIndex = from;
		const fraction = NUMBER.exec(text)?.[1];
		if (fraction === undefined) return this.word("-Infinity", from, Number.NEGATIVE_INFINITY);
		if (!this.final && UNFINISHED.test(text)) return INCOMPLETE;
		this.at = NUMBER.lastIndex;
		return this.numberOf(from, fraction !== "");
	}

	/** The number from an index up to here, or what its hook makes of it. */
	protected numberOf(from: number, isFloat: boolean): unknown {
		const { settings } = this;
		const number = this.text.substring(from, this.at);
		const hook = isFloat ? settings.parseFloat : settings.parseInt;
		if (hook) return hook(number);
		if (!isFloat) return parseIntText(number, settings);
		return settings.exact ? exactFloat(Number(number)) : Number(number);
	}

	/** A word such as `true` that must stand at an index; constants that are no JSON go through their hook. */
	word(word: string, from: number, value: unknown): unknown {
		const { text, settings } = this;
		if (!text.startsWith(word, from)) {
			if (!this.final && word.startsWith(text.slice(from))) return INCOMPLETE;
			this.fail("Expecting value", from);
		}
		const isConstant = typeof value === "number";
		if (isConstant && settings.rfc8259) this.fail("Expecting value", from);
		this.at = from + word.length;
		return isConstant && settings.parseConstant ? settings.parseConstant(word) : value;
	}
}

const NUMBER = /-?(?:0|[1-9]\d*)((?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
/** A number at the end of the text that may go on in what follows. */
const UNFINISHED = /-?(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?(?:[eE][-+]?\d*)?)$/y;

/** Characters of the longest string that V8 always copies. */
const SHORTEST_SLICE = 12;

/**
 * A string of its own. V8 cuts long ones out of another text without copying, so that a name of a few characters would
 * keep a whole document alive, or a window of a stream; what is cut out of a sum of two texts keeps that alone.
 */
export function detached(text: string): string {
	return text.length > SHORTEST_SLICE ? `\0${text}`.substring(1) : text;
}

/** The character that a letter after a backslash represents. */
export function unescaped(letter: string): string | undefined {
	return '"/\\\b\f\n\r\t'['"/\\bfnrt'.indexOf(letter)];
}

export const HEX = /^[\da-f]{4}$/i;
