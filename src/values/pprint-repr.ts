import { pythonLength } from "../bytes/text-length.ts";
import type { VersionNumber } from "../options.ts";
import { brandOf, isPlainObject, REPR } from "./brand.ts";
import { OpenMap } from "./open-map.ts";
import { writeRepr } from "./repr.ts";
import { DONE, EntriesFrame, type ReprFrame, SequenceFrame } from "./repr-frames.ts";
import { EntriesView } from "./repr-opaque.ts";
import { Order, sortedSafely } from "./safe-order.ts";
import { TextBuilder, TextMemo } from "./text-builder.ts";
import { typeName } from "./type-name.ts";

export type Entry = readonly [key: unknown, value: unknown];

/** The settings that the text of `pprint` depends on. */
export interface SafeReprStyle {
	readonly version: VersionNumber;
	readonly digits: number;
	readonly textLimit: number;
	readonly depth: number | null;
	readonly sortDicts: boolean;
}

/** The end of a string that is too long to fit. */
const TOO_LONG: unique symbol = Symbol("too long");

/** A string of which only so much is wanted. */
class ShortText extends TextBuilder {
	readonly #most: number;
	constructor(most: number) {
		super();
		this.#most = most;
	}
	override add(piece: string): void {
		super.add(piece);
		this.#check(this.length);
	}
	/** Says that at least so many characters will come, before work is done for them. */
	expect(length: number): void {
		this.#check(this.length + length);
	}
	#check(length: number): void {
		// No error is made: this is how most containers are found to need several lines.
		if (length > this.#most) throw TOO_LONG;
	}
}

/** Entries of a dict from which on their order is kept; how many are kept at once. */
const MANY_ENTRIES = 64;
const MOST_ENTRIES = 2 ** 20;
/** Characters of keys that are kept at once, so that the next ones need not write a part which they share again. */
const KEPT_TEXT = 2 ** 22;

/** Where containers are said to be: their lines break as with the addresses of a 64-bit Python. */
const ADDRESS = 140_000_000_000_016;

/**
 * The `repr()` of Python's `pprint`: dicts in the order of their keys, as deep as is wanted, and a container
 * inside itself named as such.
 */
export class SafeRepr {
	readonly #style: SafeReprStyle;
	/** Containers that are being written, here or by the printer. */
	readonly #open = new OpenMap<unknown, true>();
	readonly #ids = new Map<unknown, number>();
	#recursions = 0;
	readonly #order = new Order();
	/** The entries of large dicts in their order: a dict may be looked at for each level around it. */
	readonly #sorted = new Map<object, readonly Entry[]>();
	#kept = 0;
	/** The texts of keys, and where those of their parts are. */
	#keys: TextBuilder | undefined;
	#places = new TextMemo();

	constructor(style: SafeReprStyle) {
		this.#style = style;
	}
	open(node: unknown): void {
		if (typeof node === "object") this.#open.set(node, true);
	}
	close(node: unknown): void {
		this.#open.delete(node);
	}
	isOpen(value: unknown): boolean {
		return typeof value === "object" && this.#open.get(value) !== undefined;
	}
	/** Whether it shows all levels. */
	get isWhole(): boolean {
		return this.#style.depth === null;
	}
	/** How many containers inside themselves were written. */
	get recursions(): number {
		return this.#recursions;
	}
	/** The text for a container inside itself. */
	recursion(value: unknown): string {
		this.#recursions++;
		const id = this.#ids.get(value) ?? ADDRESS + 16 * this.#ids.size;
		this.#ids.set(value, id);
		return `<Recursion on ${typeName(value)} with id=${id}>`;
	}

