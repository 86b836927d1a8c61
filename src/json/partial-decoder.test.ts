import { describe, expect, test } from "vitest";
import { effort, IS_SHORT } from "../../tests/effort.ts";
import { documentText, Random } from "../../tests/json/random.ts";
import { stopwatch } from "../../tests/stopwatch.ts";
import { PyDict } from "../values/dict.ts";
import { repr } from "../values/repr.ts";
import { loads } from "./loads.ts";
import { DECODER_OPTIONS } from "./options.ts";
import { PartialDecoder, type PartialOptions } from "./partial-decoder.ts";

const shown = (text: string, options?: PartialOptions) => new PartialDecoder(options).feed(text).value;

/** Whether a value holds another one: all that is in that, in its place, and strings as far as they go. */
function extendsTo(part: unknown, whole: unknown): boolean {
	if (part === undefined) return true;
	if (typeof part === "string") return typeof whole === "string" && whole.startsWith(part);
	if (Array.isArray(part)) {
		return Array.isArray(whole) && part.length <= whole.length && part.every((item, i) => extendsTo(item, whole[i]));
	}
	if (typeof part === "object" && part !== null) {
		if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return false;
		return Object.entries(part).every(
			([key, value]) => Object.hasOwn(whole, key) && extendsTo(value, (whole as Record<string, unknown>)[key]),
		);
	}
	return Object.is(part, whole);
}

