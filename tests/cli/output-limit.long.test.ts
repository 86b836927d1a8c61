/** Small inputs whose output has no end: every command stops by itself, says so, and leaves no half file. */
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { PyDict, tuple } from "../../src/types/index.ts";
import { brine } from "./run.ts";

/** A value of 2^60 leaves that is 60 containers. */
function laughs(make: (part: unknown) => unknown): Uint8Array {
	let value: unknown = make("ha");
	for (let i = 0; i < 60; i++) value = make(value);
	return pickle.dumps(value);
}
const LIST = laughs((part) => [part, part]);
const TUPLE = laughs((part) => tuple(part, part));
const DICT = laughs(
	(part) =>
		new PyDict([
			["a", part],
			["b", part],
		]),
);

const SENTENCE =
	/^brine \w+: the output is longer than \d+ bytes, which is 64 MiB and 64 times the input; --max-output raises that, as in --max-output 10G\n$/;

describe("output without end", () => {
	for (const [name, data] of Object.entries({ LIST, TUPLE, DICT })) {
		for (const args of [["show"], ["show", "--json"], ["show", "--json", "--default", "str"]]) {
			it(`of ${args.join(" ")} ends at the limit (${name})`, async () => {
				const { code, stderr, stdout } = await brine([...args, "--max-output", "1M", "-"], { stdin: data });
				expect(code).toBe(1);
				expect(stderr).toBe(
					"brine show: the output is longer than 1048576 bytes; --max-output raises that, as in --max-output 10G\n",
				);
				expect(stdout.length).toBeLessThanOrEqual(1 << 20);
			});
		}
		it(`of convert leaves no file, and an old one as it was (${name})`, async () => {
			const files = { "a.pkl": data, "old.json": "old" };
			for (const out of ["new.json", "old.json"]) {
				const args = ["convert", "--default", "repr", "--max-output", "1M", "a.pkl", out];
				const { code, stderr, written } = await brine(args, { files });
				expect([code, written]).toEqual([1, {}]);
				expect(stderr).toContain("brine convert: the output is longer than 1048576 bytes; ");
			}
		});
	}
	it("ends at 64 MiB and 64 times the input unless told otherwise", async () => {
		const { code, stderr, stdout } = await brine(["show", "-"], { stdin: LIST });
		expect(code).toBe(1);
		expect(stderr).toMatch(SENTENCE);
		expect(stdout.length).toBeGreaterThan(60 << 20);
		expect(stdout.length).toBeLessThanOrEqual((1 << 26) + 64 * LIST.length);
	}, 60_000);
	it("grows with the input for dis and json, whose lines are as long as the nesting is deep", async () => {
		const marks = await brine(["dis", "-"], { stdin: "(".repeat(10_000) });
		expect([marks.code, marks.stderr]).toEqual([1, expect.stringMatching(SENTENCE)]);
		expect(marks.stdout.length).toBeLessThanOrEqual((1 << 26) + 640_000);
		const lists = await brine(["json", "-"], { stdin: "[".repeat(10_000) + "]".repeat(10_000) });
		expect([lists.code, lists.stderr]).toEqual([1, expect.stringMatching(SENTENCE)]);
		const objects = await brine(["json", "-", "out.json"], {
			stdin: `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
		});
		expect([objects.code, objects.written]).toEqual([1, {}]);
	}, 60_000);
	it("takes sizes with units, and refuses what is none", async () => {
		for (const size of ["60", "1k", "1KiB", "1M", "2G", "1T"]) {
			const { code, stdout } = await brine(["show", "--max-output", size, "-"], { stdin: "I1\n." });
			expect([size, code, stdout]).toEqual([size, 0, "1\n"]);
		}
		for (const size of ["", "x", "-1", "1.5", "1P"]) {
			const { code } = await brine(["show", `--max-output=${size}`, "-"], { stdin: "I1\n." });
			expect([size, code]).toEqual([size, 2]);
		}
		const short = await brine(["show", "--max-output", "1", "-"], { stdin: "I1\n." });
		expect([short.code, short.stderr.length > 0]).toEqual([1, true]);
	});
});

describe("a file that is read and written", () => {
	const text = '{"id": 1}\n{"id": 2}\n';
	it("has the new content after json --json-lines", async () => {
		const args = ["json", "--json-lines", "--no-indent", "f.jsonl", "f.jsonl"];
		const { code, stderr, written } = await brine(args, { files: { "f.jsonl": text } });
		expect([code, stderr, written]).toEqual([0, "", {}]);
		const compact = await brine(["json", "--json-lines", "--compact", "f", "f"], { files: { f: text } });
		expect(String(compact.written["f"])).toBe('{"id":1}\n{"id":2}\n');
	});
	it("keeps the old content after an error", async () => {
		for (const args of [
			["json", "--json-lines", "--no-indent", "f", "f"],
			["json", "f", "f"],
			["dis", "-o", "f", "f"],
			["optimize", "f", "f"],
			["convert", "--from", "jsonl", "--to", "pickle", "f", "f"],
		]) {
			const { code, written } = await brine(args, { files: { f: '{"id": 1}\n{"id": }\n' } });
			expect([args[0], code, written]).toEqual([args[0], 1, {}]);
		}
	});
	it("is written by every command that can", async () => {
		const data = pickle.dumps([1, 2], { protocol: 0 });
		const dis = await brine(["dis", "-o", "f", "f"], { files: { f: data } });
		expect([dis.code, String(dis.written["f"]).split("\n")[0]]).toEqual([0, "    0: (    MARK"]);
		const convert = await brine(["convert", "--to", "json", "f", "f"], { files: { f: data } });
		expect([convert.code, String(convert.written["f"])]).toEqual([0, "[1, 2]\n"]);
		const optimize = await brine(["optimize", "f", "f"], { files: { f: data } });
		expect([optimize.code, pickle.loads(optimize.written["f"] as Buffer)]).toEqual([0, [1, 2]]);
	});
	it("keeps, as in Python, what was written before an error where it is not the input", async () => {
		const dis = await brine(["dis", "-o", "out", "f"], { files: { f: "(I1\n" } });
		expect([dis.code, String(dis.written["out"]).split("\n").length]).toEqual([1, 3]);
		const json = await brine(["json", "--json-lines", "--compact", "f", "out"], { files: { f: "[1]\n[" } });
		expect([json.code, String(json.written["out"])]).toEqual([1, "[1]\n"]);
	});
});
