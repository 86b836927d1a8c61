/** Ints are the digits that `String` writes. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeInt } from "./int-digits.ts";

const buffer = new Uint8Array(16);
const view = new DataView(buffer.buffer);

function written(value: number): string {
	buffer.fill(0);
	return String.fromCharCode(...buffer.subarray(3, writeInt(value, buffer, view, 3)));
}

it("of every count of digits, at its bounds and between", () => {
	for (let power = 1; power <= 1e9; power *= 10)
		for (const value of [power - 1, power, power + 1]) if (value < 1e9) expect(written(value)).toBe(String(value));
	fc.assert(
		fc.property(fc.nat(999_999_999), fc.nat(8), (value, cut) => {
			const int = Math.floor(value / 10 ** cut);
			expect(written(int)).toBe(String(int));
		}),
		{ numRuns: 2000 },
	);
});
