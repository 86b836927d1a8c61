/** Zstandard where the platform has none: Node before 22.15, pages. */
import { Decompress } from "fzstd";
import { ExactReader } from "../bytes/exact-reader.ts";

const MAGIC = 0xfd2fb528;
/** Windows up to this are taken; `zstd` writes larger ones for `--long` and `--ultra` alone. */
const MOST_WINDOW = 2 ** 25;
/** So many short blocks are taken whatever the window. */
const FREE_BLOCKS = 16;
/** How long blocks are at least, on average, for each byte of the window: a block of 16 KiB in a window of 8 MiB. */
const SHARE = 2 ** -9;
/** The longest block. */
const MOST_BLOCK = 1 << 17;
/** How many bytes are left out at once. */
const STEP = 1 << 16;

/**
 * Unpacks frames of Zstandard (RFC 8878), one or several, skippable ones among them. Checksums are not compared.
 *
 * The library allocates the window that a header declares and moves all of it for each block, so the headers are read
 * before it sees them: neither a large window nor many short blocks cost more than what comes out.
 *
 * @param source the packed bytes
 * @returns the unpacked bytes, block by block
 * @throws Error for what is damaged, ends early, or wants a dictionary or a window of more than 32 MiB
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	const input = new ExactReader(source);
	try {
		for (let isFirst = true; ; isFirst = false) {
			const start = await input.take(4);
			if (start.length === 0 && !isFirst) return;
			if (start.length < 4) throw new Error("the data ended early");
			const magic = uint(start, 0, 4);
			if (magic >>> 4 === 0x184d2a5) {
				for (let left = uint(await need(input, 4), 0, 4); left > 0; left -= STEP)
					await need(input, Math.min(left, STEP));
			} else if (magic === MAGIC) yield* frame(input, start);
			else throw new Error("the data is not in Zstandard format");
		}
	} finally {
		await input.close();
	}
}

async function* frame(input: ExactReader, magic: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	const flags = await need(input, 1);
	const flag = flags[0] as number;
	const isSingle = (flag & 0x20) !== 0;
	const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flag >> 6] as number;
	const dictionaryBytes = [0, 1, 2, 4][flag & 3] as number;
	if ((flag & 8) !== 0) throw new Error("the header is damaged");
	const more = await need(input, (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes);
	if (more.subarray(isSingle ? 0 : 1, more.length - sizeBytes).some((byte) => byte !== 0))
		throw new Error("it needs a dictionary");
	const descriptor = more[0] as number;
	const window = isSingle
		? uint(more, more.length - sizeBytes, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
		: 2 ** (10 + (descriptor >> 3)) * (1 + (descriptor & 7) / 8);
	if (window > MOST_WINDOW)
		throw new Error("its window is larger than 32 MiB, which Node 22.15 and newer unpack by themselves");

	const ready: Uint8Array[] = [];
	const decoder = new Decompress((piece) => {
		if (piece.length > 0) ready.push(piece);
	});
	for (const part of [magic, flags, more]) decoder.push(part);
	let length = 0;
	for (let blocks = 0, isLast = false; !isLast; blocks++) {
		if (blocks > FREE_BLOCKS + length / (window * SHARE + 1))
			throw new Error("its blocks are too short for its window");
		const header = await need(input, 3);
		const word = uint(header, 0, 3);
		isLast = (word & 1) !== 0;
		const type = (word >> 1) & 3;
		if (type === 3 || word >> 3 > MOST_BLOCK) throw new Error("a block is damaged");
		// A block that repeats one byte has that byte alone.
		const size = type === 1 ? 1 : word >> 3;
		const block = await need(input, size);
		decoder.push(header);
		decoder.push(block);
		if (isLast) {
			// The library waits for the checksum of the frame, and for the end.
			decoder.push((flag & 4) === 0 ? new Uint8Array(0) : await need(input, 4), true);
		}
		for (const piece of ready) {
			length += piece.length;
			yield piece;
		}
		ready.length = 0;
	}
}

async function need(input: ExactReader, count: number): Promise<Uint8Array> {
	const bytes = await input.take(count);
	if (bytes.length < count) throw new Error("the data ended early");
	return bytes;
}

/** A number of so many bytes, the low ones first. */
function uint(bytes: Uint8Array, from: number, count: number): number {
	let value = 0;
	for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[from + i] as number);
	return value;
}
