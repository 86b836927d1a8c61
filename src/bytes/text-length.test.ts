import { describe, expect, it } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { pythonLength } from "./text-length.ts";

describe("the length of a string in Python", () => {
	it("counts a pair of surrogates once, and lone ones as they are", () => {
		for (const text of [
			"",
			"a",
			"\u{1f600}",
			"\ud800",
			"\udc00\ud800",
			"\ud800\ud800\udc00\udc00x",
			"\u{1f600}\u{1f600}",
		]) {
			expect(pythonLength(text)).toBe([...text].length);
		}
		expect(pythonLength("a\u{1f600}b", 3)).toBe(2);
	});
	it("takes little for 16 million", () => {
		const elapsed = stopwatch();
		expect(pythonLength("\u{1f600}".repeat(8_000_000))).toBe(8_000_000);
		expect(elapsed()).toBeLessThan(2000);
	});
});
