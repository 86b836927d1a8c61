import { describe, expect, test } from "vitest";
import { JSONDecoder } from "./decoder.ts";
import { dumps } from "./dumps.ts";
import { JSONEncoder } from "./encoder.ts";
import { loads } from "./loads.ts";
import { DECODER_OPTIONS, type DecoderOptions, ENCODER_OPTIONS, type EncoderOptions } from "./options.ts";

describe("options", () => {
	test("the lists of names are those of the interfaces", () => {
		// The compiler sees to it that these objects have every name and no other.
		const decoder: Record<keyof DecoderOptions, true> = {
			objectHook: true,
			objectPairsHook: true,
			arrayHook: true,
			parseFloat: true,
			parseInt: true,
			parseConstant: true,
			strict: true,
			mode: true,
			dict: true,
			limits: true,
			pythonVersion: true,
			rfc8259: true,
			duplicateKeys: true,
			jsonc: true,
		};
		const encoder: Record<keyof EncoderOptions, true> = {
			skipKeys: true,
			ensureAscii: true,
			checkCircular: true,
			allowNan: true,
			sortKeys: true,
			indent: true,
			separators: true,
			default: true,
			limits: true,
			pythonVersion: true,
			toJSON: true,
			rfc8259: true,
			nan: true,
			bigint: true,
			useDecimal: true,
			compactWidth: true,
			escapeHTML: true,
			form: true,
		};
		expect([...DECODER_OPTIONS].sort()).toEqual(Object.keys(decoder).sort());
		expect([...ENCODER_OPTIONS].sort()).toEqual(Object.keys(encoder).sort());
	});

	test.each([
		[() => loads("1", { foo: 1 } as never), "JSONDecoder.__init__() got an unexpected keyword argument 'foo'"],
		[
			() => dumps(1, { sort_keys: true } as never),
			"JSONEncoder.__init__() got an unexpected keyword argument 'sort_keys'",
		],
		[() => loads("1", true as never), "loads() takes 1 positional argument but 2 were given"],
		[
			() => (dumps as (...all: unknown[]) => string)(1, null, 2),
			"dumps() takes 1 positional argument but 2 were given",
		],
		[() => dumps(1, 2 as never), "dumps() takes 1 positional argument but 2 were given"],
		[() => new JSONEncoder(true as never), "JSONEncoder.__init__() takes 1 positional argument but 2 were given"],
		[() => new JSONDecoder(1 as never), "JSONDecoder.__init__() takes 1 positional argument but 2 were given"],
		[() => loads("{}", { objectHook: 5 as never }), "'int' object is not callable"],
		[() => loads("1.5", { parseFloat: "x" as never }), "'str' object is not callable"],
		[() => dumps(new Set(), { default: 5 as never }), "'int' object is not callable"],
		[() => loads("1", { cls: 5 as never }), "'int' object is not callable"],
		[() => dumps(1, { cls: 5 as never }), "'int' object is not callable"],
		[() => dumps([1], { separators: 5 as never }), "cannot unpack non-iterable int object"],
		[() => dumps([1], { separators: [","] as never }), "not enough values to unpack (expected 2, got 1)"],
		[() => dumps([1], { separators: [",", ":", ";"] as never }), "too many values to unpack (expected 2, got 3)"],
		[() => dumps([1], { separators: [1, ":"] as never }), "make_encoder() argument 6 must be str, not int"],
		[() => dumps([1], { separators: [",", null] as never }), "make_encoder() argument 5 must be str, not None"],
		[() => dumps([], { indent: 2.5 }), "can't multiply sequence by non-int of type 'float'"],
		[() => dumps([], { indent: {} as never }), "can't multiply sequence by non-int of type 'dict'"],
		[() => loads("1", { mode: "fast" as never }), "mode must be 'plain' or 'exact', not 'fast'"],
		[() => loads("1", { dict: 5 as never }), "dict must be 'auto' or 'map', not int"],
		[() => loads("1", { limits: { size: 1 } as never }), "unknown limit: 'size'"],
		[() => loads("1", { limits: { depth: -1 } }), "limit 'depth' must be a number from 0 up, not -1"],
		[() => loads("1", { pythonVersion: "2.7" }), "unknown pythonVersion: '2.7' (3.6 to 3.15)"],
	])("a wrong one is Python's error (%#)", (call, message) => {
		expect(call).toThrow(expect.objectContaining({ message }));
	});

	test("functions that are never called are never looked at", () => {
		expect(loads("1", { objectHook: 5 as never })).toBe(1);
		expect(dumps(1, { default: 5 as never })).toBe("1");
		expect(loads("1.5", { parseFloat: null, objectHook: null })).toBe(1.5);
	});

	test("a str alone is written before Python looks at indent and separators", () => {
		expect(dumps("a", { indent: 2.5, separators: [1, 2] as never })).toBe('"a"');
	});

	test("arrayHook is refused only by a Python that was asked for by name", () => {
		expect(loads("[1]", { arrayHook: String })).toBe("1");
		expect(loads("[1]", { arrayHook: String, pythonVersion: "3.15" })).toBe("1");
		expect(() => loads("[1]", { arrayHook: String, pythonVersion: "3.14" })).toThrow(
			"JSONDecoder.__init__() got an unexpected keyword argument 'arrayHook'",
		);
	});
});
