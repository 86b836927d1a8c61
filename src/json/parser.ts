/** The machine that builds values out of tokens: no recursion, and it stops and goes on at any token. */
import { LimitError } from "../errors.ts";
import { PyDict } from "../values/dict.ts";
import {
	FIRST_INDEX_BYTES,
	INDEX_BYTES,
	indexOf,
	isFar,
	mayBeSpecial,
	overwriteOwn,
	tabledObject,
} from "../values/own-property.ts";
import { cut, joinParts, MOST_PARTS } from "../values/parts.ts";
import { tupleFrom } from "../values/tuple.ts";
import { FastScanner } from "./fast/fast-scanner.ts";
import { LateIndexBuffer } from "./fast/late-indexes.ts";
import {
	ARRAY,
	KeyNode,
	MAP,
	MOST_GUESSES,
	OBJECT,
	PAIRS,
	type ParserLevel,
	STEPS_IN_ARRAY,
	TOP,
} from "./fast/open-levels.ts";
import { INCOMPLETE, isSpace } from "./scanner.ts";
import type { ParserSettings } from "./settings.ts";
import {
	COLON,
	CONTAINER_BYTES,
	END,
	FIRST_ITEM,
	FIRST_KEY,
	ITEM,
	KEY,
	NEXT,
	PART,
	PLAIN_KEYS,
	SHORT,
	STRIDE,
	type State,
	VALUE,
	VALUE_BYTES,
} from "./states.ts";

/** Represents a container that ends here. */
const CLOSE: unique symbol = Symbol("close");

const mapSet = Map.prototype.set;

/**
 * The grammar of JSON, and the values that it builds. Each method is called again with more text when it returns false.
 */
export class Parser extends FastScanner {
	/** The value, once {@link run} has returned true. */
	value: unknown;
	declare protected readonly settings: ParserSettings;
	readonly #stack: ParserLevel[] = [];
	/** The level that is open: what it is, what it holds, its current key, where that key is in the guesses, its entries. */
	protected kind = TOP;
	#box: unknown;
	protected key = "";
	protected node = new KeyNode("");
	protected count = 0;
	/** The index keys that are known, once it has some. */
	#room: LateIndexBuffer | undefined;
	/** The items of arrays that are open and short; those of the innermost begin at `start`, and end before `top`. */
	readonly #items: unknown[] = [undefined];
	#start = 0;
	#top = 0;
	protected state: State = VALUE;
	/** The first character of the token that a step has passed; a colon for a key. */
	protected token = END;
	#spent = 0;

	/** Makes the machine ready for another value after the last one. */
	again(): void {
		this.value = undefined;
		this.#spent = 0;
	}

	/**
	 * Goes on until the value is complete or the text is at its end. At a level that is read in steps it goes on past one
	 * token, which is in `token`, with a scalar in `value`.
	 *
	 * @returns whether that is done; false never when the text is final
	 */
	run(): boolean {
		// PERF(bench: json records, ints): the state is in locals; commas are taken along with the value before them.
		const { text } = this;
		const length = text.length;
		const items = this.#items;
		let state = this.state;
		let kind = this.kind;
		let top = this.#top;
		let at = this.at;
		for (;;) {
			let unit = at < length ? text.charCodeAt(at) : END;
			while (unit <= 32 && isSpace(unit)) unit = ++at < length ? text.charCodeAt(at) : END;
			if (unit === END && !this.final) return this.#pause(at, state, top);
			if (unit === 47) {
				const end = this.comment(at);
				if (end < 0) return this.#pause(at, state, top);
				if (end > at) {
					at = end;
					continue;
				}
			}
			let value: unknown;
			if (state <= ITEM) {
				if (unit === 123 || unit === 91) {
					this.at = ++at;
					if (kind < TOP) return this.#step(unit, unit === 91 ? FIRST_ITEM : FIRST_KEY, top);
					this.#top = top;
					state = this.#open(unit === 91);
					kind = this.kind;
					continue;
				}
				if (unit === 93 && state !== VALUE) {
					if (state === ITEM && !this.settings.jsonc) this.failAtItem(at);
					value = CLOSE;
				} else {
					value = this.#scalar(unit, at);
					if (value === INCOMPLETE) return this.#pause(at, state, top);
					at = this.at;
				}
			} else if (state === NEXT) {
				const isArray = kind <= ARRAY && kind >= STEPS_IN_ARRAY;
				if (unit === 44) {
					this.comma = at++;
					state = isArray ? ITEM : KEY;
					continue;
				}
				if (unit !== (isArray ? 93 : 125)) this.fail("Expecting ',' delimiter", at);
				value = CLOSE;
			} else if (state === COLON) {
				if (unit !== 58) this.fail("Expecting ':' delimiter", at);
				at++;
				state = VALUE;
				continue;
			} else if (unit === 34) {
				if (!this.#readKey(at + 1)) return this.#pause(at, state, top);
				if (this.settings.unique && this.isKnown(at)) this.fail("Duplicate key", at);
				at = this.at;
				state = COLON;
				if (at < length && text.charCodeAt(at) === 58) {
					this.at = ++at;
					state = VALUE;
				}
				if (kind < TOP) return this.#step(58, state, top);
				continue;
			} else {
				if (unit !== 125 || (state === KEY && !this.settings.jsonc)) this.failAtKey(unit, state === KEY, at);
				value = CLOSE;
			}
			if (value === CLOSE) {
				this.at = ++at;
				if (kind < TOP) return this.#step(unit, NEXT, top);
				this.#top = top;
				value = this.#close();
				kind = this.kind;
				top = this.#top;
			}
			if (kind === ARRAY) {
				items[top++] = value;
				if (top - this.#start === PART) {
					this.#takePart(top);
					top = this.#top;
				}
				state = ITEM;
			} else {
				if (kind <= TOP) {
					this.value = value;
					if (kind < TOP) return this.#step(unit, NEXT, top);
					this.#pause(at, VALUE, top);
					return true;
				}
				this.#addEntry(value);
				kind = this.kind;
				state = KEY;
			}
			if (at < length && text.charCodeAt(at) === 44) this.comma = at++;
			else state = NEXT;
		}
	}

	/** Keeps what is only in locals, until there is more text. */
	#pause(at: number, state: State, top: number): false {
		this.at = at;
		this.state = state;
		this.#top = top;
		return false;
	}

