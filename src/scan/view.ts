/** Bytes of which any part can be asked for: in memory, or in a file or on a server that is read by ranges. */

/** The sources that {@link scan} reads by ranges: a file, or an object on a server. */
export interface RangeSource {
	/** How many bytes there are. */
	readonly size: number;
	/** So many bytes from an offset on. */
	at(offset: number, length: number): PromiseLike<Uint8Array> | Uint8Array;
}

/** A part of some bytes, read when it is asked for. */
export class View {
	readonly size: number;
	readonly #source: RangeSource | Uint8Array;
	readonly #start: number;

	constructor(source: RangeSource | Uint8Array, start = 0, size?: number) {
		this.#source = source;
		this.#start = start;
		this.size = size ?? (source instanceof Uint8Array ? source.length : source.size) - start;
	}

	/** Whether the bytes are in memory. */
	get isHere(): boolean {
		return this.#source instanceof Uint8Array;
	}
	/** So many bytes from an offset on, or as many as there are. */
	async read(offset: number, length: number): Promise<Uint8Array> {
		const most = Math.max(0, Math.min(length, this.size - offset));
		const from = this.#start + offset;
		if (this.#source instanceof Uint8Array) return this.#source.subarray(from, from + most);
		if (most === 0) return new Uint8Array(0);
		const bytes = await this.#source.at(from, most);
		return bytes.length > most ? bytes.subarray(0, most) : bytes;
	}
	/** A part as a view of its own. */
	part(offset: number, size: number): View {
		return new View(this.#source, this.#start + offset, Math.max(0, Math.min(size, this.size - offset)));
	}
}
