/** Entries in one part of a memo. */
const PART = 4096;
const SHIFT = 12;

/** A part to copy; made when the first pickle needs one. */
let blank: readonly unknown[] | undefined;

/**
 * The memo: values by numbers 0, 1, 2 …, as pickles count them.
 *
 * PERF(bench: records, strings): an array that grows copies all that it holds, again and again, and the collector does
 * too; parts of one size are a fifth of the work.
 */
export class Memo {
	readonly #parts: unknown[][] = [[]];
	/** The part that is being filled; the first one grows as it is filled, since most pickles are small. */
	#last: unknown[] = this.#parts[0] as unknown[];
	#size = 0;

	/** How many entries there are. */
	get size(): number {
		return this.#size;
	}
	/** The entry of a number below `size`. */
	get(index: number): unknown {
		return (this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)];
	}
	/** Replaces the entry of a number below `size`. */
	set(index: number, value: unknown): void {
		(this.#parts[index >>> SHIFT] as unknown[])[index & (PART - 1)] = value;
	}
	/** Adds an entry under the next number. */
	push(value: unknown): void {
		const at = this.#size++ & (PART - 1);
		if (at === 0 && this.#size > PART) this.#grow();
		this.#last[at] = value;
	}
	#grow(): void {
		blank ??= blankPart();
		this.#last = blank.slice();
		this.#parts.push(this.#last);
	}
	/** Forgets all entries. */
	clear(): void {
		this.#last = [];
		this.#parts.length = 1;
		this.#parts[0] = this.#last;
		this.#size = 0;
	}
	/** All entries in order. */
	*[Symbol.iterator](): IterableIterator<unknown> {
		for (let i = 0; i < this.#size; i++) yield this.get(i);
	}
}

/** By push, so that V8 knows it as an array without holes. */
function blankPart(): unknown[] {
	const part: unknown[] = [];
	for (let i = 0; i < PART; i++) part.push(undefined);
	return part;
}
