import { describe, expect, test } from "vitest";
import { isA, LimitError } from "../errors.ts";
import type { StandardSchema } from "../schema.ts";
import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import { tuple } from "../values/tuple.ts";
import { JSONDecoder, scanstring } from "./decoder.ts";
import { loads } from "./loads.ts";

describe("loads() in plain mode", () => {
	test.each([
		["1.0", 1],
		["-0", 0],
		["-0.0", -0],
		["[-0, -0.0, 10]", [0, -0, 10]],
		["1e400", Number.POSITIVE_INFINITY],
		["NaN", Number.NaN],
		["[Infinity, -Infinity]", [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
		["9007199254740991", 9007199254740991],
		["9007199254740992", 9007199254740992n],
		["-9007199254740993", -9007199254740993n],
		[
			"[12345678901234567890, 1.2345678901234567890, 1e0000000000000000000001]",
			[12345678901234567890n, 1.2345678901234567, 10],
		],
		['{"a": 12345678901234567890}', { a: 12345678901234567890n }],
		['["id 12345678901234567890", -0, ": -0,"]', ["id 12345678901234567890", 0, ": -0,"]],
		['["\\u000012345678901234567890", 12345678901234567890]', ["\u000012345678901234567890", 12345678901234567890n]],
		['{"a": 1, "b": 2, "a": 3}', { a: 3, b: 2 }],
		['"\\ud83d\\ud83d\\ude00"', "\ud83d\u{1f600}"],
		['"\\/\\b\\f\\n\\r\\t\\"\\\\"', '/\b\f\n\r\t"\\'],
		[" \t\r\n[ ] \t\r\n", []],
	])("%s", (text, expected) => {
		expect(loads(text)).toEqual(expected);
		// The same without the platform's parser.
		expect(loads(text, { limits: { depth: 10 } })).toEqual(expected);
	});

	test("keys that would be special are own data", () => {
		for (const limits of [{}, { depth: 10 }]) {
			const value = loads('{"__proto__": {"polluted": 1}, "constructor": 2, "toJSON": 3}', { limits }) as Record<
				string,
				unknown
			>;
			expect(Object.keys(value)).toEqual(["__proto__", "constructor", "toJSON"]);
			expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		}
		expect(Object.keys(loads('{"a": -0, "__proto__": 12345678901234567890}') as object)).toEqual(["a", "__proto__"]);
	});

	test("dict: 'map' gives PyDicts with floats as numbers", () => {
		const value = loads('{"2": 1.0, "1": {}}', { dict: "map" }) as PyDict;
		expect([...value]).toEqual([
			["2", 1],
			["1", new PyDict()],
		]);
	});
});

describe("loads() in exact mode", () => {
	test("keeps floats apart from ints and keys in order", () => {
		const value = loads('{"2": 1.0, "1": 1, "0": [1e2, -0.0, 1.5, 1e16]}', { mode: "exact" }) as PyDict;
		expect([...value.keys()]).toEqual(["2", "1", "0"]);
		expect(value.get("2")).toEqual(new PyFloat(1));
		expect(value.get("1")).toBe(1);
		expect(value.get("0")).toEqual([new PyFloat(100), -0, 1.5, 1e16]);
	});
	test("keeps the first place and the last value of a key", () => {
		expect([...(loads('{"a": 1, "b": 2, "a": 3}', { mode: "exact" }) as PyDict)]).toEqual([
			["a", 3],
			["b", 2],
		]);
	});
});

describe("hooks", () => {
	test("are called from the inside out with the values so far", () => {
		const seen: unknown[] = [];
		const objectHook = (object: Record<string, unknown>) => {
			seen.push({ ...object });
			return "H";
		};
		expect(loads('{"a": {"b": 1}, "c": [{}]}', { objectHook })).toBe("H");
		expect(seen).toEqual([{ b: 1 }, {}, { a: "H", c: ["H"] }]);
	});
	test("objectPairsHook gets all pairs, in order, and wins over objectHook", () => {
		const objectPairsHook = (pairs: [string, unknown][]) => pairs;
		const value = loads('{"2": 1, "a": {}, "2": 3}', { objectPairsHook, objectHook: () => "never" });
		expect(value).toEqual([tuple("2", 1), tuple("a", []), tuple("2", 3)]);
	});
	test("numbers and constants go through theirs as text", () => {
		const hooks = {
			parseInt: (s: string) => `I${s}`,
			parseFloat: (s: string) => `F${s}`,
			parseConstant: (s: string) => `C${s}`,
		};
		expect(loads("[-0, 1.50, 1E+2, 12345678901234567890123, NaN, -Infinity, true]", hooks)).toEqual([
			"I-0",
			"F1.50",
			"F1E+2",
			"I12345678901234567890123",
			"CNaN",
			"C-Infinity",
			true,
		]);
	});
	test("what they throw passes unchanged", () => {
		const failure = new Error("mine");
		const objectHook = () => {
			throw failure;
		};
		expect(() => loads("[{}]", { objectHook })).toThrow(failure);
	});
});

describe("limits", () => {
	test.each([
		["depth", "[[[]]]", { depth: 2 }],
		["items", `{${Array.from({ length: 200_000 }, (_, i) => `"${i}":0`).join()}}`, { items: 100_000 }],
		["stack", `[${"0,".repeat(200_000)}0]`, { stack: 100_000 }],
		["memory", `[${"[],".repeat(100)}0]`, { memory: 1000 }],
	])("%s ends in an error that names it", (limit, text, limits) => {
		expect(() => loads(text, { limits })).toThrow(
			expect.objectContaining({ name: "LimitError", limit, code: "limit" }),
		);
		expect(() => loads(text, { limits, mode: "exact" })).toThrow(LimitError);
	});
	test("digits follow Python, in the words of its version", () => {
		const text = "9".repeat(4301);
		expect(() => loads(text)).toThrow(
			"Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit",
		);
		expect(loads("9".repeat(4300))).toBe(10n ** 4300n - 1n);
		expect(loads(text, { limits: { digits: 0 } })).toBe(10n ** 4301n - 1n);
		expect(loads(text, { pythonVersion: "3.6" })).toBe(10n ** 4301n - 1n);
		expect(() => loads(`[1, ${text}, x]`)).toThrow("value has 4301 digits");
		expect(() => loads("9".repeat(1_000_001), { pythonVersion: "3.6" })).toThrow(LimitError);
	});
});

describe("rfc8259", () => {
	test.each(["NaN", "[Infinity]", '{"a": -Infinity}'])("refuses %s", (text) => {
		expect(() => loads(text, { rfc8259: true })).toThrow("Expecting value");
	});
	test("takes only bytes that are UTF-8", () => {
		expect(loads(new TextEncoder().encode('"é"'), { rfc8259: true })).toBe("é");
		expect(() => loads(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), { rfc8259: true })).toThrow(
			"'utf-8' codec can't decode",
		);
		expect(() => loads(Uint8Array.of(0x31, 0), { rfc8259: true })).toThrow("Extra data");
	});
});

describe("schema", () => {
	const schema: StandardSchema<{ n: number }> = {
		"~standard": {
			version: 1,
			vendor: "test",
			validate: (value) => {
				const n = (value as { n?: unknown } | null)?.n;
				return typeof n === "number" ? { value: { n } } : { issues: [{ message: "n must be a number", path: ["n"] }] };
			},
		},
	};
	test("checks and types the value", () => {
		const value = loads('{"n": 1, "m": 2}', { schema });
		const n: number = value.n;
		expect([n, value]).toEqual([1, { n: 1 }]);
	});
	test("says what is wrong and where", () => {
		let error: unknown;
		try {
			loads("{}", { schema });
		} catch (caught) {
			error = caught;
		}
		expect(error).toMatchObject({
			name: "SchemaError",
			code: "schema",
			path: ".n",
			message: "n must be a number at .n",
		});
		expect(isA(error, "ValueError")).toBe(true);
	});
	test("that is asynchronous or none at all is refused", () => {
		const later: StandardSchema = {
			"~standard": { version: 1, vendor: "test", validate: async (value) => ({ value }) },
		};
		expect(() => loads("1", { schema: later })).toThrow("schema is asynchronous");
		expect(() => loads("1", { schema: {} as never })).toThrow("schema must be a Standard Schema");
	});
});

describe("JSONDecoder", () => {
	test("rawDecode() gives the value and where it ends", () => {
		const decoder = new JSONDecoder();
		expect(decoder.rawDecode("[1] x")).toEqual(tuple([1], 3));
		expect(decoder.rawDecode('\u{1f600}{"a": 2}', 2)).toEqual(tuple({ a: 2 }, 10));
		expect(() => decoder.rawDecode(" 1")).toThrow("Expecting value: line 1 column 1 (char 0)");
		expect(() => decoder.rawDecode("1", 1.5)).toThrow("'float' object cannot be interpreted as an integer");
		expect(() => decoder.rawDecode(new Uint8Array() as never)).toThrow("first argument must be a string, not bytes");
	});
	test("decode() refuses what is no text in Python's words", () => {
		const decoder = new JSONDecoder();
		expect(() => decoder.decode(new Uint8Array() as never)).toThrow(
			"cannot use a string pattern on a bytes-like object",
		);
		expect(() => decoder.decode(5 as never)).toThrow("expected string or bytes-like object, got 'int'");
	});
	test("a subclass may override decode() or rawDecode(), and be given as cls", () => {
		class Twice extends JSONDecoder {
			override decode(s: string): unknown {
				return [super.decode(s), super.decode(s)];
			}
		}
		class Raw extends JSONDecoder {
			override rawDecode(s: string, idx: number) {
				const [value, end] = super.rawDecode(s, idx);
				return tuple(`raw ${String(value)}`, end);
			}
		}
		expect(loads("1", { cls: Twice })).toEqual([1, 1]);
		expect(loads(" 1 ", { cls: Raw })).toBe("raw 1");
		expect(() => loads("1 2", { cls: Raw })).toThrow("Extra data: line 1 column 3 (char 2)");
	});
});

test("long digits behind a zero are not an int (native reading took them for one)", () => {
	const text = '{"a": [053276258658866733530605063996, 12345678901234567890]}';
	const message = "Expecting ',' delimiter: line 1 column 9 (char 8)";
	expect(() => loads(text)).toThrow(message);
	expect(() => loads(text, { mode: "exact" })).toThrow(message);
	expect(loads('["00000000000000000000", 12345678901234567890]')).toEqual([
		"00000000000000000000",
		12345678901234567890n,
	]);
});

test.each([
	["floats", "0.1234567890123456789,"],
	["ints", "123456789,"],
	["long strings", `"${"text 0.5 and 12345678901234567 more ".repeat(20)}",`],
	["records", '{"a": 1, "b": "c"},'],
])("a long int is exact among %s, wherever it stands", (_, piece) => {
	for (let pad = 0; pad <= 17; pad++) {
		const text = `[${piece.repeat(500)}${" ".repeat(pad)}12345678901234567, -0, 9007199254740993, 1e22, 12345678901234567.5]`;
		expect((loads(text) as unknown[]).slice(500)).toEqual([
			12345678901234567n,
			0,
			9007199254740993n,
			1e22,
			12345678901234568,
		]);
		expect((loads(text.replace("-0, ", "")) as unknown[]).slice(500, 502)).toEqual([
			12345678901234567n,
			9007199254740993n,
		]);
	}
});

describe("scanstring()", () => {
	test.each([
		['abc"x', 0, true, tuple("abc", 4)],
		['"\\u00e9"', 1, true, tuple("é", 8)],
		['a\n"', 0, false, tuple("a\n", 3)],
	])("%j from %i", (text, end, strict, expected) => {
		expect(scanstring(text, end, strict)).toEqual(expected);
	});
	test("has Python's errors", () => {
		expect(() => scanstring("abc", 0)).toThrow("Unterminated string starting at: line 1 column 0 (char -1)");
		expect(() => scanstring("abc", 4)).toThrow("end is out of bounds");
		expect(() => scanstring("abc", 1.5)).toThrow("'float' object cannot be interpreted as an integer");
		expect(() => scanstring("abc", null as never)).toThrow("'NoneType' object cannot be interpreted as an integer");
	});
	test("an index beyond 64 bits is an OverflowError, whatever the text is", () => {
		const overflow = { name: "OverflowError", message: "Python int too large to convert to C ssize_t" };
		for (const end of [2n ** 63n, -(2n ** 63n) - 1n]) {
			expect(() => scanstring(new Uint8Array(3) as never, end)).toThrow(expect.objectContaining(overflow));
			expect(() => new JSONDecoder().rawDecode("xx", end)).toThrow(expect.objectContaining(overflow));
		}
		expect(() => scanstring("abc", 2n ** 62n)).toThrow("end is out of bounds");
	});
});

describe("long strings", () => {
	const long = "x".repeat(300);
	test.each([
		[`["${long}\n"]`, "Invalid control character at: line 1 column 303 (char 302)"],
		[`["${long}\\q"]`, "Invalid \\escape: line 1 column 303 (char 302)"],
		[`["${long}`, "Unterminated string starting at: line 1 column 2 (char 1)"],
		[`["${long}\\"]`, "Unterminated string starting at: line 1 column 2 (char 1)"],
	])("%j", (text, message) => {
		for (const mode of ["plain", "exact"] as const) {
			expect(() => loads(text, { mode })).toThrow(expect.objectContaining({ name: "JSONDecodeError", message }));
		}
	});
	test("with control characters, where these are allowed", () => {
		expect(loads(`["${long}\n"]`, { mode: "exact", strict: false })).toEqual([`${long}\n`]);
	});
	test("with escapes and what is beyond ASCII", () => {
		const text = `é\u2028"\\\n\ud83d\ude00${long}\ud800`;
		for (const escaped of [JSON.stringify([text]), `["é\\u2028\\"\\\\\\n\\ud83d\\ude00${long}\\ud800"]`]) {
			expect(loads(escaped, { mode: "exact" })).toEqual([text]);
		}
	});
});
