/** Earlier bytes that come again, for packing: found by chains of places whose three bytes have one hash. */

const HASH_BITS = 16;
const HASHED = 3;
/** No more places are looked at. */
const DEEPEST = 24;
/** A match of this length is good enough. */
const NICE = 96;

export class MatchFinder {
	readonly #bytes: Uint8Array;
	readonly #window: number;
	/** The last place of each hash, and by place the one before it; from 1 up. */
	readonly #heads = new Int32Array(1 << HASH_BITS);
	readonly #chain: Int32Array;
	#end = 0;
	/** The longest match of the last {@link find}; 0 for none. */
	length = 0;
	/** How far back it is. */
	distance = 0;

	/**
	 * @param bytes in which is looked
	 * @param window how far back a match may be, a power of two
	 */
	constructor(bytes: Uint8Array, window: number) {
		this.#bytes = bytes;
		this.#window = window;
		let size = 1 << 10;
		while (size < bytes.length && size < window) size *= 2;
		this.#chain = new Int32Array(size);
	}
	/** How many bytes at a place are those of so far back. */
	lengthAt(at: number, distance: number, most: number): number {
		if (distance > at || distance > this.#window) return 0;
		const bytes = this.#bytes;
		let length = 0;
		while (length < most && bytes[at + length] === bytes[at + length - distance]) length++;
		return length;
	}
	/** Looks for the longest match of at most so many bytes, the nearest of several. */
	find(at: number, most: number): void {
		this.length = 0;
		if (most < HASHED) return;
		this.insert(this.#end, at);
		const bytes = this.#bytes;
		const mask = this.#chain.length - 1;
		const least = Math.max(at - Math.min(this.#window, this.#chain.length) + 1, 0);
		let place = (this.#heads[this.#hash(at)] as number) - 1;
		let best = HASHED - 1;
		for (let i = 0; i < DEEPEST && place >= least && place < at; i++) {
			if (bytes[place + best] === bytes[at + best] && bytes[place] === bytes[at]) {
				const length = this.lengthAt(at, at - place, most);
				if (length > best) {
					best = length;
					this.length = length;
					this.distance = at - place;
					if (length >= NICE || length === most) return;
				}
			}
			const next = (this.#chain[place & mask] as number) - 1;
			if (next >= place) return;
			place = next;
		}
	}
	#hash(at: number): number {
		const bytes = this.#bytes;
		const word = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
		return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
	}
	/** Makes places known, each once and in order. */
	insert(from: number, to: number): void {
		const mask = this.#chain.length - 1;
		const end = Math.min(to, this.#bytes.length - HASHED + 1);
		for (let at = Math.max(from, this.#end); at < end; at++) {
			const hash = this.#hash(at);
			this.#chain[at & mask] = this.#heads[hash] as number;
			this.#heads[hash] = at + 1;
		}
		this.#end = Math.max(this.#end, end);
	}
}
