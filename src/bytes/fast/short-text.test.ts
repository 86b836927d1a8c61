/** Short text is what the platform's decoder makes; what that refuses is left to it. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { platformText } from "../../../tests/platform-text.ts";
import { SHORT_TEXT, shortText } from "./short-text.ts";

const encoder = new TextEncoder();

it("ASCII of each length", () => {
	for (let length = 0; length <= SHORT_TEXT; length++) {
		const text = "abcdefghijklmnopqrstuvwxyz".slice(0, length);
		expect(shortText(encoder.encode(`<${text}>`), 1, length + 1)).toBe(text);
	}
});

it("any text, whole and with a byte changed", () => {
	let taken = 0;
	const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.string({ maxLength: SHORT_TEXT }));
	fc.assert(
		fc.property(text, fc.nat(), fc.nat(255), (string, place, byte) => {
			const bytes = encoder.encode(string).subarray(0, SHORT_TEXT);
			const changed = Uint8Array.from(bytes);
			if (bytes.length > 0) changed[place % bytes.length] = byte;
			for (const sample of [bytes, changed]) {
				const made = shortText(sample, 0, sample.length);
				if (made !== undefined) expect(made).toBe(platformText(sample));
				taken += made === undefined ? 0 : 1;
			}
		}),
		{ numRuns: 2000 },
	);
	expect(taken).toBeGreaterThan(1500);
});

it("two and three bytes of every kind are never taken for text that the platform refuses", () => {
	const bounds = [0x00, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
	const others: Uint8Array[] = [];
	for (let first = 0x80; first < 0x100; first++)
		for (const second of bounds)
			for (const rest of [[], ...bounds.map((third) => [third])]) {
				const bytes = Uint8Array.of(first, second, ...rest);
				const made = shortText(bytes, 0, bytes.length);
				if (made !== undefined && made !== platformText(bytes)) others.push(bytes);
			}
	expect(others).toEqual([]);
});
