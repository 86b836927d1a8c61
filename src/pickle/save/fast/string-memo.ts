import { GrowingList } from "../../load/fast/growing-list.ts";
import { HashTable, nextSlot, PROBES, scatter } from "./hash-table.ts";

/** Texts beyond this many characters are hashed by their ends and middle. */
export const HASHED = 32;
/** Up to so many texts are simply compared one by one. */
const FEW = 20;
/** After so many known texts in a row the next one is likely to be known too. */
const STREAK = 3;
/** So many of these are kept apart. */
const MOST_AGAIN = 4096;

/**
 * Which texts have been written, and under which memo index: a hash table of our own.
 *
 * PERF(bench: strings, records): a `Map` must hash each fresh string, keep it alive in an entry of its own and
 * rehash as it grows; this takes a third of its time. The seed is random, and chains are short whatever the texts; what
 * finds no place goes to a `Map`, whose hash nobody can foresee.
 */
export class StringMemo {
	/** The first texts and their indexes. */
	readonly #few: string[] = Array.from({ length: FEW }, () => "");
	readonly #fewIndexes: Int32Array = new Int32Array(FEW);
	/** How many of these there are, as long as there are no others. */
	#count = 0;
	#isFew = true;
	readonly #table: HashTable = new HashTable();
	readonly #texts: GrowingList = new GrowingList();
	/** Of each text the memo index, and the number plus one of the key that came after it. */
	#entries: Int32Array = new Int32Array(2 * FIRST);
	#overflow: Map<string, number> | undefined;
	/**
	 * Texts that have come again, and their indexes.
	 *
	 * PERF(bench: families, columns): V8 keeps the hash of a string in it, so that a `Map` finds one that it has seen
	 * in a third of the time; for new ones it would take twice as long, so it is asked among known ones only.
	 */
	readonly #again: Map<string, number> = new Map();
	/** How many texts in a row were known. */
	#streak = 0;
	/** The number of the last key, and whether there is one. */
	#lastKey = 0;
	readonly #seed = (Math.random() * 0x100000000) | 0;

