import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decoderSettings } from "../../src/json/decoder.ts";
import { parseNative } from "../../src/json/fast/native.ts";
import * as json from "../../src/json/index.ts";
import { Parser } from "../../src/json/parser.ts";
import { skipSpace } from "../../src/json/scanner.ts";
import { moveWindow } from "../../src/json/window.ts";
import { broken, document, value } from "./arbitraries.ts";
import { ascii } from "./python-text.ts";

/** The value or the error of a call, as text. */
function told(call: () => unknown): string {
	try {
		return ascii(call());
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
}

describe("loads()", () => {
	test("gives natively what its own scanner gives", () => {
		const settings = decoderSettings({});
		let native = 0;
		fc.assert(
			fc.property(fc.oneof(document, broken), (text) => {
				const found = parseNative(text, settings);
				if (found === undefined) return;
				native++;
				const parser = new Parser(settings, text, true);
				parser.run();
				expect(skipSpace(text, parser.at)).toBe(text.length);
				expect(ascii(found)).toBe(ascii(parser.value));
			}),
			{ numRuns: 3000 },
		);
		expect(native).toBeGreaterThan(500);
	});

	test("gives the same however the text is cut", () => {
		fc.assert(
			fc.property(
				fc.oneof(document, broken),
				fc.array(fc.nat(12), { minLength: 1 }).filter((sizes) => sizes.some((size) => size > 0)),
				fc.constantFrom("plain", "exact"),
				(text, cuts, mode) => {
					const options = { mode } as const;
					const whole = told(() => json.loads(text, options));
					const settings = decoderSettings(options);
					expect(told(() => inPieces(text, cuts, settings))).toBe(whole);
				},
			),
			{ numRuns: 3000 },
		);
	});

	test("in exact mode gives what dumps() turns into the same text again", () => {
		fc.assert(
			fc.property(value, (given) => {
				const text = json.dumps(given);
				expect(json.dumps(json.loads(text, { mode: "exact" }))).toBe(deduplicated(text));
			}),
			{ numRuns: 2000 },
		);
	});
});

/** A text with keys only once, as reading leaves them: what a second round trip must not change. */
function deduplicated(text: string): string {
	return json.dumps(json.loads(text, { mode: "exact" }));
}

/** Parses a text that comes in pieces, with the window that streams have. */
function inPieces(text: string, cuts: readonly number[], settings: ReturnType<typeof decoderSettings>): unknown {
	if (text.startsWith("\ufeff")) return json.loads(text);
	const parser = new Parser(settings, "", false);
	let at = 0;
	for (let i = 0; !parser.run(); i++) {
		const size = (cuts[i % cuts.length] as number) + (parser.text.length > 64 ? 64 : 0);
		moveWindow(parser, text.slice(at, at + size), at + size >= text.length);
		at += size;
	}
	moveWindow(parser, text.slice(at), true);
	parser.at = skipSpace(parser.text, parser.at);
	if (parser.at < parser.text.length) parser.fail("Extra data", parser.at);
	return parser.value;
}

describe("dumps()", () => {
	test("gives the text that iterencode() gives in pieces", () => {
		fc.assert(
			fc.property(
				value,
				fc.record({ indent: fc.constantFrom(null, 0, 2, "\t"), ensureAscii: fc.boolean(), sortKeys: fc.boolean() }),
				(given, options) => {
					const whole = told(() => json.dumps(given, options));
					expect(told(() => [...json.iterencode(given, options)].join(""))).toBe(whole);
					expect(
						told(() => {
							const chunks: string[] = [];
							json.dumpSync(given, { write: (chunk: string) => chunks.push(chunk) }, options);
							return chunks.join("");
						}),
					).toBe(whole);
				},
			),
			{ numRuns: 2000 },
		);
	});

	test("is JSON.stringify() where the two languages agree", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (given) => {
				const options = { separators: [",", ":"], ensureAscii: false, rfc8259: true } as const;
				// Floats that JavaScript writes in another way are left to the oracle.
				fc.pre(!/\d{16}|e/.test(JSON.stringify(given)) && !/-0[,\]}]|-0$/.test(json.dumps(given, options)));
				fc.pre(!json.dumps(given).includes("-0.0") && !json.dumps(given).includes(".0"));
				expect(json.dumps(given, options)).toBe(JSON.stringify(given));
			}),
			{ numRuns: 1000 },
		);
	});
});
