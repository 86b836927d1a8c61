/** Random JSON texts and values for properties. */
import fc from "fast-check";
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { tupleFrom } from "../../src/values/tuple.ts";

/** Strings with everything that is special in JSON, in UTF-16 and in Python. */
export const text: fc.Arbitrary<string> = fc.oneof(
	fc.string({ maxLength: 8 }),
	fc.string({ unit: "binary", maxLength: 6 }),
	fc
		.array(
			fc.constantFrom(
				'"',
				"\\",
				"/",
				"\b",
				"\n",
				"\x00",
				"\x1f",
				"\x7f",
				"\xe9",
				"\u2028",
				"\ud83d",
				"\ude00",
				"\uffff",
				"a",
				"0",
			),
			{
				maxLength: 6,
			},
		)
		.map((units) => units.join("")),
	fc.constantFrom("__proto__", "constructor", "toJSON", "then", "0", "12", "-0", "\u0000123456789012345678"),
);

/** The text of a number: of any length and shape that JSON has. */
const digits = fc.stringMatching(/^[0-9]{1,24}$/);
export const numberText: fc.Arbitrary<string> = fc
	.tuple(
		fc.constantFrom("", "-"),
		fc.oneof(
			fc.constant("0"),
			digits.map((d) => d.replace(/^0+(?=.)/, "")),
			fc.maxSafeInteger().map((n) => String(Math.abs(n))),
		),
		fc.oneof(
			{ weight: 2, arbitrary: fc.constant("") },
			digits.map((d) => `.${d}`),
		),
		fc.oneof({ weight: 3, arbitrary: fc.constant("") }, fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
	)
	.map((parts) => parts.join(""));

const space = fc.oneof({ weight: 4, arbitrary: fc.constant("") }, fc.stringMatching(/^[ \t\n\r]{0,3}$/));

/** A string as JSON writes it, with or without escapes. */
const stringText = fc.oneof(
	text.map((s) => JSON.stringify(s)),
	text.map(
		(s) =>
			`"${Array.from({ length: s.length }, (_, i) => `\\u${s.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`,
	),
);

/** The text of a JSON document. */
export const document: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc.oneof(numberText, stringText, fc.constantFrom("true", "false", "null", "NaN", "Infinity", "-Infinity")),
		fc
			.array(fc.tuple(space, tie("value"), space), { maxLength: 5 })
			.map((items) => `[${items.map((item) => item.join("")).join(",")}]`),
		fc
			.array(fc.tuple(space, stringText, space, tie("value"), space), { maxLength: 5 })
			.map((entries) => `{${entries.map(([a, key, b, value, c]) => `${a}${key}${b}:${value}${c}`).join(",")}}`),
	),
})).value;

/** A document with something wrong in it, most of the time. */
export const broken: fc.Arbitrary<string> = fc
	.tuple(
		document,
		fc.nat(),
		fc.constantFrom("", ",", "]", "}", '"', "\\", "-", "0", ".", "e", " ", "x", "\x00", "[", ":", "\ud83d\ude00", "\n"),
	)
	.map(([s, seed, put]) => {
		const at = seed % (s.length + 1);
		return s.slice(0, at) + put + s.slice(at + (seed % 3));
	});

/** Values that Python's json can write. */
export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		fc.oneof(
			text,
			fc.maxSafeInteger(),
			fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
			fc.double(),
			fc.integer().map((n) => new PyFloat(n)),
			fc.constantFrom(true, false, null),
		),
		fc.array(tie("value"), { maxLength: 5 }),
		fc.array(tie("value"), { maxLength: 3 }).map((items) => tupleFrom(items)),
		fc.dictionary(text, tie("value"), { maxKeys: 5, noNullPrototype: true }),
		fc
			.array(
				fc.tuple(
					fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
					tie("value"),
				),
				{ maxLength: 5 },
			)
			.map((entries) => new PyDict(entries)),
	),
})).value;
