import { createHmac } from "node:crypto";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { PyError } from "../errors.ts";
import { TYPE } from "../values/brand.ts";
import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { PySet } from "../values/set.ts";
import { tuple } from "../values/tuple.ts";
import { dumps, iterencode } from "./dumps.ts";
import { JSONEncoder } from "./encoder.ts";
import { Fragment } from "./fragment.ts";
import { loads } from "./loads.ts";

function errorOf(call: () => unknown): PyError {
	try {
		call();
	} catch (error) {
		return error as PyError;
	}
	throw new Error("no error");
}

describe("dumps()", () => {
	test.each([
		[1, "1"],
		[-0, "-0.0"],
		[1e15, "1000000000000000"],
		[1e16, "1e+16"],
		[123456789012, "123456789012"],
		[-2147483648, "-2147483648"],
		[1e-5, "1e-05"],
		[0.1 + 0.2, "0.30000000000000004"],
		[1e22, "1e+22"],
		[5e-324, "5e-324"],
		[new PyFloat(1), "1.0"],
		[2n ** 64n, "18446744073709551616"],
		[Number.NaN, "NaN"],
		[[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], "[Infinity, -Infinity]"],
		["h\xe9\u20ac\u{1f600}\ud800\x7f/", '"h\\u00e9\\u20ac\\ud83d\\ude00\\ud800\\u007f/"'],
		[tuple(1, "a"), '[1, "a"]'],
		[
			new Map<unknown, unknown>([
				[1, 2],
				[null, 3],
				[true, 4],
				[1.5, 5],
				[new PyFloat(2), 6],
				[2n ** 70n, 7],
			]),
			'{"1": 2, "null": 3, "true": 4, "1.5": 5, "2.0": 6, "1180591620717411303424": 7}',
		],
		[
			new PyDict<unknown, number>([
				[1, 1],
				["1", 2],
			]),
			'{"1": 1, "1": 2}',
		],
		[Object.create(null), "{}"],
		[runInNewContext("[{a: new Map([[1, []]])}]"), '[{"a": {"1": []}}]'],
		[{ a: undefined, b: 1, c: undefined }, '{"b": 1}'],
		[{ a: undefined }, "{}"],
		[{ toJSON: 1 }, '{"toJSON": 1}'],
		[Object.assign(Object.create({ inherited: 1 }, {}), {}), undefined],
		[new Fragment('{"a":1}'), '{"a":1}'],
	])("%#", (value, expected) => {
		if (expected === undefined) expect(() => dumps(value)).toThrow("is not JSON serializable");
		else expect(dumps(value)).toBe(expected);
	});

	test("long and odd strings are escaped as short ones", () => {
		const long = `${"x".repeat(5000)}é"${"y".repeat(70_000)}\ud83d`;
		expect(dumps(long)).toBe(`"${"x".repeat(5000)}\\u00e9\\"${"y".repeat(70_000)}\\ud83d"`);
		expect(dumps([long], { ensureAscii: false })).toBe(`["${"x".repeat(5000)}é\\"${"y".repeat(70_000)}\ud83d"]`);
		const key = `${"k".repeat(100)}é`;
		expect(dumps({ [key]: 1, é: 2 }, { ensureAscii: false })).toBe(`{"${key}": 1, "é": 2}`);
		expect(dumps([{ é: 1 }, { é: 2 }])).toBe('[{"\\u00e9": 1}, {"\\u00e9": 2}]');
	});

	test("ensureAscii: false leaves surrogates and U+2028 as they are", () => {
		expect(dumps("\ud800x\udc00\u2028\x7f\x1f", { ensureAscii: false })).toBe('"\ud800x\udc00\u2028\x7f\\u001f"');
		expect(dumps("\ud800x", { ensureAscii: false, rfc8259: true })).toBe('"\\ud800x"');
	});

	test("what does not fit tells its path and, since 3.14, Python's notes", () => {
		const value = { rows: [1, { 'a"b': tuple(1, new PySet([2])) }] };
		const error = errorOf(() => dumps(value));
		expect(error.message).toBe("Object of type set is not JSON serializable");
		expect(error.code).toBe("json-value");
		expect(error.path).toBe('["rows"][1]["a\\"b"][1]');
		expect(error.notes).toEqual([
			"when serializing tuple item 1",
			"when serializing dict item 'a\"b'",
			"when serializing list item 1",
			"when serializing dict item 'rows'",
		]);
		expect(errorOf(() => dumps(value, { pythonVersion: "3.13" })).notes).toEqual([]);
	});

	test("notes show keys as Python does, and types with their modules", () => {
		const notes = (value: unknown) => errorOf(() => dumps(value)).notes;
		expect(
			notes(
				new PyDict([
					[1, new PyDict([[null, new PyDict([[true, new PyDict([[1.5, { "a'b\n\xe9\x80": new PySet() }]])]])]])],
				]),
			),
		).toEqual([
			'when serializing dict item "a\'b\\né\\x80"',
			"when serializing dict item 1.5",
			"when serializing dict item True",
			"when serializing dict item None",
			"when serializing dict item 1",
		]);
		class Ordered extends PyDict {
			override get [TYPE](): string {
				return "collections.OrderedDict";
			}
		}
		expect(notes(new Ordered([["a", new PySet()]]))).toEqual(["when serializing collections.OrderedDict item 'a'"]);
		const generic = errorOf(() => [...iterencode(new Ordered([[1, new PySet()]]))]).notes;
		expect(generic).toEqual(["when serializing OrderedDict item '1'"]);
		const object = new PyObject({ callable: new PyGlobal("m", "C") });
		expect(
			errorOf(() => dumps([object], { default: (o) => (o === object ? [new PySet()] : new JSONEncoder().default(o)) }))
				.notes,
		).toEqual(["when serializing list item 0", "when serializing m.C object", "when serializing list item 0"]);
	});

	test.each([
		[[undefined], "Object of type undefined is not JSON serializable", "[0]"],
		[{ f: () => 1 }, "Object of type function is not JSON serializable", '["f"]'],
		[[Symbol("s")], "Object of type symbol is not JSON serializable", "[0]"],
		[new Date(0), "Object of type datetime is not JSON serializable", undefined],
		[[new Uint8Array()], "Object of type bytes is not JSON serializable", "[0]"],
		[new Set(), "Object of type set is not JSON serializable", undefined],
		[new (class Foo {})(), "Object of type Foo is not JSON serializable", undefined],
	])("has no form for %#", (value, message, path) => {
		const error = errorOf(() => dumps(value));
		expect(error).toMatchObject({ name: "TypeError", message });
		expect(error.path).toBe(path);
		expect(dumps(value, { default: () => "D" })).toContain('"D"');
	});

	test("keys of other types are refused or left out", () => {
		const value = [
			new PyDict<unknown, number>([
				[tuple(1), 1],
				["a", 2],
			]),
		];
		const error = errorOf(() => dumps(value));
		expect(error).toMatchObject({ message: "keys must be str, int, float, bool or None, not tuple", code: "json-key" });
		expect(error.notes).toEqual(["when serializing list item 0"]);
		expect(dumps(value, { skipKeys: true, indent: 1 })).toBe('[\n {\n  "a": 2\n }\n]');
	});
});

