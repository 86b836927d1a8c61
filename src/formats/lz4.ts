/** LZ4 frames, of one frame or several, with all their check sums. */
import { ExactReader } from "../bytes/exact-reader.ts";
import { Xxh32, xxh32 } from "./xxhash.ts";

export const MAGIC = 0x184d2204;
/** How far matches reach back. */
const WINDOW = 1 << 16;
/** The largest block of each size code. */
export const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };

/**
 * Unpacks LZ4 frames.
 *
 * @param source the packed bytes
 * @returns the unpacked bytes, block by block
 * @throws Error for what is damaged or ends early
 */
export async function* unlz4(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	const input = new ExactReader(source);
	try {
		for (let isFirst = true; ; isFirst = false) {
			const start = await input.take(4);
			if (start.length === 0 && !isFirst) return;
			if (start.length < 4) throw new Error("the data ended early");
			const magic = viewOf(start).getUint32(0, true);
			if (magic >>> 4 === 0x184d2a5) {
				for (let left = viewOf(await need(input, 4)).getUint32(0, true); left > 0; ) {
					const step = Math.min(left, WINDOW);
					await need(input, step);
					left -= step;
				}
			} else if (magic === MAGIC) {
				yield* frame(input);
			} else {
				throw new Error("the data is not in LZ4 format");
			}
		}
	} finally {
		await input.close();
	}
}

async function* frame(input: ExactReader): AsyncGenerator<Uint8Array, void, undefined> {
	const [flags = 0, sizes = 0] = await need(input, 2);
	const has = (bit: number): boolean => (flags & bit) !== 0;
	const blockSize = BLOCK_SIZES[(sizes >> 4) & 7];
	if (flags >> 6 !== 1 || blockSize === undefined || (flags & 2) !== 0 || (sizes & 0x8f) !== 0) {
		throw new Error("the header is damaged");
	}
	const more = await need(input, (has(8) ? 8 : 0) + (has(1) ? 4 : 0));
	const [check] = await need(input, 1);
	const header = new Uint8Array(2 + more.length);
	header.set([flags, sizes]);
	header.set(more, 2);
	if (((xxh32(header) >>> 8) & 0xff) !== check) throw new Error("the header has a wrong check sum");
	if (has(1)) throw new Error("it needs a dictionary");
	const declared = has(8) ? Number(viewOf(more).getBigUint64(0, true)) : undefined;
	const isLinked = !has(32);
	const sum = has(4) ? new Xxh32() : undefined;
	let history = new Uint8Array(0);
	let total = 0;
	for (;;) {
		const word = viewOf(await need(input, 4)).getUint32(0, true);
		if (word === 0) break;
		const length = word & 0x7fffffff;
		if (length > blockSize) throw new Error("a block is too long");
		const packed = await need(input, length);
		if (has(16) && viewOf(await need(input, 4)).getUint32(0, true) !== xxh32(packed)) {
			throw new Error("a block has a wrong check sum");
		}
		const block = word > 0x7fffffff ? packed.slice() : unpackBlock(packed, history, blockSize);
		total += block.length;
		sum?.update(block);
		if (isLinked) history = lastOf(history, block);
		yield block;
	}
	if (declared !== undefined && declared !== total) throw new Error("the data has another length than its header says");
	if (sum !== undefined && viewOf(await need(input, 4)).getUint32(0, true) !== sum.digest()) {
		throw new Error("the data has a wrong check sum");
	}
}

/** The last bytes that matches can reach. */
export function lastOf(history: Uint8Array<ArrayBuffer>, block: Uint8Array): Uint8Array<ArrayBuffer> {
	if (block.length >= WINDOW) return block.slice(block.length - WINDOW);
	const kept = history.subarray(Math.max(0, history.length + block.length - WINDOW));
	const made = new Uint8Array(kept.length + block.length);
	made.set(kept);
	made.set(block, kept.length);
	return made;
}

/** Room for what was unpacked; it is the same for all blocks, and grows as they need it. */
export function unpackBlock(packed: Uint8Array, history: Uint8Array, most: number): Uint8Array {
	const from = history.length;
	// A byte represents at most 255.
	let out = new Uint8Array(from + Math.min(most, packed.length * 255));
	out.set(history);
	let to = from;
	let at = 0;
	const end = packed.length;
	const limit = from + most;
	const extended = (length: number): number => {
		let total = length;
		if (length === 15) {
			let byte: number | undefined;
			do {
				byte = packed[at++];
				if (byte === undefined) throw new Error("the data is damaged");
				total += byte;
			} while (byte === 255);
		}
		return total;
	};
	while (at < end) {
		const token = packed[at++] as number;
		const literals = extended(token >> 4);
		if (at + literals > end || to + literals > limit) throw new Error("the data is damaged");
		out.set(packed.subarray(at, at + literals), to);
		at += literals;
		to += literals;
		// The last sequence has no match.
		if (at === end) break;
		if (at + 2 > end) throw new Error("the data is damaged");
		const distance = (packed[at] as number) | ((packed[at + 1] as number) << 8);
		at += 2;
		const length = extended(token & 15) + 4;
		if (distance === 0 || distance > to || to + length > limit) throw new Error("the data is damaged");
		if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
		else for (let i = to; i < to + length; i++) out[i] = out[i - distance] as number;
		to += length;
	}
	out = out.subarray(from, to);
	return out;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** So many bytes, which must be there. */
async function need(input: ExactReader, count: number): Promise<Uint8Array> {
	const bytes = await input.take(count);
	if (bytes.length < count) throw new Error("the data ended early");
	return bytes;
}
