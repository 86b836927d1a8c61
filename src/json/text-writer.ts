/** Where the text that is being written collects: ASCII as bytes, since V8 turns those into text fastest. */
import { decodeUtf8 } from "../bytes/utf8.ts";
import { LimitError } from "../errors.ts";
import { LONGEST_TEXT } from "./scanner.ts";

/** Bytes that collect before they become text. */
const BLOCK = 2 ** 16;
const FIRST_BLOCK = 2 ** 9;

/** Characters that are looked at in one go, so that the buffer stays small however long a string is. */
const SLICE = 2 ** 12;

/** Keys that are kept in encoded form, and how long one may be. */
const MOST_KEYS = 2 ** 12;
const LONGEST_KEY = 64;

/** What a character beyond quote, backslash and control characters needs in front of it. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = { 8: 98, 9: 116, 10: 110, 12: 102, 13: 114, 34: 34, 92: 92 };

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Collects text. What is finished is in `text`, what is not yet text is behind it in a buffer. */
export class TextWriter {
	#buffer = new Uint8Array(FIRST_BLOCK);
	#at = 0;
	#text = "";
	readonly #ascii: boolean;
	readonly #escapeSurrogates: boolean;
	readonly #keySeparator: string;
	readonly #keys = new Map<string, Uint8Array>();

	/**
	 * @param ascii escape everything beyond ASCII
	 * @param escapeSurrogates escape lone surrogates in any case
	 * @param keySeparator what {@link key} writes behind a key
	 */
	constructor(ascii: boolean, escapeSurrogates: boolean, keySeparator: string) {
		this.#ascii = ascii;
		this.#escapeSurrogates = escapeSurrogates;
		this.#keySeparator = keySeparator;
	}

	/** Characters that have been written since {@link take}. */
	get length(): number {
		return this.#text.length + this.#at;
	}

	/** Gives the text that has been written, and begins anew. */
	take(): string {
		this.#flush();
		const text = this.#text;
		this.#text = "";
		return text;
	}

	#flush(): void {
		if (this.#at === 0) return;
		this.#append(decodeUtf8(this.#buffer, 0, this.#at));
		this.#at = 0;
	}
	#append(text: string): void {
		if (this.#text.length + text.length > LONGEST_TEXT) throw new LimitError("text", LONGEST_TEXT);
		this.#text += text;
	}

