import fc from "fast-check";
import { expect, test } from "vitest";
import { effort } from "../../../tests/effort.ts";
import { decimal, FIRST_PART, MOST_DIGITS } from "./decimal.ts";

/** As the scanner calls it. */
function ours(digits: string, places: number): number {
	return decimal(
		Number(digits.slice(0, FIRST_PART)),
		Number(digits.slice(FIRST_PART)),
		digits.length - FIRST_PART,
		places,
	);
}
function theirs(digits: string, places: number): number {
	const padded = digits.padStart(places + 1, "0");
	return Number(`${padded.slice(0, padded.length - places)}.${padded.slice(padded.length - places)}`);
}

test("decimal() gives the nearest double, or leaves it to others", () => {
	let left = 0;
	fc.assert(
		fc.property(fc.stringMatching(/^[0-9]{16,19}$/), fc.integer({ min: 1, max: 22 }), (digits, places) => {
			const value = ours(digits, places);
			if (Number.isNaN(value)) left++;
			else expect(value).toBe(theirs(digits, places));
		}),
		{ numRuns: effort(20_000) },
	);
	expect(left).toBeLessThan(200);
});

test("decimal() is right around the texts of doubles and the middles between them", () => {
	fc.assert(
		fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), fc.integer({ min: -3, max: 3 }), (value, off) => {
			// As many digits as there may be, a little off.
			const text = value.toPrecision(MOST_DIGITS);
			fc.pre(!text.includes("e"));
			const [whole = "", fraction = ""] = text.split(".");
			const digits = String(BigInt(whole + fraction) + BigInt(off));
			fc.pre(digits.length > FIRST_PART && digits.length <= MOST_DIGITS && fraction.length <= 22);
			const got = ours(digits, fraction.length);
			if (!Number.isNaN(got)) expect(got).toBe(theirs(digits, fraction.length));
		}),
		{ numRuns: effort(20_000) },
	);
});
