import { LimitError } from "../../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import type { FullLimits } from "../../pickle/limits.ts";
import type { PickleBreak } from "../imports.ts";
import { Constants } from "./constants.ts";
import { newSpan, type OperandSpan, SIZES } from "./operand-sizes.ts";
import {
	type Container,
	type Extension,
	type Import,
	type Persistent,
	type Result,
	Unknown,
	type Value,
} from "./values.ts";

/** How a reader treats the frames of protocol 4. */
export type FrameReading =
	/** It goes on across their ends, as CPython's C does over bytes. */
	| "skip"
	/** A read that crosses an end drops what was left of the frame, as CPython's C does over files. */
	| "drop"
	/** The same for bytes objects too, as before Python 3.8. */
	| "drop-bytes";

/** How a tracer goes about it. */
export interface TraceOptions {
	readonly limits: FullLimits;
	readonly frames?: FrameReading;
	/** Whether constants are read too, so that bad ones are errors. */
	readonly strict?: boolean;
	/** Whether a mark is a value on the stack, as it is in `pickle.py` of Python 2, which can be taken, copied and kept. */
	readonly markValues?: boolean;
	/** The Python whose words errors have. */
	readonly version?: VersionNumber;
}

/** The events of a tracer, as they happen; the tracer's `at` is where the opcode is. */
export interface TraceListener {
	/** A name is imported. */
	import(made: Import, machine: TraceMachine): void;
	/** An import is kept as a value; told once for each. */
	reference(made: Import, machine: TraceMachine): void;
	/** An extension code is looked up. */
	extension(made: Extension, machine: TraceMachine): void;
	/** Something is called, or its `__new__` is; also where the result is dropped. */
	call(made: Result, machine: TraceMachine): void;
	/** A state is given to something that is not a container of the pickle. */
	build(target: Value, state: Value, machine: TraceMachine): void;
	/** Items are given to something that is not a container of the pickle; they are in the `items` of a made-up list. */
	fill(target: Value, kind: "append" | "add" | "setItem", items: Container, machine: TraceMachine): void;
	/** A container of the pickle that is the state of an object has got items since. */
	stateFilled?(state: Container, machine: TraceMachine): void;
	/** An object is asked for by an id. */
	persistent(made: Persistent, machine: TraceMachine): void;
	/** Every reader gives up here; true ends the trace. */
	halt(machine: TraceMachine): boolean;
}

/** The opcode of a mark. */
const MARK = 0x28;

/** Estimated bytes of heap of what a tracer makes. */
export const COSTS = { thing: 120, container: 150, name: 200 } as const;

/**
 * The state of a reader that follows a pickle and makes nothing: stack, marks, memo. It takes what any CPython
 * takes, C or Python, 2.7 or 3: numbers of the memo that are any text, values below a mark, frames that do not fit.
 */
export abstract class TraceMachine {
	readonly bytes: Uint8Array;
	readonly constants: Constants;
	readonly frames: FrameReading;
	/** Where the opcode in work is. */
	at = 0;
	/** One past the last byte that was read. */
	end = 0;
	protocol = 0;
	stopped = false;
	/** The value under STOP. */
	result: Value | undefined;
	/** The first place where some reader fails. */
	error: PickleBreak | undefined;
	/** The first place where a frame and its contents do not fit. */
	frameError: PickleBreak | undefined;
	/** Whether a frame that ends in the bytes does not fit, so that readers go on in as many ways as there are such frames. */
	misfits = false;
	/** The first place where readers differ in which value they take. */
	ambiguous: PickleBreak | undefined;
	/** Whether there was a mark where a value was wanted, which {@link TraceOptions.markValues} reads in another way. */
	tookMark = false;
	/** Where every reader fails, so that nothing after it happens; undefined as long as one may go on. */
	haltedAt: number | undefined;

	protected readonly listener: TraceListener;
	protected readonly strict: boolean;
	protected readonly markValues: boolean;
	readonly version: VersionNumber;
	readonly limits: FullLimits;
	protected stack: Value[] = [];
	protected sp = 0;
	protected readonly marks: number[] = [];
	protected memo: Value[] = [];
	protected sparse: Map<number, Value> | undefined;
	/** Entries whose number is written as no writer writes it; Python 2 takes the text itself. */
	protected oddMemo: Map<string, Value> | undefined;
	/** Whether some number was written as text. */
	protected textMemo = false;
	protected frameEnd: number = Number.POSITIVE_INFINITY;
	protected readonly place: OperandSpan = newSpan();
	#budget: number;

	constructor(bytes: Uint8Array, listener: TraceListener, options: TraceOptions) {
		this.bytes = bytes;
		this.listener = listener;
		this.limits = options.limits;
		this.frames = options.frames ?? "skip";
		this.strict = options.strict === true;
		this.markValues = options.markValues === true;
		this.version = options.version ?? DEFAULT_VERSION;
		this.constants = new Constants(bytes);
		this.#budget = options.limits.memory;
	}

