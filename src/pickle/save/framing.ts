/** Frames (PEP 3154): from protocol 4 on, opcodes come in blocks of about 64 KiB with their length in front. */
import { FULL, type Writer } from "../../bytes/writer.ts";
import { FRAME } from "../opcodes.ts";

/** A frame is closed at the first object that starts beyond this many bytes. */
export const FRAME_SIZE_TARGET = 64 * 1024;
/** Shorter frames are written without header. */
const FRAME_SIZE_MIN = 4;
const HEADER = 9;

/** The frame being written, if any. */
export class Framer {
	readonly #out: Writer;
	readonly #streaming: boolean;
	/** CPython 3.6 gave every frame its header, and kept large bytes in their frame. */
	readonly #old: boolean;
	/** Whether frames are written at all right now. */
	#enabled = false;
	/** Where the header of the open frame is in the buffer, or -1. */
	#start = -1;

	/** From which position in the buffer on {@link boundary} has something to do. */
	limit: number;

	constructor(out: Writer, streaming: boolean, old: boolean) {
		this.#out = out;
		this.#streaming = streaming;
		this.#old = old;
		this.limit = this.#noFrame;
	}
	get #noFrame(): number {
		// Without frames a stream leaves in pieces of the same size.
		return this.#streaming ? FRAME_SIZE_TARGET : FULL;
	}

	/** Frames what follows. */
	begin(): void {
		this.#enabled = true;
		this.#start = -1;
		this.#open();
	}
	#open(): void {
		if (!this.#enabled) return;
		this.#out.reserve(HEADER);
		this.#start = this.#out.pos;
		this.#out.pos += HEADER;
		this.limit = this.#out.pos + FRAME_SIZE_TARGET;
	}
	/** Between objects: once the position is at the {@link limit}, closes the frame. */
	boundary(): void {
		if (this.#out.pos >= this.limit) this.#cross();
	}
	#cross(): void {
		// Without frames there is a limit too, so that what is complete leaves the buffer.
		const isFramed = this.#start !== -1;
		if (isFramed) this.close();
		if (this.#streaming) this.#out.flush();
		else this.#out.spill();
		if (isFramed) this.#open();
	}
	/** Closes the open frame. */
	close(): void {
		const start = this.#start;
		if (start === -1) return;
		const out = this.#out;
		const length = out.pos - start - HEADER;
		if (length >= FRAME_SIZE_MIN || (this.#old && length > 0)) {
			out.bytes[start] = FRAME;
			out.view.setUint32(start + 1, length % 0x100000000, true);
			out.view.setUint32(start + 5, Math.floor(length / 0x100000000), true);
		} else {
			out.bytes.copyWithin(start, start + HEADER, out.pos);
			out.pos -= HEADER;
		}
		this.#start = -1;
		this.limit = this.#noFrame;
	}
	/** Ends the pickle's frames. */
	end(): void {
		this.close();
		this.#enabled = false;
	}
	/** Ends the frame for what is not an opcode, and begins another after it. */
	interrupt(write: () => void): void {
		this.close();
		write();
		if (this.#streaming) this.#out.flush();
		this.#open();
	}
	/**
	 * Writes a header and a payload outside of any frame, as CPython does with bytes and text of 64 KiB and more.
	 */
	outside(header: () => void, payload: Uint8Array): void {
		if (this.#old) {
			header();
			this.#out.raw(payload);
			return;
		}
		this.close();
		header();
		this.#out.rawLarge(payload);
		if (this.#streaming) this.#out.flush();
		this.#open();
	}
}
