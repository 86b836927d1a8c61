/** Lists, tuples, dicts and sets. Each is a task: it goes on where it was when a child has been written. */
import { PyTypeError, RuntimeError } from "../../errors.ts";
import type { PyTuple } from "../../values/tuple.ts";
import * as op from "../opcodes.ts";
import { saveNumber } from "./numbers.ts";
import { saveReduction } from "./objects.ts";
import { keyPath, keyRepr } from "./path.ts";
import type { Saver, Task } from "./saver.ts";

/** How many items CPython writes between a MARK and its APPENDS, SETITEMS or ADDITEMS. */
export const BATCHSIZE = 1000;

/** Up to 3.14 the C pickler's batches have corners that 3.15 and the Python pickler have not. */
export function hasOldBatches(p: Saver): boolean {
	return p.version < 31500;
}

export function saveList(p: Saver, list: readonly unknown[]): boolean {
	p.enter(list);
	if (p.protocol === 0) {
		p.out.ascii("(l");
	} else {
		p.out.u8(op.EMPTY_LIST);
	}
	p.memoize(list as unknown[]);
	if (list.length === 0) {
		p.leave(list);
		return true;
	}
	return p.start(new ListTask(list));
}

class ListTask implements Task {
	readonly #list: readonly unknown[];
	#next = 0;
	/** Where the open batch ends, or -1 between batches. */
	#batchEnd = -1;

