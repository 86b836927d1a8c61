/** Where the text that is being written collects: UTF-8 as bytes, since the platform turns those into text fastest. */
import { longAsciiText } from "../../bytes/fast/native-text.ts";
import { decodeLongUtf8 } from "../../bytes/utf8.ts";
import { takeIdle } from "../../kept.ts";
import { LONGEST_TEXT, tooLong } from "../options.ts";
import { encoder } from "./escapes.ts";
import { writeInt } from "./int-digits.ts";

/** Bytes that collect before they become text; more once there is much text, since V8 moves what is smaller about. */
const BLOCK = 2 ** 16;
/** A block that is full to half of {@link BLOCK} is long enough for {@link longAsciiText}. */
const LARGEST_BLOCK = 2 ** 20 + BLOCK;
/** The first block. */
const FIRST_BLOCK = 2 ** 12;
/** Text up to this long is put together as text, since making a buffer for it would cost more. */
const SMALL_TEXT = 2 ** 11;
/** A block that was used and is free, of at most {@link BLOCK} bytes. */
const spare: (Uint8Array<ArrayBuffer> | undefined)[] = [];

export const NO_BUFFER: Uint8Array<ArrayBuffer> = /* @__PURE__ */ new Uint8Array(0);
const NO_VIEW: DataView = /* @__PURE__ */ new DataView(NO_BUFFER.buffer);

/** The longest text that is copied byte by byte. */
export const LONGEST_KEY = 64;

/** Text that is written again and again, and its bytes, made when they are first wanted. */
export class Separator {
	readonly text: string;
	#ascii: Uint8Array | undefined;

	constructor(text: string) {
		this.text = text;
	}
	/** The bytes to be copied; none where it is long or not all ASCII. */
	get ascii(): Uint8Array {
		return this.#ascii ?? this.#encode();
	}
	#encode(): Uint8Array {
		const bytes = encoder.encode(this.text);
		this.#ascii = bytes.length === this.text.length && bytes.length <= LONGEST_KEY ? bytes : new Uint8Array(0);
		return this.#ascii;
	}
}

/** Collects text. Finished text is a string; when there is much of it, the end is in a buffer. */
export class TextBuffer {
	#text = "";
	/** Characters that are text already. */
	flushed = 0;
	/** Empty as long as the text is small. */
	protected buffer = NO_BUFFER;
	protected view = NO_VIEW;
	protected at = 0;
	/** By how many the bytes in the buffer are more than their characters. */
	protected surplus = 0;
	readonly #limit: number;

	/** @param limit the most text between two calls of {@link take} */
	constructor(limit: number) {
		this.#limit = Math.min(limit, LONGEST_TEXT);
	}

	/** Characters that have been written since {@link take}. */
	get length(): number {
		return this.flushed + this.at - this.surplus;
	}

	/** Returns the text that has been written, and begins anew. */
	take(): string {
		this.flush();
		const text = this.#text;
		this.#text = "";
		this.flushed = 0;
		// PERF(bench: iterencode): after one string that needed a block the next ones are as small as before.
		if (text.length <= SMALL_TEXT) this.#leaveBlock();
		return text;
	}

