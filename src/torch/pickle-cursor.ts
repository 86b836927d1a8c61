/** Pickles one after another in a source of ranges, with raw bytes between them. */
import type { Ranges } from "../bytes/ranges.ts";
import { EOFError } from "../errors.ts";
import type { LoadsOptions } from "../pickle/options.ts";
import { Unpickler } from "../pickle/unpickler.ts";

/** The bytes that are fetched first for a pickle, and at most at once. */
const LEAST = 1 << 14;
const MOST = 1 << 20;

/** A place in a source, which moves on as things are read. */
export class PickleCursor {
	/** Where it is. */
	at: number;
	readonly #ranges: Ranges;
	readonly #end: number;

	/**
	 * @param ranges the source
	 * @param start where to begin
	 * @param end where to stop
	 */
	constructor(ranges: Ranges, start: number, end: number) {
		this.#ranges = ranges;
		this.at = start;
		this.#end = end;
	}
	/** Reads a pickle; the place is right after it then. */
	async load(options: LoadsOptions): Promise<unknown> {
		const { whole } = this.#ranges;
		let fetched = this.#end;
		const pieces = async function* (this: PickleCursor): AsyncGenerator<Uint8Array> {
			fetched = this.at;
			for (let size = LEAST; fetched < this.#end; size = Math.min(MOST, size * 4)) {
				const to = Math.min(this.#end, fetched + size);
				const piece = await this.#ranges.read(fetched, to);
				fetched = to;
				yield piece;
			}
		};
		const source = whole === undefined ? pieces.call(this) : whole.subarray(this.at, this.#end);
		const unpickler = new Unpickler(source, options);
		try {
			const value = await unpickler.load();
			this.at = fetched - unpickler.rest.length;
			return value;
		} finally {
			await unpickler.close();
		}
	}
	/** So many raw bytes. */
	async take(count: number): Promise<Uint8Array> {
		const bytes = await this.#ranges.read(this.at, this.reserve(count) + count);
		return bytes;
	}
	/** Leaves out so many bytes; returns where they are. */
	reserve(count: number): number {
		const start = this.at;
		if (!(count >= 0 && start + count <= this.#end)) {
			throw new EOFError("the file ends within the numbers of its storages", { code: "eof", offset: start });
		}
		this.at = start + count;
		return start;
	}
}

/** An unsigned number of eight bytes; what is beyond 2^53 is beyond any file. */
export function uint64(bytes: Uint8Array, at = 0): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}
