import { UnpicklingError } from "../errors.ts";
import { copyOf } from "./fast/copy.ts";

/** Operands longer than this are not gathered with what surrounds them; see {@link Reader.lackOperand}. */
export const LARGE_OPERAND = 1 << 16;

/** A reader's answer when bytes are missing: the opcode is to be entered again once they are there. */
export const INCOMPLETE = true;

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);
const NO_VIEW = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(0));

/**
 * A bounds-checked cursor over the bytes that are there. It serves whole byte arrays and streams alike:
 * when more may come (`final` is false), a read that lacks bytes notes what it wants and says so, and
 * nothing has been consumed.
 */
export class Reader {
	bytes: Uint8Array = NO_BYTES;
	view: DataView = NO_VIEW;
	/** Next byte to read. */
	pos = 0;
	/** One after the last byte that is there. */
	end = 0;
	/** Offset in the whole input of the byte at 0. */
	base = 0;
	/** Whether no more bytes will come. */
	final = true;
	/** How many bytes from `pos` on the last lacking read wants. */
	wanted = 0;
	/** Whether the last lacking read wants a newline, wherever it is. */
	wantsLine = false;
	/** Whether `wanted` counts one large operand, to be gathered in an array of its own. */
	wantsOperand = false;
	/** The gathered large operand, ready to be taken. */
	operand: Uint8Array<ArrayBuffer> | undefined;

	/** Puts other bytes under the cursor; `base` is where they start in the whole input. */
	reset(bytes: Uint8Array, base: number): void {
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.pos = 0;
		this.end = bytes.length;
		this.base = base;
	}

	/** Lets go of the bytes. */
	clear(): void {
		this.bytes = NO_BYTES;
		this.view = NO_VIEW;
		this.pos = 0;
		this.end = 0;
		this.base = 0;
		this.operand = undefined;
	}

	/**
	 * Says that `count` bytes from `pos` on are not all there.
	 *
	 * @returns {@link LACKS} when more may come
	 * @throws UnpicklingError (`truncated`) when not
	 */
	lack(count: number): typeof INCOMPLETE {
		if (this.final) throw truncated();
		this.wanted = count;
		this.wantsLine = false;
		this.wantsOperand = false;
		return INCOMPLETE;
	}
	/** As {@link lack}, for the line that starts at `pos + skip`. */
	lackLine(skip: number): typeof INCOMPLETE {
		if (this.final) throw truncated();
		this.wanted = skip + 1;
		this.wantsLine = true;
		this.wantsOperand = false;
		return INCOMPLETE;
	}
	/**
	 * As {@link lack}, for an operand of `length` bytes after `header` bytes. Long ones are gathered as they
	 * come, straight into the array that will be the value.
	 */
	lackOperand(header: number, length: number): typeof INCOMPLETE {
		if (length <= LARGE_OPERAND || this.final) return this.lack(header + length);
		this.wanted = header;
		this.wantsLine = false;
		this.wantsOperand = true;
		this.operandLength = length;
		return INCOMPLETE;
	}
	/** Length of the large operand that is wanted. */
	operandLength = 0;

	/**
	 * Takes an operand as a copy that belongs to the caller.
	 *
	 * @param header how many bytes of the opcode stand between `pos` and the operand
	 * @param length length of the operand
	 * @returns the bytes, with `pos` after them; undefined when they are not all there yet
	 */
	takeOperand(header: number, length: number): Uint8Array<ArrayBuffer> | undefined {
		const gathered = this.operand;
		if (gathered !== undefined) {
			this.operand = undefined;
			this.pos += header;
			// The gathered bytes never stood in `bytes`.
			this.base += length;
			return gathered;
		}
		const start = this.pos + header;
		if (this.end - start < length) {
			this.lackOperand(header, length);
			return undefined;
		}
		this.pos = start + length;
		return copyOf(this.bytes, start, length);
	}

	/**
	 * Finds the newline that ends the line at `from`. Who feeds the reader enters a text opcode again only when a
	 * newline has come, so that no byte is searched twice.
	 *
	 * @returns its position, or -1 when it is not there yet
	 */
	findNewline(from: number): number {
		const found = this.bytes.indexOf(0x0a, from);
		return found < this.end ? found : -1;
	}
}

/** The error of a pickle that ends inside an operand. */
export function truncated(): UnpicklingError {
	return new UnpicklingError("pickle data was truncated", { code: "truncated" });
}