	/**
	 * Makes ready for the next pickle.
	 *
	 * @param from where it starts
	 * @param keepMemo whether the memo stays, as it does in one `Unpickler`
	 */
	reset(from: number, keepMemo: boolean): void {
		this.stack = [];
		this.sp = 0;
		this.marks.length = 0;
		if (!keepMemo) {
			this.memo = [];
			this.sparse = undefined;
			this.oddMemo = undefined;
			this.textMemo = false;
			this.#budget = this.limits.memory;
		}
		this.protocol = 0;
		this.stopped = false;
		this.result = undefined;
		this.error = undefined;
		this.ambiguous = undefined;
		this.haltedAt = undefined;
		this.tookMark = false;
		this.misfits = false;
		this.frameEnd = Number.POSITIVE_INFINITY;
		this.at = from;
		this.end = from;
	}

	/** Takes estimated heap from the budget. */
	charge(bytes: number): void {
		this.#budget -= bytes;
		if (this.#budget < 0) throw new LimitError("memory", this.limits.memory);
	}

	/** Goes on at another place: raw bytes that are not opcodes were between, which start where a frame ends. */
	skipTo(offset: number): void {
		if (this.frameEnd !== Number.POSITIVE_INFINITY && this.frameEnd !== this.end)
			this.misframed("raw bytes start inside a frame");
		this.frameEnd = Number.POSITIVE_INFINITY;
		this.end = offset;
	}

	/** Notes the first place where something is wrong for some reader. */
	broken(message: string): void {
		this.error ??= this.#here(message);
	}
	/** Notes the first place where a frame does not fit. */
	protected misframed(message: string, isInside = true): void {
		this.frameError ??= this.#here(message);
		this.misfits ||= isInside;
	}
	/** Notes the first place where readers differ in what they take. */
	protected differs(message: string, fails = true): void {
		this.ambiguous ??= this.#here(message);
		if (fails) this.broken(message);
	}
	/** Notes what no reader gets over, unless readers differed before. */
	protected halt(message: string): void {
		if (this.error === undefined && this.frameError === undefined && this.ambiguous === undefined)
			this.haltedAt ??= this.at;
		this.broken(message);
	}
	#here(message: string): PickleBreak {
		return { message, offset: this.at, opcode: SIZES[this.bytes[this.at] ?? 0]?.name };
	}

	protected push(value: Value): void {
		if (this.sp >= this.limits.stack) throw new LimitError("stack", this.limits.stack);
		if (this.markValues && this.isMark(value)) this.marks.push(this.sp);
		this.stack[this.sp++] = value;
	}
	/** Whether a value is a mark, which is so only where marks are values. */
	protected isMark(value: Value): boolean {
		return typeof value === "number" && this.bytes[value] === MARK;
	}
	/** Takes the top. */
	protected pop(): Value {
		const { marks } = this;
		if (this.sp === 0) {
			this.tookMark ||= marks.length > 0;
			this.halt(marks.length > 0 ? "unexpected MARK found" : "unpickling stack underflow");
			return new Unknown(this.at);
		}
		// C of Python 2 goes on below a mark; all others give up.
		if (marks.length > 0 && (marks[marks.length - 1] as number) >= this.sp - (this.markValues ? 1 : 0)) {
			if (this.markValues) marks.pop();
			else this.takes();
		}
		return this.stack[--this.sp] as Value;
	}
	/** The top, left where it is. */
	protected top(): Value {
		const value = this.pop();
		this.push(value);
		return value;
	}
	protected mark(): void {
		if (this.markValues) {
			this.push(this.at);
			return;
		}
		if (this.marks.length >= this.limits.stack) throw new LimitError("stack", this.limits.stack);
		this.marks.push(this.sp);
	}
	/** Notes that a mark is where a value is wanted. */
	protected takes(): void {
		this.tookMark = true;
		this.differs("unexpected MARK found");
	}
	/** Takes the last mark and returns where what is above it starts; the values stay until `sp` is set. */
	protected popMark(): number {
		const at = this.marks.pop();
		if (at === undefined) {
			this.halt("could not find MARK");
			return 0;
		}
		if (this.markValues) {
			// The mark itself goes, so that its items start where it was.
			this.stack.copyWithin(at, at + 1, this.sp);
			this.sp--;
			return at;
		}
		return Math.min(at, this.sp);
	}
	/** Whether a mark is where a value is wanted; Python 2's `pickle.py` takes the mark itself. */
	protected atMark(): boolean {
		const { marks } = this;
		return !this.markValues && marks.length > 0 && marks[marks.length - 1] === this.sp;
	}

	protected put(index: number, value: Value): void {
		const { memo } = this;
		if (index < memo.length) memo[index] = value;
		else if (index === memo.length) {
			if (index >= this.limits.memo) throw new LimitError("memo", this.limits.memo);
			memo.push(value);
			this.sparse?.delete(index);
		} else {
			this.charge(60);
			this.sparse ??= new Map();
			this.sparse.set(index, value);
		}
	}
	protected get(index: number): Value | undefined {
		return index < this.memo.length ? this.memo[index] : this.sparse?.get(index);
	}
	/** How many entries the memo has: the number that MEMOIZE uses. */
	protected get memoSize(): number {
		return this.memo.length + (this.sparse?.size ?? 0);
	}
}
