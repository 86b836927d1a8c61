/** How many bytes a piece has: what is read is written while it is in the processor's cache. */
const SIZE = 1 << 20;

/** Memory for two pieces by turns: one that is being written, and one that is being read meanwhile. */
export class PieceMemory {
	readonly size: number = SIZE;
	readonly #pieces = [new Uint8Array(SIZE), new Uint8Array(SIZE)] as const;
	#turn = 0;
	/** Memory for the next piece. */
	next(): Uint8Array {
		this.#turn ^= 1;
		return this.#pieces[this.#turn as 0 | 1];
	}
}
