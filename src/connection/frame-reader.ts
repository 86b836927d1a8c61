/** Cuts a stream of bytes into messages, each after its length. */
import { LimitError, OSError } from "../errors.ts";

/**
 * How a message's length is written before it: four bytes, big-endian (`SocketHandler` of `logging`, Graphite), or those of
 * `multiprocessing.connection`, where -1 says that eight bytes with the length of a longer message follow.
 */
export type FrameLength = "u32be" | "i32be+i64be";

/** Bytes that a message gets before they have come; one that is longer grows with what comes. */
const FIRST = 1 << 16;
const MOST_SHORT = 0x7fff_ffff;

/** Collects the bytes of one message after another. */
export class FrameReader {
	readonly #form: FrameLength;
	readonly #limit: number;
	readonly #header = new Uint8Array(12);
	/** Bytes of the header that have come, and how many it has. */
	#headerFilled = 0;
	#headerLength = 4;
	/** Length of the message being read; -1 in a header. */
	#length = -1;
	#body = new Uint8Array(0);
	#filled = 0;
	#chunk = new Uint8Array(0);
	#at = 0;
	/** Memory of this reader's own, in which chunks are joined. */
	#room = new Uint8Array(0);

	/**
	 * @param form how lengths are written
	 * @param limit most bytes of one message
	 */
	constructor(form: FrameLength, limit: number) {
		this.#form = form;
		this.#limit = limit;
	}

	/** Bytes that were pushed and not taken yet. */
	get buffered(): number {
		return this.#chunk.length - this.#at;
	}
	/** Whether the bytes so far end within a message. */
	get inside(): boolean {
		return this.#headerFilled > 0 || this.#length >= 0;
	}

	/** Adds bytes, which may end anywhere. */
	push(chunk: Uint8Array): void {
		const rest = this.#chunk.subarray(this.#at);
		this.#at = 0;
		if (rest.length === 0) {
			this.#chunk = chunk as Uint8Array<ArrayBuffer>;
			return;
		}
		// Many small chunks that nobody takes are each copied once, as there is room for as much again.
		const total = rest.length + chunk.length;
		const { buffer, byteOffset } = rest;
		const fits = buffer === this.#room.buffer && byteOffset + total <= buffer.byteLength;
		if (!fits) this.#room = new Uint8Array(total * 2);
		const start = fits ? byteOffset : 0;
		if (!fits) this.#room.set(rest);
		this.#room.set(chunk, start + rest.length);
		this.#chunk = this.#room.subarray(start, start + total);
	}

	/**
	 * The next message, in an array of its own.
	 *
	 * @param limit most bytes of it, where the caller has less room than the reader's own limit
	 * @returns undefined until all its bytes are there
	 * @throws LimitError (`limit`) before a message that is longer than the limit is read
	 * @throws OSError (`source`) for a length below zero, with Python's message
	 */
	next(limit: number = this.#limit): Uint8Array | undefined {
		if (this.#length < 0 && !this.#readHeader()) return undefined;
		if (this.#length > limit) {
			if (limit < this.#limit) throw new OSError("bad message length", { code: "source" });
			throw new LimitError("message", this.#limit);
		}
		this.#fill();
		if (this.#filled < this.#length) return undefined;
		const message = this.#body;
		this.#length = -1;
		this.#body = new Uint8Array(0);
		this.#filled = 0;
		return message;
	}

	#readHeader(): boolean {
		for (;;) {
			while (this.#headerFilled < this.#headerLength) {
				if (this.buffered === 0) return false;
				this.#header[this.#headerFilled++] = this.#chunk[this.#at++] as number;
			}
			const view = new DataView(this.#header.buffer);
			if (this.#headerLength === 12) this.#length = Number(view.getBigUint64(4));
			else if (this.#form === "u32be") this.#length = view.getUint32(0);
			else if (view.getInt32(0) === -1) {
				this.#headerLength = 12;
				continue;
			} else this.#length = view.getInt32(0);
			this.#headerFilled = 0;
			this.#headerLength = 4;
			if (this.#length < 0) throw new OSError("invalid message length", { code: "source" });
			this.#body = new Uint8Array(Math.min(this.#length, FIRST));
			return true;
		}
	}

	/** Moves what has come into the message, whose array grows to twice its size and never beyond the message. */
	#fill(): void {
		while (this.#filled < this.#length && this.buffered > 0) {
			if (this.#filled === this.#body.length) {
				const larger = new Uint8Array(Math.min(this.#length, this.#body.length * 2));
				larger.set(this.#body);
				this.#body = larger;
			}
			const count = Math.min(this.#body.length - this.#filled, this.buffered);
			this.#body.set(this.#chunk.subarray(this.#at, this.#at + count), this.#filled);
			this.#filled += count;
			this.#at += count;
		}
	}
}

/**
 * The bytes to write before a message.
 *
 * @param length bytes of the message
 * @param form how lengths are written
 * @throws OSError (`sink`) for a length that the form cannot hold
 */
export function frameHeader(length: number, form: FrameLength): Uint8Array {
	const long = form === "i32be+i64be" && length > MOST_SHORT;
	if (form === "u32be" && length > 0xffff_ffff) {
		throw new OSError("a message of 4 GiB or more has no length of four bytes", { code: "sink" });
	}
	const header = new Uint8Array(long ? 12 : 4);
	const view = new DataView(header.buffer);
	if (long) {
		view.setInt32(0, -1);
		view.setBigUint64(4, BigInt(length));
	} else view.setUint32(0, length);
	return header;
}
