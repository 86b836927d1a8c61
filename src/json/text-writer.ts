/** Where the text that is being written collects: ASCII as bytes, since V8 turns those into text fastest. */
import { decodeLongUtf8 } from "../bytes/utf8.ts";
import { LimitError } from "../errors.ts";
import { BEYOND, ESCAPED, encoder, escape, escapeSlice, quoted, quoteUnicode, SLICE } from "./escapes.ts";
import { LONGEST_TEXT } from "./options.ts";

/** Bytes that collect before they become text. */
const BLOCK = 2 ** 16;
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

/** The two digits of 0 to 99, as little-endian pairs of characters. */
const DIGIT_PAIRS: Uint16Array = /* @__PURE__ */ Uint16Array.from(
	{ length: 100 },
	(_, value) => 48 + Math.floor(value / 10) + (48 + (value % 10)) * 256,
);

const NO_BUFFER: Uint8Array<ArrayBuffer> = /* @__PURE__ */ new Uint8Array(0);
const NO_VIEW: DataView = /* @__PURE__ */ new DataView(NO_BUFFER.buffer);

/** Text that is written again and again, and its bytes, made when they are first wanted. */
export class Separator {
	readonly text: string;
	#bytes: Uint8Array | undefined;

	constructor(text: string) {
		this.text = text;
	}
	/** As many as there are characters, unless these are not all ASCII. */
	get bytes(): Uint8Array {
		this.#bytes ??= encoder.encode(this.text);
		return this.#bytes;
	}
}

/** Collects text. Finished text is in `text`; when there is much of it, the end is in a buffer. */
export class TextWriter {
	#text = "";
	/** Characters that are text already. */
	flushed = 0;
	/** Empty as long as the text is small. */
	#buffer = NO_BUFFER;
	#view = NO_VIEW;
	#at = 0;
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
		return this.flushed + this.#at;
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
		this.#append(decodeLongUtf8(this.#buffer, 0, this.#at));
		this.#at = 0;
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
		if (this.#at + bytes > this.#buffer.length) this.#flush();
	}