describe("default and toJSON", () => {
	test("default may shorten the array that is being written", () => {
		const items = Array.from({ length: 10 }, () => new PySet());
		const shorten = () => {
			items.pop();
			return null;
		};
		expect(dumps(items, { default: shorten })).toBe("[null, null, null, null, null]");
	});
	test("default gives what is written instead, however often", () => {
		class A {}
		class B {}
		const replace = (value: unknown) => (value instanceof A ? [new B()] : value instanceof B ? { b: null } : 5);
		expect(dumps({ a: new A(), b: [new B()] }, { default: replace, indent: 0 })).toBe(
			'{\n"a": [\n{\n"b": null\n}\n],\n"b": [\n{\n"b": null\n}\n]\n}',
		);
	});
	test("an encoder class may override default(), and the option wins over it", () => {
		class Encoder extends JSONEncoder {
			override default(value: unknown): unknown {
				return value instanceof Date ? value.toISOString() : super.default(value);
			}
		}
		expect(dumps([new Date(0)], { cls: Encoder })).toBe('["1970-01-01T00:00:00.000Z"]');
		expect(() => dumps(new Set(), { cls: Encoder })).toThrow("Object of type set is not JSON serializable");
		expect(dumps(new Date(0), { cls: Encoder, default: () => 1 })).toBe("1");
	});
	test("an encoder class that overrides iterencode() decides about encode()", () => {
		class Encoder extends JSONEncoder {
			override *iterencode(value: unknown, oneShot?: boolean): Generator<string, void> {
				yield "<";
				yield* super.iterencode(value, oneShot);
				yield ">";
			}
		}
		expect(dumps([1], { cls: Encoder })).toBe("<[1]>");
		expect(dumps("a", { cls: Encoder })).toBe('"a"');
	});
	test("an encoder has Python's attributes, which count when it encodes", () => {
		const encoder = new JSONEncoder({ indent: 2, sortKeys: true });
		expect([
			encoder.itemSeparator,
			encoder.keySeparator,
			encoder.indent,
			encoder.sortKeys,
			encoder.ensureAscii,
		]).toEqual([",", ": ", 2, true, true]);
		encoder.indent = null;
		encoder.itemSeparator = ";";
		expect(encoder.encode({ b: 1, a: 2 })).toBe('{"a": 2;"b": 1}');
	});
	test("toJSON is asked only when that is asked for", () => {
		expect(dumps({ toJSON: () => "T", d: [new Date(0)] }, { toJSON: true })).toBe('"T"');
		expect(dumps({ d: [new Date(0)], m: new PyDict([["a", 1]]), f: new PyFloat(1) }, { toJSON: true })).toBe(
			'{"d": ["1970-01-01T00:00:00.000Z"], "m": {"a": 1}, "f": 1.0}',
		);
	});
	test("what getters and hooks throw passes unchanged", () => {
		const failure = new RangeError("mine");
		const value = {
			get a(): never {
				throw failure;
			},
		};
		expect(() => dumps([value])).toThrow(failure);
		const replace = () => {
			throw failure;
		};
		expect(() => dumps([new Set()], { default: replace })).toThrow(failure);
	});
});

