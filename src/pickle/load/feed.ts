import type { Reader } from "../../bytes/reader.ts";
import { LimitError } from "../../errors.ts";
import { run } from "./fast/loop.ts";
import type { Loader } from "./loader.ts";

/** No platform is sure to have longer arrays of bytes. */
const MOST_BYTES = 2 ** 32;
/** The room of a large operand at first, and how many times that when it is full: one copy for all up to a GiB. */
const FIRST_ROOM = 2 ** 23;
const GROWTH = 128;

/**
 * Feeds a machine with chunks of any size. The machine is entered only when what it lacks has come, so the
 * work is linear in the bytes however they are cut.
 */
export class Feed {
	readonly #machine: Loader;
	readonly #reader: Reader;
	/** Chunks that came since the machine was last entered. */
	#pending: Uint8Array[] = [];
	#pendingBytes = 0;
	/** Whether a newline has come for the line that is wanted. */
	#newline = false;
	/** The large operand that is being filled, and how far it is. */
	#operand: Uint8Array<ArrayBuffer> | undefined;
	#filled = 0;

	constructor(machine: Loader) {
		this.#machine = machine;
		this.#reader = machine.reader;
		this.#reader.final = false;
		this.#reader.lack(1);
	}

	/** At least how many more bytes are needed before the machine can go on; what exact sources are asked for. */
	get wanted(): number {
		const reader = this.#reader;
		const available = reader.end - reader.pos + this.#pendingBytes;
		if (reader.wantsOperand && available >= reader.wanted) return reader.operandLength - this.#filled;
		return Math.max(1, reader.wanted - available);
	}

	/** Whether what is needed is a line, so that a source that can find its end itself may be asked for it. */
	get wantsLine(): boolean {
		return this.#reader.wantsLine && !this.#newline;
	}

	/** Takes a chunk; it must not change until the machine is done with it. */
	push(chunk: Uint8Array): void {
		const reader = this.#reader;
		if (reader.wantsOperand) {
			this.#fill(chunk);
			return;
		}
		if (reader.wantsLine && !this.#newline) {
			// The bytes that were there when the line was found to lack its end have been searched.
			this.#newline = chunk.indexOf(0x0a) !== -1;
		}
		this.#pending.push(chunk);
		this.#pendingBytes += chunk.length;
		if (!this.ready) this.#machine.checkGathered(this.#pendingBytes);
	}

	/**
	 * Gathers the large operand in the array that will be the value; it grows as bytes come, not as they are declared. A
	 * page of memory that is not filled yet is not the machine's yet, so that large steps cost less of it than small ones, which are
	 * copied more often.
	 */
	#fill(chunk: Uint8Array): void {
		const length = this.#reader.operandLength;
		this.#operand ??= this.#startOperand();
		const room = length - this.#filled;
		const part = chunk.length <= room ? chunk : chunk.subarray(0, room);
		this.#machine.checkGathered(this.#filled + part.length);
		if (this.#filled + part.length > MOST_BYTES) throw new LimitError("memory", this.#machine.limits.memory);
		if (this.#filled + part.length > this.#operand.length) {
			const grown = new Uint8Array(
				Math.min(length, MOST_BYTES, Math.max(this.#operand.length * GROWTH, this.#filled + part.length)),
			);
			grown.set(this.#operand.subarray(0, this.#filled));
			this.#operand = grown;
		}
		this.#operand.set(part, this.#filled);
		this.#filled += part.length;
		if (part.length < chunk.length) {
			this.#pending.push(chunk.subarray(part.length));
			this.#pendingBytes += chunk.length - part.length;
		}
	}
	#startOperand(): Uint8Array<ArrayBuffer> {
		const reader = this.#reader;
		const start = reader.pos + reader.wanted;
		const there = reader.bytes.subarray(start, reader.end);
		const operand = new Uint8Array(Math.min(reader.operandLength, Math.max(FIRST_ROOM, there.length)));
		operand.set(there);
		this.#filled = there.length;
		reader.end = start;
		return operand;
	}

	/** Whether entering the machine is worth while. */
	get ready(): boolean {
		const reader = this.#reader;
		if (reader.wantsOperand) return this.#filled === reader.operandLength && this.#operand !== undefined;
		if (reader.wantsLine) return this.#newline;
		return reader.end - reader.pos + this.#pendingBytes >= reader.wanted;
	}

	/** Says that no more bytes will come: what lacks now is truncated. */
	end(): void {
		if (this.#operand !== undefined) {
			// The operand is cut short; the machine says so.
			this.#operand = undefined;
			this.#filled = 0;
		}
		this.#reader.final = true;
	}

	/**
	 * Enters the machine.
	 *
	 * @returns true when STOP was met
	 */
	run(): boolean {
		this.#gather();
		const done = run(this.#machine);
		if (done && !this.#reader.final) this.#reader.lack(1);
		return done;
	}

	/** Puts what is left and what has come under the reader's cursor, copying what is left only. */
	#gather(): void {
		const reader = this.#reader;
		if (this.#operand !== undefined) {
			reader.operand = this.#operand;
			this.#operand = undefined;
			this.#filled = 0;
			// The header must stay readable; what came after the operand follows it.
		}
		this.#newline = false;
		if (this.#pendingBytes === 0) return;
		const left = reader.bytes.subarray(reader.pos, reader.end);
		const base = reader.base + reader.pos;
		const first = this.#pending[0] as Uint8Array;
		if (left.length === 0 && this.#pending.length === 1) {
			reader.reset(first, base);
		} else {
			const joined = new Uint8Array(left.length + this.#pendingBytes);
			joined.set(left);
			let at = left.length;
			for (const chunk of this.#pending) {
				joined.set(chunk, at);
				at += chunk.length;
			}
			reader.reset(joined, base);
		}
		this.#pending = [];
		this.#pendingBytes = 0;
	}

	/** The bytes after the last one used. */
	rest(): Uint8Array {
		this.#gather();
		return this.#reader.bytes.slice(this.#reader.pos, this.#reader.end);
	}
	/** Whether any byte has come that is not used. */
	get hasRest(): boolean {
		return this.#reader.end - this.#reader.pos + this.#pendingBytes > 0;
	}
}
