/** Strings and numbers of JSON text without a look at each character, as far as that is sure; the rest the plain way. */
import { exactFloat } from "../../values/numbers.ts";
import { BACKSLASH, DOT, MINUS, NINE, QUOTE, SPACE, ZERO } from "../code-units.ts";
import { LONGEST_TEXT } from "../options.ts";
import { detached, INCOMPLETE, Scanner } from "../scanner.ts";
import { decimal, FIRST_PART, MOST_DIGITS, POWERS } from "./decimal.ts";

/** Characters of a string that are looked at one by one. */
const NEAR = 12;
/** Longer strings are left to the platform as a whole. */
const FAR = 200;

/** Control characters, which the platform refuses in a string at a high price; and these and backslashes. */
const CONTROLS = /[^ -\uffff]/;
const SPECIAL = /[^ -[\]-\uffff]/g;

/** A {@link Scanner} that returns the same, sooner. */
export class FastScanner extends Scanner {
	/** The next backslash or control character from where strings are looked at now, far away for none. */
	nextSpecial = -1;

	override string(from: number): string | typeof INCOMPLETE {
		const { text } = this;
		const end = Math.min(text.length, from + NEAR);
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
		// Of a long one the platform finds out all at once.
		if (end === -1 || (end - from > FAR && this.settings.strict)) return this.#stringWithEscapes(from, start);
		if (this.nextSpecial < start) {
			SPECIAL.lastIndex = start;
			this.nextSpecial = SPECIAL.exec(text)?.index ?? LONGEST_TEXT;
		}
		if (this.nextSpecial < end) return this.#stringWithEscapes(from, start);
		this.at = end + 1;
		return detached(text.substring(from, end));
	}

	/**
	 * A string with escapes.
	 * PERF(bench: json twitter): the platform decodes it, if there is nothing wrong with it.
	 */
	#stringWithEscapes(from: number, special: number): string | typeof INCOMPLETE {
		const { text } = this;
		const end = this.endOfString(from, special);
		if (end === -1 && !this.final) return INCOMPLETE;
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
				// The plain way finds the error in it.
			}
		}
		return super.string(from);
	}

	override number(from: number): unknown {
		const { text } = this;
		const length = text.length;
		const negative = text.charCodeAt(from) === MINUS;
		const first = negative ? from + 1 : from;
		// PERF(bench: json ints): digits add up on the way, the first nine in 32 bits.
		let small = first < length ? text.charCodeAt(first) - ZERO : -1;
		if (small < 0 || small > 9) return super.number(from);
		let at = first + 1;
		if (small !== 0) {
			const near = Math.min(length, at + 8);
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
		return this.#longNumber(from, first, at, small) ?? super.number(from);
	}

	/**
	 * Goes on with a number whose first digits, up to `start`, make `digits`; undefined for one that has an exponent or
	 * too many digits, or may not be all there.
	 */
	#longNumber(from: number, first: number, start: number, digits: number): unknown {
		const { text, settings } = this;
		const length = text.length;
		// PERF(bench: json numbers): digits add up in two exact parts.
		let high = digits;
		let low = 0;
		let count = start - first;
		let point = -1;
		let at = start;
		for (; at < length; at++) {
			const digit = text.charCodeAt(at) - ZERO;
			// After a zero there is a point, or the number is at its end.
			if (digit < 0 || digit > 9 || (digits === 0 && point < 0)) {
				if (digit !== DOT - ZERO || point >= 0) break;
				point = at;
			} else if (count++ < FIRST_PART) {
				high = high * 10 + digit;
			} else {
				low = low * 10 + digit;
			}
		}
		const isFloat = point >= 0;
		const places = isFloat ? at - point - 1 : 0;
		if (at === length ? !this.final : (text.charCodeAt(at) | 0x20) === 101) return undefined;
		if (point === at - 1 || (isFloat && count > MOST_DIGITS)) return undefined;
		this.at = at;
		if (isFloat ? settings.parseFloat : (settings.parseInt ?? count > FIRST_PART)) return this.numberOf(from, isFloat);
		let value =
			// Up to fifteen digits and a power of ten, both exact, give the nearest double when divided.
			count <= FIRST_PART ? high / (POWERS[places] as number) : decimal(high, low, count - FIRST_PART, places);
		if (Number.isNaN(value)) return undefined;
		if (first > from) value = isFloat ? -value : 0 - value;
		return isFloat && settings.exact ? exactFloat(value) : value;
	}
}