describe("cycles", () => {
	test.each([0, 10, 15, 16, 17, 40])("are found %i levels deep", (depth) => {
		const inner: unknown[] = [];
		let value: unknown = inner;
		for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
		inner.push({ b: inner });
		expect(errorOf(() => dumps(value))).toMatchObject({
			name: "ValueError",
			message: "Circular reference detected",
			code: "circular",
		});
		expect(() => [...iterencode(value)]).toThrow("Circular reference detected");
	});
	test("are found whichever container comes again, and right where it does", () => {
		for (let again = 0; again < 40; again++) {
			const levels: unknown[][] = Array.from({ length: 40 }, () => [[], {}]);
			for (const [i, level] of levels.entries()) if (i > 0) levels[i - 1]?.push([[]], level, [{}]);
			// Python has come to the end of the innermost, and to nothing after it.
			levels[39]?.push([levels[again]]);
			const { path } = errorOf(() => dumps(levels[0])) as { path: string };
			expect(path).toBe(`${"[3]".repeat(39)}[2][0]`);
		}
	});
	test("are not seen in values that are only shared", () => {
		const shared = { a: [1] };
		let value: unknown = shared;
		for (let i = 0; i < 30; i++) value = [value, i === 20 ? shared : 0];
		expect(dumps([shared, value, shared])).toContain('{"a": [1]}');
	});
	test("without the check end in Python's RecursionError", () => {
		const list: unknown[] = [];
		list.push({ list });
		expect(() => dumps(list, { checkCircular: false })).toThrow(
			expect.objectContaining({
				name: "RecursionError",
				message: "maximum recursion depth exceeded while encoding a JSON object",
			}),
		);
		expect(() => dumps(new Set(), { default: () => new Set() })).toThrow(
			expect.objectContaining({ name: "RecursionError", message: "maximum recursion depth exceeded" }),
		);
	});
});

describe("sortKeys", () => {
	test("orders by code point, and halves of pairs where they belong", () => {
		const keys = ["\ud83d\ude00", "\ud83dz", "\ud83d", "\uffff", "\ue000", "\udc00", "z", "é", "\ud83d\uffff"];
		const sorted = Object.keys(
			loads(dumps(Object.fromEntries(keys.map((key) => [key, 0])), { sortKeys: true })) as object,
		);
		expect(sorted).toEqual([
			"z",
			"é",
			"\ud83d",
			"\ud83dz",
			"\ud83d\uffff",
			"\udc00",
			"\ue000",
			"\uffff",
			"\ud83d\ude00",
		]);
	});
	test("orders numbers of all kinds by value, before they become text", () => {
		const value = new PyDict<unknown, number>([
			[true, 1],
			[0, 2],
			[0.5, 3],
			[10n ** 30n, 4],
			[Number.POSITIVE_INFINITY, 5],
			[-3, 6],
			[new PyFloat(10), 7],
		]);
		expect(dumps(value, { sortKeys: true })).toBe(
			'{"-3": 6, "0": 2, "0.5": 3, "true": 1, "10.0": 7, "1000000000000000000000000000000": 4, "Infinity": 5}',
		);
	});
	test("signs the same bytes as a Python hmac over json.dumps(..., sort_keys=True)", () => {
		// hmac.new(b"key", json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")).encode(), "sha256").hexdigest()
		const text = '{"b": [1.0, 2, 1e3, -0.0], "é": null, "a": {"10": 12345678901234567890, "9": "\\ud83d\\ude00"}}';
		const signed = dumps(loads(text, { mode: "exact" }), { sortKeys: true, separators: [",", ":"] });
		expect(signed).toBe(
			'{"a":{"10":12345678901234567890,"9":"\\ud83d\\ude00"},"b":[1.0,2,1000.0,-0.0],"\\u00e9":null}',
		);
		expect(createHmac("sha256", "key").update(signed).digest("hex")).toBe(HMAC);
	});
});
const HMAC = "322f5d3bde573b65bffc14763b5bb7e84952b7aa470b0889c88f52d929a922ca";

describe("iterencode()", () => {
	test("makes each piece when it is asked for", () => {
		const asked: unknown[] = [];
		const pieces = iterencode([1, new Set([2]), 3], {
			default: (value) => {
				asked.push(value);
				return [2];
			},
		});
		expect([pieces.next().value, pieces.next().value]).toEqual(["[1", ", "]);
		expect(asked).toHaveLength(0);
		expect([pieces.next().value, pieces.next().value, pieces.next().value]).toEqual(["[2", "]", ", 3"]);
		expect(asked).toHaveLength(1);
	});
	test("gives what comes before a failure", () => {
		const seen: string[] = [];
		expect(() => {
			for (const piece of iterencode([1, { a: new Set() }])) seen.push(piece);
		}).toThrow("not JSON serializable");
		expect(seen).toEqual(["[1", ", ", "{", '"a"', ": "]);
	});
});
