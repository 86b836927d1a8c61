/** A string that finds no place within so many steps has none in the table. */
export const PROBES = 32;
/** After so many slots in a row it goes on somewhere else; a power of two. */
const ROW = 4;
/** How far away that is. */
const LEAP = 0x9e3779;
/** How many slots a table begins with. */
const FIRST = 64;
/** A table of more slots is not kept when it is cleared, unless a sixteenth of it was in use, and never one of KEPT_FULL. */
const KEPT = 1024;
const KEPT_FULL = 1 << 15;
/** From so many slots on a table doubles; before, it grows fourfold. */
const LARGE = 1 << 16;

const EMPTY = /* @__PURE__ */ new Int32Array(0);

/**
 * A hash of something that is near to others: of a number, of what kind it is, and of all that tells it from others of
 * the same number. Numbers that follow each other get slots in one page of memory, every fourth, so that the processor
 * has them at hand; which page it is, nobody can tell from the number.
 */
export function spread(number: number, kind: number, content: number): number {
	const page = scatter(Math.imul(number >> 8, 0x297a2d39) + kind);
	return (content & ~0xfffff) | ((page & 0x3ff) << 10) | ((number & 0xff) << 2) | ((content >>> 16) & 3);
}

/** Where to look after `probes` slots have been looked at, of which the last one was `at`. */
export function nextSlot(at: number, probes: number, mask: number): number {
	return (at + ((probes & (ROW - 1)) === 0 ? LEAP : 1)) & mask;
}

/** As {@link spread}, of a number that is as good as random. */
export function scatter(number: number): number {
	const hash = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
	return hash ^ (hash >>> 12);
}

/**
 * A hash table of the numbers 0, 1, 2 …, each with its hash. Who has one knows what the numbers stand for, looks at the
 * slots from `hash & mask` on ({@link nextSlot}), compares, and keeps elsewhere what finds no place: chains are short whatever the data.
 *
 * PERF(bench: strings, records, nested): a slot is four bytes, since what bounds a large table is the processor's cache.
 * A `Map` takes three times as long.
 */
export class HashTable {
	/** In the low bits, under `mask`, a number plus one; above them the same bits of its hash. Or 0. */
	slots: Int32Array = EMPTY;
	/** How many slots there are, less one. */
	mask = -1;
	/** The hash of each number. */
	#hashes: Int32Array = EMPTY;
	#count = 0;

	/** Whether it must {@link grow} before anything is put in. */
	get isFull(): boolean {
		return 2 * this.#count > this.mask;
	}
	/** The hash of a number that was put in. */
	hashOf(number: number): number {
		return this.#hashes[number] as number;
	}
	/**
	 * Makes more room.
	 *
	 * @param homeless gets what finds no place any more
	 */
	grow(homeless: (number: number, hash: number) => void): void {
		const size = Math.max(FIRST, (this.mask + 1) * (this.mask < LARGE ? 4 : 2));
		const slots = new Int32Array(size);
		const hashes = new Int32Array(size / 2 + 1);
		hashes.set(this.#hashes.subarray(0, this.#count));
		this.slots = slots;
		this.mask = size - 1;
		this.#hashes = hashes;
		for (let number = 0; number < this.#count; number++) {
			const hash = hashes[number] as number;
			let at = hash & this.mask;
			let probes = 0;
			while (slots[at] !== 0 && probes < PROBES) {
				at = nextSlot(at, ++probes, this.mask);
			}
			if (probes < PROBES) slots[at] = (hash & ~this.mask) | (number + 1);
			else homeless(number, hash);
		}
	}
	/** Puts the next number into a free slot, which a look at the slots has found, unless the table {@link isFull}. */
	put(slot: number, hash: number): void {
		this.#hashes[this.#count++] = hash;
		this.slots[slot] = (hash & ~this.mask) | this.#count;
	}
	/** Forgets all. */
	clear(): void {
		const count = this.#count;
		if (count === 0) return;
		this.#count = 0;
		// PERF(bench: families): a message of some kilobytes like the last one finds a table of the right size.
		if (this.mask < KEPT || (this.mask < KEPT_FULL && 16 * count > this.mask)) {
			this.slots.fill(0);
		} else {
			this.slots = EMPTY;
			this.#hashes = EMPTY;
			this.mask = -1;
		}
	}
}
