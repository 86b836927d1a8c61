/** Unpacking for a scan: whatever comes out counts, and what is wrong with the rest is told. */

import { LimitError } from "../errors.ts";
import { decompress, type Packing } from "../formats/decompress.ts";

/** The result. */
export interface Unpacked {
	readonly bytes: Uint8Array;
	/** Why there is no more; undefined when it was whole. */
	readonly error: string | undefined;
	/** Whether the budget ended it. */
	readonly exceeded: boolean;
	/** How many bytes were packed, where that is known: readers go on after them. */
	readonly packed: number | undefined;
}

/**
 * Unpacks bytes as far as that goes.
 *
 * @param packed the packed bytes
 * @param packing how they are packed
 * @param memory how many bytes may come out
 */
export async function unpackAll(packed: Uint8Array, packing: Packing, memory: number): Promise<Unpacked> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	let error: string | undefined;
	let exceeded = false;
	let end: number | undefined;
	const onEnd = (count: number): void => {
		end = count;
	};
	try {
		for await (const piece of decompress(oneByOne(packed), packing, { memory, onEnd })) {
			pieces.push(piece);
			length += piece.length;
		}
	} catch (failure) {
		error = failure instanceof Error ? failure.message : String(failure);
		exceeded = failure instanceof LimitError;
	}
	if (pieces.length === 1) return { bytes: pieces[0] as Uint8Array, error, exceeded, packed: end };
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return { bytes, error, exceeded, packed: end };
}

/** In pieces, so that a bomb is stopped before it is all unpacked. */
async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	for (let at = 0; at < bytes.length; at += 1 << 16) yield bytes.subarray(at, at + (1 << 16));
}
