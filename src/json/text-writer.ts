/** Where the text that is being written collects: UTF-8 as bytes, since the platform turns those into text fastest. */
import { longAsciiText } from "../bytes/native-text.ts";
import { decodeLongUtf8 } from "../bytes/utf8.ts";
import {
	BEYOND,
	ESCAPED,
	ESCAPED_OR_SURROGATE,
	ESCAPED_UNICODE,
	encoder,
	escape,
	escapePart,
	isAsciiText,
	quoteBytes,
	quoted,
	quoteUnicode,
	SLICE,
	sliceEnd,
} from "./escapes.ts";
import { writeInt } from "./int-digits.ts";
import { type EncodedKey, encodedKey, type Separator } from "./kept-text.ts";
import { LONGEST_TEXT, tooLong } from "./options.ts";

/** Bytes that collect before they become text; more once there is much text, since V8 moves what is smaller about. */
const BLOCK = 2 ** 16;
/** A block that is full to half of {@link BLOCK} is long enough for {@link longAsciiText}. */
const LARGEST_BLOCK = 2 ** 20 + BLOCK;
const FIRST_BLOCK = 2 ** 12;
/** Text up to this long is put together as text, since making a buffer for it would cost more. */
const SMALL_TEXT = 2 ** 9;
/** Strings up to this long are copied and looked at in one loop; beyond it, calls into the platform pay. */
const LOOP = 32;
/** The same while strings of this length need escapes. */
const LONG_LOOP = 128;
/** Strings from this length on that need escapes are left to the platform, if it escapes as Python does. */
const FAR = 256;
/** Strings beyond this length are written in parts. */
const LONG_PART = 2 ** 24;
/** Keys are kept in encoded form, but not endlessly many or long ones. */
const MOST_KEYS = 2 ** 13;
const LONGEST_KEY = 64;

const NO_BUFFER: Uint8Array<ArrayBuffer> = /* @__PURE__ */ new Uint8Array(0);
const NO_VIEW: DataView = /* @__PURE__ */ new DataView(NO_BUFFER.buffer);

/** Collects text. Finished text is in `text`; when there is much of it, the end is in a buffer. */
export class TextWriter {
	#text = "";
	/** Characters that are text already. */
	flushed = 0;
	/** Empty as long as the text is small. */
	#buffer = NO_BUFFER;
	#view = NO_VIEW;
	#at = 0;
	/** By how many the bytes in the buffer are more than their characters. */
	#surplus = 0;
	readonly #ascii: boolean;
	readonly #escapeSurrogates: boolean;
	readonly #keySeparator: string;
	/** The separator that most often precedes a key, and the keys that were written after that, or after anything else. */
	readonly #separator: Separator;
	#keys: [withLead: Map<string, EncodedKey>, without: Map<string, EncodedKey>] | undefined;
	#keyCount = 0;
	#loop = LOOP;
	readonly #limit: number;

	/**
	 * @param ascii escape everything beyond ASCII
	 * @param escapeSurrogates escape lone surrogates in any case
	 * @param keySeparator what {@link key} writes after a key
	 * @param separator what most often comes before a key
	 * @param limit the most text between two calls of {@link take}
	 */
	constructor(ascii: boolean, escapeSurrogates: boolean, keySeparator: string, separator: Separator, limit: number) {
		this.#limit = Math.min(limit, LONGEST_TEXT);
		this.#ascii = ascii;
		this.#escapeSurrogates = escapeSurrogates;
		this.#keySeparator = keySeparator;
		this.#separator = separator;
	}

	/** Characters that have been written since {@link take}. */
	get length(): number {
		return this.flushed + this.#at - this.#surplus;
	}

	/** Returns the text that has been written, and begins anew. */
	take(): string {
		this.#flush();
		const text = this.#text;
		this.#text = "";
		this.flushed = 0;
		return text;
	}

