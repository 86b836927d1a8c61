import { blankItems } from "../../../values/parts.ts";

/** Items in one part. */
const PART = 4096;
const SHIFT = 12;

/** Items that are made when they are asked for, by number. */
export interface LateEntries {
	/** The item; undefined for one that is not among these. */
	make(index: number): unknown;
	/** Notes that another item has come in the place of one. */
	forget(index: number): void;
}

/**
 * A list that only grows: the memo of what is read, with its numbers 0, 1, 2 …, or of what is written.
 *
 * PERF(bench: records, strings): an array that grows copies all that it holds, again and again, and the collector does
 * too; parts of one size are a fifth of the work.
 */
export class GrowingList {
	readonly #parts: unknown[][] = [[]];
	/** The part that is being filled; the first one grows as it is filled, since most are small. */
	#last: unknown[] = this.#parts[0] as unknown[];
	#size = 0;
	/** Makes items that are undefined up to then. */
	late: LateEntries | undefined;

	/** How many items there are. */
	get size(): number {
		return this.#size;
	}
	/** The item of a number below `size`. */
	get(index: number): unknown {
		const value = (this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)];
		return value === undefined && this.late !== undefined ? this.#made(index) : value;
	}
	/** The first items, 4096 at most, to be read only until something is added; undefined for those that are not made yet. */
	get start(): readonly unknown[] {
		return this.#parts[0] as unknown[];
	}
	/** Replaces the item of a number below `size`. */
	set(index: number, value: unknown): void {
		this.#put(index, value);
		this.late?.forget(index);
	}
	#put(index: number, value: unknown): void {
		(this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)] = value;
	}
	#made(index: number): unknown {
		const value = this.late?.make(index);
		this.#put(index, value);
		return value;
	}
	/** Adds an item under the next number. */
	push(value: unknown): void {
		const at = this.#size++ & (PART - 1);
		if (at === 0 && this.#size > PART) this.#grow();
		this.#last[at] = value;
	}
	#grow(): void {
		this.#last = blankItems(PART);
		this.#parts.push(this.#last);
	}
	/** Forgets all items. */
	clear(): void {
		if (this.#size === 0) return;
		this.#last = [];
		if (this.#parts.length > 1) this.#parts.length = 1;
		this.#parts[0] = this.#last;
		this.#size = 0;
		this.late = undefined;
	}
	/** All items in order. */
	*[Symbol.iterator](): IterableIterator<unknown> {
		for (let i = 0; i < this.#size; i++) yield this.get(i);
	}
}
