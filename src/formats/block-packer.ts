/** Packing bytes as they come, in blocks of one size. */

/** Packs bytes as they come. */
export interface BlockPacker {
	/** Takes bytes; returns what is packed by then. */
	write(bytes: Uint8Array): Iterable<Uint8Array>;
	/** Ends it; nothing may follow. */
	finish(): Iterable<Uint8Array>;
}

/** Bytes that are gathered into blocks. */
export abstract class Blocks implements BlockPacker {
	readonly #block: Uint8Array;
	#filled = 0;
	#hasBegun = false;
	/** @param size of a block */
	constructor(size: number) {
		this.#block = new Uint8Array(size);
	}
	protected abstract begin(): Generator<Uint8Array>;
	protected abstract block(block: Uint8Array): Generator<Uint8Array>;
	protected abstract end(): Generator<Uint8Array>;

	*#start(): Generator<Uint8Array> {
		if (!this.#hasBegun) yield* this.begin();
		this.#hasBegun = true;
	}
	*write(bytes: Uint8Array): Generator<Uint8Array> {
		yield* this.#start();
		for (let at = 0; at < bytes.length; ) {
			const count = Math.min(bytes.length - at, this.#block.length - this.#filled);
			this.#block.set(bytes.subarray(at, at + count), this.#filled);
			at += count;
			this.#filled += count;
			if (this.#filled === this.#block.length) yield* this.#flush();
		}
	}
	*#flush(): Generator<Uint8Array> {
		if (this.#filled > 0) yield* this.block(this.#block.subarray(0, this.#filled));
		this.#filled = 0;
	}
	*finish(): Generator<Uint8Array> {
		yield* this.#start();
		yield* this.#flush();
		yield* this.end();
	}
}
