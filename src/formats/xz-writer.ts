/** Packing into xz: blocks of LZMA2, each by itself, their check sums and the index. */
import { Blocks } from "./block-packer.ts";
import { crc32 } from "./crc32.ts";
import { LzmaEncoder, PROPERTIES } from "./lzma-encoder.ts";

/** Bytes of a block, and how far back matches may be. */
const BLOCK = 1 << 22;
/** The byte of LZMA2 for a window of 2^22. */
const WINDOW_CODE = 20;
/** A chunk of LZMA2 has no more bytes, and no more packed ones. */
const MOST_IN = 1 << 21;
const MOST_OUT = 1 << 16;

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
/** Check sums are CRC-32, which every reader knows. */
const FLAGS = [0, 1];

function littleEndian(value: number): number[] {
	return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
/** A number in groups of seven bits, the lowest first. */
function varint(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
	bytes.push(rest);
	return bytes;
}
/** Bytes with zeros up to a multiple of four. */
function padded(bytes: readonly number[]): number[] {
	return [...bytes, ...new Array<number>(-bytes.length & 3).fill(0)];
}
function withSum(bytes: readonly number[]): Uint8Array {
	return Uint8Array.from([...bytes, ...littleEndian(crc32(Uint8Array.from(bytes)))]);
}

/** The chunks of a block: as they are where packing does not make them shorter. */
function* chunks(block: Uint8Array): Generator<Uint8Array> {
	const encoder = new LzmaEncoder(block, BLOCK);
	// 3 forgets all, 2 the chances and the properties, 1 the chances, 0 nothing.
	let reset = 3;
	while (encoder.at < block.length) {
		const from = encoder.at;
		const made = encoder.encode(MOST_IN, MOST_OUT);
		const size = encoder.at - from;
		const sizes = [((size - 1) >>> 8) & 0xff, (size - 1) & 0xff];
		if (made.length < size) {
			const packed = made.length - 1;
			const head = [0x80 | (reset << 5) | ((size - 1) >>> 16), ...sizes, packed >>> 8, packed & 0xff];
			yield Uint8Array.from(reset >= 2 ? [...head, PROPERTIES] : head);
			yield made;
			reset = 0;
		} else {
			yield Uint8Array.of(reset === 3 ? 1 : 2, ...sizes);
			yield block.slice(from, encoder.at);
			encoder.reset();
			reset = reset >= 2 ? 2 : 1;
		}
	}
	yield Uint8Array.of(0);
}

/** One stream of xz. */
export class XzPacker extends Blocks {
	readonly #records: number[] = [];
	#count = 0;
	constructor() {
		super(BLOCK);
	}
	*begin(): Generator<Uint8Array> {
		yield Uint8Array.from([...MAGIC, ...withSum(FLAGS)]);
	}
	*block(block: Uint8Array): Generator<Uint8Array> {
		// One filter, LZMA2, with one byte of properties; no sizes. The first byte counts words of four bytes, the sum's aside.
		const head = withSum([2, 0, 0x21, 1, WINDOW_CODE, 0, 0, 0]);
		yield head;
		let size = head.length;
		for (const chunk of chunks(block)) {
			size += chunk.length;
			yield chunk;
		}
		yield Uint8Array.from([...new Array<number>(-size & 3).fill(0), ...littleEndian(crc32(block))]);
		this.#records.push(...varint(size + 4), ...varint(block.length));
		this.#count++;
	}
	*end(): Generator<Uint8Array> {
		const index = withSum(padded([0, ...varint(this.#count), ...this.#records]));
		yield index;
		const body = [...littleEndian(index.length / 4 - 1), ...FLAGS];
		yield Uint8Array.from([...littleEndian(crc32(Uint8Array.from(body))), ...body, 0x59, 0x5a]);
	}
}
