/** Packing into an LZ4 frame: independent blocks, and the check sum of all that is in them. */
import { Blocks } from "./block-packer.ts";
import { Xxh32, xxh32 } from "./xxhash.ts";

/** Bytes of a block, the largest that the format has. */
const BLOCK = 1 << 22;
/** How far matches reach back. */
const WINDOW = 1 << 16;
/** The format's rules for the end of a block: it ends in five literals, and no match begins in its last twelve bytes. */
const LAST_LITERALS = 5;
const LAST_MATCH = 12;
const SHORTEST = 4;
const HASH_BITS = 16;

/** Packs into one frame, which every reader of LZ4 frames reads. */
export class Lz4Packer extends Blocks {
	readonly #sum = new Xxh32();
	readonly #table = new Int32Array(1 << HASH_BITS);
	constructor() {
		super(BLOCK);
	}
	protected *begin(): Generator<Uint8Array> {
		// Version 1, independent blocks, a check sum of the content; blocks of 4 MiB.
		const about = Uint8Array.of(0x64, 0x70);
		yield Uint8Array.of(0x04, 0x22, 0x4d, 0x18, ...about, (xxh32(about) >>> 8) & 0xff);
	}
	protected *block(block: Uint8Array): Generator<Uint8Array> {
		this.#sum.update(block);
		yield* packed(block, this.#table);
	}
	protected *end(): Generator<Uint8Array> {
		yield word(0);
		yield word(this.#sum.digest());
	}
}

/**
 * Packs bytes as they come.
 *
 * @param source the bytes
 * @returns one frame
 */
export async function* lz4(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	const packer = new Lz4Packer();
	for await (const piece of source) yield* packer.write(piece);
	yield* packer.finish();
}

function word(value: number): Uint8Array {
	return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

/** A block with its length; as it is where packing does not make it shorter. */
function* packed(block: Uint8Array, table: Int32Array): Generator<Uint8Array> {
	const made = packBlock(block, table);
	yield word(made === undefined ? (block.length | 0x80000000) >>> 0 : made.length);
	yield made ?? block.slice();
}

/** The sequences of a block; undefined when they are not shorter than the block. */
function packBlock(block: Uint8Array, table: Int32Array): Uint8Array | undefined {
	table.fill(0);
	const { length } = block;
	const out = new Uint8Array(length);
	const four = (at: number): number =>
		(block[at] as number) |
		((block[at + 1] as number) << 8) |
		((block[at + 2] as number) << 16) |
		((block[at + 3] as number) << 24);
	let to = 0;
	const extended = (rest: number): void => {
		let left = rest;
		for (; left >= 255; left -= 255) out[to++] = 255;
		out[to++] = left;
	};
	/** Whether the literals, and a match if there is one, still fit. */
	const sequence = (from: number, count: number, distance: number, matched: number): boolean => {
		if (to + count + count / 255 + matched / 255 + 8 > length) return false;
		const more = matched - SHORTEST;
		out[to++] = (Math.min(count, 15) << 4) | (distance === 0 ? 0 : Math.min(more, 15));
		if (count >= 15) extended(count - 15);
		out.set(block.subarray(from, from + count), to);
		to += count;
		if (distance === 0) return true;
		out[to++] = distance & 0xff;
		out[to++] = distance >>> 8;
		if (more >= 15) extended(more - 15);
		return true;
	};
	let from = 0;
	for (let at = 0; at < length - LAST_MATCH; ) {
		const value = four(at);
		const slot = Math.imul(value, 0x9e3779b1) >>> (32 - HASH_BITS);
		const before = (table[slot] as number) - 1;
		table[slot] = at + 1;
		if (before < 0 || at - before >= WINDOW || four(before) !== value) {
			// The steps grow as long as nothing repeats itself.
			at += 1 + ((at - from) >> 6);
			continue;
		}
		let end = at + SHORTEST;
		while (end < length - LAST_LITERALS && block[end] === block[end - at + before]) end++;
		if (!sequence(from, at - from, at - before, end - at)) return undefined;
		at = end;
		from = end;
	}
	return sequence(from, length - from, 0, 0) ? out.subarray(0, to) : undefined;
}