	/** Ends a step after a token. */
	#step(token: number, state: State, top: number): true {
		this.token = token;
		this.state = state;
		this.#top = top;
		this.#spent = 0;
		return true;
	}

	/** Takes items of a long array off the stack. */
	#takePart(top: number): void {
		const { stack } = this.settings.limits;
		this.count += PART;
		if (this.count > stack) throw new LimitError("stack", stack, { offset: this.at });
		this.#spent += VALUE_BYTES * PART;
		this.#charge();
		let parts = (this.#box ?? []) as unknown[][];
		if (parts.length === MOST_PARTS) parts = [joinParts(parts, [])];
		parts.push(cut(this.#items, this.#start, top));
		this.#box = parts;
		this.#top = this.#start;
	}

	/** A string that is a value; its characters are charged, since a value may outlive the text. */
	#text(from: number): unknown {
		const text = this.string(from);
		if (text === INCOMPLETE) return INCOMPLETE;
		this.#spent += text.length;
		if (text.length > STRIDE) this.#charge();
		return text;
	}

	/** The value that begins with a character and is not a container. */
	#scalar(unit: number, at: number): unknown {
		if (unit === 34) return this.#text(at + 1);
		if (unit <= 57 && (unit >= 48 || unit === 45)) return this.number(at);
		switch (unit) {
			case 116:
				return this.word("true", at, true);
			case 102:
				return this.word("false", at, false);
			case 110:
				return this.word("null", at, null);
			case 78:
				return this.word("NaN", at, Number.NaN);
			case 73:
				return this.word("Infinity", at, Number.POSITIVE_INFINITY);
			default:
				return this.fail("Expecting value", at);
		}
	}

	/** Reads the key that begins after an opening quote; false when it is not all there. */
	#readKey(from: number): boolean {
		const { text } = this;
		const guess = this.node.next;
		if (guess !== undefined) {
			const end = from + guess.key.length;
			if (text.charCodeAt(end) === 34 && text.startsWith(guess.key, from)) {
				this.node = guess;
				this.key = guess.key;
				this.at = end + 1;
				return true;
			}
		}
		const key = this.string(from);
		if (key === INCOMPLETE) return false;
		this.key = key;
		// A key with escapes is not found by its characters, so it is not guessed; nor is what has no pattern.
		if (this.at - from - 1 === key.length && this.count < MOST_GUESSES) {
			const node = new KeyNode(key);
			this.node.next = node;
			this.node = node;
		}
		return true;
	}

	/** Whether the open object has the key already, which begins at an index. */
	protected isKnown(_at: number): boolean {
		const box = this.#box as object;
		return this.kind === MAP ? (box as PyDict).has(this.key) : Object.hasOwn(box, this.key);
	}

	#open(array: boolean): State {
		const stack = this.#stack;
		const { limits, map, objectPairsHook } = this.settings;
		const kind = array ? ARRAY : objectPairsHook !== undefined ? PAIRS : map ? MAP : OBJECT;
		if (stack.length >= limits.depth) throw new LimitError("depth", limits.depth, { offset: this.at });
		const node = this.node;
		stack.push({
			kind: this.kind,
			box: this.#box,
			key: this.key,
			node,
			count: this.count,
			start: this.#start,
			room: this.#room,
		});
		if (this.kind !== ARRAY) this.node = node.inside ??= new KeyNode("");
		this.kind = kind;
		this.#box = kind === OBJECT ? {} : kind === MAP ? new PyDict() : kind === PAIRS ? [] : undefined;
		this.#start = this.#top;
		this.count = 0;
		this.#room = undefined;
		this.#spent += CONTAINER_BYTES;
		this.#charge();
		return array ? FIRST_ITEM : FIRST_KEY;
	}

	/** Ends the open level and returns what became of it. */
	#close(): unknown {
		const { settings } = this;
		let value = this.#box;
		if (this.#room?.waits === true) this.#room.flush(value as object, true);
		if (this.kind === ARRAY) {
			value = this.#takeItems();
			if (settings.arrayHook !== undefined) value = settings.arrayHook(value as unknown[]);
		} else if (settings.objectPairsHook !== undefined) {
			value = settings.objectPairsHook(value as [string, unknown][]);
		} else if (settings.objectHook !== undefined) {
			value = settings.objectHook(value as never);
		}
		const frame = this.#stack.pop() as ParserLevel;
		this.kind = frame.kind;
		this.#box = frame.box;
		this.key = frame.key;
		this.node = frame.node;
		this.count = frame.count;
		this.#start = frame.start;
		this.#room = frame.room;
		return value;
	}

	/** The items of the innermost array, in an array of their own. */
	#takeItems(): unknown[] {
		this.#spent += VALUE_BYTES * (this.#top - this.#start);
		const isShort = this.#top - this.#start < SHORT;
		const last = isShort ? this.#items.slice(this.#start, this.#top) : cut(this.#items, this.#start, this.#top);
		this.#top = this.#start;
		return this.#box === undefined ? last : joinParts(this.#box as unknown[][], last);
	}

	/** Puts a value under its key in the open object. */
	#addEntry(value: unknown): void {
		const key = this.key;
		this.#spent += VALUE_BYTES;
		this.count++;
		if (this.kind === OBJECT) {
			if (mayBeSpecial(key)) {
				this.#addSpecial(key, value);
			} else {
				(this.#box as Record<string, unknown>)[key] = value;
			}
			if (this.count >= PLAIN_KEYS) this.#outgrow();
		} else if (this.kind === MAP) {
			mapSet.call(this.#box as PyDict, key, value);
		} else {
			(this.#box as unknown[]).push(tupleFrom([key, value]));
		}
		if ((this.count & STRIDE) === 0) this.#checkObject();
	}

	/** Puts a value under a key of the open object that may be an index; by its number that takes half the time. */
	#addSpecial(key: string, value: unknown): void {
		const index = indexOf(key);
		if (index < 0) {
			overwriteOwn(this.#box as object, key, value);
			return;
		}
		this.#spent += this.#room === undefined ? FIRST_INDEX_BYTES : INDEX_BYTES;
		if (this.#room === undefined && this.count === 1 && isFar(index)) {
			this.#box = tabledObject();
			this.#room = new LateIndexBuffer(true);
		}
		this.#room ??= new LateIndexBuffer();
		if (!this.settings.unique && this.#room.wait(this.#box as Record<string, unknown>, this.count)) this.#box = {};
		this.#room.put(this.#box as Record<number, unknown>, index, value);
	}

	#checkObject(): void {
		const { items } = this.settings.limits;
		const size = this.kind === MAP ? (this.#box as PyDict).size : this.count;
		if (size > items - STRIDE) throw new LimitError("items", items, { offset: this.at });
		this.#charge();
	}
	#charge(): void {
		const { memory } = this.settings.limits;
		if (this.#spent > memory) throw new LimitError("memory", memory, { offset: this.at });
	}

	/** A plain object with as many keys as V8 can bear becomes a `PyDict`. */
	#outgrow(): void {
		const object = this.#box as Record<string, unknown>;
		if (this.#room?.waits === true) this.#room.flush(object, false);
		const keys = Object.keys(object);
		this.count = keys.length;
		if (keys.length < PLAIN_KEYS) return;
		const dict = new PyDict<string, unknown>();
		for (const key of keys) mapSet.call(dict, key, object[key]);
		this.#box = dict;
		this.kind = MAP;
	}
}
