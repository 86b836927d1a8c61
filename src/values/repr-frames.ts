import type { TextBuilder } from "./text-builder.ts";

/**
 * The result of a value class's method under `REPR`: its text in pieces. The method is called with the
 * Python version as a number, such as 31402.
 */
export interface ReprParts {
	/** Literal text and values by turns, starting with text: `["Decimal(", "1.5", ")"]`. */
	readonly parts: readonly unknown[];
	/** The text for the value inside itself; left out where Python has no such guard. */
	readonly recursive?: string;
}

/** The result of {@link ReprFrame.advance} when nothing is left. */
export const DONE: unique symbol = Symbol("done");

/** A container whose text is being written: half done, waiting for one of its parts. */
export interface ReprFrame {
	/** The container, by whose identity a recursion is found; undefined for what cannot be part of one. */
	readonly node: object | undefined;
	/** The text that represents the container inside itself; undefined when Python has no such guard for it. */
	readonly recursive: string | undefined;
	/** The open one of the same container around it; see `repr.ts`. */
	outer: ReprFrame | undefined;
	/** How many guarded containers were open when it was opened. */
	guarded: number;
	/** Where its text starts. */
	start: number;
	/** How many recursions had been written by then. */
	recursions: number;
	/** Writes up to the next part and returns that part, or writes the end and returns {@link DONE}. */
	advance(out: TextBuilder): unknown;
}

/** Items of an array between brackets. */
export class SequenceFrame implements ReprFrame {
	readonly node: object | undefined;
	readonly recursive: string;
	outer: ReprFrame | undefined;
	guarded = 0;
	start = 0;
	recursions = 0;
	readonly #items: readonly unknown[];
	readonly #open: string;
	readonly #close: string;
	#next = 0;

	constructor(node: object | undefined, items: readonly unknown[], open: string, close: string, recursive: string) {
		this.node = node;
		this.recursive = recursive;
		this.#items = items;
		this.#open = open;
		this.#close = close;
	}
	advance(out: TextBuilder): unknown {
		const at = this.#next++;
		if (at >= this.#items.length) {
			out.add(at === 0 ? this.#open + this.#close : this.#close);
			return DONE;
		}
		out.add(at === 0 ? this.#open : ", ");
		return this.#items[at];
	}
}

/** Items of anything iterable between brackets. */
export class IterableFrame implements ReprFrame {
	readonly node: object;
	readonly recursive: string;
	outer: ReprFrame | undefined;
	guarded = 0;
	start = 0;
	recursions = 0;
	readonly #items: Iterator<unknown>;
	readonly #close: string;
	#before: string;

	constructor(node: object, items: Iterable<unknown>, open: string, close: string, recursive: string) {
		this.node = node;
		this.recursive = recursive;
		this.#items = items[Symbol.iterator]();
		this.#before = open;
		this.#close = close;
	}
	advance(out: TextBuilder): unknown {
		const { done, value } = this.#items.next();
		if (done === true) {
			out.add(this.#close);
			return DONE;
		}
		out.add(this.#before);
		this.#before = ", ";
		return value;
	}
}

/** Keys and values between braces. */
export class EntriesFrame implements ReprFrame {
	readonly node: object | undefined;
	readonly recursive: string;
	outer: ReprFrame | undefined;
	guarded = 0;
	start = 0;
	recursions = 0;
	readonly #entries: Iterator<readonly [unknown, unknown]>;
	#before = "{";
	#entry: readonly [unknown, unknown] | undefined;

	constructor(node: object | undefined, entries: Iterable<readonly [unknown, unknown]>, recursive = "{...}") {
		this.node = node;
		this.recursive = recursive;
		this.#entries = entries[Symbol.iterator]();
	}
	advance(out: TextBuilder): unknown {
		if (this.#entry !== undefined) {
			const [, value] = this.#entry;
			this.#entry = undefined;
			out.add(": ");
			return value;
		}
		const { done, value } = this.#entries.next();
		if (done === true) {
			out.add(this.#before === "{" ? "{}" : "}");
			return DONE;
		}
		out.add(this.#before);
		this.#before = ", ";
		this.#entry = value;
		return value[0];
	}
}

/** Literal text and values by turns, starting with text. */
export class PartsFrame implements ReprFrame {
	readonly node: object | undefined;
	readonly recursive: string | undefined;
	outer: ReprFrame | undefined;
	guarded = 0;
	start = 0;
	recursions = 0;
	readonly #parts: readonly unknown[];
	#next = 0;

	constructor(node: object | undefined, parts: readonly unknown[], recursive?: string) {
		this.node = node;
		this.recursive = recursive;
		this.#parts = parts;
	}
	advance(out: TextBuilder): unknown {
		const at = this.#next;
		this.#next = at + 2;
		if (at < this.#parts.length) out.add(this.#parts[at] as string);
		return at + 1 < this.#parts.length ? this.#parts[at + 1] : DONE;
	}
}
