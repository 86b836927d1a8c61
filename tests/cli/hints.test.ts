/** A file that is no pickle: the second line says what it is, and what to do. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brineInOneProcess } from "./one-process.ts";

const brine = brineInOneProcess();

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
	["JSON, by what the command has", "[1]", "brine json prints it, and brine convert reads it with --from json"],
	["plain text", "Hello, this is some text\nand more\n", "hint: this is text, not a pickle"],
	["a program", "import pickle\n", "hint: this is text, not a pickle"],
	["a table", "a,b\n1,2\n", "hint: this is text, not a pickle"],
	["an armoured file, which is not JSON", "-----BEGIN X-----\nAAAA\n", "hint: this is text, not a pickle"],
	["a negative number, which is", "-17", "hint: this looks like json"],
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
	it("is not that of Windows' lines where a line ends otherwise", async () => {
		const { stderr } = await brine(["show", "-"], { stdin: Uint8Array.of(0xcb, 13, 13, 10, 0, 0) });
		expect(stderr).toBe("brine show: UnpicklingError: invalid load key, '\\xcb'. (at byte 0)\n");
	});
	it("is there for a folder without pickles, which is not passed over in silence", async () => {
		const folder = mkdtempSync(join(tmpdir(), "brine-hints-"));
		try {
			writeFileSync(join(folder, "notes.txt"), "text");
			for (const command of ["show", "dis"]) {
				const { stdout, stderr, code } = await brine([command, folder]);
				expect([stdout, code]).toEqual(["", 1]);
				expect(stderr).toBe(
					`brine ${command}: ${folder}: no file in this folder has a name that pickles go by, such as x.pkl\n`,
				);
			}
		} finally {
			removeFolder(folder);
		}
	});
	it("is there for what is inside of a packing, and for json", async () => {
		const packed = await brine(["show", "-"], { stdin: gzipSync("<html>") });
		expect(packed.stderr).toContain("hint: this looks like html");
		const json = await brine(["convert", "--from", "json", "-", "-", "--to", "json"], { stdin: "{'a': 1}" });
		expect(json.stderr).toContain("hint: this looks like Python's repr()");
	});
});
