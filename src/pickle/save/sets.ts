/** Sets and frozensets. Each is a task: it goes on where it was when a child has been written. */
import { RuntimeError } from "../../errors.ts";
import * as op from "../opcodes.ts";
import { BATCHSIZE, hasOldBatches } from "./batches.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { saveReduction } from "./objects.ts";

export function saveSet(p: SaveMachine, set: ReadonlySet<unknown>): boolean {
	if (p.protocol < 4) return saveReduction(p, { callable: "builtins:set", args: [[...set]] }, set, false);
	p.out.u8(op.EMPTY_SET);
	p.memoize(set);
	if (set.size === 0) return true;
	p.enter(set);
	return p.start(new SetTask(set));
}

/** @internal */
export class SetTask implements Task {
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
	step(p: SaveMachine): boolean {
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

export function saveFrozenSet(p: SaveMachine, set: ReadonlySet<unknown>): boolean {
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
	step(p: SaveMachine): boolean {
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
