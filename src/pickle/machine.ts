import { type INCOMPLETE, Reader } from "../bytes/reader.ts";
import { KeyError, LimitError, PyError, UnpicklingError } from "../errors.ts";
import { explainStack } from "../explain-stack.ts";
import type { VersionNumber } from "../options.ts";
import { Collisions } from "../values/collisions.ts";
import type { FullLimits } from "./limits.ts";
import { SPARSE } from "./load/costs.ts";
import { GrowingList } from "./load/fast/growing-list.ts";

/**
 * The base of every reader of pickles: the input, the stack with its marks, the memo and the budget. A
 * builder (`load/loader.ts` with its handlers, or the recorder of `pickletools`) decides what the opcodes make.
 *
 * The stack is CPython's: one array, and a fence below which nothing may be taken, set by the last mark.
 */
export class Machine {
	readonly reader: Reader;
	readonly limits: FullLimits;
	/** The CPython whose verdicts and words are wanted. */
	readonly version: VersionNumber;
	/** The values; only the first `sp` are alive. */
	stack: unknown[] = [];
	/** How many values are on the stack. */
	sp = 0;
	/** Where the last mark is; nothing below it may be taken. */
	fence = 0;
	readonly marks: number[] = [];
	/** Memo entries 0, 1, 2 … as pickles number them. */
	readonly memo: GrowingList = new GrowingList();
	/** Memo entries beyond the next dense one: a hostile or odd pickle may number them as it likes. */
	sparse: Map<number, unknown> | undefined;
	#collisions: Collisions | undefined;
	/** The version of the PROTO opcode; 0 until there was one. */
	protocol = 0;
	/** Where a frame ends, in the whole input; infinite outside of frames or when they are not enforced. */
	frameEnd: number = Number.POSITIVE_INFINITY;
	/** Where the last frame ends, in the whole input, enforced or not. */
	lastFrame = 0;
	/** Estimated bytes of heap that may still be used. */
	budget: number;
	/** The value under STOP. */
	result: unknown;
	/** Where in the reader's bytes the opcode in work starts, for errors. */
	at = 0;
	/** Whether STOP was met. */
	stopped = false;

	constructor(limits: FullLimits, version: VersionNumber, reader: Reader = new Reader()) {
		this.reader = reader;
		this.limits = limits;
		this.version = version;
		this.budget = limits.memory;
	}

	/** Makes ready for the next pickle of the same input; the memo stays, as in one Python `Unpickler`. */
	reset(): void {
		this.stack = [];
		this.sp = 0;
		this.fence = 0;
		// Even where nothing changes, V8 takes as long to set a length as to read a small message.
		if (this.marks.length > 0) this.marks.length = 0;
		this.protocol = 0;
		this.frameEnd = Number.POSITIVE_INFINITY;
		this.lastFrame = 0;
		this.budget = this.limits.memory;
		this.result = undefined;
		this.stopped = false;
	}

	/** Lets go of everything that came from a pickle; what is left is as a new machine of the same options. */
	clear(): void {
		this.reset();
		this.reader.clear();
		this.memo.clear();
		this.sparse = undefined;
		this.#collisions = undefined;
		this.at = 0;
	}

	/** Takes estimated heap from the budget before it is used. */
	charge(bytes: number): void {
		this.budget -= bytes;
		if (this.budget < 0) throw new LimitError("memory", this.limits.memory);
	}

	/**
	 * Refuses bytes that are being gathered for one opcode once there are more of them than the budget has. A declared
	 * length alone is refused nowhere: when the bytes end before it, the pickle is truncated.
	 */
	checkGathered(bytes: number): void {
		if (bytes <= this.budget) return;
		const { reader } = this;
		throw this.located(new LimitError("memory", this.limits.memory), reader.base + reader.pos, undefined);
	}

