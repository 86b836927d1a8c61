/** A file that is no pickle: the second line says what it is, and what to do. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { brine } from "./run.ts";

/** A zip archive of two empty files. */
const ARCHIVE = Buffer.from(
	["a", "b"].map((name) => `PK\x03\x04\x14${"\0".repeat(21)}\x01\0\0\0${name}`).join("") +
		["a\0", "b\x1f"]
			.map(([name, at]) => `PK\x01\x02\x14\0\x14${"\0".repeat(21)}\x01${"\0".repeat(13)}${at}\0\0\0${name}`)
			.join("") +
		`PK\x05\x06${"\0".repeat(4)}\x02\0\x02\0\x5e\0\0\0\x3e\0\0\0\0\0`,
	"latin1",
);

const CASES: readonly (readonly [about: string, data: string | Uint8Array, hint: string])[] = [
	["base64", "gAWVCgAAAAAAAABLAUsChpQu", "hint: this looks like base64: decode it first"],
	["HTML", "<!DOCTYPE html><html>", "hint: this looks like html, perhaps an error page"],
	["zip of several files", ARCHIVE, "hint: this looks like zip, as .npz of numpy and .pt of torch are"],
	[
		"a cut zip",
		ARCHIVE.subarray(0, 90),
		"hint: a zip archive, as .npz and .pt files are, that is cut short or damaged",
	],
	["a cut gzip", gzipSync("some text").subarray(0, 15), "hint: the file is cut short or damaged"],
	["npy", Buffer.from("\x93NUMPY\x01\0", "latin1"), "hint: this looks like npy"],
	["CR LF", "S'a'\r\n.", "hint: each line ends in CR LF"],
	["JSON", '{"a": 1}', "hint: this looks like json"],
	["git-lfs", "version https://git-lfs.github.com/spec/v1\n", "hint: this looks like git-lfs pointer"],
	["Python 2", Buffer.from("U\x02\xc3\xa9.", "latin1"), "hint: Python 2 wrote these strings: give --encoding latin1"],
	["a cut", pickle.dumps(["some", "text"]).subarray(0, 14), "hint: cut short: understood up to byte"],
];

describe("the hint of brine show", () => {
	for (const [about, data, hint] of CASES) {
		it(`is the second line: ${about}`, async () => {
			const { stderr, code } = await brine(["show", "-"], { stdin: data });
			const [first, second, third] = stderr.trimEnd().split("\n");
			expect(code).toBe(1);
			expect(third ?? "brine show: before the error").toMatch(/^brine show: before the error/);
			expect(first).toMatch(/^brine show: \w+: /);
			expect(second).toContain(hint);
		});
	}
	it("is there for what is inside of a packing, and for json", async () => {
		const packed = await brine(["show", "-"], { stdin: gzipSync("<html>") });
		expect(packed.stderr).toContain("hint: this looks like html");
		const json = await brine(["convert", "--from", "json", "-", "-", "--to", "json"], { stdin: "{'a': 1}" });
		expect(json.stderr).toContain("hint: this looks like Python's repr()");
	});
});