	/** As {@link take}, when nothing more will be written. */
	end(): string {
		const text = this.take();
		this.#leaveBlock();
		return text;
	}
	#leaveBlock(): void {
		if (this.buffer === NO_BUFFER) return;
		// PERF(bench: families, messages): V8 takes longer to make a block than to fill it with a small text.
		if (this.buffer.length <= BLOCK) spare[0] = this.buffer;
		this.setBuffer(NO_BUFFER);
	}

	protected flush(): void {
		if (this.at === 0) return;
		const ascii = this.surplus === 0 ? longAsciiText(this.buffer, this.at) : undefined;
		this.#append(ascii ?? decodeLongUtf8(this.buffer, 0, this.at));
		this.at = 0;
		this.surplus = 0;
	}
	/** Adds text past the buffer. */
	protected past(text: string): void {
		this.flush();
		this.#append(text);
	}
	#append(text: string): void {
		this.flushed += text.length;
		if (this.flushed > this.#limit) throw tooLong(this.#limit);
		this.#text += text;
	}

	/** Adds to a small text, which may end its being small. */
	protected add(text: string): void {
		this.#append(text);
		if (this.flushed > SMALL_TEXT) this.begin();
	}
	/** Takes a block to write into. */
	protected begin(): void {
		this.setBuffer(takeIdle(spare, 0) ?? new Uint8Array(FIRST_BLOCK));
	}
	protected setBuffer(buffer: Uint8Array<ArrayBuffer>): void {
		this.buffer = buffer;
		this.view = new DataView(buffer.buffer);
	}

	/**
	 * Makes room for so many bytes, at most half a block.
	 *
	 * @param blocks how much text there is before blocks become larger. Default: 8
	 */
	protected reserve(bytes: number, blocks = 8): void {
		if (this.at + bytes <= this.buffer.length) return;
		if (this.buffer.length < BLOCK) {
			const old = this.buffer.subarray(0, this.at);
			// Filling a whole block with zeros takes as long as a middling text.
			const next = this.buffer.length * 4;
			this.setBuffer(new Uint8Array(this.at + bytes <= next && next < BLOCK ? next : BLOCK));
			this.buffer.set(old);
		}
		const { length } = this.buffer;
		if (this.at + bytes <= length) return;
		this.flush();
		if (length === LARGEST_BLOCK || this.flushed < length * blocks) return;
		this.setBuffer(new Uint8Array(length === BLOCK ? BLOCK * 4 : LARGEST_BLOCK));
	}

	/** Writes text as it is. */
	raw(text: string): void {
		if (this.buffer === NO_BUFFER) {
			this.add(text);
			return;
		}
		const { length } = text;
		if (length > LONGEST_KEY) {
			this.past(text);
			return;
		}
		if (this.at + length > this.buffer.length) this.reserve(length);
		const buffer = this.buffer;
		let at = this.at;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			if (unit > 0x7f) {
				this.past(text);
				return;
			}
			buffer[at++] = unit;
		}
		this.at = at;
	}

	/** Writes what is between values. */
	separator(separator: Separator): void {
		const bytes = this.buffer === NO_BUFFER ? NO_BUFFER : separator.ascii;
		const { length } = bytes;
		if (length === 0) {
			this.raw(separator.text);
			return;
		}
		if (this.at + length > this.buffer.length) this.reserve(length);
		const buffer = this.buffer;
		const at = this.at;
		for (let i = 0; i < length; i++) buffer[at + i] = bytes[i] as number;
		this.at = at + length;
	}

	/**
	 * Writes the ints of up to nine digits that follow each other in a list, with a separator before each but the first.
	 * PERF(bench: json ints): a loop over local variables; a call for each took a fifth more.
	 *
	 * @param from the index of the first
	 * @param most how many at most
	 * @returns how many; 0 for the caller to write the item by itself
	 */
	ints(items: readonly unknown[], from: number, most: number, separator: Separator): number {
		const bytes = this.buffer === NO_BUFFER ? NO_BUFFER : separator.ascii;
		const { length } = bytes;
		if (length === 0) return 0;
		const end = Math.min(items.length, from + most);
		let i = from;
		let at = this.at;
		for (; i < end; i++) {
			const value = items[i];
			if (typeof value !== "number") break;
			let rest = value | 0;
			if (rest !== value || rest > 999_999_999 || rest < -999_999_999 || (rest === 0 && Object.is(value, -0))) break;
			if (at + length + 10 > this.buffer.length) {
				this.at = at;
				this.reserve(length + 10);
				at = this.at;
			}
			const buffer = this.buffer;
			if (i > from) {
				for (let k = 0; k < length; k++) buffer[at++] = bytes[k] as number;
			}
			if (rest < 0) {
				buffer[at++] = 45;
				rest = -rest;
			}
			at = writeInt(rest, buffer, this.view, at);
		}
		this.at = at;
		return i - from;
	}

	/** Writes an int that is a safe one. */
	int(value: number): void {
		let rest = value | 0;
		if (rest !== value || rest > 999_999_999 || rest < -999_999_999 || this.buffer === NO_BUFFER) {
			this.raw(String(value));
			return;
		}
		if (this.at + 10 > this.buffer.length) this.reserve(10);
		const buffer = this.buffer;
		let at = this.at;
		if (rest < 0) {
			buffer[at++] = 45;
			rest = -rest;
		}
		this.at = writeInt(rest, buffer, this.view, at);
	}
}
