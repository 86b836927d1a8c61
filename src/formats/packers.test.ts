/** bzip2, xz and lzma as they are written here, unpacked by decoders that are not ours, or by our own of the specification. */
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../tests/effort.ts";
import type { BlockPacker } from "./block-packer.ts";
import { Bzip2Packer } from "./bzip2-writer.ts";
import { decompress } from "./decompress.ts";
import { canonicalCodes, codeLengths } from "./huffman.ts";
import { LzmaPacker } from "./lzma-encoder.ts";
import { XzPacker } from "./xz-writer.ts";

const PACKERS = {
	bzip2: () => new Bzip2Packer(),
	xz: () => new XzPacker(),
	lzma: () => new LzmaPacker(),
} as const satisfies Record<string, () => BlockPacker>;
type Kind = keyof typeof PACKERS;

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
function packed(kind: Kind, bytes: Uint8Array, size = 1 << 16): Uint8Array {
	const packer: BlockPacker = PACKERS[kind]();
	const pieces: Uint8Array[] = [];
	// The pieces are overwritten afterwards, as streams do.
	for (let at = 0; at < bytes.length; at += size) {
		const piece = Buffer.from(bytes.subarray(at, at + size));
		pieces.push(...packer.write(piece));
		piece.fill(0xaa);
	}
	for (const piece of packer.finish()) pieces.push(piece);
	return Buffer.concat(pieces);
}
async function both(kind: Kind, bytes: Uint8Array, size?: number): Promise<number> {
	const made = packed(kind, bytes, size);
	const back: Uint8Array[] = [];
	// The pieces are the decoder's own memory.
	for await (const piece of decompress(one(made), kind)) back.push(new Uint8Array(piece));
	expect(Buffer.compare(Buffer.concat(back), bytes)).toBe(0);
	return made.length;
}
/** Bytes of so many values, from a seed. */
function noise(length: number, values: number, seed = 1): Uint8Array {
	let state = seed;
	return Uint8Array.from({ length }, () => {
		state = (Math.imul(state, 1103515245) + 12345) >>> 0;
		return (state >>> 16) % values;
	});
}
/** Runs of a few bytes, of every length up to one. */
function runs(longest: number): Uint8Array {
	return Uint8Array.from({ length: longest }, (_, i) => i).reduce(
		(all, _, i) => Buffer.concat([all, Buffer.alloc(i, i % 3)]),
		Buffer.alloc(0),
	);
}
/** How often noise and a repetition follow each other. */
const PARTS = IS_SHORT ? 2 : 6;
/** How many different bytes there are. */
const VALUES = [1, 2, 3, 256];
const LENGTHS = [0, 1, 2, 3, 4, 5, 8, 49, 50, 51, 199, 200, 255, 256, 259, 260, 1200, 2400, 65535, 65536, 65537];

describe.each(Object.keys(PACKERS) as Kind[])("%s", (kind) => {
	it.each(LENGTHS)("writes %i bytes that are read as they were", async (length) => {
		for (const values of IS_SHORT ? [VALUES[length % 4] as number] : VALUES)
			await both(kind, noise(length, values, values), length > 1000 ? 999 : 3);
	});
	it("writes runs of every length, in a row and cut", async () => {
		for (const size of IS_SHORT ? [7] : [1, 7, 1 << 16]) await both(kind, runs(300), size);
	});
	it("writes what repeats itself with each period", async () => {
		for (let period = 1; period < 40; period += IS_SHORT ? 5 : 1)
			await both(
				kind,
				Uint8Array.from({ length: 3000 }, (_, i) => i % period),
			);
	});
	it("writes noise between repetitions: what does not become shorter stays as it is", async () => {
		const parts = Array.from({ length: PARTS }, (_, i) => [noise(70_000, 256, i + 1), Buffer.alloc(70_000, i)]).flat();
		const length = await both(kind, Buffer.concat(parts));
		expect(length).toBeLessThan(PARTS * 70_000 * 1.02);
	});
	it("makes text with numbers shorter", async () => {
		const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `row ${i % 97}, of some words ${i}\n`).join(""));
		// CPython's bz2 and lzma make 10,055 and 4,504 of these 133,370.
		expect(await both(kind, text)).toBeLessThan(kind === "bzip2" ? 10_500 : 7200);
	});
});

it("blocks of xz and bzip2 follow each other", async () => {
	const bytes = Buffer.alloc((IS_SHORT ? 5 : 9) << 20, "some text, over and over ");
	bytes.set(noise(100_000, 256), 4 << 20);
	expect(await both("xz", bytes)).toBeLessThan(110_000);
	expect(await both("bzip2", bytes.subarray(0, IS_SHORT ? 1 << 20 : 2 << 20))).toBeLessThan(10_000);
});

describe("Huffman codes", () => {
	it("are no longer than they may be, and leave no code unused", () => {
		const fibonacci = [1, 1];
		while (fibonacci.length < 40) fibonacci.push((fibonacci.at(-1) as number) + (fibonacci.at(-2) as number));
		for (const counts of [[1, 1, 1], fibonacci, [0, 0, 1000000], noise(258, 256)]) {
			const lengths = codeLengths(counts, 17);
			expect(Math.max(...lengths)).toBeLessThanOrEqual(17);
			expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
			const codes = canonicalCodes(lengths);
			expect(new Set(Array.from(codes, (code, i) => `${code}/${lengths[i]}`)).size).toBe(counts.length);
		}
	});
	it("are shorter for what is more frequent", () => {
		expect([...codeLengths([1, 2, 4, 8], 17)]).toEqual([3, 3, 2, 1]);
	});
});
