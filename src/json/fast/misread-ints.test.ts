/** Every int that is misread is found, wherever it is: at the edges of blocks, after text that is not ASCII. */
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../tests/effort.ts";
import { fullLimits } from "../options.ts";
import { findMisreadInts, type Span } from "./misread-ints.ts";

const limits = fullLimits(undefined, 31300);

/** The same by a regular expression over all of the text. */
function byExpression(text: string): Span[] {
	return [...text.matchAll(/(?<![\d.eE+-])-?\d+(?![\d.eE])/g)]
		.filter(([digits]) => digits === "-0" || !Number.isSafeInteger(Number(digits)))
		.map(({ 0: digits, index }) => ({ from: index, to: index + digits.length }));
}

describe("misread ints", () => {
	const BLOCK = 2 ** 16;
	it.each([12, BLOCK, 2 * BLOCK])("are found at every place around %i characters", (length) => {
		for (let before = length - 40; before < length + 20; before += IS_SHORT ? 7 : 1) {
			for (const int of ["9007199254740992", "-9007199254740993", "123456789012345678901", "-0"]) {
				const text = `[${"1.2345678901234567,".repeat(7000)}`.slice(0, Math.max(before, 1)).replace(/[^,[]*$/, "");
				const whole = `${text}${" ".repeat(Math.max(before - text.length, 0))}${int},1]`;
				const at = whole.lastIndexOf(int);
				expect(findMisreadInts(whole, limits)).toEqual([{ from: at, to: at + int.length }]);
			}
		}
	});

	it.each(["é", "日", "\ud83d\ude00", "\ud800"])("are found in front of and behind %j, which is no byte", (odd) => {
		const filler = '"abc",'.repeat(8000);
		for (const place of [10, 5000, 70_000, 140_000]) {
			const spaced = filler.repeat(5).slice(0, place);
			const text = `[12345678901234567890,${spaced}"${odd}",${filler}${filler}-98765432109876543210,1.5]`;
			expect(findMisreadInts(text, limits)).toEqual(byExpression(text));
			expect(byExpression(text)).toHaveLength(2);
		}
		for (let count = 1; count < 40; count++) {
			const text = `[${filler.repeat(2).slice(0, 72_000)}"${odd.repeat(count)}",12345678901234567890]`;
			expect(findMisreadInts(text, limits)).toEqual(byExpression(text));
		}
	});

	it("are found among any numbers", () => {
		let seed = 1;
		const random = (below: number): number => {
			seed = (seed * 48271) % 2147483647;
			return seed % below;
		};
		const digits = (count: number): string =>
			`${1 + random(9)}${Array.from({ length: count - 1 }, () => random(10)).join("")}`;
		for (let round = 0; round < (IS_SHORT ? 6 : 30); round++) {
			const items = Array.from({ length: 9000 }, () => {
				const sign = random(2) === 0 ? "-" : "";
				const kind = random(40);
				if (kind === 0) return "-0";
				if (kind === 1) return `${sign}${digits(15 + random(8))}`;
				if (kind < 10) return `${sign}${digits(1 + random(14))}`;
				return `${sign}${random(3)}.${digits(1 + random(18))}${random(9) === 0 ? "e-5" : ""}`;
			});
			const text = `[${items.join(random(2) === 0 ? "," : ", ")}]`;
			const expected = byExpression(text);
			expect(expected.length).toBeGreaterThan(100);
			expect(findMisreadInts(text, limits)).toEqual(expected);
		}
	});

	it("take time in proportion to a fraction of a million digits", () => {
		expect(findMisreadInts(`[  0.${"1".repeat(1_000_000)},12345678901234567890]`, limits)).toHaveLength(1);
	});

	it("give up where an int is too long, or is none", () => {
		for (const filler of ["", "1,".repeat(50_000)]) {
			expect(findMisreadInts(`[${filler}${"1".repeat(4300)}]`, limits)).toHaveLength(1);
			expect(findMisreadInts(`[${filler}${"1".repeat(4301)}]`, limits)).toBeUndefined();
			expect(findMisreadInts(`[${filler}00000000000000000001]`, limits)).toBeUndefined();
		}
	});
});