	push(value: unknown): void {
		if (this.sp >= this.limits.stack) throw new LimitError("stack", this.limits.stack);
		this.stack[this.sp++] = value;
	}
	/** Takes the top value. */
	pop(): unknown {
		if (this.sp <= this.fence) throw this.underflow();
		return this.stack[--this.sp];
	}
	/** The top value, left where it is. */
	top(): unknown {
		if (this.sp <= this.fence) throw this.underflow();
		return this.stack[this.sp - 1];
	}
	mark(): void {
		if (this.marks.length >= this.limits.stack) throw new LimitError("stack", this.limits.stack);
		this.marks.push(this.sp);
		this.fence = this.sp;
	}
	/** Takes the last mark and returns where it stood. */
	popMark(): number {
		const at = this.marks.pop();
		if (at === undefined) throw new UnpicklingError("could not find MARK", { code: "mark" });
		this.fence = this.marks.length === 0 ? 0 : (this.marks[this.marks.length - 1] as number);
		return at;
	}
	/** The error of an opcode that finds too little on the stack. */
	underflow(): UnpicklingError {
		return this.marks.length > 0
			? new UnpicklingError("unexpected MARK found", { code: "mark" })
			: new UnpicklingError("unpickling stack underflow", { code: "stack" });
	}

	/** Stores in the memo, densely where indexes come in order. */
	put(index: number, value: unknown): void {
		const { memo, sparse } = this;
		if (index < memo.size) {
			memo.set(index, value);
			return;
		}
		if (memo.size + (sparse?.size ?? 0) >= this.limits.memo) throw new LimitError("memo", this.limits.memo);
		if (index === memo.size) {
			memo.push(value);
			sparse?.delete(index);
		} else {
			this.sparse ??= new Map();
			if (!this.sparse.has(index)) {
				this.charge(SPARSE);
				this.#collisions ??= new Collisions();
				this.#collisions.add(index);
			}
			this.sparse.set(index, value);
		}
	}
	/** Stores at the index that MEMOIZE uses: how many entries there are. */
	memoize(value: unknown): void {
		this.put(this.memo.size + (this.sparse?.size ?? 0), value);
	}
	/** The memo entry at an index, without it being fetched; undefined for nothing. */
	memoized(index: number): unknown {
		return index >= 0 && index < this.memo.size ? this.memo.get(index) : this.sparse?.get(index);
	}
	/** A memo entry. */
	get(index: number): unknown {
		const value = index >= 0 && index < this.memo.size ? this.memo.get(index) : this.sparse?.get(index);
		if (value !== undefined) return value;
		if (this.version < 30900) throw new KeyError(String(index), { code: "memo" });
		throw new UnpicklingError(`Memo value not found at index ${index}`, { code: "memo" });
	}
	/** Every memo entry may be replaced by what a function makes of it. */
	mapMemo(change: (value: unknown) => unknown): void {
		for (let i = 0; i < this.memo.size; i++) this.memo.set(i, change(this.memo.get(i)));
		for (const [index, value] of this.sparse ?? []) this.sparse?.set(index, change(value));
	}

	/** Adds to an error the place where it happened. */
	located(error: unknown, at: number, opcode: string | undefined): unknown {
		if (error instanceof PyError) {
			error.offset ??= at;
			if (opcode !== undefined) error.opcode ??= opcode;
			const { bytes, base, end } = this.reader;
			const hint = error.hint ?? this.hintFor(error, end < bytes.length ? bytes.subarray(0, end) : bytes, base);
			if (hint !== undefined) error.hint = hint;
			explainStack(error);
		}
		return error;
	}

	/** Advice for an error; none here, since that brings the detection of other formats. */
	protected hintFor(_error: PyError, _bytes: Uint8Array, _base: number): string | undefined {
		return undefined;
	}
}

/** A handler reads all its operands, then changes the machine; it answers {@link INCOMPLETE} when bytes are missing. */
export type Handler<M extends Machine = Machine> = (machine: M) => Answer;

/** The answer of a handler: whether bytes are missing. */
export type Answer = typeof INCOMPLETE | undefined;
