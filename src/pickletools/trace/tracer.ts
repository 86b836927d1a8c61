import { LimitError, PyError } from "../../errors.ts";
import { ColdOps } from "./cold-ops.ts";
import { findOperand, type OperandSize, readUint, SIZES, TRUNCATED } from "./operand-sizes.ts";
import type { Value } from "./values.ts";

/**
 * Follows a pickle opcode by opcode and tells a listener what a loader would do, without importing, calling or
 * making anything. Constants are not read, and of containers only the first items are kept, so that neither
 * size nor nesting costs more than the bytes that say it.
 */
export class Tracer extends ColdOps {
	/**
	 * Follows one pickle up to STOP, or to where nothing can be told any more.
	 *
	 * @param from where it starts
	 * @param keepMemo whether the memo of the pickle before stays, as in one `Unpickler`
	 */
	run(from: number, keepMemo = false): void {
		this.reset(from, keepMemo);
		try {
			if (this.frames === "skip" && !this.markValues) this.#fast();
			else this.#dropping();
		} catch (error) {
			// A limit; everything else is told as it happens.
			if (!(error instanceof PyError)) throw error;
			this.limit = error instanceof LimitError ? error.message : undefined;
			this.broken(error.message);
		}
	}
	/** The limit that ended the trace. */
	limit: string | undefined;

	/** The loop. Offsets and the stack pointer are local, and given back where another method needs them. */
	#fast(): void {
		const { bytes, limits, strict } = this;
		const { length } = bytes;
		let { stack, sp, memo } = this;
		let pos = this.end;
		let limit = Math.min(length, this.frameEnd);
		const slots = limits.stack;
		for (;;) {
			if (pos >= limit) {
				this.sp = sp;
				if (!this.#atLimit(pos)) return;
				limit = Math.min(length, this.frameEnd);
			}
			if (sp >= slots) throw new LimitError("stack", slots);
			const code = bytes[pos] as number;
			switch (code) {
				// BININT1, BININT2, BININT, BINFLOAT, NONE, NEWTRUE, NEWFALSE
				case 0x4b:
					this.at = pos;
					stack[sp++] = pos;
					pos += 2;
					continue;
				case 0x4d:
					this.at = pos;
					stack[sp++] = pos;
					pos += 3;
					continue;
				case 0x4a:
					this.at = pos;
					stack[sp++] = pos;
					pos += 5;
					continue;
				case 0x47:
					this.at = pos;
					stack[sp++] = pos;
					pos += 9;
					continue;
				case 0x4e:
				case 0x88:
				case 0x89:
					this.at = pos;
					stack[sp++] = pos;
					pos++;
					continue;
				// SHORT_BINUNICODE
				case 0x8c:
					if (strict) break;
					this.at = pos;
					stack[sp++] = pos;
					pos = pos + 1 < length ? pos + 2 + (bytes[pos + 1] as number) : length + 1;
					continue;
				// SHORT_BINBYTES, SHORT_BINSTRING, LONG1
				case 0x43:
				case 0x55:
				case 0x8a:
					this.at = pos;
					stack[sp++] = pos;
					pos = pos + 1 < length ? pos + 2 + (bytes[pos + 1] as number) : length + 1;
					continue;
				// BINUNICODE
				case 0x58:
					if (strict) break;
					this.at = pos;
					stack[sp++] = pos;
					pos = pos + 4 < length ? pos + 5 + readUint(bytes, pos + 1, 4) : length + 1;
					continue;
				// BINBYTES
				case 0x42:
					this.at = pos;
					stack[sp++] = pos;
					pos = pos + 4 < length ? pos + 5 + readUint(bytes, pos + 1, 4) : length + 1;
					continue;
				// BINGET
				case 0x68: {
					const index = bytes[pos + 1] as number;
					if (index >= memo.length) break;
					this.at = pos;
					stack[sp++] = memo[index] as Value;
					pos += 2;
					continue;
				}
				// LONG_BINGET
				case 0x6a: {
					const index = pos + 4 < length ? readUint(bytes, pos + 1, 4) : memo.length;
					if (index >= memo.length) break;
					this.at = pos;
					stack[sp++] = memo[index] as Value;
					pos += 5;
					continue;
				}
				// MEMOIZE
				case 0x94:
					if (sp === 0 || this.sparse !== undefined || memo.length >= limits.memo) break;
					if (this.marks.length > 0 && (this.marks[this.marks.length - 1] as number) >= sp) break;
					this.at = pos;
					memo.push(stack[sp - 1] as Value);
					pos++;
					continue;
				// BINPUT, LONG_BINPUT
				case 0x71:
				case 0x72: {
					if (sp === 0 || this.sparse !== undefined || memo.length >= limits.memo || pos + 4 >= length) break;
					if (this.marks.length > 0 && (this.marks[this.marks.length - 1] as number) >= sp) break;
					const index = code === 0x71 ? (bytes[pos + 1] as number) : readUint(bytes, pos + 1, 4);
					if (index !== memo.length) break;
					this.at = pos;
					memo.push(stack[sp - 1] as Value);
					pos += code === 0x71 ? 2 : 5;
					continue;
				}
				// MARK
				case 0x28:
					this.at = pos;
					this.sp = sp;
					this.mark();
					pos++;
					continue;
				default:
			}
			this.at = pos;
			this.sp = sp;
			const size = SIZES[code];
			const { place } = this;
			if (size?.bare === true) this.end = pos + 1;
			else {
				const wrong = size === undefined ? noOpcode(code) : findOperand(bytes, pos, size, place);
				if (wrong !== undefined) {
					this.fail(wrong, pos);
					return;
				}
				this.end = place.next;
				if (place.unended) this.broken(TRUNCATED);
				if (place.next > limit && code !== 0x95) this.#crosses(place.next);
			}
			this.step(code);
			if (this.stopped || (this.haltedAt !== undefined && this.listener.halt(this))) return;
			({ stack, sp, memo } = this);
			pos = this.end;
			limit = Math.min(length, this.frameEnd);
		}
	}