describe("PartialDecoder", () => {
	test.each([
		["", undefined, undefined],
		[" ", undefined, undefined],
		["{", {}, {}],
		['{"a', {}, {}],
		['{"a"', {}, {}],
		['{"a":', {}, {}],
		['{"a": "b', {}, { a: "b" }],
		['{"a": "b\\', {}, { a: "b" }],
		['{"a": "b\\u00e', {}, { a: "b" }],
		['{"a": "b\\ud83d', {}, { a: "b" }],
		['{"a": "b\\ud83d\\ude00', {}, { a: "b\u{1f600}" }],
		['{"a": "b\ud83d', {}, { a: "b" }],
		['{"a": "b", "c": 1', { a: "b" }, { a: "b" }],
		['{"a": "b", "c": 1,', { a: "b", c: 1 }, { a: "b", c: 1 }],
		["[1, 2", [1], [1]],
		["[true, fals", [true], [true]],
		["[[1, {", [[1, {}]], [[1, {}]]],
		['"abc', undefined, "abc"],
		["12", undefined, undefined],
		["12 ", 12, 12],
	])("shows what is complete of %j", (text, closed, open) => {
		expect(shown(text)).toEqual(closed);
		expect(shown(text, { openStrings: true })).toEqual(open);
	});

	test("shows a part of the value on every prefix of 2,000 documents, which later pieces only extend", () => {
		let prefixes = 0;
		for (let seed = 1; seed <= effort(2000); seed++) {
			const random = new Random(seed);
			const text = documentText(random);
			let whole: unknown;
			try {
				whole = loads(text, { duplicateKeys: "error" });
			} catch {
				continue; // one with a key that comes twice
			}
			const openStrings = random.below(2) === 0;
			const decoder = new PartialDecoder({ openStrings });
			let last: unknown;
			for (let at = 0; at < text.length; at++) {
				const { value } = decoder.feed(text.charAt(at));
				// One structure: what was shown is what is shown now, and more.
				if (typeof last === "object" && last !== null) expect(value).toBe(last);
				last = value;
				if (text.length < 60 || at % 16 === 0)
					expect([text.slice(0, at + 1), extendsTo(value, whole)]).toEqual([text.slice(0, at + 1), true]);
				prefixes++;
			}
			expect(repr(decoder.end())).toBe(repr(whole));
			expect(decoder.done).toBe(true);
			const bytes = new TextEncoder().encode(text);
			if (/\p{Surrogate}/u.test(text)) continue;
			const other = new PartialDecoder({ openStrings: true });
			for (let at = 0; at < bytes.length; ) {
				const to = at + 1 + random.below(9);
				other.feed(bytes.subarray(at, to));
				at = to;
			}
			expect(repr(other.end())).toBe(repr(whole));
		}
		expect(prefixes).toBeGreaterThan(effort(30_000));
	});

	test("has the errors of loads(), as soon as the text cannot become a document, and again later", () => {
		for (const text of ['{"a": 1,}', "[1 2]", "tru!", '["\\x', '["\n', "[1]]", "{1", '["\\u12"', "[01]"]) {
			const decoder = new PartialDecoder();
			let error: unknown;
			try {
				for (const character of text) decoder.feed(character);
				decoder.end();
			} catch (thrown) {
				error = thrown;
			}
			let wanted: unknown;
			try {
				loads(text);
			} catch (thrown) {
				wanted = thrown;
			}
			expect((error as Error).message).toBe((wanted as Error).message);
			expect(() => decoder.feed(" ")).toThrow(error as Error);
		}
		expect(() => new PartialDecoder().feed('{"a": [1').end()).toThrow(
			expect.objectContaining({ code: "json-truncated" }),
		);
		expect(() => new PartialDecoder().feed("[1 2")).toThrow(expect.objectContaining({ code: "json-syntax" }));
	});

	test("takes the options of loads() but for the hooks of containers", () => {
		const dict = shown('{"a": 1.0, "b": {', { mode: "exact" });
		expect(repr(dict)).toBe("{'a': 1.0, 'b': {}}");
		expect(dict).toBeInstanceOf(PyDict);
		expect(shown("[1.50, 2,", { parseFloat: String, parseInt: String })).toEqual(["1.50", "2"]);
		expect(shown("[1, // one\n2, ]", { jsonc: true })).toEqual([1, 2]);
		expect(() => shown('{"a": 1, "a"', { duplicateKeys: "error" })).toThrow("Duplicate key: line 1 column 10 (char 9)");
		expect(() => shown("[[[", { limits: { depth: 2 } })).toThrow("depth is 2");
		expect(() => shown("[1,2,3,", { limits: { stack: 2 } })).toThrow("stack is 2");
		expect(() => shown('{"a":1,"b":2,', { limits: { items: 1 } })).toThrow("items is 1");
		expect(() => shown("[1,2,3,", { limits: { memory: 100 } })).toThrow("memory is 100");
		for (const name of DECODER_OPTIONS) {
			const make = () => new PartialDecoder({ [name]: null });
			if (/^(object|objectPairs|array)Hook$/.test(name)) expect(make).toThrow(`unexpected keyword argument '${name}'`);
			else expect(make).not.toThrow();
		}
	});

	const SIZE = IS_SHORT ? 15_000 : 50_000;
	test("is linear however the text is cut", () => {
		const time = (count: number, make: (count: number) => string): number => {
			const text = make(count);
			const elapsed = stopwatch();
			const decoder = new PartialDecoder({ openStrings: true, jsonc: true });
			for (let at = 0; at < text.length; at += 3) decoder.feed(text.slice(at, at + 3));
			return elapsed();
		};
		for (const make of [
			(n: number) => `"${"ab\\n".repeat(n)}`,
			(n: number) => `"${"\\".repeat(4 * n)}`,
			(n: number) => `[1${"0".repeat(4 * n)}`,
			(n: number) => " ".repeat(4 * n),
			(n: number) => `{"${"k".repeat(4 * n)}`,
			(n: number) => "[".repeat(n),
			(n: number) => `/*${"*\n".repeat(2 * n)}`,
			(n: number) => `[//${"/*".repeat(2 * n)}`,
			(n: number) => "/**/".repeat(n),
			(n: number) => "[1,".concat("2,".repeat(2 * n)),
		]) {
			time(2000, make);
			// Four times the text: sixteen times the time would be quadratic, each time, and not on a busy machine alone.
			const isLinear = (): boolean => time(4 * SIZE, make) < time(SIZE, make) * 10 + 200;
			expect(isLinear() || isLinear() || isLinear()).toBe(true);
		}
	});
});
