import { blankItems } from "../../../values/parts.ts";

/** Items in one part. */
const PART = 4096;
const SHIFT = 12;

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

	/** How many items there are. */
	get size(): number {
		return this.#size;
	}
	/** The item of a number below `size`. */
	get(index: number): unknown {
		return (this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)];
	}
	/** The first items, 4096 at most, to be read only until something is added. */
	get start(): readonly unknown[] {
		return this.#parts[0] as unknown[];
	}
	/** Replaces the item of a number below `size`. */
	set(index: number, value: unknown): void {
		(this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)] = value;
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
	}
	/** All items in order. */
	*[Symbol.iterator](): IterableIterator<unknown> {
		for (let i = 0; i < this.#size; i++) yield this.get(i);
	}
}