	#flush(): void {
		if (this.#at === 0) return;
		const ascii = this.#surplus === 0 ? longAsciiText(this.#buffer, this.#at) : undefined;
		this.#append(ascii ?? decodeLongUtf8(this.#buffer, 0, this.#at));
		this.#at = 0;
		this.#surplus = 0;
	}
	/** Adds text past the buffer. */
	#past(text: string): void {
		this.#flush();
		this.#append(text);
	}
	#append(text: string): void {
		this.flushed += text.length;
		if (this.flushed > this.#limit) throw tooLong(this.#limit);
		this.#text += text;
	}

	/** Adds to a small text, which may end its being small. */
	#add(text: string): void {
		this.#text += text;
		this.flushed += text.length;
		if (this.flushed > this.#limit) throw tooLong(this.#limit);
		if (this.flushed > SMALL_TEXT) this.#setBuffer(new Uint8Array(FIRST_BLOCK));
	}
	#setBuffer(buffer: Uint8Array<ArrayBuffer>): void {
		this.#buffer = buffer;
		this.#view = new DataView(buffer.buffer);
	}

	/** Makes room for so many bytes, at most half a block. */
	#reserve(bytes: number): void {
		if (this.#at + bytes <= this.#buffer.length) return;
		if (this.#buffer.length < BLOCK) {
			const old = this.#buffer.subarray(0, this.#at);
			// Filling a whole block with zeros takes as long as a middling text.
			const next = this.#buffer.length * 4;
			this.#setBuffer(new Uint8Array(this.#at + bytes <= next && next < BLOCK ? next : BLOCK));
			this.#buffer.set(old);
		}
		const { length } = this.#buffer;
		if (this.#at + bytes <= length) return;
		this.#flush();
		if (length === LARGEST_BLOCK || this.flushed < length * 2) return;
		this.#setBuffer(new Uint8Array(length === BLOCK ? BLOCK * 4 : LARGEST_BLOCK));
	}

	/** Writes text as it is. */
	raw(text: string): void {
		if (this.#buffer === NO_BUFFER) {
			this.#add(text);
			return;
		}
		const { length } = text;
		if (length > LONGEST_KEY) {
			this.#past(text);
			return;
		}
		this.#reserve(length);
		const buffer = this.#buffer;
		let at = this.#at;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit > 0x7f) {
				this.#past(text);
				return;
			}
			buffer[at++] = unit;
		}
		this.#at = at;
	}

	/** Writes what is between values. */
	separator(separator: Separator): void {
		const { text } = separator;
		const { length } = text;
		if (this.#buffer === NO_BUFFER || length > LONGEST_KEY || separator.bytes.length !== length) {
			this.raw(text);
			return;
		}
		const { bytes } = separator;
		if (this.#at + length > this.#buffer.length) this.#reserve(length);
		const buffer = this.#buffer;
		const at = this.#at;
		for (let i = 0; i < length; i++) buffer[at + i] = bytes[i] as number;
		this.#at = at + length;
	}

	/** Writes an int that is a safe one. */
	int(value: number): void {
		let rest = value | 0;
		if (rest !== value || rest > 999_999_999 || rest < -999_999_999 || this.#buffer === NO_BUFFER) {
			this.raw(String(value));
			return;
		}
		this.#reserve(10);
		const buffer = this.#buffer;
		let at = this.#at;
		if (rest < 0) {
			buffer[at++] = 45;
			rest = -rest;
		}
		this.#at = writeInt(rest, buffer, this.#view, at);
	}

	/** Writes a string in quotes. */
	string(text: string): void {
		const length = text.length;
		if (this.#buffer === NO_BUFFER) {
			const small = quoted(text, this.#ascii, this.#escapeSurrogates);
			if (small !== undefined) {
				this.#add(small);
				return;
			}
			this.#setBuffer(new Uint8Array(FIRST_BLOCK));
		}
		if (length > this.#loop) {
			this.#longString(text);
			return;
		}
		this.#reserve(length * 6 + 4);
		const buffer = this.#buffer;
		const start = this.#at;
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
				at = escape(unit, this.#view, at);
			}
		}
		buffer[at++] = 34;
		this.#at = at;
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
		this.#past(`"${texts.join(`"${separator}"`)}"`);
		return true;
	}

	/**
	 * Writes strings in quotes.
	 * PERF(bench: json mixtures, "strings that need escapes"): they are taken apart all at once.
	 *
	 * @param joined the same as one, of up to {@link SLICE} characters
	 */
	strings(texts: readonly string[], joined: string, separator: Separator): void {
		const isAscii = this.#buffer !== NO_BUFFER && isAsciiText(joined);
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
			this.#reserve(length * 6 + 4);
			this.#at = quoteBytes(from, from + length, last, this.#buffer, this.#view, this.#at);
			from += length;
		}
	}

	/** A string of up to {@link FAR} characters, not all ASCII. */
	#wide(text: string): void {
		const { length } = text;
		this.#reserve(length * 6 + 4);
		const buffer = this.#buffer;
		let at = this.#at;
		let surplus = 0;
		buffer[at++] = 34;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit < 0x80) {
				if (unit >= 0x20 && unit !== 34 && unit !== 92) buffer[at++] = unit;
				else at = escape(unit, this.#view, at);
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
						this.#past(quoteUnicode(text, this.#escapeSurrogates));
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
		this.#at = at;
		this.#surplus += surplus;
	}

	/** A string so long that with its escapes it may be longer than any. */
	#parts(text: string): void {
		this.raw('"');
		for (let from = 0, to = 0; from < text.length; from = to) {
			to = sliceEnd(text, from, LONG_PART);
			const writer = new TextWriter(this.#ascii, this.#escapeSurrogates, "", this.#separator, LONGEST_TEXT);
			writer.string(text.slice(from, to));
			this.#past(writer.take().slice(1, -1));
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
			this.#reserve(text.length * 3 + 2);
			const buffer = this.#buffer;
			const at = this.#at;
			buffer[at] = 34;
			const { written } = encoder.encodeInto(text, buffer.subarray(at + 1));
			buffer[at + 1 + written] = 34;
			this.#at = at + written + 2;
			this.#surplus += written - text.length;
			return;
		}
		if (isClean || (text.length >= FAR && (!this.#ascii || !BEYOND.test(text)))) {
			this.#past(isClean ? `"${text}"` : quoteUnicode(text, this.#ascii || this.#escapeSurrogates));
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
			this.#reserve((to - from) * 6 + 2);
			this.#at = escapePart(text, from, to, this.#buffer, this.#view, this.#at);
		}
		this.raw('"');
	}

	/** Writes a key in quotes after a separator, and the key separator after it. */
	key(key: string, separator: Separator): void {
		const isNear = separator === this.#separator;
		const known = this.#keys?.[isNear ? 0 : 1].get(key);
		if (known === undefined) {
			this.#newKey(key, separator, isNear);
			return;
		}
		if (!isNear) this.separator(separator);
		const { words, length, surplus } = known;
		if (this.#at + length + 4 > this.#buffer.length) this.#reserve(length + 4);
		// PERF(bench: json records): four characters at a time; what is too many at the end is overwritten.
		const view = this.#view;
		const at = this.#at;
		for (let i = 0; i < words.length; i++) view.setUint32(at + i * 4, words[i] as number, true);
		this.#at = at + length;
		this.#surplus += surplus;
	}

	/** Writes a key that is not kept yet, and keeps it if it is one of many. */
	#newKey(key: string, separator: Separator, isNear: boolean): void {
		const isKept = this.#buffer !== NO_BUFFER && key.length <= LONGEST_KEY && ++this.#keyCount < MOST_KEYS;
		if (isKept) this.#reserve(separator.text.length + key.length * 6 + 4 + this.#keySeparator.length);
		let start = this.#at;
		const before = this.flushed;
		const surplus = this.#surplus;
		this.separator(separator);
		if (!isNear) start = this.#at;
		this.string(key);
		this.raw(this.#keySeparator);
		// A lone surrogate, or a separator beyond ASCII, went past the buffer.
		if (!isKept || this.flushed !== before) return;
		this.#keys ??= [new Map(), new Map()];
		this.#keys[isNear ? 0 : 1].set(key, encodedKey(this.#buffer.subarray(start, this.#at), this.#surplus - surplus));
	}
}
