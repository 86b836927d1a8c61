/** Exact numbers of bytes out of pieces. It imports nothing, so that what is loaded only when met may import it. */

/** How many bytes are left out at once. */
const PIECE = 1 << 16;

/** Parts in one array. */
export function joinedParts(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Exact numbers of bytes out of pieces of any size. */
export class ExactReader {
	readonly #iterator: AsyncIterator<Uint8Array>;
	#piece: Uint8Array = new Uint8Array(0);

	constructor(pieces: AsyncIterable<Uint8Array>) {
		this.#iterator = pieces[Symbol.asyncIterator]();
	}
	/**
	 * The next bytes.
	 *
	 * @returns so many, or fewer at the end
	 */
	async take(count: number): Promise<Uint8Array> {
		if (this.#piece.length < count) {
			const parts = [this.#piece];
			let length = this.#piece.length;
			while (length < count) {
				const step = await this.#iterator.next();
				if (step.done === true) break;
				parts.push(step.value);
				length += step.value.length;
			}
			this.#piece =
				parts.length === 2 && parts[0]?.length === 0 ? (parts[1] as Uint8Array) : joinedParts(parts, length);
		}
		const taken = this.#piece.subarray(0, count);
		this.#piece = this.#piece.subarray(taken.length);
		return taken;
	}
	/** Leaves out so many bytes; fewer at the end. */
	async skip(count: number): Promise<void> {
		for (let left = count; left > 0; ) {
			const { length } = await this.take(Math.min(left, PIECE));
			if (length === 0) return;
			left -= length;
		}
	}
	/** Done with the pieces before their end. */
	async close(): Promise<void> {
		await this.#iterator.return?.();
	}
}