	/** The entries of a dict in the order in which they are shown. */
	entries(value: Map<unknown, unknown> | Record<string, unknown>): readonly Entry[] {
		const known = this.#sorted.get(value);
		if (known !== undefined) return known;
		const found: Entry[] =
			value instanceof Map ? [...value] : Object.entries(value).filter(([, item]) => item !== undefined);
		const entries = this.#style.sortDicts ? this.sorted(found, ([key]) => key) : found;
		if (entries.length < MANY_ENTRIES) return entries;
		this.#kept += entries.length;
		if (this.#kept > MOST_ENTRIES) {
			this.#sorted.clear();
			this.#kept = entries.length;
		}
		this.#sorted.set(value, entries);
		return entries;
	}
	/** Items in the order of their keys. */
	sorted<T>(items: Iterable<T>, keyOf: (item: T) => unknown): readonly T[] {
		return sortedSafely(items, keyOf, this.#order);
	}
	/** The text of a value if it has at most so many characters, else undefined. */
	within(value: unknown, width: number, level: number): string | undefined {
		if (width < 1) return undefined;
		// A character is at most two units.
		const text = new ShortText(width * 2);
		try {
			this.#write(value, level, text, new TextMemo());
		} catch (error) {
			if (error !== TOO_LONG) throw error;
			return undefined;
		}
		const written = text.toString();
		return this.lengthOf(written) <= width ? written : undefined;
	}
	/** Writes the whole text and returns its length. */
	write(value: unknown, level: number, out: TextBuilder): number {
		if (typeof value !== "object" || value === null) {
			const text = new TextBuilder(this.#style.textLimit);
			writeRepr(value, { version: this.#style.version, digits: this.#style.digits, out: text });
			return this.#add(text.toString(), out);
		}
		if (this.#keys === undefined || this.#keys.length > KEPT_TEXT) {
			this.#keys = new TextBuilder(this.#style.textLimit);
			this.#places = new TextMemo();
		}
		const start = this.#keys.length;
		this.#write(value, level, this.#keys, this.#places);
		return this.#add(this.#keys.slice(start, this.#keys.length), out);
	}
	#add(text: string, out: TextBuilder): number {
		out.add(text);
		return this.lengthOf(text);
	}
	/** Characters as Python counts them. */
	lengthOf(text: string): number {
		return pythonLength(text);
	}

	#write(root: unknown, level: number, out: TextBuilder, memo: TextMemo): void {
		const stack: ReprFrame[] = [];
		// The text of a node depends on how deep it is where there is a limit to that.
		const form = (depth: number): number => (this.#style.depth === null ? 0 : level + depth);
		try {
			let value = root;
			for (;;) {
				const known = !memo.isEmpty && typeof value === "object" && value !== null;
				if (!known || !memo.write(value as object, form(stack.length), out)) {
					const frame = this.#start(value, level + stack.length, out);
					if (frame !== undefined) this.#push(stack, frame, out);
				}
				const next = this.#advance(stack, out, (node, start) => memo.note(node, form(stack.length), start, out));
				if (next === DONE) return;
				value = next;
			}
		} finally {
			// Of a string that got too long.
			for (const { node } of stack) this.#open.delete(node);
		}
	}
	#push(stack: ReprFrame[], frame: ReprFrame, out: TextBuilder): void {
		this.#open.set(frame.node, true);
		frame.start = out.length;
		frame.recursions = this.#recursions;
		stack.push(frame);
	}
	/** The next part of the innermost container that has one. */
	#advance(stack: ReprFrame[], out: TextBuilder, whole: (node: object, start: number) => void): unknown {
		for (let last = stack.at(-1); last !== undefined; last = stack.at(-1)) {
			const next = last.advance(out);
			if (next !== DONE) return next;
			stack.pop();
			this.#open.delete(last.node);
			if (last.node !== undefined && last.recursions === this.#recursions) whole(last.node, last.start);
		}
		return DONE;
	}
	/** How many entries a plain object has, or that it has any. */
	#sizeOf(object: object): number {
		return this.#sorted.has(object) ? 1 : Object.keys(object).length;
	}
	/** Writes a value, or returns the frame of a dict, list or tuple; all others are written by `repr()`. */
	#start(value: unknown, level: number, out: TextBuilder): ReprFrame | undefined {
		const plain =
			typeof value === "object" && value !== null && typeof (value as { [REPR]?: unknown })[REPR] !== "function";
		const isList = plain && Array.isArray(value);
		const isDict = plain && !isList && (value instanceof Map || isPlainObject(value));
		if (!isList && !isDict) {
			if (out instanceof ShortText) expectParts(value, out);
			writeRepr(value, { version: this.#style.version, digits: this.#style.digits, out });
			return undefined;
		}
		const size = isList ? value.length : value instanceof Map ? value.size : this.#sizeOf(value as object);
		const brackets = isDict ? "{}" : brandOf(value) === "tuple" ? "()" : "[]";
		const open = brackets[0] as string;
		const close = brackets === "()" && size === 1 ? ",)" : (brackets[1] as string);
		if (size === 0) {
			out.add(brackets);
			return undefined;
		}
		const { depth } = this.#style;
		if (depth !== null && level >= depth) {
			out.add(`${open}...${close}`);
			return undefined;
		}
		if (this.#open.get(value) !== undefined) {
			out.add(this.recursion(value));
			return undefined;
		}
		if (isList) {
			if (out instanceof ShortText) out.expect(3 * size);
			return new SequenceFrame(value as object, value as unknown[], open, close, "");
		}
		if (out instanceof ShortText && value instanceof Map) out.expect(6 * size);
		const entries = this.entries(value as Map<unknown, unknown>);
		if (out instanceof ShortText) out.expect(6 * entries.length);
		return new EntriesFrame(value as object, entries);
	}
}

/** The least that the text of a value is long which `repr()` would look through as a whole before it writes anything. */
function expectParts(value: unknown, out: ShortText): void {
	if (value instanceof Map || value instanceof Set) out.expect(3 * value.size);
	else if (value instanceof EntriesView) out.expect(6 * value.entries.length);
}