	/** Writes text as it is. */
	raw(text: string): void {
		if (this.#buffer === NO_BUFFER) {
			this.#add(text);
			return;
		}
		const { length } = text;
		if (length > LONGEST_KEY) {
			this.#flush();
			this.#append(text);
			return;
		}
		this.#reserve(length);
		const buffer = this.#buffer;
		let at = this.#at;
		for (let i = 0; i < length; i++) {
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
		// PERF(bench: json ints): two digits at a time from the back, without a string in between.
		const view = this.#view;
		let end = at + digitCount(rest);
		this.#at = end;
		while (rest >= 100) {
			const hundredth = (rest / 100) | 0;
			end -= 2;
			view.setUint16(end, DIGIT_PAIRS[rest - hundredth * 100] as number, true);
			rest = hundredth;
		}
		if (rest < 10) buffer[at] = 48 + rest;
		else view.setUint16(at, DIGIT_PAIRS[rest] as number, true);
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
		this.#reserve(length * 6 + 2);
		const buffer = this.#buffer;
		const start = this.#at;
		let at = start;
		buffer[at++] = 34;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit < 0x7f && unit >= 0x20 && unit !== 34 && unit !== 92) {
				buffer[at++] = unit;
			} else if (unit > 0x7e && !this.#ascii) {
				this.#unicode(text);
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
	 * @returns how many need none, up to the first that does; nothing is written unless that is all
	 */
	strings(texts: readonly string[], separator: string): number {
		let index = texts.join("").search(ESCAPED);
		if (index >= 0) {
			let clean = 0;
			while (index >= (texts[clean] as string).length) index -= (texts[clean++] as string).length;
			return clean;
		}
		this.#flush();
		this.#append(`"${texts.join(`"${separator}"`)}"`);
		return texts.length;
	}

	/** A string that is not all ASCII, when that needs no escapes. */
	#unicode(text: string): void {
		this.#flush();
		this.#append(quoteUnicode(text, this.#escapeSurrogates));
	}

	/** A string so long that with its escapes it may be longer than any. */
	#parts(text: string): void {
		this.raw('"');
		for (let from = 0, to = 0; from < text.length; from = to) {
			to = sliceEnd(text, from, LONG_PART);
			const writer = new TextWriter(this.#ascii, this.#escapeSurrogates, "", this.#separator, LONGEST_TEXT);
			writer.string(text.slice(from, to));
			this.#flush();
			this.#append(writer.take().slice(1, -1));
		}
		this.raw('"');
	}

	#longString(text: string): void {
		if (text.length > LONG_PART) {
			this.#parts(text);
			return;
		}
		const isClean = !ESCAPED.test(text);
		if (isClean && text.length <= SLICE) {
			// PERF(bench: json strings): the platform copies what needs no escapes.
			this.#reserve(text.length + 2);
			const buffer = this.#buffer;
			const at = this.#at;
			buffer[at] = 34;
			encoder.encodeInto(text, buffer.subarray(at + 1));
			buffer[at + 1 + text.length] = 34;
			this.#at = at + text.length + 2;
			return;
		}
		if (isClean || (text.length >= FAR && !BEYOND.test(text))) {
			this.#flush();
			this.#append(isClean ? `"${text}"` : JSON.stringify(text));
			return;
		}
		if (text.length <= LONG_LOOP) this.#loop = LONG_LOOP;
		if (!this.#ascii) {
			this.#unicode(text);
			return;
		}
		this.raw('"');
		for (let from = 0, to = 0; from < text.length; from = to) {
			to = sliceEnd(text, from, SLICE);
			this.#reserve((to - from) * 6);
			this.#at = escapeSlice(text.substring(from, to), this.#buffer, this.#view, this.#at);
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
		const { words, length } = known;
		if (this.#at + length + 4 > this.#buffer.length) this.#reserve(length + 4);
		// PERF(bench: json records): four characters at a time; what is too many at the end is overwritten.
		const view = this.#view;
		const at = this.#at;
		for (let i = 0; i < words.length; i++) view.setUint32(at + i * 4, words[i] as number, true);
		this.#at = at + length;
	}

	/** Writes a key that is not kept yet, and keeps it if it is one of many. */
	#newKey(key: string, separator: Separator, isNear: boolean): void {
		const isKept = this.#buffer !== NO_BUFFER && key.length <= LONGEST_KEY && ++this.#keyCount < MOST_KEYS;
		if (isKept) this.#reserve(separator.text.length + key.length * 6 + 2 + this.#keySeparator.length);
		let start = this.#at;
		const before = this.flushed;
		this.separator(separator);
		if (!isNear) start = this.#at;
		this.string(key);
		this.raw(this.#keySeparator);
		// Text beyond ASCII went past the buffer.
		if (!isKept || this.flushed !== before) return;
		this.#keys ??= [new Map(), new Map()];
		this.#keys[isNear ? 0 : 1].set(key, encodedKey(this.#buffer.subarray(start, this.#at)));
	}
}

/** A key as it is written, with quotes and separators: as little-endian words, the last one filled up. */
interface EncodedKey {
	readonly words: Uint32Array;
	readonly length: number;
}

function encodedKey(text: Uint8Array): EncodedKey {
	const words = new Uint32Array(Math.ceil(text.length / 4));
	for (let i = 0; i < text.length; i++) {
		words[i >> 2] = (words[i >> 2] as number) | ((text[i] as number) << ((i & 3) * 8));
	}
	return { words, length: text.length };
}

/** The error of text beyond the limit. */
function tooLong(limit: number): LimitError {
	const raise = limit < LONGEST_TEXT ? "raise it with { limits: { text: … } }, or " : "";
	return new LimitError("text", limit, {}, `${raise}use dump() with a sink, which writes text of any length`);
}

/** Where a slice ends that parts no surrogates. */
function sliceEnd(text: string, from: number, length: number): number {
	const end = from + length;
	if (end >= text.length) return text.length;
	return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}

/** Decimal digits of an int from 0 to 999,999,999. */
function digitCount(value: number): number {
	if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
	if (value < 1_000_000) return value < 100_000 ? 5 : 6;
	return value < 100_000_000 ? (value < 10_000_000 ? 7 : 8) : 9;
}
