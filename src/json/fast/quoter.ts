/** Strings in quotes: every way to write one, and which is taken when. The plain way is `json/quote.ts`. */
import { LONGEST_TEXT } from "../options.ts";
import { BEYOND, ESCAPED, ESCAPED_OR_SURROGATE, ESCAPED_UNICODE, quote } from "../quote.ts";
import { encoder, escape, escapePart, isAsciiText, quoteBytes, SLICE, sliceEnd } from "./escapes.ts";
import { NO_BUFFER, type Separator, TextBuffer } from "./text-buffer.ts";

/** Strings up to this long are copied and looked at in one loop; beyond it, calls into the platform pay. */
const LOOP = 32;
/** The same while strings of this length need escapes. */
const LONG_LOOP = 128;
/** Strings from this length on that need escapes are left to the platform, if it escapes as Python does. */
const FAR = 256;
/** Strings beyond this length are written in parts. */
const LONG_PART = 2 ** 24;

/**
 * Writes strings in quotes: those of a small text by the platform; short ones in a loop over their characters; longer
 * ones by the platform as far as it escapes as Python does, else slice by slice; those of a long list many at once.
 */
export class Quoter extends TextBuffer {
	readonly #ascii: boolean;
	readonly #escapeSurrogates: boolean;
	#loop = LOOP;

	/**
	 * @param ascii escape everything beyond ASCII
	 * @param escapeSurrogates escape lone surrogates in any case
	 * @param limit the most text between two calls of {@link take}
	 */
	constructor(ascii: boolean, escapeSurrogates: boolean, limit: number) {
		super(limit);
		this.#ascii = ascii;
		this.#escapeSurrogates = escapeSurrogates;
	}

	/** Writes a string in quotes. */
	string(text: string): void {
		const length = text.length;
		if (this.buffer === NO_BUFFER) {
			// The platform escapes as Python does, but for what is beyond ASCII.
			const isClean = !ESCAPED.test(text);
			if (length < LONG_PART && (isClean || !this.#ascii)) {
				this.add(isClean ? `"${text}"` : quote(text, this.#escapeSurrogates));
				return;
			}
			this.begin();
		}
		if (length > this.#loop) {
			this.#longString(text);
			return;
		}
		this.reserve(length * 6 + 4);
		const buffer = this.buffer;
		const start = this.at;
		let at = start;
		buffer[at++] = 34;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit < 0x7f && unit >= 0x20 && unit !== 34 && unit !== 92) {
				buffer[at++] = unit;
			} else if (unit > 0x7e && !this.#ascii) {
				this.#wide(text);
				return;
			} else {
				at = escape(unit, this.view, at);
			}
		}
		buffer[at++] = 34;
		this.at = at;
		if (length > LOOP && at - start === length + 2) this.#loop = LOOP;
	}

	/**
	 * Writes strings in quotes if none of them needs escapes.
	 *
	 * @param joined the same as one
	 * @returns whether none does; else nothing is written
	 */
	cleanStrings(texts: readonly string[], joined: string, separator: string): boolean {
		const escaped = this.#ascii ? ESCAPED : this.#escapeSurrogates ? ESCAPED_OR_SURROGATE : ESCAPED_UNICODE;
		if (escaped.test(joined)) return false;
		this.past(`"${texts.join(`"${separator}"`)}"`);
		return true;
	}

	/**
	 * Writes strings in quotes.
	 * PERF(bench: json mixtures, "strings that need escapes"): they are taken apart all at once.
	 *
	 * @param joined the same as one, of up to {@link SLICE} characters
	 */
	strings(texts: readonly string[], joined: string, separator: Separator): void {
		const isAscii = this.buffer !== NO_BUFFER && isAsciiText(joined);
		const last = this.#ascii ? 0x7e : 0x7f;
		let from = 0;
		for (let i = 0; i < texts.length; i++) {
			const text = texts[i] as string;
			if (i > 0) this.separator(separator);
			if (!isAscii) {
				this.string(text);
				continue;
			}
			const { length } = text;
			this.reserve(length * 6 + 4);
			this.at = quoteBytes(from, from + length, last, this.buffer, this.view, this.at);
			from += length;
		}
	}

	/** A string of up to {@link FAR} characters, not all ASCII. */
	#wide(text: string): void {
		const { length } = text;
		this.reserve(length * 6 + 4);
		const buffer = this.buffer;
		let at = this.at;
		let surplus = 0;
		buffer[at++] = 34;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit < 0x80) {
				if (unit >= 0x20 && unit !== 34 && unit !== 92) buffer[at++] = unit;
				else at = escape(unit, this.view, at);
			} else if (unit < 0x800) {
				buffer[at++] = 0xc0 | (unit >> 6);
				buffer[at++] = 0x80 | (unit & 0x3f);
				surplus++;
			} else {
				let first = 0xe0 | (unit >> 12);
				let rest = unit;
				if ((unit & 0xf800) === 0xd800) {
					rest = text.codePointAt(i) as number;
					if (rest === unit) {
						// A lone one has no UTF-8.
						this.past(quote(text, this.#escapeSurrogates));
						return;
					}
					buffer[at++] = 0xf0 | (rest >> 18);
					first = 0x80 | ((rest >> 12) & 0x3f);
					i++;
				}
				buffer[at++] = first;
				buffer[at++] = 0x80 | ((rest >> 6) & 0x3f);
				buffer[at++] = 0x80 | (rest & 0x3f);
				surplus += 2;
			}
		}
		buffer[at++] = 34;
		this.at = at;
		this.surplus += surplus;
	}

	/** A string so long that with its escapes it may be longer than any. */
	#parts(text: string): void {
		this.raw('"');
		for (let from = 0, to = 0; from < text.length; from = to) {
			to = sliceEnd(text, from, LONG_PART);
			const part = new Quoter(this.#ascii, this.#escapeSurrogates, LONGEST_TEXT);
			part.string(text.slice(from, to));
			this.past(part.take().slice(1, -1));
		}
		this.raw('"');
	}

	#longString(text: string): void {
		if (text.length > LONG_PART) {
			this.#parts(text);
			return;
		}
		const isClean = !(this.#ascii ? ESCAPED : ESCAPED_OR_SURROGATE).test(text);
		if (isClean && text.length <= SLICE) {
			// PERF(bench: json strings): the platform copies what needs no escapes.
			this.reserve(text.length * 3 + 2);
			const buffer = this.buffer;
			const at = this.at;
			buffer[at] = 34;
			const { written } = encoder.encodeInto(text, buffer.subarray(at + 1));
			buffer[at + 1 + written] = 34;
			this.at = at + written + 2;
			this.surplus += written - text.length;
			return;
		}
		if (isClean || (text.length >= FAR && (!this.#ascii || !BEYOND.test(text)))) {
			this.past(isClean ? `"${text}"` : quote(text, this.#ascii || this.#escapeSurrogates));
			return;
		}
		if (text.length <= LONG_LOOP) this.#loop = LONG_LOOP;
		if (!this.#ascii) {
			this.#wide(text);
			return;
		}
		this.raw('"');
		for (let from = 0; from < text.length; from += SLICE) {
			const to = Math.min(from + SLICE, text.length);
			this.reserve((to - from) * 6 + 2, 1);
			this.at = escapePart(text, from, to, this.buffer, this.view, this.at);
		}
		this.raw('"');
	}
}
