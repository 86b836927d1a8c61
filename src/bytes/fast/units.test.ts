/** Text by way of UTF-16 units is what the platform's decoder makes; what that refuses is left to it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../tests/effort.ts";
import { platformText } from "../../../tests/platform-text.ts";
import { decodeLongUtf8 } from "../utf8.ts";
import { wideText } from "./units.ts";

const encoder = new TextEncoder();

const ALPHABETS = [
	"é",
	"日本語",
	"абв",
	"aé",
	"😀",
	"a日😀é",
	"\ufeff\uffff",
	"\u07ff\u0800\ud7ff\ue000",
	"\u{10000}\u{10ffff}",
];

describe("text beyond ASCII", () => {
	it.each(ALPHABETS)("%j of any length", (alphabet) => {
		for (const length of [1, 2, 15, 16, 17, 40, 300, 4095, 5000, 30_000]) {
			const text = alphabet.repeat(length);
			const bytes = encoder.encode(`<${text}>`);
			const made = wideText(bytes, 1, bytes.length - 1);
			expect(made ?? text).toBe(text);
			// Only what is long is left to the platform.
			if (bytes.length < 100_000) expect(made).toBe(text);
		}
	});

	it("any text, whole and with a byte changed, cut and doubled", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
				fc.nat(),
				fc.nat(255),
				(text, place, byte) => {
					const bytes = encoder.encode(`${text}é`);
					const at = place % bytes.length;
					const changed = Uint8Array.from(bytes);
					changed[at] = byte;
					for (const sample of [bytes, changed, bytes.subarray(0, at), bytes.subarray(at)]) {
						const made = wideText(sample, 0, sample.length);
						if (made !== undefined) expect(made).toBe(platformText(sample));
					}
				},
			),
			{ numRuns: IS_SHORT ? 600 : 3000 },
		);
	});

	it("every sequence of two bytes, and three and four with bytes at the bounds", () => {
		const bounds = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
		const seconds = IS_SHORT ? [...bounds, 0xc1, 0xc2, 0xf5] : Array.from({ length: 256 }, (_, i) => i);
		const others: Uint8Array[] = [];
		for (let first = 0x80; first < 0x100; first++) {
			for (const second of seconds) {
				for (const rest of [[], ...bounds.map((third) => [third]), ...bounds.map((fourth) => [0x80, fourth])]) {
					const bytes = Uint8Array.of(first, second, ...rest);
					if (wideText(bytes, 0, bytes.length) !== platformText(bytes)) others.push(bytes);
				}
			}
		}
		expect(others).toEqual([]);
	});

	it("lone surrogates are read as before", () => {
		expect(wideText(Uint8Array.of(0xed, 0xa0, 0x80), 0, 3)).toBeUndefined();
		const bytes = Uint8Array.of(...encoder.encode("日本".repeat(20)), 0xed, 0xb0, 0x80);
		expect(decodeLongUtf8(bytes, 0, bytes.length)).toBe(`${"日本".repeat(20)}\udc00`);
	});
});
