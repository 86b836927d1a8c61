/** One LZ4 frame at once, of a length that is known: the buffers of Arrow's files. */
import { BLOCK_SIZES, lastOf, MAGIC, unpackBlock } from "./lz4.ts";

/**
 * Unpacks a frame.
 *
 * @param bytes the packed bytes
 * @param length how many come out
 * @throws Error for what is damaged, ends early, or has another length
 */
export function unlz4Sync(bytes: Uint8Array, length: number): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error("the data is not in LZ4 format");
	const [flags, sizes] = [view.getUint8(4), view.getUint8(5)];
	const blockSize = BLOCK_SIZES[(sizes >> 4) & 7];
	if (flags >> 6 !== 1 || blockSize === undefined || (flags & 1) !== 0) throw new Error("the header is damaged");
	const made = new Uint8Array(length);
	let history = new Uint8Array(0);
	let at = 7 + ((flags & 8) === 0 ? 0 : 8);
	let end = 0;
	for (;;) {
		if (at + 4 > bytes.length) throw new Error("the data ended early");
		const word = view.getUint32(at, true);
		at += 4;
		if (word === 0) break;
		const size = word & 0x7fffffff;
		if (size > blockSize || at + size > bytes.length) throw new Error("a block is too long");
		const packed = bytes.subarray(at, at + size);
		at += size + ((flags & 16) === 0 ? 0 : 4);
		const block = word > 0x7fffffff ? packed : unpackBlock(packed, history, blockSize);
		if (end + block.length > length) throw new Error("the data is longer than is said");
		made.set(block, end);
		end += block.length;
		if ((flags & 32) === 0) history = lastOf(history, block);
	}
	if (end !== length) throw new Error("the data has another length than is said");
	return made;
}
