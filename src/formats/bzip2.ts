/** bzip2, block by block. */
import Bunzip from "seek-bzip";

/**
 * Unpacks bzip2, of one stream or several one after the other.
 *
 * @param input the packed bytes
 * @returns the unpacked bytes of one block at a time
 * @throws Error for what is not bzip2, with what is wrong
 */
export function* bunzip2(input: Uint8Array): Generator<Uint8Array, void, undefined> {
	const source = new Input(input);
	const output = new Output();
	const decoder = new Bunzip(source, output);
	while (!source.eof()) {
		if (decoder._init_block()) {
			decoder._read_bunzip();
			yield output.take();
		} else {
			const expected = decoder.reader.read(32) >>> 0;
			if (expected !== decoder.streamCRC) throw new Error("the checksum of the stream is wrong");
			if (source.eof()) return;
			decoder._start_bunzip(source, output);
		}
	}
	throw new Error("the data ended early");
}

class Input extends Bunzip.Stream {
	readonly #bytes: Uint8Array;
	#at = 0;
	constructor(bytes: Uint8Array) {
		super();
		this.#bytes = bytes;
	}
	override readByte(): number {
		const byte = this.#bytes[this.#at++];
		if (byte === undefined) throw new Error("the data ended early");
		return byte;
	}
	override eof(): boolean {
		return this.#at >= this.#bytes.length;
	}
}

class Output extends Bunzip.Stream {
	#bytes = new Uint8Array(1 << 20);
	#length = 0;
	override writeByte(byte: number): void {
		if (this.#length === this.#bytes.length) {
			const larger = new Uint8Array(2 * this.#length);
			larger.set(this.#bytes);
			this.#bytes = larger;
		}
		this.#bytes[this.#length++] = byte;
	}
	take(): Uint8Array {
		const taken = this.#bytes.slice(0, this.#length);
		this.#length = 0;
		return taken;
	}
}
