/** A small generator of random numbers that can be seeded (xorshift32), so that every finding can be repeated. */
export class Random {
	#state;
	/** @param {number} seed any int */
	constructor(seed) {
		this.#state = Math.imul(seed, 2654435761) | 1;
		for (let i = 0; i < 8; i++) this.below(2);
	}
	/** @param {number} limit above 0 */
	below(limit) {
		this.#state ^= this.#state << 13;
		this.#state ^= this.#state >>> 17;
		this.#state ^= this.#state << 5;
		return (this.#state >>> 0) % limit;
	}
	/**
	 * @template T
	 * @param {readonly T[]} items
	 * @returns {T}
	 */
	pick(items) {
		return items[this.below(items.length)];
	}
	/** @param {number} percent */
	chance(percent) {
		return this.below(100) < percent;
	}
}

/**
 * Cuts bytes into chunks of random lengths, mostly short ones.
 *
 * @param {Uint8Array} bytes
 * @param {Random} random
 */
export function chunksOf(bytes, random) {
	const longest = random.pick([1, 2, 7, 64, 1000]);
	const chunks = [];
	for (let at = 0; at < bytes.length; ) {
		const length = 1 + random.below(longest);
		chunks.push(bytes.subarray(at, at + length));
		at += length;
	}
	return chunks;
}

/** @param {readonly Uint8Array[]} chunks */
export async function* slowly(chunks) {
	for (const chunk of chunks) yield chunk;
}