	/** The treatment of the end of the bytes or the frame; false ends the trace. */
	#atLimit(pos: number): boolean {
		if (pos > this.bytes.length) {
			this.fail(TRUNCATED, this.at);
			return false;
		}
		if (pos > this.frameEnd) this.#crosses(pos);
		if (pos >= this.frameEnd) this.frameEnd = Number.POSITIVE_INFINITY;
		if (pos < this.bytes.length) return true;
		this.at = pos;
		this.end = pos;
		this.fail(ENDED, pos);
		return false;
	}
	#crosses(next: number): void {
		if (next <= this.frameEnd) return;
		this.misframed("the opcode ends after its frame");
		this.frameEnd = Number.POSITIVE_INFINITY;
	}

	/** The loop of readers that drop what is left of a frame when a read crosses its end. */
	#dropping(): void {
		const { bytes, place } = this;
		for (let pos = this.end; ; pos = this.end) {
			if (pos >= this.frameEnd) this.frameEnd = Number.POSITIVE_INFINITY;
			this.at = pos;
			const code = bytes[pos];
			const size = code === undefined ? undefined : SIZES[code];
			if (code === undefined || size === undefined) {
				this.fail(code === undefined ? ENDED : noOpcode(code), pos);
				return;
			}
			const wrong = this.#place(pos, code, size);
			if (wrong !== undefined) {
				this.fail(wrong, pos);
				return;
			}
			this.end = place.next;
			this.step(code);
			if (this.stopped || (this.haltedAt !== undefined && this.listener.halt(this))) return;
		}
	}
	/** Finds an operand read by read. */
	#place(at: number, code: number, size: OperandSize): string | undefined {
		const { bytes, place } = this;
		if (size.lines > 0) {
			let start = at + 1;
			let end = at;
			for (let line = 0; line < size.lines; line++) {
				end = bytes.indexOf(0x0a, start);
				if (end >= this.frameEnd || (end === -1 && this.frameEnd < bytes.length)) {
					start = this.frameEnd;
					this.frameEnd = Number.POSITIVE_INFINITY;
					end = bytes.indexOf(0x0a, start);
				}
				if (end === -1) return TRUNCATED;
				if (line === 0) {
					place.from = start;
					place.firstTo = end;
					place.second = end + 1;
				} else place.second = start;
				start = end + 1;
			}
			place.to = end;
			place.next = end + 1;
			return undefined;
		}
		const header = this.#fetch(at + 1, size.header);
		if (header + size.header > bytes.length) return TRUNCATED;
		place.from = header;
		place.to = header + size.header;
		place.next = place.to;
		if (!size.counted) return undefined;
		let length = readUint(bytes, header, size.header);
		if (size.signed && length >= 2 ** 31) length -= 2 ** 32;
		if (length < 0) return `the byte count is negative: ${length}`;
		const whole = this.frames === "drop" && (code === 0x42 || code === 0x43 || code === 0x8e || code === 0x96);
		if (whole && place.to + length > this.frameEnd) this.frameEnd = Number.POSITIVE_INFINITY;
		const from = whole ? place.to : this.#fetch(place.to, length);
		if (from + length > bytes.length) return TRUNCATED;
		place.from = from;
		place.to = from + length;
		place.next = place.to;
		return undefined;
	}
	/** Where a read of so many bytes takes them. */
	#fetch(at: number, length: number): number {
		if (at >= this.frameEnd) this.frameEnd = Number.POSITIVE_INFINITY;
		if (at + length <= this.frameEnd) return at;
		const from = this.frameEnd;
		this.frameEnd = Number.POSITIVE_INFINITY;
		return from;
	}

	/** Notes that nothing more can be read. */
	private fail(message: string, at: number): void {
		this.at = at;
		this.halt(message);
		this.end = Math.min(this.end, this.bytes.length);
	}
}

/** The error of a pickle that is cut between two opcodes. */
export const ENDED = "the pickle ends before STOP";

function noOpcode(code: number): string {
	return `no opcode has the byte 0x${code.toString(16).padStart(2, "0")}`;
}
