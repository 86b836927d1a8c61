import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LimitError, OSError } from "../errors.ts";
import { type Bytes, decompress, decompressSync, type Packing, peek, unpack } from "./decompress.ts";
import * as platform from "./platform.ts";

const TEXT = Buffer.from("a line of text, and another\n".repeat(10_000));
/** `bz2.compress(b"[1]")` and `lzma.compress(b"[1]")` of CPython. */
const BZ2 = Buffer.from("QlpoOTFBWSZTWYQnu8MAAACKACAAAAogACGYGYFhdyRThQkIQnu8MA==", "base64");
const XZ = Buffer.from("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQACWzFdAAATEhxHAZG2dwABGwMLL7kQH7bzfQEAAAAABFla", "base64");

/** Bytes in pieces of a size; says whether the iteration was ended. */
function pieces(bytes: Uint8Array, size = bytes.length): Bytes & { ended: boolean } {
	const source = {
		ended: false,
		async *[Symbol.asyncIterator]() {
			try {
				for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
			} finally {
				source.ended = true;
			}
		},
	};
	return source;
}
async function all(source: Bytes): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const part of source) parts.push(part);
	return Buffer.concat(parts);
}

const PACKED: readonly (readonly [Packing, Uint8Array, Uint8Array])[] = [
	["gzip", gzipSync(TEXT), TEXT],
	["zlib", deflateSync(TEXT), TEXT],
	["deflate-raw", deflateRawSync(TEXT), TEXT],
	["bzip2", BZ2, Buffer.from("[1]")],
	["xz", XZ, Buffer.from("[1]")],
];

describe("decompress", () => {
	afterEach(() => vi.restoreAllMocks());
	for (const [packing, packed, text] of PACKED) {
		it(`unpacks ${packing} however it is cut`, async () => {
			for (const size of [1, 7, packed.length]) {
				const source = pieces(packed, size);
				expect((await all(decompress(source, packing))).equals(text)).toBe(true);
				expect(source.ended).toBe(true);
			}
		});
		it(`says that ${packing} is damaged or cut short`, async () => {
			const damaged = Uint8Array.from(packed, (byte, at) => (at > packed.length / 2 ? byte ^ 0x55 : byte));
			for (const bytes of [damaged, packed.subarray(0, packed.length - 5), new Uint8Array(0)]) {
				const source = pieces(bytes, 16);
				const error = await all(decompress(source, packing)).catch((thrown: unknown) => thrown);
				expect(error, String(bytes.length)).toBeInstanceOf(OSError);
				expect((error as OSError).message).toMatch(`cannot decompress ${packing}: `);
				expect(source.ended || bytes.length === 0).toBe(true);
			}
		});
		it(`stops ${packing} at the memory that is allowed`, async () => {
			const source = pieces(packed, 64);
			const error = await all(decompress(source, packing, { memory: text.length - 1 })).catch((it: unknown) => it);
			expect(error).toBeInstanceOf(LimitError);
			expect(error).toMatchObject({ limit: "memory", value: text.length - 1 });
			expect(source.ended).toBe(true);
			expect((await all(decompress(pieces(packed), packing, { memory: text.length }))).length).toBe(text.length);
		});
	}
	it("unpacks by the web's streams where there is no node:zlib", async () => {
		vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
		expect(platform.nodeZlib()).toBeUndefined();
		for (const [packing, packed, text] of PACKED) {
			const source = pieces(packed, 1000);
			expect((await all(decompress(source, packing))).equals(text)).toBe(true);
			expect(source.ended).toBe(true);
			const error = await all(decompress(pieces(packed.subarray(0, -5)), packing)).catch((it: unknown) => it);
			expect(error, packing).toBeInstanceOf(OSError);
		}
		const source = pieces(gzipSync(TEXT), 64);
		for await (const _ of decompress(source, "gzip")) break;
		expect(source.ended).toBe(true);
	});
	it("ends the source when the reader has enough", async () => {
		for (const [packing, packed] of PACKED) {
			const source = pieces(packed, 64);
			for await (const _ of decompress(source, packing)) break;
			expect(source.ended, packing).toBe(true);
		}
	});
	it("passes what the source throws", async () => {
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield gzipSync(TEXT).subarray(0, 100);
			throw new OSError("the disk is gone");
		}
		for (const packing of ["gzip", "bzip2", "xz"] as const) {
			await expect(all(decompress(broken(), packing))).rejects.toThrow(
				packing === "gzip" ? "the disk is gone" : OSError,
			);
		}
	});
	it("reads several gzip members and several xz streams with padding", async () => {
		const gzip = Buffer.concat([gzipSync("ab"), gzipSync("cd")]);
		expect(String(await all(decompress(pieces(gzip), "gzip")))).toBe("abcd");
		const xz = Buffer.concat([XZ, Buffer.alloc(8), XZ, Buffer.alloc(4)]);
		for (const size of [1, 5, xz.length]) expect(String(await all(decompress(pieces(xz, size), "xz")))).toBe("[1][1]");
		const bz2 = Buffer.concat([BZ2, BZ2]);
		expect(String(await all(decompress(pieces(bz2), "bzip2")))).toBe("[1][1]");
	});
	it("says of every packing what is not of it", async () => {
		for (const packing of ["lz4", "lzma", "zfile"] as const) {
			const work = all(decompress(pieces(TEXT), packing));
			await expect(work).rejects.toThrow(new RegExp(`^cannot decompress ${packing}: the (data|header|properties)`));
		}
	});
});

describe("decompressSync", () => {
	it("unpacks what the platform unpacks, under the same limit", () => {
		expect(Buffer.from(decompressSync(gzipSync(TEXT), "gzip")).equals(TEXT)).toBe(true);
		expect(Buffer.from(decompressSync(deflateSync(TEXT), "zlib")).equals(TEXT)).toBe(true);
		expect(Buffer.from(decompressSync(deflateRawSync(TEXT), "deflate-raw")).equals(TEXT)).toBe(true);
		expect(() => decompressSync(gzipSync(TEXT), "gzip", { memory: 1000 })).toThrow(LimitError);
		expect(() => decompressSync(gzipSync(TEXT).subarray(0, 50), "gzip")).toThrow(/^cannot decompress gzip: /);
		expect(() => decompressSync(BZ2, "bzip2")).toThrow(/^cannot decompress bzip2 at once: /);
	});
});

describe("unpack", () => {
	it("takes off one packing after the other, and says which", async () => {
		const { packings, bytes } = await unpack(pieces(gzipSync(deflateSync(XZ)), 3));
		expect(packings).toEqual(["gzip", "zlib", "xz"]);
		expect(String(await all(bytes))).toBe("[1]");
	});
	it("leaves other bytes as they are", async () => {
		for (const text of ["", "[1]", "\x80\x04N."]) {
			const { packings, bytes } = await unpack(pieces(Buffer.from(text, "latin1"), 1));
			expect(packings).toEqual([]);
			expect((await all(bytes)).toString("latin1")).toBe(text);
		}
	});
	it("does not unpack without end", async () => {
		let packed: Uint8Array = Buffer.from("x");
		for (let i = 0; i < 6; i++) packed = gzipSync(packed);
		const { packings, bytes } = await unpack(pieces(packed));
		expect(packings.length).toBe(4);
		expect((await all(bytes)).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
	});
	it("peeks without losing or keeping anything", async () => {
		const source = pieces(Buffer.from("abcdef"), 2);
		const [head, whole] = await peek(source);
		expect(String(Buffer.from(head))).toBe("abcdef");
		for await (const _ of whole) break;
		expect(source.ended).toBe(true);
	});
});
