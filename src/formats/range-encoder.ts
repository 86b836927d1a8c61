/** LZMA's range coder: bits by how likely they are. */

/** One part of what a range coder writes, from its start to its end. */
export class RangeEncoder {
	#out = new Uint8Array(1 << 12);
	#length = 0;
	/** Up to 2^33, so that a carry is seen. */
	#low = 0;
	#range = 0xffffffff;
	#cache = 0;
	/** The byte that is kept back, and bytes of 255 after it, through which a carry would go. */
	#kept = 1;

	/** Bytes that are written and kept back. */
	get size(): number {
		return this.#length + this.#kept;
	}
	bit(table: Uint16Array, index: number, bit: number): void {
		const chance = table[index] as number;
		const bound = (this.#range >>> 11) * chance;
		if (bit === 0) {
			this.#range = bound;
			table[index] = chance + ((2048 - chance) >>> 5);
		} else {
			this.#low += bound;
			this.#range -= bound;
			table[index] = chance - (chance >>> 5);
		}
		if (this.#range < 0x1000000) this.#normalize();
	}
	#normalize(): void {
		this.#range = (this.#range << 8) >>> 0;
		this.#shift();
	}
	/** Bits from the highest on, each by those before it. */
	tree(table: Uint16Array, from: number, bits: number, value: number): void {
		let node = 1;
		for (let i = bits - 1; i >= 0; i--) {
			const bit = (value >>> i) & 1;
			this.bit(table, from + node, bit);
			node = (node << 1) | bit;
		}
	}
	/** {@link tree} from the lowest bit on. */
	reverseTree(table: Uint16Array, from: number, bits: number, value: number): void {
		let node = 1;
		for (let i = 0; i < bits; i++) {
			const bit = (value >>> i) & 1;
			this.bit(table, from + node, bit);
			node = (node << 1) | bit;
		}
	}
	/** Bits that are as likely as not. */
	direct(value: number, bits: number): void {
		for (let i = bits - 1; i >= 0; i--) {
			this.#range >>>= 1;
			if (((value >>> i) & 1) === 1) this.#low += this.#range;
			if (this.#range < 0x1000000) this.#normalize();
		}
	}
	#shift(): void {
		const low = this.#low;
		if (low < 0xff000000 || low >= 2 ** 32) {
			const carry = low >= 2 ** 32 ? 1 : 0;
			let byte = this.#cache;
			for (; this.#kept > 0; this.#kept--) {
				this.#put((byte + carry) & 0xff);
				byte = 0xff;
			}
			this.#cache = (low >>> 24) & 0xff;
		}
		this.#kept++;
		this.#low = (low & 0xffffff) * 256;
	}
	#put(byte: number): void {
		if (this.#length === this.#out.length) {
			const grown = new Uint8Array(2 * this.#length);
			grown.set(this.#out);
			this.#out = grown;
		}
		this.#out[this.#length++] = byte;
	}
	/** All bytes; nothing may follow. */
	finish(): Uint8Array {
		for (let i = 0; i < 5; i++) this.#shift();
		return this.#out.subarray(0, this.#length);
	}
}
