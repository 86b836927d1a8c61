/** Sources for the tests of this folder: bytes in pieces, sync and async, and a file object. */

/** Bytes in pieces of one size, the last perhaps shorter. */
export function* inPieces(data: Uint8Array, size: number): Iterable<Uint8Array> {
	for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
/** The same pieces from an async source. */
export async function* slowly(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield chunk;
}

/** A file object as Python has it, that counts what is asked of it. */
export class File {
	position = 0;
	reads = 0;
	lines = 0;
	readonly data: Uint8Array;
	constructor(data: Uint8Array) {
		this.data = data;
	}
	read(size: number): Uint8Array {
		this.reads++;
		const from = this.position;
		this.position = Math.min(from + size, this.data.length);
		return this.data.subarray(from, this.position);
	}
	readline(): Uint8Array {
		this.lines++;
		const end = this.data.indexOf(0x0a, this.position);
		return this.read(end === -1 ? this.data.length : end + 1 - this.position);
	}
}
