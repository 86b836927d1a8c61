/** The parts that a reduction adds to the object that it has made: items of a list or set, entries of a dict. */
import { PyTypeError } from "../../errors.ts";
import * as op from "../opcodes.ts";
import { BATCHSIZE } from "./batches.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { keyPath, keyRepr, notedName } from "./path.ts";

/**
 * Items of the fourth part of a reduce tuple, or entries of its fifth: an iterator of unknown length, in batches, a
 * lone one by APPEND or SETITEM. For sets ADDITEMS, which has no lone form. The corners of old batches are not here.
 */
export class ItemsTask implements Task {
	readonly #items: Iterator<unknown>;
	readonly #opcode: number;
	readonly #saver: SaveMachine;
	readonly #owner: object | undefined;
	#current: unknown;
	#following: IteratorResult<unknown> | undefined;
	#index = -1;
	#inBatch = 0;
	#open = false;
	/** 0: the next item; 1: the key of an entry is written; 2: all of it. */
	#state = 0;

	/**
	 * @param owner whose items they are
	 * @param opcode APPENDS, ADDITEMS, or SETITEMS for entries, which are pairs
	 */
	constructor(saver: SaveMachine, items: Iterable<unknown>, owner: object | undefined, opcode: number) {
		this.#items = items[Symbol.iterator]();
		this.#opcode = opcode;
		this.#saver = saver;
		this.#owner = owner;
	}
	get #isEntries(): boolean {
		return this.#opcode === op.SETITEMS;
	}
	get #key(): unknown {
		return (this.#current as readonly unknown[] | undefined)?.[0];
	}
	get path(): string {
		return this.#isEntries ? keyPath(this.#key) : `[${this.#index}]`;
	}
	get note(): string {
		if (this.#isEntries && this.#state !== 2) return "";
		const item = this.#isEntries ? keyRepr(this.#key) : this.#index;
		return `when serializing ${notedName(this.#saver, this.#owner)} item ${item}`;
	}
	step(p: SaveMachine): boolean {
		for (;;) {
			if (this.#state === 1) {
				this.#state = 2;
				if (!p.save((this.#current as readonly unknown[])[1])) return false;
			}
			if (this.#state === 2 && !this.#open) p.out.u8(this.#isEntries ? op.SETITEM : op.APPEND);
			this.#state = 0;
			if (!this.#advance(p)) return true;
			if (!this.#isEntries) {
				this.#state = 2;
				if (!p.save(this.#current)) return false;
				continue;
			}
			this.#state = 1;
			const key = this.#key;
			if (typeof key === "string") p.saveKey(key);
			else if (!p.save(key)) return false;
		}
	}
	/** Goes to the next item, and opens and closes batches around it; false at the end. */
	#advance(p: SaveMachine): boolean {
		this.#following ??= this.#read();
		const { done, value } = this.#following;
		if (this.#open && (done === true || this.#inBatch === BATCHSIZE)) {
			p.out.u8(this.#opcode);
			this.#open = false;
		}
		if (done === true) return false;
		this.#current = value;
		this.#index++;
		this.#following = this.#read();
		if (!this.#open) {
			this.#inBatch = 0;
			this.#open = this.#opcode === op.ADDITEMS || (p.protocol > 0 && this.#following.done !== true);
			if (this.#open) p.out.u8(op.MARK);
		}
		this.#inBatch++;
		return true;
	}
	#read(): IteratorResult<unknown> {
		const next = this.#items.next();
		const { done, value } = next;
		if (this.#isEntries && done !== true && !(Array.isArray(value) && value.length === 2)) {
			throw new PyTypeError("dict items iterator must return 2-tuples", { code: "reduce" });
		}
		return next;
	}
}
