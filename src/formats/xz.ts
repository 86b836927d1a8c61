/** xz by WebAssembly, a module for each file: the library's own stream shares one, so that xz inside xz never ends. */
import library, { type XzModule } from "xz-decompress/dist/package/xz-decompress.js";

/** The answer of the decoder; see xz-embedded. */
const OK = 0;
const STREAM_END = 1;
const ENDED_EARLY = 8;
const REASONS: Readonly<Record<number, string>> = {
	2: "its check is of a kind that is not supported",
	3: "it needs more memory than is allowed",
	4: "it needs more memory than is allowed",
	5: "the data is not in xz format",
	6: "it uses options that are not supported",
};

/**
 * Unpacks xz, of one stream or several one after the other.
 *
 * @param source the packed bytes
 * @returns the unpacked bytes, as they come
 * @throws Error for what is not xz, with what is wrong
 */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	const { XzReadableStream } = library;
	await XzReadableStream._getModuleInstance();
	const decoder = new Decoder(XzReadableStream._moduleInstance.exports);
	for await (const piece of source) yield* decoder.take(piece);
	yield* decoder.end();
}

/** The words at the start of a context: the size of its buffers, and where and how full they are. */
const SIZE = 0;
const INPUT = 1;
const TAKEN = 2;
const OUTPUT = 4;
const LENGTH = 5;

class Decoder {
	readonly #module: XzModule;
	readonly #context: number;
	constructor(module: XzModule) {
		this.#module = module;
		this.#context = module.create_context();
	}

	*take(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
		const { [SIZE]: size = 0, [INPUT]: input } = this.#words();
		for (let at = 0; at < piece.length; at += size) {
			const part = piece.subarray(at, at + size);
			this.#bytes(input, part.length).set(part);
			yield* this.#outputs(part.length);
		}
	}

	/** No input at all tells the decoder that there is no more; it goes on after streams and their padding till then. */
	*end(): Generator<Uint8Array, void, undefined> {
		if ((yield* this.#outputs(0)) !== STREAM_END) throw new Error("the data ended early");
	}

	/** All that comes out of the input that is there; returns the last answer. */
	*#outputs(given: number): Generator<Uint8Array, number, undefined> {
		this.#module.supply_input(this.#context, given);
		for (;;) {
			const result = this.#module.get_next_output(this.#context);
			// The decoder calls it damage when it asks for more twice and gets none.
			if (result === ENDED_EARLY && given === 0) return result;
			if (result !== OK && result !== STREAM_END) throw new Error(REASONS[result] ?? "the data is damaged");
			const words = this.#words();
			const { [SIZE]: size = 0, [TAKEN]: taken = 0, [OUTPUT]: output, [LENGTH]: length = 0 } = words;
			words[LENGTH] = 0;
			if (length > 0) yield this.#bytes(output, length).slice();
			// After a full output there may be more of the same input.
			if (result === STREAM_END || (taken === given && length < size)) return result;
			if (length === 0) throw new Error("the data is damaged");
		}
	}

	// The memory grows, and then its buffer is another one.
	#words(): Uint32Array {
		return new Uint32Array(this.#module.memory.buffer, this.#context, 6);
	}
	#bytes(address: number | undefined, length: number): Uint8Array {
		return new Uint8Array(this.#module.memory.buffer, address, length);
	}
}
