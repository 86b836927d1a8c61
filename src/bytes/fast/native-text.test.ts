/** Text by way of `Buffer` is what `TextDecoder` makes of the same bytes; UTF-16 is what the string holds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longAsciiText, utf16Reader, utf16Writer } from "./native-text.ts";

describe.skipIf(utf16Reader(new Uint16Array(1)) === undefined)("by way of Buffer", () => {
	it("a megabyte of ASCII and more is decoded as by the platform, and less is left to it", () => {
		const bytes = Uint8Array.from({ length: 1_100_000 }, (_, i) => (i * 7) % 128);
		for (const end of [1_031_914, 1_031_915, 1_100_000])
			expect(longAsciiText(bytes, end) === new TextDecoder().decode(bytes.subarray(0, end))).toBe(true);
		expect(longAsciiText(bytes, 1_031_913)).toBeUndefined();
	});
	it("units become strings and strings units", () => {
		const units = new Uint16Array(300);
		const bytes = new Uint8Array(units.buffer);
		const unit = fc.oneof(fc.nat(0xff), fc.nat(0xffff));
		fc.assert(
			fc.property(fc.array(unit, { maxLength: 300 }), (list) => {
				const text = list.map((code) => String.fromCharCode(code)).join("");
				units.set(list);
				expect(utf16Reader(units)?.toString("utf16le", 0, 2 * list.length)).toBe(text);
				bytes.fill(0);
				utf16Writer(bytes)?.write(text, "utf16le");
				expect([...units.subarray(0, list.length)]).toEqual(list);
				bytes.set(list.map((code) => code & 0xff));
				expect(utf16Reader(units)?.toString("latin1", 0, list.length)).toBe(
					list.map((code) => String.fromCharCode(code & 0xff)).join(""),
				);
			}),
			{ numRuns: 200 },
		);
	});
});
