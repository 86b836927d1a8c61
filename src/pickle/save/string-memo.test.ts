/** The memo of texts finds what a `Map` finds, whatever an attacker chooses. */
import { describe, expect, it } from "vitest";
import { StringMemo } from "./string-memo.ts";

/** Texts that differ only where no hash looks, so that all have the same one. */
const alike = (i: number): string => `${"x".repeat(20)}${String(i).padStart(8, "0")}${"x".repeat(200)}`;

describe("StringMemo", () => {
	it.each([
		["texts that differ", (i: number) => `text ${i}`],
		["texts with one hash", alike],
		["both in turns", (i: number) => (i % 3 === 0 ? alike(i) : `text ${i}`)],
	])("finds %s", (_, make) => {
		const memo = new StringMemo();
		for (let round = 0; round < 3; round++) {
			const known = new Map<string, number>();
			for (let i = 0; i < 3000; i++) {
				// Some for the second time, of all ages.
				const text = make(i % 4 === 3 ? Math.floor((i * 7) / 11) : i);
				expect(memo.find(text, i)).toBe(known.get(text) ?? -1);
				if (!known.has(text)) known.set(text, i);
			}
			for (const [text, index] of known) expect(memo.find(text, -7)).toBe(index);
			memo.clear();
		}
	});
});
