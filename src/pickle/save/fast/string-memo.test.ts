/** The memo of texts finds what a `Map` finds, whatever the texts and in whatever order they come. */
import { describe, expect, it } from "vitest";
import { StringMemo } from "./string-memo.ts";

/** Texts of all lengths and characters; those of one rest by 1000 differ in nothing that is hashed of a long text. */
function textOf(n: number): string {
	switch (n % 6) {
		case 0:
			return `user${n}`;
		case 1:
			return `${n} é日本`;
		case 2:
			return String.fromCharCode(n & 0xffff);
		case 3:
			return `${"x".repeat(40)}${n % 10 < 5 ? "" : n}${"y".repeat(40)}`;
		case 4:
			return `${"a".repeat(20)}${String(n).padStart(6, "0")}${"b".repeat(20)}middle${"c".repeat(40)}`;
		default:
			return `${n}`.padEnd(32, "-");
	}
}

/** Writes texts as a pickler does, and says what the memo found. */
function findAll(memo: StringMemo, texts: readonly string[]): number[] {
	const bytes = new Uint8Array(100);
	return texts.map((text, n) => {
		if (n % 3 === 0) return memo.findKey(text, n);
		if (memo.wasNewShort && text.length <= 32) {
			const found = memo.findHashed(text, memo.hashInto(text, bytes, 1), n);
			if (found === -1 && memo.wasNewShort) {
				expect(new TextDecoder().decode(bytes.subarray(1, memo.end))).toBe(text);
			}
			return found;
		}
		return memo.find(text, n);
	});
}

/** The part of a `Map` that is used. */
function findInMap(texts: readonly string[]): number[] {
	const map = new Map<string, number>();
	return texts.map((text, n) => {
		const found = map.get(text);
		if (found === undefined) map.set(text, n);
		return found ?? -1;
	});
}

describe("the memo of texts", () => {
	it.each([3, 20, 21, 40, 1000, 60_000])("%s texts, some of which come again", (count) => {
		const memo = new StringMemo();
		for (const times of [1, 3, 7]) {
			const texts = Array.from({ length: count }, (_, n) => textOf(Math.floor(n / times) * 31));
			expect(findAll(memo, texts).join()).toBe(findInMap(texts).join());
			// Once more, now that all are there, and with nothing left of them afterwards.
			expect(findAll(memo, texts).every((found) => found !== -1)).toBe(true);
			memo.clear();
		}
	});
	it("keys that come in one order, and then in another", () => {
		const memo = new StringMemo();
		const keys = Array.from({ length: 50 }, (_, n) => `key ${n}`);
		const rows = [keys, keys, [...keys].reverse(), keys.filter((_, n) => n % 3 > 0), keys];
		const texts = rows.flat();
		expect(texts.map((text, n) => memo.findKey(text, n))).toEqual(findInMap(texts));
	});
});

/** Texts that differ only where no hash looks, so that all have the same one. */
const alike = (i: number): string => `${"x".repeat(20)}${String(i).padStart(8, "0")}${"x".repeat(200)}`;

describe("StringMemo", () => {
	it("a text with halves of characters that finds no place is not taken for one that has been written", () => {
		const memo = new StringMemo();
		const bytes = new Uint8Array(100);
		for (let i = 0; i < 3000; i++) memo.find(`text ${i}`, i);
		// All under one hash, which fills its places.
		for (let i = 0; i < 100; i++) expect(memo.findHashed(`é${i}`, 7, i)).toBe(-1);
		expect(memo.find("ascii", 1)).toBe(-1);
		expect(memo.wasNewShort).toBe(true);
		memo.hashInto("日本é", bytes, 0);
		expect(memo.end).toBe(8);
		expect(memo.findHashed("日本é", 7, 5)).toBe(-1);
		expect(memo.wasNewShort).toBe(true);
		memo.hashInto("日😀", bytes, 0);
		expect(memo.findHashed("日😀", 7, 6)).toBe(-1);
		expect(memo.wasNewShort).toBe(false);
		expect(memo.findHashed("日😀", 7, 8)).toBe(6);
	});
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
