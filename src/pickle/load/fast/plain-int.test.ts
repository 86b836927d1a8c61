import { describe, expect, it } from "vitest";
import { parsePyLong } from "../int-text.ts";
import { plainInt } from "./plain-int.ts";

const context = { limits: { digits: 4300 }, version: 31300 } as const;
const bytes = (line: string) => Uint8Array.from(line, (character) => character.charCodeAt(0));

describe("ints in a line of digits", () => {
	it("have the value that reading them as a string has", () => {
		let seed = 1;
		const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
		for (let round = 0; round < 20_000; round++) {
			let line = next(3) === 0 ? "-" : "";
			for (let i = next(70); i >= 0; i--) line += "0123456789"[next(10)];
			const read = plainInt(bytes(line), line.length, context);
			const digits = line.replace("-", "");
			if (digits.length > 60 || (digits.startsWith("0") && line !== "0")) expect(read, line).toBeUndefined();
			else expect(read, line).toBe(parsePyLong(line, 10, context));
		}
	});
	it("are left to others where they are anything else", () => {
		for (const line of ["", "-", "+1", " 1", "1 ", "1_0", "0x1", "01", "00", "-0", "1a", "a", "1\0", "1".repeat(61)]) {
			expect(plainInt(bytes(line), line.length, context), line).toBeUndefined();
		}
		expect(plainInt(bytes("1000"), 4, { limits: { digits: 3 } })).toBeUndefined();
		expect(plainInt(bytes("9007199254740993L"), 16, context)).toBe(9007199254740993n);
		expect(plainInt(bytes("-9007199254740991"), 17, context)).toBe(-9007199254740991);
	});
});
