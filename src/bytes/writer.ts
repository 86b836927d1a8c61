import { writeUtf8 } from "./utf8.ts";

/** A larger buffer is not kept for the next output. */
const KEPT = 1 << 16;

/**
 * From so many bytes on a buffer is kept as a chunk, and a new one begun, rather than made larger: each doubling touches
 * fresh memory, which costs more than what is written in it.
 */
export const FULL = 1 << 20;
/** How large the next buffer is then: the writer is asked at times only, and a little comes on top. */
const NEXT = FULL + (1 << 17);

/**
 * A growing buffer of bytes. Complete chunks may be taken out at any time, so that a long output never is in memory
 * whole.
 */
export class Writer {
	/** The buffer; valid up to `pos`. It may be replaced by {@link reserve}. */
	bytes: Uint8Array<ArrayBuffer>;
	view: DataView<ArrayBuffer>;
	/** Where the next byte goes. */
	pos = 0;
	/** Complete chunks before what is in the buffer. */
	#chunks: Uint8Array<ArrayBuffer>[] = [];
	/** Bytes in the chunks that are still here. */
	#flushed = 0;
	/** Bytes in chunks that have been taken. */
	#taken = 0;

	constructor(capacity = 256) {
		this.bytes = new Uint8Array(capacity);
		this.view = new DataView(this.bytes.buffer);
	}

	/** Bytes in complete chunks that wait to be taken, and in the buffer. */
	get length(): number {
		return this.#flushed + this.pos;
	}
	/** Bytes that have been written in all, those that were taken included. */
	get position(): number {
		return this.#taken + this.#flushed + this.pos;
	}
	/** Bytes in complete chunks that wait to be taken. */
	get flushed(): number {
		return this.#flushed;
	}

	/** Makes room for so many bytes more. Call it before `bytes` or `view` is read: both may change. */
	reserve(count: number): void {
		if (this.pos + count > this.bytes.length) this.#grow(count);
	}
	#grow(count: number): void {
		const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.pos + count));
		grown.set(this.bytes.subarray(0, this.pos));
		this.bytes = grown;
		this.view = new DataView(grown.buffer);
	}

	u8(value: number): void {
		this.reserve(1);
		this.bytes[this.pos++] = value;
	}
	/** An opcode and one byte. */
	u8u8(opcode: number, value: number): void {
		this.reserve(2);
		this.bytes[this.pos++] = opcode;
		this.bytes[this.pos++] = value;
	}
	/** An opcode and an unsigned number: of one byte after the first opcode, else of four after the second. */
	sized(short: number, long: number, value: number): void {
		if (value < 256) {
			this.u8u8(short, value);
			return;
		}
		this.reserve(5);
		this.bytes[this.pos] = long;
		this.view.setUint32(this.pos + 1, value, true);
		this.pos += 5;
	}
	/** An opcode and an unsigned 64-bit number. */
	u8u64(opcode: number, value: number): void {
		this.reserve(9);
		this.bytes[this.pos] = opcode;
		this.view.setUint32(this.pos + 1, value % 0x100000000, true);
		this.view.setUint32(this.pos + 5, Math.floor(value / 0x100000000), true);
		this.pos += 9;
	}
	/** Text of ASCII characters. */
	ascii(text: string): void {
		this.reserve(text.length);
		for (let i = 0; i < text.length; i++) this.bytes[this.pos++] = text.charCodeAt(i);
	}
	/** Text as UTF-8, lone surrogates included. */
	utf8(text: string): void {
		this.reserve(text.length * 3);
		this.pos = writeUtf8(text, this.bytes, this.pos);
	}
	/** Bytes, copied. */
	raw(bytes: Uint8Array): void {
		this.reserve(bytes.length);
		this.bytes.set(bytes, this.pos);
		this.pos += bytes.length;
	}
	/** Many bytes, kept as a chunk of their own; they must not change before the output is taken. */
	rawLarge(bytes: Uint8Array): void {
		this.flush();
		this.#chunks.push(bytes as Uint8Array<ArrayBuffer>);
		this.#flushed += bytes.length;
	}

	/** Keeps a buffer of {@link FULL} bytes and more as a chunk, without copying it, and begins another. */
	spill(): void {
		if (this.pos < FULL) return;
		this.#chunks.push(this.bytes.subarray(0, this.pos));
		this.#flushed += this.pos;
		this.pos = 0;
		this.bytes = new Uint8Array(NEXT);
		this.view = new DataView(this.bytes.buffer);
	}
	/** Makes what is in the buffer a complete chunk. */
	flush(): void {
		if (this.pos === 0) return;
		this.#chunks.push(this.bytes.slice(0, this.pos));
		this.#flushed += this.pos;
		this.pos = 0;
	}
	/** Lets go of everything that has been written. */
	clear(): void {
		this.pos = 0;
		this.#chunks = [];
		this.#flushed = 0;
		this.#taken = 0;
		if (this.bytes.length <= KEPT) return;
		this.bytes = new Uint8Array(256);
		this.view = new DataView(this.bytes.buffer);
	}
	/** Takes the complete chunks out. */
	takeChunks(): Uint8Array<ArrayBuffer>[] {
		const chunks = this.#chunks;
		this.#chunks = [];
		this.#taken += this.#flushed;
		this.#flushed = 0;
		return chunks;
	}
	/** Everything that has been written and not taken, as one array. */
	join(): Uint8Array<ArrayBuffer> {
		if (this.#chunks.length === 0) return this.bytes.slice(0, this.pos);
		const joined = new Uint8Array(this.length);
		let at = 0;
		for (const chunk of [...this.#chunks, this.bytes.subarray(0, this.pos)]) {
			joined.set(chunk, at);
			at += chunk.length;
		}
		return joined;
	}
}