	/** The memo index of an equal text, or -1; a new text is noted under `index`. */
	find(text: string, index: number): number {
		if (this.#isFew) return this.#findFew(text, index);
		if (this.#streak >= STREAK) {
			const known = this.#again.get(text);
			if (known !== undefined) {
				this.wasNewShort = false;
				return known;
			}
		}
		const found = this.findHashed(text, this.hash(text), index);
		if (found === -1) this.#streak = 0;
		else if (++this.#streak >= STREAK && this.#again.size < MOST_AGAIN) this.#again.set(text, found);
		return found;
	}
	#findFew(text: string, index: number): number {
		const few = this.#few;
		const count = this.#count;
		for (let i = 0; i < count; i++) if (few[i] === text) return this.#fewIndexes[i] as number;
		if (count === FEW) {
			this.#isFew = false;
			// The table of an earlier value has room already.
			if (this.#table.isFull) this.#table.grow(this.#homeless);
			for (let i = 0; i < FEW; i++) {
				const known = few[i] as string;
				this.findHashed(known, this.hash(known), this.#fewIndexes[i] as number);
			}
			return this.findHashed(text, this.hash(text), index);
		}
		few[count] = text;
		this.#fewIndexes[count] = index;
		this.#count++;
		return -1;
	}
	/**
	 * As {@link find}, for the key of a dict.
	 *
	 * PERF(bench: records): the keys of dicts come again in the same order, so the key that came after the last one is
	 * tried first.
	 */
	findKey(key: string, index: number): number {
		if (this.#isFew) return this.#findFew(key, index);
		const entries = this.#entries;
		const last = 2 * this.#lastKey + 1;
		const guess = (entries[last] as number) - 1;
		if (guess !== -1 && this.#texts.get(guess) === key) {
			this.#lastKey = guess;
			return entries[2 * guess] as number;
		}
		const found = this.findHashed(key, this.hash(key), index);
		this.#entries[last] = this.#found + 1;
		if (this.#found !== -1) this.#lastKey = this.#found;
		return found;
	}

	/** The number of the text that {@link findHashed} has found or added; -1 when it is not in the table. */
	#found = -1;

	/** As {@link find}, for a string whose hash is known, when there are more than a few. */
	findHashed(text: string, hash: number, index: number): number {
		const { slots, mask } = this.#table;
		let at = hash & mask;
		for (let probes = 0; probes < PROBES; probes++) {
			const slot = slots[at] as number;
			if (slot === 0) return this.#addAt(at, text, hash, index);
			if (((slot ^ hash) & ~mask) === 0) {
				const number = (slot & mask) - 1;
				if (this.#texts.get(number) === text) {
					this.#found = number;
					this.wasNewShort = false;
					return this.#entries[2 * number] as number;
				}
			}
			at = nextSlot(at, probes + 1, mask);
		}
		return this.#overflowing(text, index);
	}
	#addAt(slot: number, text: string, hash: number, index: number): number {
		if (this.#overflow?.has(text) === true) return this.#overflowing(text, index);
		const table = this.#table;
		if (table.isFull) {
			table.grow(this.#homeless);
			return this.findHashed(text, hash, index);
		}
		this.#found = this.#add(text, index);
		table.put(slot, hash);
		this.wasNewShort = this.#isShort;
		return -1;
	}
	/** As {@link findHashed}, for a string that finds no place in the table. */
	#overflowing(text: string, index: number): number {
		this.#found = -1;
		this.#overflow ??= new Map();
		const found = this.#overflow.get(text);
		this.wasNewShort = found === undefined && this.#isShort;
		if (found === undefined) this.#overflow.set(text, index);
		return found ?? -1;
	}
	/** Notes a new text; its number. */
	#add(text: string, index: number): number {
		const number = this.#texts.size;
		this.#texts.push(text);
		if (2 * number === this.#entries.length) {
			const entries = new Int32Array(2 * this.#entries.length);
			entries.set(this.#entries);
			this.#entries = entries;
		}
		this.#entries[2 * number] = index;
		this.#entries[2 * number + 1] = 0;
		return number;
	}
	readonly #homeless = (number: number): void => {
		this.#overflow ??= new Map();
		this.#overflow.set(this.#texts.get(number) as string, this.#entries[2 * number] as number);
	};

	/** The hash of a string, under which {@link findHashed} looks for it. */
	hash(text: string): number {
		const { length } = text;
		let hash = this.#seed ^ length;
		this.#isShort = length <= HASHED;
		if (this.#isShort) {
			for (let i = 0; i < length; i++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(i);
		} else {
			const middle = length >> 1;
			for (let i = 0; i < 12; i++) {
				hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
				hash = Math.imul(hash ^ text.charCodeAt(length - 1 - i), 0x01000193);
				hash = Math.imul(hash ^ text.charCodeAt(middle - 6 + i), 0x01000193);
			}
		}
		return scatter(hash);
	}
	/**
	 * The hash of a string of at most {@link HASHED} characters, which is written on the way, as UTF-8, up to
	 * {@link end}.
	 *
	 * PERF(bench: strings, strings-non-ascii): each look at a character costs more than what is done with it.
	 */
	hashInto(text: string, bytes: Uint8Array, at: number): number {
		const { length } = text;
		let hash = this.#seed ^ length;
		this.#isShort = true;
		for (let i = 0; i < length; i++) {
			const unit = text.charCodeAt(i);
			hash = Math.imul(hash, 0x01000193) ^ unit;
			if (unit < 0x80) {
				bytes[at++] = unit;
				continue;
			}
			if (unit < 0x800) {
				bytes[at++] = 0xc0 | (unit >> 6);
			} else {
				// Half of a character beyond U+FFFF takes a closer look.
				if (unit >> 11 === 0x1b) this.#isShort = false;
				bytes[at++] = 0xe0 | (unit >> 12);
				bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
			}
			bytes[at++] = 0x80 | (unit & 0x3f);
		}
		this.end = at;
		return scatter(hash);
	}
	/** Where the text ends that {@link hashInto} has written. */
	end = 0;
	/** Whether the last text that was hashed was short, and written if it should be. */
	#isShort = false;
	/** Whether the last text was so and new; then the next one is likely to be, and {@link hashInto} pays. */
	wasNewShort = false;

	clear(): void {
		for (let i = 0; i < this.#count; i++) this.#few[i] = "";
		this.#count = 0;
		if (this.#isFew) return;
		this.#isFew = true;
		this.wasNewShort = false;
		this.#streak = 0;
		if (this.#again.size > 0) this.#again.clear();
		this.#texts.clear();
		this.#table.clear();
		this.#overflow = undefined;
		this.#lastKey = 0;
		if (this.#entries.length > KEPT) this.#entries = new Int32Array(2 * FIRST);
	}
}

/** For how many texts there is room at first, beyond the few. */
const FIRST = 64;
/** Room for half as many is kept from one value to the next. */
const KEPT = 8192;
