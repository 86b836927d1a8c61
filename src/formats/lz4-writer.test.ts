import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../tests/effort.ts";
import { joined } from "../bytes/gather.ts";
import { unlz4 } from "./lz4.ts";
import { lz4 } from "./lz4-writer.ts";

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function both(bytes: Uint8Array, size = 1 << 16): Promise<number> {
	const packed = await joined(lz4(pieces(bytes, size)), Number.POSITIVE_INFINITY);
	const back = await joined(unlz4(pieces(packed, 1000)), Number.POSITIVE_INFINITY);
	expect(Buffer.compare(back, bytes)).toBe(0);
	return packed.length;
}
/** Bytes of so many values, from a seed. */
function noise(length: number, values: number, seed = 1): Uint8Array {
	let state = seed;
	return Uint8Array.from({ length }, () => {
		state = (Math.imul(state, 1103515245) + 12345) >>> 0;
		return (state >>> 16) % values;
	});
}

describe("lz4", () => {
	it.each([0, 1, 4, 5, 11, 12, 13, 14, 16, 17, 19, 255, 256, 270, 271, 4095, 65535, 65536, 65537, 70000])(
		"writes %i bytes that are read as they were",
		async (length) => {
			for (const values of length > 50_000 && IS_SHORT ? [3] : [1, 2, 3, 256]) {
				await both(noise(length, values));
				await both(noise(length, values, 7), 3);
			}
		},
	);
	it("writes several blocks, and what does not repeat itself as it is", async () => {
		expect(await both(new Uint8Array(9 << 20))).toBeLessThan(50_000);
		const length = (4 << 20) + 5;
		expect(await both(noise(length, 256))).toBeLessThan(length + 64);
	});
	it("packs text and numbers that repeat themselves", async () => {
		const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `row ${i % 50}, of some words\n`).join(""));
		expect(await both(text)).toBeLessThan(text.length / 10);
		const rows = new Uint8Array(Float64Array.from({ length: 50_000 }, (_, i) => i % 9).buffer);
		expect(await both(rows)).toBeLessThan(rows.length / 20);
	});
	it("reaches back no further than the format lets it", async () => {
		const part = noise(70_000, 256);
		await both(new Uint8Array([...part, ...part]));
		const short = noise(40, 256);
		for (const between of [65_494, 65_495, 65_496, 65_497]) {
			await both(new Uint8Array([...short, ...new Uint8Array(between), ...short, ...new Uint8Array(20)]));
		}
	});
});
