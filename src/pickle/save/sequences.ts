/** Lists and tuples. Each is a task: it goes on where it was when a child has been written. */
import type { PyTuple } from "../../values/tuple.ts";
import * as op from "../opcodes.ts";
import { BATCHSIZE, hasOldBatches } from "./batches.ts";
import { saveLeaves } from "./fast/leaves.ts";
import { saveRun } from "./fast/runs.ts";
import type { SaveMachine, Task } from "./machine.ts";

export function saveList(p: SaveMachine, list: readonly unknown[]): boolean {
	p.enter(list);
	if (p.protocol === 0) {
		p.out.ascii("(l");
	} else {
		p.out.u8(op.EMPTY_LIST);
	}
	p.memoize(list as unknown[]);
	const { length } = list;
	if (length === 0) {
		p.leave(list);
		return true;
	}
	if (!p.leavesAreFree || length > BATCHSIZE) return p.start(new ListTask(list, 0, -1, false));
	const single = length === 1;
	if (!single) p.out.u8(op.MARK);
	const next = saveLeaves(p, list, false);
	if (next < length) return p.start(new ListTask(list, next, length, single));
	p.out.u8(single ? op.APPEND : op.APPENDS);
	return true;
}

/** @internal */
export class ListTask implements Task {
	readonly #list: readonly unknown[];
	#next: number;
	/** Where the open batch ends, or -1 between batches. */
	#batchEnd: number;
	/** Whether the open batch is a lone item without mark. */
	#single: boolean;

	constructor(list: readonly unknown[], next: number, batchEnd: number, single: boolean) {
		this.#list = list;
		this.#next = next;
		this.#batchEnd = batchEnd;
		this.#single = single;
	}
	get path(): string {
		return `[${this.#next - 1}]`;
	}
	get note(): string {
		return `when serializing list item ${this.#next - 1}`;
	}
	step(p: SaveMachine): boolean {
		const list = this.#list;
		const { out } = p;
		const plain = p.options.persistentId === undefined && p.protocol > 0;
		for (;;) {
			// A getter may have made the list shorter meanwhile.
			if (this.#next === this.#batchEnd || (this.#batchEnd !== -1 && this.#next >= list.length)) {
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
				if (plain) {
					next = saveRun(p, list, next, end);
					if (next === end) break;
				}
				const item = list[next];
				this.#next = ++next;
				// A run that ends at an object ends at one that is not in the memo.
				const isDone = plain && typeof item === "object" ? p.saveNew(item as object) : p.save(item);
				if (!isDone) return false;
				if (end > list.length) break;
			}
			this.#next = next;
		}
	}
	#openBatch(p: SaveMachine): void {
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
 * @param isFresh whether nothing else has the tuple, so that it need not be found in the memo, only counted
 */
export function saveTuple(p: SaveMachine, items: PyTuple, owner?: object, isFresh = false): boolean {
	if (items.length === 0) {
		if (p.protocol === 0) p.out.ascii("(t");
		else p.out.u8(op.EMPTY_TUPLE);
		return true;
	}
	p.enter(items);
	const { length } = items;
	if (length > 3 || p.protocol < 2) p.out.u8(op.MARK);
	let next = 0;
	if (p.leavesAreFree) {
		next = saveLeaves(p, items, isFresh && p.isQuiet);
		if (next === length) {
			p.out.u8(length <= 3 ? (SHORT_TUPLES[length] as number) : op.TUPLE);
			if (isFresh) p.put();
			else p.memoize(items);
			return true;
		}
	}
	return p.start(new TupleTask(items, length, owner, isFresh, next));
}

const SHORT_TUPLES: readonly number[] = [0, op.TUPLE1, op.TUPLE2, op.TUPLE3];

/** @internal */
export class TupleTask implements Task {
	readonly #items: PyTuple;
	/** How many items it had when it was begun. */
	readonly #length: number;
	readonly #owner: object | undefined;
	readonly #isFresh: boolean;
	#next: number;

	constructor(items: PyTuple, length: number, owner: object | undefined, isFresh: boolean, next: number) {
		this.#next = next;
		this.#items = items;
		this.#length = length;
		this.#owner = owner;
		this.#isFresh = isFresh;
	}
	get path(): string {
		return `[${this.#next - 1}]`;
	}
	get note(): string {
		return `when serializing tuple item ${this.#next - 1}`;
	}
	step(p: SaveMachine): boolean {
		const items = this.#items;
		const length = this.#length;
		while (this.#next < length) {
			const item = items[this.#next++];
			if (!p.save(item)) return false;
		}
		const short = length <= 3 && p.protocol >= 2;
		if (this.#isFresh) {
			p.out.u8(short ? (SHORT_TUPLES[length] as number) : op.TUPLE);
			p.put();
			return true;
		}
		const index = p.objects.get(items);
		const isAnother = this.#owner !== undefined && p.objects.get(this.#owner) !== undefined;
		if (index !== undefined && !isAnother) {
			// A child has written the tuple already: what is on the stack is dropped for it.
			this.#drop(p, short);
			p.get(index);
		} else {
			p.out.u8(short ? (SHORT_TUPLES[length] as number) : op.TUPLE);
			if (index === undefined) p.memoize(items);
			else p.put();
		}
		p.leave(items);
		return true;
	}
	#drop(p: SaveMachine, short: boolean): void {
		if (!short && p.protocol > 0) {
			p.out.u8(op.POP_MARK);
			return;
		}
		const count = this.#length + (short ? 0 : 1);
		for (let i = 0; i < count; i++) p.out.u8(op.POP);
	}
}
