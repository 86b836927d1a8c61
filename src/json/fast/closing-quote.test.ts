/** The end of a string is the one that a look at each character finds. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { closingQuote } from "./closing-quote.ts";

function plainly(text: string, from: number): number {
	for (let i = from; i < text.length; i++) {
		if (text[i] === '"') return i;
		if (text[i] === "\\") i++;
	}
	return -1;
}

it("any text of quotes and backslashes, few and many", () => {
	const part = fc.oneof(fc.constantFrom('\\"', "\\\\", "\\n", "a", "\\\\\\", '"'), fc.constant('\\"x'));
	fc.assert(
		fc.property(fc.array(part, { maxLength: 40 }), fc.nat(5), (parts, from) => {
			const text = parts.join("");
			expect(closingQuote(text, from, from)).toBe(plainly(text, from));
		}),
		{ numRuns: 3000 },
	);
});

it("goes on from where none was found", () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('\\"', "\\\\", "a"), { maxLength: 20 }), (parts) => {
			const open = parts.join("");
			const text = `${open}more \\" and"`;
			expect(closingQuote(open, 0, 0)).toBe(-1);
			expect(closingQuote(text, 0, open.length)).toBe(plainly(text, 0));
		}),
	);
});
