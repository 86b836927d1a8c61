/** `JSON.parse` where it is proved to be right; the plain way, the parser over a string that comes in pieces, reads the same. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { dumps } from "../dumps.ts";
import { loads } from "../loads.ts";
import { load } from "../stream.ts";

const number = fc.oneof(
	fc.integer().map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
	fc.bigInt().map(String),
	fc.constantFrom("-0", "0", "1e5", "1E+400", "-0.0", "12345678901234567890", "9007199254740993", "1.0", "0.1e-3"),
);
const key = fc.oneof(fc.string(), fc.nat({ max: 2 ** 33 }).map(String), fc.constantFrom("__proto__", "a", "1", "01"));
const text = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		number,
		fc.string({ unit: "binary" }).map((value) => JSON.stringify(value)),
		fc.constantFrom("true", "false", "null", '""', '"\\ud800"', '"\\u0041"'),
		fc.array(tie("value"), { maxLength: 8 }).map((items) => `[${items.join(",")}]`),
		fc
			.array(fc.tuple(key, tie("value")), { maxLength: 8 })
			.map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(" ,")}}`),
	),
})).value;

it("reads what the parser reads from pieces", async () => {
	const pieces = (whole: string): Iterable<string> => whole.match(/[\s\S]{1,3}/g) ?? [""];
	await fc.assert(
		fc.asyncProperty(text, async (whole) => {
			const options = { ensureAscii: false } as const;
			expect(dumps(loads(whole), options)).toBe(dumps(await load(pieces(whole)), options));
			expect(loads(whole)).toEqual(await load(pieces(whole)));
		}),
		{ numRuns: 300 },
	);
});
