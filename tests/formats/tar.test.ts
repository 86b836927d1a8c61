/** Tar archives as they come: all forms of names, cut anywhere, damaged anywhere. */
import { describe, expect, it } from "vitest";
import { tarFiles } from "../../src/formats/tar.ts";
import { END, file, gnuLong, header, pax } from "../jobs/tar.ts";

const LONG = `${"folder/".repeat(30)}ä.pkl`;
const ARCHIVE = Buffer.concat([
	header("folder/", 0, "5"),
	file("a.pkl", Buffer.from("N.")),
	header("link", 0, "2"),
	file("b.pkl", Buffer.alloc(1025, "x"), "under/a/prefix"),
	gnuLong(LONG, Buffer.from("gnu")),
	pax({ mtime: "1.5", path: LONG, size: "3" }, "short", Buffer.from("pax")),
	file("empty", Buffer.alloc(0)),
	END,
]);

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function list(bytes: Uint8Array, length: number, reads = true): Promise<[string, string][]> {
	const files: [string, string][] = [];
	for await (const { name, read } of tarFiles(pieces(bytes, length))) {
		files.push([Buffer.from(name).toString(), reads ? Buffer.from(await read()).toString() : ""]);
	}
	return files;
}

describe("tarFiles()", () => {
	it("lists files with names of any form and length, however the bytes come", async () => {
		const whole = await list(ARCHIVE, ARCHIVE.length);
		expect(whole).toEqual([
			["a.pkl", "N."],
			["under/a/prefix/b.pkl", "x".repeat(1025)],
			[LONG, "gnu"],
			[LONG, "pax"],
			["empty", ""],
		]);
		for (const length of [1, 100, 512, 700]) expect(await list(ARCHIVE, length)).toEqual(whole);
		expect((await list(ARCHIVE, 300, false)).map(([name]) => name)).toEqual(whole.map(([name]) => name));
	});
	it("ends where the archive ends without its two empty blocks", async () => {
		expect(await list(ARCHIVE.subarray(0, 1536), 4096)).toEqual([["a.pkl", "N."]]);
	});
	it("refuses what is cut short or damaged", async () => {
		for (const end of [600, 1100, 1300, 2000, 2600]) {
			await expect(list(ARCHIVE.subarray(0, end), 512)).rejects.toMatchObject({ name: "OSError", code: "source" });
		}
		const damaged = Buffer.from(ARCHIVE);
		damaged[515] = 0xff;
		await expect(list(damaged, 512)).rejects.toThrow("a header is damaged");
		await expect(list(pax({ size: "9".repeat(20) }, "a", Buffer.from("b")), 512)).rejects.toThrow("a size is damaged");
		await expect(list(Buffer.concat([header("x", 2 ** 21, "L"), Buffer.alloc(2 ** 21)]), 4096)).rejects.toThrow(
			"a name is too long",
		);
	});
});
