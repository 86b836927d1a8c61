import { describe, expect, it } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { PyError } from "../errors.ts";
import { decoderSettings } from "./decoder.ts";
import { dumps, JSONDecodeError, load, loads } from "./index.ts";
import { Parser } from "./parser.ts";
import { moveWindow } from "./window.ts";

function errorOf(work: () => unknown): PyError {
	try {
		work();
	} catch (error) {
		if (error instanceof PyError) return error;
		throw error;
	}
	throw new Error("nothing was thrown");
}

describe("the hint of text that is not JSON", () => {
	for (const [text, hint] of [
		["<!DOCTYPE html>", /HTML or XML/],
		["  <a>", undefined],
		["{'a': 1}", /Python's repr\(\)/],
		["['a']", /Python's repr\(\)/],
		['{"a": None}', /Python's repr\(\)/],
		["[True]", /Python's repr\(\)/],
		["\x80\x04K", /a pickle/],
		["\ufffd\x04", /a pickle/],
		["[1]\n[2]\n", /loadLines/],
		["[1]\r\n  [2]", /loadLines/],
		["{True: 1}", /Python's repr\(\)/],
		["[1\n] [2]", undefined],
		["[1] [2]", undefined],
		["[1", undefined],
		["", undefined],
	] as const) {
		it(JSON.stringify(text), () => {
			const error = errorOf(() => loads(text));
			expect(error).toBeInstanceOf(JSONDecodeError);
			if (hint === undefined) expect(error.hint).toMatch(/^line /);
			else expect(error.hint).toMatch(hint);
		});
	}
	for (const [name, bytes, hint] of [
		["a pickle", [0x80, 5, 0x4b, 1, 0x2e], /a pickle: read its bytes with pickle\.loads/],
		["gzip", [0x1f, 0x8b, 8, 0], /gzip: unpack it first/],
		["text that is not UTF-8", [0x22, 0xff, 0x22], undefined],
		["text that ends in a byte of a pickle", [0x22, 0x80, 0x22], undefined],
	] as const) {
		it(`bytes: ${name}`, async () => {
			const given = Uint8Array.from(bytes);
			const errors = [errorOf(() => loads(given)), await load([given]).catch((error: unknown) => error as PyError)];
			for (const error of errors as PyError[]) {
				expect(error.name).toBe("UnicodeDecodeError");
				if (hint === undefined) expect(error.hint).toBeUndefined();
				else expect(error.hint).toMatch(hint);
			}
		});
	}
	it("costs nothing in a long text", () => {
		const text = `[${"\u{1f600}".repeat(10)}`.padEnd(1 << 20, " ");
		const elapsed = stopwatch();
		for (let i = 0; i < 50; i++) errorOf(() => loads(text));
		expect(elapsed()).toBeLessThan(2000);
	});
	it("ends in the line over a caret, which is not enumerable, and in the stack", () => {
		for (const [text, shown] of [
			['{"a": 1,\n "b": [tru}', 'line 2, column 8:\n "b": [tru}\n       ^'],
			["", "line 1, column 1:\n\n^"],
			["[1,", "line 1, column 4:\n[1,\n   ^"],
			["[\n\t1,\n\tx\r\n]", "line 3, column 2:\n x \n ^"],
			['"\u{1f600}" x', 'line 1, column 5:\n"\u{1f600}" x\n     ^'],
			["[\x1b[2J", "line 1, column 2:\n[\ufffd[2J\n ^"],
			[
				`["${"a".repeat(100)}", x${"b".repeat(100)}`,
				`line 1, column 106:\n${"a".repeat(37)}", x${"b".repeat(39)}\n${" ".repeat(39)} ^`,
			],
			[
				"{'a': 1}",
				"this looks like Python's repr(), not JSON: write it with json.dumps\nline 1, column 2:\n{'a': 1}\n ^",
			],
		] as const) {
			const error = errorOf(() => loads(text));
			expect(error.hint).toBe(shown);
			expect(Object.keys(error)).not.toContain("hint");
			expect(error.stack).toContain(`${error.message}\n    hint: ${shown.replaceAll("\n", "\n    ")}\n`);
		}
	});
	it("is of the window of a stream, and undefined for a comma that is not in it", async () => {
		const pieces = (text: string) => Array.from(text);
		await expect(load(pieces('[1,\n 2 "a"]'))).rejects.toThrow(
			expect.objectContaining({ hint: expect.stringMatching(/^line 2, column 4:\n *2? ?"a?"?\]?\n *\^$/) }),
		);
		const parser = new Parser(decoderSettings({}), "[1, ", false);
		parser.run();
		moveWindow(parser, "]", true);
		expect(errorOf(() => parser.run())).toMatchObject({ colno: 3, hint: undefined });
	});
	it("is beside a text that is not enumerable", () => {
		const error = errorOf(() => loads("[1,"));
		expect(Object.keys(error)).not.toContain("doc");
		expect((error as JSONDecodeError).doc).toBe("[1,");
	});
});

describe("the hint of what cannot be written", () => {
	const call = dumps as (...args: unknown[]) => string;
	it("names default, the form of options, and their names here", () => {
		for (const value of [new Date(0), new Uint8Array(1), new (class Point {})()]) {
			expect(errorOf(() => dumps(value)).hint).toMatch(/^give default/);
		}
		expect(errorOf(() => call([1], null, 2)).hint).toBe("options are an object, as in { indent: 2 }");
		expect(errorOf(() => call([1], 2)).hint).toBe("options are an object, as in { indent: 2 }");
		expect(errorOf(() => call([1], { sort_keys: true })).hint).toBe("it is called sortKeys here");
		expect(errorOf(() => call([1], { ensure_ascii: false })).hint).toBe("it is called ensureAscii here");
		expect(errorOf(() => call([1], { sorted: true })).hint).toBeUndefined();
	});
	it("names our option for long ints", () => {
		expect(errorOf(() => loads("9".repeat(5000))).hint).toMatch(/limits: \{ digits/);
		expect(errorOf(() => dumps(10n ** 5000n)).hint).toMatch(/limits: \{ digits/);
	});
});
