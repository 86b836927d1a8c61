import { describe, expect, test } from "vitest";
import { effort } from "../../tests/effort.ts";
import { PyByteArray } from "./bytearray.ts";
import { PyComplex } from "./complex.ts";
import { Ellipsis } from "./constants.ts";
import { PyDict } from "./dict.ts";
import { PyFloat } from "./numbers.ts";
import { PyGlobal, PyObject } from "./opaque.ts";
import { type PlainOptions, toPlain } from "./plain.ts";
import { PyFrozenSet, PySet } from "./set.ts";
import { PyTuple, tuple } from "./tuple.ts";

describe("toPlain()", () => {
	test("turns containers into arrays and objects", () => {
		const plain = toPlain(
			tuple(
				1,
				new PyDict([
					["a", new PySet([2])],
					["b", new PyFrozenSet()],
				]),
				[null, { c: true }],
			),
		);
		expect(plain).toStrictEqual([1, { a: [2], b: [] }, [null, { c: true }]]);
		expect(plain).not.toBeInstanceOf(PyTuple);
	});
	test("turns values into what their toJSON says", () => {
		expect(toPlain([new PyFloat(1), new PyComplex(1, 2), Ellipsis, 5n, new PyGlobal("m", "n")])).toStrictEqual([
			1,
			{ real: 1, imag: 2 },
			"Ellipsis",
			5n,
			{ $global: "m.n" },
		]);
	});
	test("keeps bytes, dates and foreign objects", () => {
		const [bytes, date, foreign] = [new Uint8Array(2), new Date(0), new (class Foo {})()];
		const plain = toPlain([bytes, date, foreign, undefined]) as unknown[];
		expect([plain[0] === bytes, plain[1] === date, plain[2] === foreign, plain[3]]).toEqual([
			true,
			true,
			true,
			undefined,
		]);
		expect(toPlain(new PyByteArray(Uint8Array.of(1, 2).buffer))).toStrictEqual(new Uint8Array([1, 2]));
	});
	test("opens inert objects", () => {
		const point = new PyObject({ callable: new PyGlobal("m", "Point") });
		point.operations.push({ op: "build", state: { x: tuple(1), self: point } });
		const plain = toPlain(point) as Record<string, unknown>;
		expect(plain["$class"]).toBe("m.Point");
		expect(plain["x"]).toStrictEqual([1]);
		expect(plain["self"]).toBe(plain);
	});
	test("does not touch prototypes", () => {
		const plain = toPlain(new PyDict([["__proto__", { polluted: 1 }]])) as Record<string, unknown>;
		expect(Object.keys(plain)).toEqual(["__proto__"]);
		expect(plain["polluted"]).toBeUndefined();
	});
	test("keeps sharing and cycles", () => {
		const shared = tuple(1);
		const list: unknown[] = [shared, shared];
		list.push(list);
		const plain = toPlain(list) as unknown[];
		expect(plain[0]).toBe(plain[1]);
		expect(plain[2]).toBe(plain);
	});
	test("a million levels deep", () => {
		let value: unknown = null;
		for (let i = 0; i < effort(1_000_000); i++) value = i % 2 === 0 ? tuple(value) : new PyDict([["k", value]]);
		expect(Object.keys(toPlain(value) as object)).toEqual(["k"]);
	});
});

describe("toPlain() keys", () => {
	const dict = new PyDict<unknown, unknown>([
		[1, "a"],
		[tuple(1, "x"), [2]],
		["s", 3],
		[true, "b"],
	]);
	test("pairs by default", () => {
		expect(toPlain(dict)).toStrictEqual([
			[1, "b"],
			[[1, "x"], [2]],
			["s", 3],
		]);
	});
	test("map", () => {
		expect(toPlain(dict, { keys: "map" })).toStrictEqual(
			new Map<unknown, unknown>([
				[1, "b"],
				[[1, "x"], [2]],
				["s", 3],
			]),
		);
	});
	test("text", () => {
		const keys = [null, false, 1, new PyFloat(2), 1.5, 2n ** 64n, Number.POSITIVE_INFINITY, tuple(1, "x"), "s"];
		expect(Object.keys(toPlain(new PyDict(keys.map((key) => [key, 0])), { keys: "text" }) as object)).toEqual([
			"1",
			"null",
			"false",
			"2.0",
			"1.5",
			"18446744073709551616",
			"Infinity",
			"(1, 'x')",
			"s",
		]);
	});
	test("error", () => {
		expect(() => toPlain(dict, { keys: "error" })).toThrow(
			expect.objectContaining({ name: "TypeError", message: "keys must be str, not int" }),
		);
		expect(toPlain(new PyDict([["a", 1]]), { keys: "error" })).toStrictEqual({ a: 1 });
	});
	test("anything else is refused", () => {
		expect(() => toPlain(1, { keys: "nope" as "map" })).toThrow("keys must be one of");
		expect(() => toPlain(1, { nope: 1 } as object)).toThrow("toPlain() got an unexpected keyword argument 'nope'");
	});
});

