/** What `brine json` does beyond Python's command. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brine } from "./run.ts";

const json = async (args: string[], stdin: string, env: Record<string, string> = {}) => {
	const { code, stdout, stderr } = await brine(["json", ...args], { stdin, env });
	return [code, stdout, stderr];
};

test("--skip-empty-lines passes over them; without it they are an error, as in Python", async () => {
	const lines = '{"id": 1}\n\n  \n{"id": 2}\n';
	expect(await json(["--json-lines", "--no-indent"], lines)).toEqual([
		1,
		'{"id": 1}\n',
		"Expecting value: line 2 column 1 (char 1)\n",
	]);
	expect(await json(["--json-lines", "--no-indent", "--skip-empty-lines"], lines)).toEqual([
		0,
		'{"id": 1}\n{"id": 2}\n',
		"",
	]);
});

test("a byte order mark on a later line has Python's message", async () => {
	expect((await json(["--json-lines", "--no-indent"], '{"id":1}\n\ufeff{"id":2}\n'))[2]).toBe(
		"Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)\n",
	);
});

test("the digits of ints have a limit, which an option or Python's variable raises", async () => {
	const long = `[${"9".repeat(5000)}]`;
	expect((await json(["--compact"], long))[2]).toContain("Exceeds the limit (4300 digits)");
	expect(await json(["--compact", "--max-digits", "0"], long)).toEqual([0, `${long}\n`, ""]);
	expect(await json(["--compact", "--max-digits", "5000"], long)).toEqual([0, `${long}\n`, ""]);
	expect(await json(["--compact"], long, { PYTHONINTMAXSTRDIGITS: "6000" })).toEqual([0, `${long}\n`, ""]);
	expect((await json(["--max-digits", "100"], long))[0]).toBe(2);
	expect((await json([], long, { PYTHONINTMAXSTRDIGITS: "x" }))[2]).toContain("PYTHONINTMAXSTRDIGITS: invalid limit");
});

test("--canonical writes the form of RFC 8785, with nothing after it", async () => {
	expect(await json(["--canonical"], '{"b": 1.0, "a": [1e21, "\\u20ac"]}')).toEqual([0, '{"a":[1e+21,"€"],"b":1}', ""]);
	expect((await json(["--canonical"], "[12345678901234567890]"))[0]).toBe(1);
	expect(await json(["--canonical", "--json-lines"], "{}\n[ ]\n")).toEqual([0, "{}\n[]\n", ""]);
});

test("--query writes the values at a prefix, or says how far it led", async () => {
	const text = '{"meta": 1, "rows": [{"id": 1.50}, {"id": 2}]}';
	expect(await json(["--query", "rows.item.id", "--no-indent"], text)).toEqual([0, "1.5\n2\n", ""]);
	expect(await json(["--query", "rows.item", "--compact"], text)).toEqual([0, '{"id":1.5}\n{"id":2}\n', ""]);
	expect(await json(["--query", "rows.items"], text)).toEqual([
		1,
		"",
		"nothing is at prefix 'rows.items': of it 'rows' at most was found\n",
	]);
	expect(await json(["--query", "id", "--json-lines"], '{"id": 1}\n{"id": 2}\n')).toEqual([0, "1\n2\n", ""]);
});

test("--to-lines writes the items of a list on a line each", async () => {
	expect(await json(["--to-lines"], ' [{"a": 1}, [2, 3], "x"]')).toEqual([0, '{"a": 1}\n[2, 3]\n"x"\n', ""]);
	expect(await json(["--to-lines", "--compact"], "[[1, 2]]")).toEqual([0, "[1,2]\n", ""]);
	expect(await json(["--to-lines"], "[]")).toEqual([0, "", ""]);
	expect(await json(["--to-lines"], '{"a": 1}')).toEqual([1, "", "--to-lines needs a list\n"]);
	expect((await json(["--to-lines"], "[1, 2"))[2]).toBe("Expecting ',' delimiter: line 1 column 6 (char 5)\n");
});

test("the help is Python's, and brine help json has the options that are ours too, as has the manual page", async () => {
	const [help, all] = await Promise.all([brine(["json", "--help"]), brine(["help", "json"])]);
	const manual = readFileSync("dist/cli/brine.1", "utf8").replaceAll("\\-", "-");
	for (const name of ["max-output", "skip-empty-lines", "max-digits", "canonical", "query", "to-lines"]) {
		expect(help.stdout).not.toContain(name);
		expect(all.stdout).toMatch(new RegExp(`^  --${name}\\b.*\\n?.* [a-z]`, "m"));
		expect(manual).toContain(`--${name}`);
	}
	expect(all.stdout).toContain("--no-ensure-ascii");
	expect(all.code).toBe(0);
	expect(manual).not.toMatch(/--(canonical|query|to-lines|max-digits|skip-empty-lines)[^\n]*\nas for/);
});
