/** Bits, the highest of each byte first. */
export class BitWriter {
	#out = new Uint8Array(1 << 12);
	#length = 0;
	#bits = 0;
	#count = 0;

	/** Writes the low bits of a number, at most 24. */
	put(value: number, count: number): void {
		this.#bits = (this.#bits << count) | value;
		this.#count += count;
		while (this.#count >= 8) {
			this.#count -= 8;
			this.#byte((this.#bits >>> this.#count) & 0xff);
		}
		this.#bits &= (1 << this.#count) - 1;
	}
	#byte(byte: number): void {
		if (this.#length === this.#out.length) {
			const grown = new Uint8Array(2 * this.#length);
			grown.set(this.#out);
			this.#out = grown;
		}
		this.#out[this.#length++] = byte;
	}
	/** The whole bytes that there are; they are let go of. */
	take(): Uint8Array {
		const taken = this.#out.slice(0, this.#length);
		this.#length = 0;
		return taken;
	}
	/** Zeros up to a whole byte. */
	fill(): void {
		if (this.#count > 0) this.put(0, 8 - this.#count);
	}
}
