/**
 * Keys that were made to collide. V8 hashes the numbers and bigints in a `Map` or `Set` without a seed, so that data can
 * be made of keys that all share one hash: each of them is compared with all the others. A table of ours is watched: of
 * its new keys one in sixty-four, nobody knows which, is hashed as V8 does, and those that share a slot are counted.
 */
import { LimitError } from "../errors.ts";

/** So many new keys of a table need not be looked at. */
export const FREE_KEYS = 256;
/** One key in so many is looked at, on average. */
const EVERY = 64;
/** Slots in which the hashes of looked-at keys are counted: first, and from so many looked-at keys on. */
const FEW_SLOTS = 1 << 12;
const MANY_SLOTS = 1 << 16;
const MANY_KEYS = 1 << 10;
/** Keys in one slot that are never too many; and how many times the average number in all slots may be. */
const MOST_ALIKE = 32;
/** How many times as many pairs of keys in one slot there may be as chance makes. */
const MOST_PAIRS = 8;

/** Counts the hashes of some of the keys of one table. */
export class Collisions {
	/** How many more keys are not looked at by {@link add}. */
	#left = FREE_KEYS;
	#slots: Uint8Array = NO_SLOTS;
	#keys = 0;
	#pairs = 0;

	/** Counts a new key, and looks at some: where it does not matter what a call costs. */
	add(key: unknown): void {
		if (--this.#left === 0) this.#left = this.look(key);
	}
	/**
	 * Looks at a new key.
	 *
	 * @returns how many keys later the next one is to be looked at
	 * @throws LimitError (`collisions`) when so many keys share a hash that they were made to
	 */
	look(key: unknown): number {
		const next = 1 + Math.floor(Math.random() * (2 * EVERY - 1));
		const hash = hashOf(key);
		if (hash === undefined) return next;
		if (this.#slots.length === 0) {
			this.#slots = new Uint8Array(FEW_SLOTS);
		} else if (this.#keys === MANY_KEYS && this.#slots.length === FEW_SLOTS) {
			this.#slots = new Uint8Array(MANY_SLOTS);
			this.#keys = 0;
			this.#pairs = 0;
		}
		const slots = this.#slots;
		const at = hash & (slots.length - 1);
		const alike = slots[at] as number;
		if (alike < 255) slots[at] = alike + 1;
		const keys = ++this.#keys;
		this.#pairs += alike;
		const chance = (keys * keys) / (2 * slots.length);
		if (this.#pairs > 4 * MOST_ALIKE + MOST_PAIRS * chance || alike > MOST_ALIKE + (4 * keys) / slots.length) {
			throw new LimitError(
				"collisions",
				MOST_ALIKE * EVERY,
				{},
				"keys that share one hash were made to; this limit cannot be raised",
			);
		}
		return next;
	}
}

const NO_SLOTS = /* @__PURE__ */ new Uint8Array(0);

/** A number and the two halves of its bits. */
const double = /* @__PURE__ */ new Float64Array(1);
const halves = /* @__PURE__ */ new Uint32Array(/* @__PURE__ */ double.buffer);
const quad = /* @__PURE__ */ new BigUint64Array(/* @__PURE__ */ double.buffer);

/** V8's hash of a number or bigint; undefined for other keys, whose hashes nobody can foresee. */
function hashOf(key: unknown): number | undefined {
	if (typeof key === "number") {
		if ((key | 0) === key) return intHash(key);
		double[0] = key;
	} else if (typeof key === "bigint") {
		quad[0] = key < 0n ? -key : key;
	} else {
		return undefined;
	}
	return longHash(halves[0] as number, halves[1] as number);
}

/** Of an int of 32 bits. */
function intHash(key: number): number {
	let hash = (~key + (key << 15)) | 0;
	hash ^= hash >>> 12;
	hash = (hash + (hash << 2)) | 0;
	hash ^= hash >>> 4;
	hash = Math.imul(hash, 2057);
	return (hash ^ (hash >>> 16)) & 0x3fffffff;
}

/** Of 64 bits. */
function longHash(low: number, high: number): number {
	// hash = ~hash + (hash << 18)
	let l = (~low >>> 0) + ((low << 18) >>> 0);
	let h = (~high + ((high << 18) | (low >>> 14)) + (l > 0xffffffff ? 1 : 0)) | 0;
	l |= 0;
	// hash ^= hash >> 31
	l ^= (h << 1) | (l >>> 31);
	h ^= h >>> 31;
	// hash *= 21
	let product = (l >>> 0) * 21;
	h = (Math.imul(h, 21) + Math.floor(product / 0x100000000)) | 0;
	l = product | 0;
	// hash ^= hash >> 11
	l ^= (h << 21) | (l >>> 11);
	h ^= h >>> 11;
	// hash += hash << 6
	product = (l >>> 0) * 65;
	h = (Math.imul(h, 65) + Math.floor(product / 0x100000000)) | 0;
	l = product | 0;
	// hash ^= hash >> 22
	l ^= (h << 10) | (l >>> 22);
	return l & 0x3fffffff;
}
