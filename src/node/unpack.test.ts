import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import * as pickle from "../pickle/index.ts";
import { dumpFile, dumpFileSync } from "./dump-file.ts";
import { loadFile, loadFileSync } from "./load-file.ts";

const folder = mkdtempSync(join(tmpdir(), "brine-unpack-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, data: Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, data);
	return path;
}
/** CPython's `bz2.compress(b"[1]")` and `lzma.compress(b"[1]")`. */
const BZ2 = Buffer.from("QlpoOTFBWSZTWYQnu8MAAACKACAAAAogACGYGYFhdyRThQkIQnu8MA==", "base64");
const XZ = Buffer.from("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQACWzFdAAATEhxHAZG2dwABGwMLL7kQH7bzfQEAAAAABFla", "base64");

describe("a packed file", () => {
	const value = { rows: Array.from({ length: 1000 }, (_, index) => index) };
	it("is unpacked, by its content and not its name", async () => {
		const packed = [
			gzipSync(pickle.dumps(value)),
			deflateSync(pickle.dumps(value)),
			gzipSync(gzipSync(pickle.dumps(value))),
		];
		for (const [index, data] of packed.entries()) {
			const path = file(`${index}.pkl`, data);
			expect(await loadFile(path)).toEqual(value);
			expect(loadFileSync(path)).toEqual(value);
		}
		expect(await loadFile(file("a.json.bz2", BZ2))).toEqual([1]);
		expect(await loadFile(file("a.json.xz", XZ))).toEqual([1]);
	});
	it("has its format from the name in front of the suffix", async () => {
		const lines = file("a.jsonl.gz", gzipSync('{"a": 1}\n{"a": 2}\n'));
		expect(await loadFile(lines)).toEqual([{ a: 1 }, { a: 2 }]);
		expect(loadFileSync(lines)).toEqual([{ a: 1 }, { a: 2 }]);
		expect(loadFileSync(file("a.json.gz", gzipSync("[1]")))).toEqual([1]);
	});
	it("is charged to limits.memory", async () => {
		const path = file("bomb.pkl", gzipSync(Buffer.from(`${"N0".repeat(1 << 20)}N.`)));
		const limits = { memory: 1 << 20 };
		await expect(loadFile(path, { limits })).rejects.toMatchObject({ name: "LimitError", limit: "memory" });
		expect(() => loadFileSync(path, { limits })).toThrow(expect.objectContaining({ limit: "memory" }));
		expect(await loadFile(path)).toBe(null);
		expect(loadFileSync(path)).toBe(null);
	});
	it("is refused with decompress: false", async () => {
		const path = file("b.pkl", gzipSync(pickle.dumps(value)));
		await expect(loadFile(path, { decompress: false })).rejects.toThrow("invalid load key, '\\x1f'.");
		expect(() => loadFileSync(path, { decompress: false })).toThrow("invalid load key, '\\x1f'.");
		expect(() => loadFileSync(path, { decompress: "no" as never })).toThrow("decompress must be a boolean, not string");
	});
	it("that is damaged says which packing", async () => {
		const path = file("c.pkl", gzipSync(pickle.dumps(value)).subarray(0, 100));
		const told = expect.objectContaining({
			message: expect.stringMatching(/^cannot decompress gzip: /),
			filename: path,
			hint: expect.stringContaining("cut short or damaged"),
		});
		await expect(loadFile(path)).rejects.toThrow(told);
		expect(() => loadFileSync(path)).toThrow(told);
		expect(() => loadFileSync(file("d.pkl", BZ2))).toThrow(/bzip2 at once/);
		for (const packed of [BZ2, XZ]) {
			expect(() => loadFileSync(file("e.pkl", packed))).toThrow(
				expect.objectContaining({ hint: expect.stringContaining("use loadFile") }),
			);
		}
	});
});

describe("archives of one file", () => {
	it.each(["o.pkl.zip", "o.json.zip", "o.pkl.tar", "o.pkl.tar.gz", "o.jsonl.tar"])(
		"%s is read by loadFile, and refused at once with its name",
		async (name) => {
			const path = join(folder, name);
			await dumpFile([[1], { a: "b" }], path);
			expect(await loadFile(path)).toEqual([[1], { a: "b" }]);
			const refused = {
				name: "OSError",
				code: "source",
				filename: path,
				message: expect.stringMatching(/^(zip|tar) archives are not opened at once$/),
				hint: expect.stringContaining("loadFile of brine/node opens"),
			};
			expect(() => loadFileSync(path)).toThrow(expect.objectContaining(refused));
		},
	);
	it("are not looked for where nothing is to be unpacked", async () => {
		const path = join(folder, "p.pkl.zip");
		await dumpFile(1, path);
		expect(() => loadFileSync(path, { decompress: false })).toThrow(
			expect.objectContaining({ name: "UnpicklingError" }),
		);
	});
});

describe("dumpFile packs by the name", () => {
	const value = { rows: Array.from({ length: 20_000 }, (_, index) => `row ${index} \u{1f600}`) };
	it("with gzip and zlib, and loadFile reads it", async () => {
		for (const name of ["p.pkl.gz", "p.json.gz", "p.pkl.z", "p.json.zlib"]) {
			const path = join(folder, name);
			await dumpFile(value, path);
			const first = readFileSync(path);
			expect(first[0]).toBe(name.endsWith("gz") ? 0x1f : 0x78);
			expect(await loadFile(path)).toEqual(value);
			dumpFileSync(value, path);
			expect(readFileSync(path).equals(first)).toBe(true);
			expect(loadFileSync(path)).toEqual(value);
		}
		const lines = join(folder, "p.jsonl.gz");
		await dumpFile([[1], ["\u{1f600}"]], lines);
		expect(String(gunzipSync(readFileSync(lines)))).toBe('[1]\n["\\ud83d\\ude00"]\n');
	});
	it("with bzip2, xz and lzma too, at once and as it comes", async () => {
		const rows = Array.from({ length: 20_000 }, (_, i) => `row ${i}`);
		for (const [suffix, first] of [
			["bz2", 0x42],
			["xz", 0xfd],
			["lzma", 0x5d],
			["lz4", 0x04],
			["zip", 0x50],
		] as const) {
			const path = join(folder, `b.pkl.${suffix}`);
			await dumpFile(rows, path);
			const written = readFileSync(path);
			expect(written[0]).toBe(first);
			expect(await loadFile(path)).toEqual(rows);
			dumpFileSync(rows, path);
			expect(readFileSync(path).equals(written)).toBe(true);
			await expect(dumpFile([1, () => 1], path)).rejects.toMatchObject({ code: "unpicklable" });
			expect(readFileSync(path).equals(written)).toBe(true);
		}
	});
	it("and refuses names of packings that it does not write", async () => {
		// Node 20 has no zstd.
		const zstd = "zstdCompressSync" in zlib ? [] : ["zst", "tar.zst", "ZST"];
		for (const suffix of [...zstd, "7z", "7Z", "tar.7z", "rar", "br", "lz", "lzo", "sz", "tgz", "txz", "Z", "tar.Z"]) {
			const path = join(folder, `q.pkl.${suffix}`);
			await expect(dumpFile(1, path)).rejects.toMatchObject({ name: "ValueError", code: "file" });
			const said = suffix.endsWith("Z") && suffix.length < 6 && !/ZST|7Z/.test(suffix) ? "Z" : suffix.toLowerCase();
			expect(() => dumpFileSync(1, path)).toThrow(`cannot write a file packed as .${said.replace("tar.", "")}`);
			expect(existsSync(path)).toBe(false);
		}
	});
	it("and leaves the old file when the value cannot be written", async () => {
		const path = join(folder, "r.pkl.gz");
		await dumpFile(1, path);
		await expect(dumpFile([1, () => 1], path)).rejects.toMatchObject({ code: "unpicklable" });
		expect(() => dumpFileSync([1, () => 1], path)).toThrow("cannot pickle");
		expect(await loadFile(path)).toBe(1);
	});
});
