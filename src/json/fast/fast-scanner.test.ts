/** Strings and numbers are what the plain scanner makes of the same text, errors and what is not all there included. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JSONDecoder } from "../decoder.ts";
import type { DecoderOptions } from "../options.ts";
import { Scanner } from "../scanner.ts";
import type { ParserSettings } from "../settings.ts";
import { FastScanner } from "./fast-scanner.ts";

type Token = "string" | "number";

/** The value of a token and where it ends, or the error. */
function outcome(scanner: Scanner, token: Token, from: number): unknown {
	try {
		const value = scanner[token](from);
		return [value, Object.is(value, -0), scanner.at, scanner.pending, scanner.searched];
	} catch (error) {
		return [String(error), (error as { pos?: number }).pos];
	}
}

/** The settings of a decoder, an internal property. */
function settingsOf(options: DecoderOptions): ParserSettings {
	return (new JSONDecoder(options) as unknown as { readonly settings: ParserSettings }).settings;
}

const OPTIONS: DecoderOptions[] = [
	{},
	{ mode: "exact" },
	{ strict: false },
	{ parseInt: (text) => `int ${text}` },
	{ parseFloat: (text) => `float ${text}` },
	{ pythonVersion: "3.15" },
];

function compare(token: Token, text: string, from: number): void {
	for (const options of OPTIONS) {
		for (const final of [true, false]) {
			const settings = settingsOf(options);
			const fast = new FastScanner(settings, text, final);
			expect([text, options, final, outcome(fast, token, from)]).toEqual([
				text,
				options,
				final,
				outcome(new Scanner(settings, text, final), token, from),
			]);
		}
	}
}

/** A number as its parts, some of which are missing or one too many. */
const digits = fc.oneof(
	fc.constantFrom("", "0", "00", "7", "999999999", "1234567890"),
	fc.stringMatching(/^[0-9]{1,22}$/),
);
const number = fc
	.tuple(
		fc.constantFrom("", "-"),
		digits,
		fc.constantFrom("", "", ".", ".", ".."),
		digits,
		fc.constantFrom("", "", "", "e", "E+", "e-", "e5", "E-3", "e+12", "e400"),
		fc.constantFrom("", ",", "]", " ", ".", "e", "x", "Infinity"),
	)
	.map((parts) => parts.join(""));

const piece = fc.oneof(
	fc.string({ maxLength: 20 }),
	fc.string({ unit: "binary", maxLength: 5 }),
	fc.constantFrom("\\n", "\\\\", '\\"', "\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\u12", "\\x", "\\", "\n", '"'),
	fc.constantFrom("long ".repeat(50), '\\"quoted\\" '.repeat(6)),
);

describe("the fast scanner", () => {
	it("reads numbers as the plain one", () => {
		fc.assert(
			fc.property(number, fc.constantFrom("", "[", "[1, "), (text, before) => {
				compare("number", before + text, before.length);
			}),
			{ numRuns: 1500 },
		);
	});
	it.each([
		"0",
		"-0",
		"-0.0",
		"-0e0",
		"-1",
		"-",
		"-0,",
		"01",
		"-01",
		"1.",
		"1.,",
		"1.5.",
		"1e5e",
		"-Infinity",
		"-I",
		"x",
	])("reads %s as the plain one", (text) => compare("number", text, 0));
	it("reads every count of digits before and after the point as the plain one", () => {
		for (let whole = 1; whole < 22; whole++)
			for (let places = 0; places < 22; places++)
				compare(
					"number",
					`${"9876543210987654321098".slice(0, whole)}.${"1234567890123456789012".slice(0, places)},`,
					0,
				);
	});
	it("reads strings as the plain one", () => {
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom("", '"', '", "next\\n"'), (pieces, end) => {
				compare("string", `"${pieces.join("")}${end}`, 1);
			}),
			{ numRuns: 1500 },
		);
	});
	it("finds what is special again after many strings of one text", () => {
		const settings = settingsOf({});
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 20 }), (strings) => {
				const text = strings.map((string) => JSON.stringify(string)).join("");
				const scanner = new FastScanner(settings, text, true);
				for (const string of strings) expect(scanner.string(scanner.at + 1)).toBe(string);
				expect(scanner.at).toBe(text.length);
			}),
			{ numRuns: 500 },
		);
	});
});