	constructor(list: readonly unknown[]) {
		this.#list = list;
	}
	get path(): string {
		return `[${this.#next - 1}]`;
	}
	get note(): string {
		return `when serializing list item ${this.#next - 1}`;
	}
	step(p: Saver): boolean {
		const list = this.#list;
		const { out } = p;
		const plainNumbers = p.options.persistentId === undefined;
		for (;;) {
			if (this.#next === this.#batchEnd) {
				out.u8(this.#single ? op.APPEND : op.APPENDS);
				this.#batchEnd = -1;
			}
			if (this.#next >= list.length) {
				p.leave(list);
				return true;
			}
			if (this.#batchEnd === -1) this.#openBatch(p);
			const end = Math.min(this.#batchEnd, list.length);
			let next = this.#next;
			while (next < end) {
				const item = list[next++];
				// PERF(bench: ints, floats): numbers need no hook and no memo.
				if (typeof item === "number" && plainNumbers && out.pos < p.framer.limit) {
					saveNumber(p, item);
					continue;
				}
				this.#next = next;
				if (!p.save(item)) return false;
			}
			this.#next = next;
		}
	}
	#single = false;
	#openBatch(p: Saver): void {
		const left = this.#list.length - this.#next;
		// Protocol 0 has no batches; a lone item needs no mark, and up to 3.14 only when the list has no other.
		this.#single = p.protocol === 0 || (left === 1 && (this.#next === 0 || !hasOldBatches(p)));
		this.#batchEnd = this.#next + (this.#single ? 1 : Math.min(left, BATCHSIZE));
		if (!this.#single) p.out.u8(op.MARK);
	}
}

/**
 * Writes a tuple.
 *
 * @param owner the object whose reducer makes these arguments anew each time: what an object in them has written
 *   is then not this tuple
 */
export function saveTuple(p: Saver, items: PyTuple, owner?: object): boolean {
	if (items.length === 0) {
		if (p.protocol === 0) p.out.ascii("(t");
		else p.out.u8(op.EMPTY_TUPLE);
		return true;
	}
	p.enter(items);
	if (items.length > 3 || p.protocol < 2) p.out.u8(op.MARK);
	return p.start(new TupleTask(items, owner));
}

const SHORT_TUPLES: readonly number[] = [0, op.TUPLE1, op.TUPLE2, op.TUPLE3];

class TupleTask implements Task {
	readonly #items: PyTuple;
	readonly #owner: object | undefined;
	#next = 0;

	constructor(items: PyTuple, owner: object | undefined) {
		this.#items = items;
		this.#owner = owner;
	}
	get path(): string {
		return `[${this.#next - 1}]`;
	}
	get note(): string {
		return `when serializing tuple item ${this.#next - 1}`;
	}
	step(p: Saver): boolean {
		const items = this.#items;
		while (this.#next < items.length) {
			const item = items[this.#next++];
			if (!p.save(item)) return false;
		}
		const short = items.length <= 3 && p.protocol >= 2;
		const index = p.objects.get(items);
		const isAnother = this.#owner !== undefined && p.objects.get(this.#owner) !== undefined;
		if (index !== undefined && !isAnother) {
			// A child has written the tuple already: what is on the stack is dropped for it.
			this.#drop(p, short);
			p.get(index);
		} else {
			p.out.u8(short ? (SHORT_TUPLES[items.length] as number) : op.TUPLE);
			if (index === undefined) p.memoize(items);
			else p.put();
		}
		p.leave(items);
		return true;
	}
	#drop(p: Saver, short: boolean): void {
		if (!short && p.protocol > 0) {
			p.out.u8(op.POP_MARK);
			return;
		}
		const count = this.#items.length + (short ? 0 : 1);
		for (let i = 0; i < count; i++) p.out.u8(op.POP);
	}
}

/** A plain object: its own enumerable string keys; properties that are `undefined` are not there. */
export function saveDict(p: Saver, dict: Record<string, unknown>): boolean {
	let keys = Object.keys(dict);
	// Whether there is exactly one entry must be known before the first is written.
	if (
		keys.length > 0 &&
		(dict[keys[0] as string] === undefined || (keys.length > 1 && dict[keys[1] as string] === undefined))
	) {
		keys = keys.filter((key) => dict[key] !== undefined);
	}
	p.enter(dict);
	openDict(p, dict);
	if (keys.length === 0) {
		p.leave(dict);
		return true;
	}
	return p.start(new ObjectTask(dict, keys));
}

function openDict(p: Saver, dict: object): void {
	if (p.protocol === 0) p.out.ascii("(d");
	else p.out.u8(op.EMPTY_DICT);
	p.memoize(dict);
}

/** The entries of a plain object. */
class ObjectTask implements Task {
	readonly #dict: Record<string, unknown>;
	readonly #keys: readonly string[];
	#next = 0;
	#inBatch = 0;
	#open = false;
	#started = false;

	constructor(dict: Record<string, unknown>, keys: readonly string[]) {
		this.#dict = dict;
		this.#keys = keys;
	}
	get path(): string {
		return keyPath(this.#keys[this.#next - 1]);
	}
	get note(): string {
		return `when serializing dict item ${keyRepr(this.#keys[this.#next - 1])}`;
	}
	step(p: Saver): boolean {
		const keys = this.#keys;
		const { out } = p;
		const single = p.protocol === 0 || keys.length === 1;
		if (single && this.#started) out.u8(op.SETITEM);
		for (;;) {
			if (!single) {
				if (this.#inBatch === BATCHSIZE || (this.#next === keys.length && this.#open)) {
					const full = this.#inBatch === BATCHSIZE;
					out.u8(op.SETITEMS);
					this.#open = false;
					this.#inBatch = 0;
					// Up to 3.14 a full last batch is followed by an empty one.
					if (this.#next === keys.length && !(full && hasOldBatches(p))) return this.#end(p);
				} else if (this.#next === keys.length) {
					return this.#end(p);
				}
				if (!this.#open) {
					out.u8(op.MARK);
					this.#open = true;
				}
			} else if (this.#next === keys.length) {
				return this.#end(p);
			}
			while (this.#next < keys.length && this.#inBatch < BATCHSIZE) {
				const key = keys[this.#next++] as string;
				const value = this.#dict[key];
				if (value === undefined) continue;
				if (p.out.pos >= p.framer.limit) p.framer.boundary();
				p.saveKey(key);
				this.#inBatch++;
				this.#started = true;
				if (!p.save(value)) return false;
				if (single) {
					out.u8(op.SETITEM);
					this.#inBatch = 0;
				}
			}
		}
	}
	#end(p: Saver): true {
		p.leave(this.#dict);
		return true;
	}
}

/** A `PyDict` or any `Map`: keys of all kinds. */
export function saveMap(p: Saver, map: ReadonlyMap<unknown, unknown>): boolean {
	p.enter(map);
	openDict(p, map);
	if (map.size === 0) {
		p.leave(map);
		return true;
	}
	return p.start(new EntriesTask(map, map.size, p.protocol > 0 && hasOldBatches(p), map));
}

/**
 * Keys and values in turn: the entries of a `Map`, or of the fifth part of a reduce tuple (which comes as an
 * iterator of unknown length and never has the corners of old batches).
 */
export class EntriesTask implements Task {
	readonly #entries: Iterator<readonly [unknown, unknown]>;
	readonly #size: number;
	readonly #old: boolean;
	readonly #owner: ReadonlyMap<unknown, unknown> | undefined;
	/** How notes call what the entries are of. */
	readonly #name: () => string;
	#current: readonly [unknown, unknown] | undefined;
	#following: readonly [unknown, unknown] | undefined;
	#inBatch = 0;
	#open = false;
	#lone = false;
	/** 0: next entry; 1: its key is written; 2: its value too. */
	#state = 0;
	#done = false;

	constructor(
		entries: Iterable<readonly [unknown, unknown]>,
		size: number,
		old: boolean,
		owner?: ReadonlyMap<unknown, unknown>,
		name: () => string = () => "dict",
	) {
		this.#entries = entries[Symbol.iterator]();
		this.#size = size;
		this.#old = old;
		this.#owner = owner;
		this.#name = name;
	}
	get path(): string {
		return keyPath(this.#current?.[0]);
	}
	get note(): string {
		return this.#state !== 2 ? "" : `when serializing ${this.#name()} item ${keyRepr(this.#current?.[0])}`;
	}
	#read(): readonly [unknown, unknown] | undefined {
		const next = this.#entries.next();
		if (next.done === true) return undefined;
		if (!Array.isArray(next.value) || next.value.length !== 2) {
			throw new PyTypeError("dict items iterator must return 2-tuples", { code: "reduce" });
		}
		return next.value;
	}
	step(p: Saver): boolean {
		for (;;) {
			if (this.#state === 1) {
				this.#state = 2;
				if (!p.save((this.#current as [unknown, unknown])[1])) return false;
			}
			if (this.#state === 2) {
				this.#state = 0;
				this.#inBatch++;
				if (!this.#open) p.out.u8(op.SETITEM);
			}
			if (!this.#advance(p)) return true;
			this.#state = 1;
			const key = (this.#current as [unknown, unknown])[0];
			if (typeof key === "string") {
				if (p.out.pos >= p.framer.limit) p.framer.boundary();
				p.saveKey(key);
			} else if (!p.save(key)) return false;
		}
	}
	/** Opens and closes batches around the next entry; false at the end. */
	#advance(p: Saver): boolean {
		const batches = p.protocol > 0;
		const first = this.#current === undefined;
		if (first) this.#following = this.#read();
		const full = this.#inBatch === BATCHSIZE;
		this.#current = this.#following ?? this.#current;
		const ended = this.#following === undefined;
		if (batches && this.#open && (full || ended)) {
			p.out.u8(op.SETITEMS);
			this.#open = false;
			this.#inBatch = 0;
			if (ended && full && this.#old) {
				p.out.u8(op.MARK);
				p.out.u8(op.SETITEMS);
			}
		}
		if (ended) {
			this.#finish(p);
			return false;
		}
		this.#following = this.#read();
		if (batches && !this.#open) {
			this.#lone = this.#old ? this.#size === 1 : this.#following === undefined;
			if (!this.#lone) {
				p.out.u8(op.MARK);
				this.#open = true;
			}
		}
		return true;
	}
	#finish(p: Saver): void {
		if (this.#owner === undefined || this.#done) return;
		this.#done = true;
		if (this.#owner.size !== this.#size) {
			throw new RuntimeError("dictionary changed size during iteration", { code: "unpicklable" });
		}
		p.leave(this.#owner);
	}
}

export function saveSet(p: Saver, set: ReadonlySet<unknown>): boolean {
	if (p.protocol < 4) return saveReduction(p, { callable: "builtins:set", args: [[...set]] }, set, false);
	p.out.u8(op.EMPTY_SET);
	p.memoize(set);
	if (set.size === 0) return true;
	p.enter(set);
	return p.start(new SetTask(set));
}

class SetTask implements Task {
	readonly #set: ReadonlySet<unknown>;
	readonly #items: Iterator<unknown>;
	readonly #size: number;
	#written = 0;
	#inBatch = -1;

	constructor(set: ReadonlySet<unknown>) {
		this.#set = set;
		this.#items = set.values();
		this.#size = set.size;
	}
	readonly path = "{}";
	readonly note = "when serializing set element";
	step(p: Saver): boolean {
		for (;;) {
			if (this.#inBatch === -1) {
				p.out.u8(op.MARK);
				this.#inBatch = 0;
			}
			const next = this.#inBatch === BATCHSIZE ? undefined : this.#items.next();
			if (next === undefined || next.done === true) {
				const full = this.#inBatch === BATCHSIZE;
				p.out.u8(op.ADDITEMS);
				this.#inBatch = -1;
				// Up to 3.14 a full last batch is followed by an empty one.
				if (full && (this.#written < this.#size || hasOldBatches(p))) continue;
				if (this.#set.size !== this.#size) {
					throw new RuntimeError("set changed size during iteration", { code: "unpicklable" });
				}
				p.leave(this.#set);
				return true;
			}
			this.#inBatch++;
			this.#written++;
			if (!p.save(next.value)) return false;
		}
	}
}

export function saveFrozenSet(p: Saver, set: ReadonlySet<unknown>): boolean {
	if (p.protocol < 4) return saveReduction(p, { callable: "builtins:frozenset", args: [[...set]] }, set, false);
	p.enter(set);
	p.out.u8(op.MARK);
	return p.start(new FrozenSetTask(set));
}

class FrozenSetTask implements Task {
	readonly #set: ReadonlySet<unknown>;
	readonly #items: Iterator<unknown>;
	constructor(set: ReadonlySet<unknown>) {
		this.#set = set;
		this.#items = set.values();
	}
	readonly path = "{}";
	readonly note = "when serializing frozenset element";
	step(p: Saver): boolean {
		for (;;) {
			const next = this.#items.next();
			if (next.done === true) break;
			if (!p.save(next.value)) return false;
		}
		p.leave(this.#set);
		const index = p.objects.get(this.#set);
		if (index !== undefined) {
			// An item has written the set already.
			p.out.u8(op.POP_MARK);
			p.get(index);
		} else {
			p.out.u8(op.FROZENSET);
			p.memoize(this.#set);
		}
		return true;
	}
}
