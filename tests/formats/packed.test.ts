/** lzma, LZ4 and joblib's old container, of Python's own packers. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/formats/crc32.ts";
import { decompress } from "../../src/formats/decompress.ts";
import { kindOf } from "../../src/formats/kind.ts";

type Packing = "lzma" | "lz4" | "zfile";
interface Golden {
	readonly contents: Readonly<Record<string, { readonly crc: number; readonly size: number }>>;
	readonly cases: readonly {
		readonly packing: Packing;
		readonly how: string;
		readonly of: string;
		readonly data: string;
	}[];
}
const { contents, cases } = JSON.parse(readFileSync("tests/formats/packed-golden.json", "utf8")) as Golden;
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function unpacked(bytes: Uint8Array, packing: Packing, size: number, memory = 1e7): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for await (const piece of decompress(inPieces(bytes, size), packing, { memory })) pieces.push(piece);
	return Buffer.concat(pieces);
}

describe("what Python packed", () => {
	for (const { packing, how, of, data } of cases) {
		it(`as ${packing} with ${how} is unpacked: ${of}`, async () => {
			const bytes = bytesOf(data);
			// Only the usual properties are told by content.
			if (how !== "a small window") expect(kindOf(bytes)).toBe(packing);
			for (const size of [1, 1000, bytes.length]) {
				if (size === 1 && bytes.length > 5000) continue;
				const whole = await unpacked(bytes, packing, size);
				expect([whole.length, crc32(whole)]).toEqual([contents[of]?.size, contents[of]?.crc]);
			}
		});
	}
});

describe("what is damaged", () => {
	const small = cases.filter(({ of }) => of === "text 5000");
	it("never gives more or other bytes without an error, where there are check sums", async () => {
		for (const { packing, how, data } of small) {
			const bytes = bytesOf(data);
			for (let at = 0; at < bytes.length; at += 31) {
				const changed = bytes.slice();
				changed[at] = (changed[at] as number) ^ 0x21;
				const found = await unpacked(changed, packing, 1 << 20).then(
					(whole) => crc32(whole),
					(error: { code?: string }) => error.code,
				);
				// lzma has no check sum of its own; the LZ4 of two frames none either.
				if (packing === "lzma" || how.startsWith("two")) expect(["number", "string"]).toContain(typeof found);
				else if (typeof found === "number") expect([how, at, found]).toEqual([how, at, contents["text 5000"]?.crc]);
				else expect(["source", "limit"]).toContain(found);
			}
		}
	});
	it("is an error wherever it ends too early", async () => {
		for (const { packing, how, data } of small) {
			const bytes = bytesOf(data);
			// The range coder's last byte is not needed, and a frame may be the last of several.
			if (how.startsWith("two")) continue;
			for (let end = 1; end < bytes.length - 6; end += 23) {
				await expect(unpacked(bytes.slice(0, end), packing, 1000)).rejects.toMatchObject({ code: "source" });
			}
		}
	});
	it("is not unpacked beyond what memory allows", async () => {
		for (const { packing, data } of cases.filter(({ of }) => of === "zeros 200000")) {
			await expect(unpacked(bytesOf(data), packing, 1000, 1e5)).rejects.toMatchObject({ limit: "memory" });
		}
	});
});
