import * as op from "../opcodes.ts";
import { BATCHSIZE } from "./batches.ts";
import { notedName } from "./path.ts";
import type { Saver, Task } from "./saver.ts";

/**
 * Items of the fourth part of a reduce tuple: an iterator of unknown length, in batches, a lone one by
 * APPEND. For sets ADDITEMS, which has no lone form.
 */
export class ItemsTask implements Task {
	readonly #items: Iterator<unknown>;
	readonly #opcode: number;
	readonly #saver: Saver;
	readonly #owner: object | undefined;
	#following: IteratorResult<unknown> | undefined;
	#index = -1;
	#inBatch = 0;
	#open = false;
	#lone = false;

	/** @param owner whose items they are */
	constructor(saver: Saver, items: Iterable<unknown>, owner: object | undefined, opcode: number = op.APPENDS) {
		this.#items = items[Symbol.iterator]();
		this.#opcode = opcode;
		this.#saver = saver;
		this.#owner = owner;
	}
	get path(): string {
		return `[${this.#index}]`;
	}
	get note(): string {
		return `when serializing ${notedName(this.#saver, this.#owner)} item ${this.#index}`;
	}
	step(p: Saver): boolean {
		for (;;) {
			if (this.#lone) {
				p.out.u8(op.APPEND);
				this.#lone = false;
			}
			this.#following ??= this.#items.next();
			const { done, value } = this.#following;
			if (this.#open && (done === true || this.#inBatch === BATCHSIZE)) {
				p.out.u8(this.#opcode);
				this.#open = false;
				this.#inBatch = 0;
			}
			if (done === true) return true;
			this.#following = this.#items.next();
			this.#start(p);
			this.#index++;
			this.#inBatch++;
			if (!p.save(value)) return false;
		}
	}
	#start(p: Saver): void {
		if (this.#open) return;
		this.#lone =
			this.#opcode === op.APPENDS && (p.protocol === 0 || (this.#inBatch === 0 && this.#following?.done === true));
		if (this.#lone) return;
		p.out.u8(op.MARK);
		this.#open = true;
		this.#inBatch = 0;
	}
}