describe("the options of toPlain()", () => {
	const cyclic: unknown[] = [{ "a/b": 1 }];
	(cyclic[0] as Record<string, unknown>)["a/b"] = cyclic;
	test("have today's behaviour as default, and never throw for want of one", () => {
		const bytes = Uint8Array.of(1);
		expect(toPlain([2n ** 70n, bytes, Number.NaN])).toStrictEqual([2n ** 70n, bytes, Number.NaN]);
		expect((toPlain(cyclic) as Record<string, unknown>[])[0]?.["a/b"]).toEqual(expect.any(Array));
	});
	test.each<[unknown, PlainOptions, unknown]>([
		[2n ** 64n, { bigint: "string" }, "18446744073709551616"],
		[2n ** 64n, { bigint: "number" }, 2 ** 64],
		[Uint8Array.of(255, 0), { bytes: "base64" }, "/wA="],
		[new PyByteArray([255, 65]), { bytes: "latin1" }, "\u00ffA"],
		[Uint8Array.of(255, 0), { bytes: "array" }, [255, 0]],
		[new PyByteArray([1]), {}, Uint8Array.of(1)],
		[[Number.NaN, Number.NEGATIVE_INFINITY, 1], { nan: "null" }, [null, null, 1]],
		[[new PyFloat(Number.NaN), Number.POSITIVE_INFINITY], { nan: "string" }, ["NaN", "Infinity"]],
		[cyclic, { cycles: "ref" }, [{ "a/b": { $ref: "#" } }]],
		[{ x: cyclic }, { cycles: "ref" }, { x: [{ "a/b": { $ref: "#/x" } }] }],
		[new PyDict([[2n ** 64n, 1]]), { keys: "text", bigint: "string" }, { "18446744073709551616": 1 }],
		[new PyDict([[tuple(1), 1]]), { preset: "json" }, [[[1], 1]]],
		[
			[2n ** 64n, new Uint8Array(1), Number.NaN],
			{ preset: "json", nan: "null" },
			["18446744073709551616", "AA==", null],
		],
		[
			[() => 1, Symbol("s"), /x/, new Date(0), new Date(Number.NaN), undefined],
			{ preset: "json" },
			["<function <lambda>>", "<symbol 's'>", "<RegExp /x/>", "1970-01-01T00:00:00.000Z", null, null],
		],
		[
			[
				new Float64Array([1, Number.NaN]),
				new BigInt64Array([1n]),
				new ArrayBuffer(1),
				new DataView(new ArrayBuffer(1)),
			],
			{ preset: "json" },
			[[1, "NaN"], ["1"], "AA==", "AA=="],
		],
	])("%#: say what becomes of it", (value, options, plain) => {
		expect(toPlain(value, options)).toStrictEqual(plain);
	});
	test("can refuse cycles", () => {
		expect(() => toPlain(cyclic, { cycles: "error" })).toThrow(expect.objectContaining({ code: "circular" }));
		expect(toPlain([[1], [1]], { cycles: "error" })).toEqual([[1], [1]]);
	});
	test("are checked", () => {
		for (const options of [
			{ keys: "x" },
			{ bigint: "x" },
			{ bytes: 1 },
			{ nan: true },
			{ cycles: "x" },
			{ preset: "x" },
		]) {
			expect(() => toPlain(1, options as PlainOptions)).toThrow(/must be one of/);
		}
		expect(toPlain(1n, { bigint: undefined, preset: undefined } as unknown as PlainOptions)).toBe(1n);
	});
	test("bound what they write", () => {
		const bytes = new Uint8Array(1000);
		const limits = { text: 1500 };
		expect(toPlain([bytes, bytes], { bytes: "base64", limits })).toHaveLength(2);
		expect(() => toPlain([bytes, bytes.slice()], { bytes: "base64", limits })).toThrow(
			expect.objectContaining({ code: "limit", limit: "text" }),
		);
		let key: unknown = "lol";
		for (let i = 0; i < 60; i++) key = tuple(key, key);
		expect(() => toPlain(new PyDict([[key, 1]]), { keys: "text", limits })).toThrow(
			expect.objectContaining({ code: "limit", limit: "text" }),
		);
	});
	test("the preset is JSON for every shape", () => {
		const values = [
			new PyDict([[1, cyclic]]),
			new PySet([1n << 80n]),
			new PyObject({ callable: new PyGlobal("m", "C") }),
		];
		expect(JSON.parse(JSON.stringify(toPlain(values, { preset: "json" })))).toEqual(
			toPlain(values, { preset: "json" }),
		);
	});
});
