/** A JSON string whose end has not come: where it ends, and what it says by now. */
import { HEX, unescaped } from "./scanner.ts";

const BACKSLASH = "\\";
const CONTROL = "[\\u0000-\\u001f]";

/** Follows a string piece by piece; each character is looked at a fixed number of times. */
export class OpenString {
	/** Whether it cannot be a string any more; the reader has the error for that. */
	isBroken = false;
	readonly #strict: boolean;
	readonly #control = new RegExp(CONTROL);
	/** Whether the next character belongs to an escape. */
	#isEscaped = false;
	/** Text that is not decoded yet. */
	#raw: string[] = [];
	#decoded = "";
	/** The first half of a surrogate pair whose second may come. */
	#half = "";

	/** @param strict control characters are refused */
	constructor(strict: boolean) {
		this.#strict = strict;
	}

	/** Begins another one. */
	start(): void {
		this.isBroken = false;
		this.#isEscaped = false;
		this.#raw = [];
		this.#decoded = "";
		this.#half = "";
	}

	/**
	 * Takes text.
	 *
	 * @returns whether the string ends in it
	 */
	push(text: string): boolean {
		let at = this.#isEscaped ? 1 : 0;
		this.#isEscaped = false;
		let quote = text.indexOf('"', at);
		for (let backslash = text.indexOf(BACKSLASH, at); backslash !== -1; backslash = text.indexOf(BACKSLASH, at)) {
			if (quote !== -1 && quote < backslash) return true;
			at = backslash + 2;
			if (at > text.length) this.#isEscaped = true;
			if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
		}
		if (quote !== -1) return true;
		this.#raw.push(text);
		return false;
	}

	/** The text so far, without an escape or a surrogate pair that may not be whole. */
	decoded(): string {
		const text = this.#raw.join("");
		if (this.#strict && this.#control.test(text)) this.isBroken = true;
		let result = this.#half;
		let copied = 0;
		let at = text.indexOf(BACKSLASH);
		for (let length = 1; at !== -1; at = text.indexOf(BACKSLASH, copied)) {
			length = this.#escapeLength(text, at);
			if (length === 0) break;
			result += text.slice(copied, at) + character(text, at);
			copied = at + length;
		}
		const end = at === -1 ? text.length : at;
		result += text.slice(copied, end);
		this.#raw = end < text.length ? [text.slice(end)] : [];
		// Decoded text is never looked at again: V8 would copy all of it each time.
		const isHalf = (result.charCodeAt(result.length - 1) & 0xfc00) === 0xd800;
		this.#half = isHalf ? result.slice(-1) : "";
		this.#decoded += isHalf ? result.slice(0, -1) : result;
		return this.#decoded;
	}

	/** Characters of the escape at an index; 0 when they are not all there, or are not an escape. */
	#escapeLength(text: string, at: number): number {
		const letter = text.charAt(at + 1);
		if (letter === "") return 0;
		if (letter !== "u") {
			if (unescaped(letter) !== undefined) return 2;
			this.isBroken = true;
			return 0;
		}
		if (at + 6 <= text.length && HEX.test(text.slice(at + 2, at + 6))) return 6;
		// Python looks at one character more before it refuses the digits.
		if (at + 7 <= text.length) this.isBroken = true;
		return 0;
	}
}

/** The character that the escape at an index represents. */
function character(text: string, at: number): string {
	const letter = text.charAt(at + 1);
	if (letter !== "u") return unescaped(letter) ?? "";
	return String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
}
