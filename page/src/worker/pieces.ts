/** Blobs in pieces, and pieces as a blob. */

import { LimitError } from "../../../src/errors.ts";

/** Bytes that may come out of one packing. */
export const MOST_BYTES = 4 * 2 ** 30;
/** Pieces that go into a part of a blob. */
const PART = 1 << 22;
const PIECE = 1 << 20;

/** A blob in pieces. */
export async function* pieces(
	blob: Blob,
	size: number = PIECE,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
	for (let at = 0; at < blob.size; at += size)
		yield new Uint8Array(await blob.slice(at, Math.min(blob.size, at + size)).arrayBuffer());
}

/** Gathers pieces into a blob, with as little as possible in the heap. */
export async function gathered(source: AsyncIterable<Uint8Array>, most: number = MOST_BYTES): Promise<Blob> {
	const parts: Blob[] = [];
	let open: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	let total = 0;
	for await (const piece of source) {
		total += piece.length;
		if (total > most) throw new LimitError("memory", most);
		open.push(piece.slice());
		length += piece.length;
		if (length < PART) continue;
		parts.push(new Blob(open));
		[open, length] = [[], 0];
	}
	return new Blob([...parts, ...open]);
}