	/** Makes room for so many bytes, at most a quarter of a block. */
	#reserve(bytes: number): void {
		if (this.#at + bytes <= this.#buffer.length) return;
		if (this.#buffer.length >= BLOCK) {
			this.#flush();
			return;
		}
		const larger = new Uint8Array(Math.min(BLOCK, Math.max(this.#buffer.length * 4, (this.#at + bytes) * 2)));
		larger.set(this.#buffer.subarray(0, this.#at));
		this.#buffer = larger;
		if (this.#at + bytes > larger.length) this.#flush();
	}

	/** Writes text as it is. */
	raw(text: string): void {
		if (text.length > LONGEST_KEY) {
			this.#flush();
			this.#append(text);
			return;
		}
		this.#reserve(text.length);
		const buffer = this.#buffer;
		let at = this.#at;
		for (let i = 0; i < text.length; i++) {
			const unit = text.charCodeAt(i);
			if (unit > 0x7f) {
				this.#flush();
				this.#append(text);
				return;
			}
			buffer[at++] = unit;
		}
		this.#at = at;
	}

	/** Writes one ASCII character, or two. */
	byte(first: number): void {
		if (this.#at >= this.#buffer.length) this.#reserve(1);
		this.#buffer[this.#at++] = first;
	}

	/** Writes an int that is a safe one. */
	int(value: number): void {
		if (value > 999_999_999 || value < -999_999_999) {
			this.raw(String(value));
			return;
		}
		this.#reserve(10);
		const buffer = this.#buffer;
		let at = this.#at;
		let rest = value | 0;
		if (rest < 0) {
			buffer[at++] = 45;
			rest = -rest;
		}
		if (rest < 10) {
			buffer[at] = 48 + rest;
			this.#at = at + 1;
			return;
		}
		// PERF(bench: json ints): digits from the back, without a text in between.
		let end = at + 2;
		for (let power = 100; rest >= power && power < 1e9; power *= 10) end++;
		this.#at = end;
		while (end > at) {
			const tenth = (rest / 10) | 0;
			buffer[--end] = 48 + rest - tenth * 10;
			rest = tenth;
		}
	}

	/** Writes a string in quotes. */
	string(text: string): void {
		const length = text.length;
		if (length > SLICE) {
			this.#longString(text);
			return;
		}
		this.#reserve(length * 6 + 2);
		const buffer = this.#buffer;
		let at = this.#at;
		buffer[at++] = 34;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit < 0x7f && unit >= 0x20 && unit !== 34 && unit !== 92) {
				buffer[at++] = unit;
			} else if (unit > 0x7e && !this.#ascii) {
				this.#unicode(text);
				return;
			} else {
				at = escape(unit, buffer, at);
			}
		}
		buffer[at++] = 34;
		this.#at = at;
	}

	/** A string that is not all ASCII, when that needs no escapes. */
	#unicode(text: string): void {
		this.#flush();
		this.#append(quoteUnicode(text, this.#escapeSurrogates));
	}

	#longString(text: string): void {
		if (!this.#ascii) {
			this.#unicode(text);
			return;
		}
		this.byte(34);
		for (let from = 0; from < text.length; from += SLICE) {
			const to = Math.min(from + SLICE, text.length);
			this.#reserve((to - from) * 6);
			const buffer = this.#buffer;
			let at = this.#at;
			for (let i = from; i < to; i++) {
				const unit = text.charCodeAt(i);
				if (unit < 0x7f && unit >= 0x20 && unit !== 34 && unit !== 92) buffer[at++] = unit;
				else at = escape(unit, buffer, at);
			}
			this.#at = at;
		}
		this.byte(34);
	}

	/** Writes a key in quotes, and the separator behind it. */
	key(key: string): void {
		const known = this.#keys.get(key);
		if (known === undefined) {
			this.#newKey(key);
			return;
		}
		const length = known.length;
		this.#reserve(length);
		const buffer = this.#buffer;
		const at = this.#at;
		for (let i = 0; i < length; i++) buffer[at + i] = known[i] as number;
		this.#at = at + length;
	}

	#newKey(key: string): void {
		if (key.length > LONGEST_KEY || this.#keys.size >= MOST_KEYS) {
			this.string(key);
			this.raw(this.#keySeparator);
			return;
		}
		this.#reserve(key.length * 6 + 2 + this.#keySeparator.length);
		const start = this.#at;
		const before = this.#text.length;
		this.string(key);
		this.raw(this.#keySeparator);
		// What is beyond ASCII went past the buffer.
		if (this.#text.length === before) this.#keys.set(key, this.#buffer.slice(start, this.#at));
	}
}

/** A string in quotes with only quote, backslash and control characters escaped. */
function quoteUnicode(text: string, escapeSurrogates: boolean): string {
	// JSON.stringify differs from Python in one thing: it escapes lone surrogates.
	if (escapeSurrogates || !LONE_SURROGATE.test(text)) return JSON.stringify(text);
	let result = "";
	for (const part of text.split(/(\p{Surrogate}+)/u)) {
		result += LONE_SURROGATE.test(part) ? part : JSON.stringify(part).slice(1, -1);
	}
	return `"${result}"`;
}

function escape(unit: number, buffer: Uint8Array, start: number): number {
	let at = start;
	buffer[at++] = 92;
	const short = SHORT_ESCAPES[unit];
	if (short !== undefined) {
		buffer[at++] = short;
		return at;
	}
	buffer[at++] = 117;
	for (let shift = 12; shift >= 0; shift -= 4) {
		const digit = (unit >> shift) & 15;
		buffer[at++] = digit < 10 ? 48 + digit : 87 + digit;
	}
	return at;
}
