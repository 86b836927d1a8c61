/** Values that are rarely shown, compared or broken into lines. Python's texts are those of CPython 3.13 where nothing else is said. */
import { describe, expect, test } from "vitest";
import { dumps as jsonDumps } from "../../src/json/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyFrozenDict } from "../../src/registry/stdlib/collections.ts";
import { PyDate } from "../../src/registry/stdlib/datetime.ts";
import { REPR } from "../../src/values/brand.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";
import { pformat } from "../../src/values/pprint.ts";
import { repr } from "../../src/values/repr.ts";
import { PySet } from "../../src/values/set.ts";
import { PyTuple, tuple } from "../../src/values/tuple.ts";
import { caught } from "../caught.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("repr() of JavaScript's values", () => {
	test.each<[unknown, string]>([
		[new Int8Array([-1]), "array('b', [-1])"],
		[new Uint8ClampedArray([255]), "array('B', [255])"],
		[new Int16Array([-2]), "array('h', [-2])"],
		[new Uint16Array([2]), "array('H', [2])"],
		[new Int32Array([-3]), "array('i', [-3])"],
		[new Uint32Array([3]), "array('I', [3])"],
		[new BigInt64Array([-4n]), "array('q', [-4])"],
		[new BigUint64Array([4n]), "array('Q', [4])"],
		[new Float32Array([0.5]), "array('f', [0.5])"],
		[new Float64Array([1]), "array('d', [1.0])"],
		[new Float64Array(0), "array('d')"],
		[Symbol("a"), "<symbol 'a'>"],
		[Symbol(), "<symbol ''>"],
		[() => 1, "<function <lambda>>"],
		[new (class {})(), "<Object object>"],
		[new (class Mine {})(), "<Mine object>"],
		[-0, "-0.0"],
	])("%#: %s", (value, text) => {
		expect(repr(value)).toBe(text);
	});
	test("halves are what they are written as", () => {
		// A Float16Array as Node 24 and browsers have it.
		class Halves extends Float32Array {
			override get [Symbol.toStringTag](): "Float32Array" {
				return "Float16Array" as "Float32Array";
			}
		}
		expect(repr(new Halves([1]))).toBe("array('f', [1.0])");
		expect(repr(new Halves([1]), { pythonVersion: "3.15" })).toBe("array('e', [1.0])");
	});
});

describe("an inert object", () => {
	/** As Node's `console.log` asks it. */
	const inspect = (object: object): string | object => {
		const methods = object as Record<symbol, (depth: number, options: object) => string | object>;
		return methods[Symbol.for("nodejs.util.inspect.custom")]?.call(object, 2, {}) ?? "";
	};
	const cls = new PyGlobal("m", "C");
	const helper = new PyGlobal("copyreg", "__newobj__");
	test.each<[PyObject, string]>([
		[new PyObject({ callable: cls }), "m.C"],
		[new PyObject({ via: "REDUCE", callable: new PyGlobal("m", "f") }), "m.f"],
		[new PyObject({ via: "REDUCE", callable: helper, args: tuple(cls, 1) }), "m.C"],
		[new PyObject({ via: "REDUCE", callable: helper, args: tuple(5) }), "copyreg.__newobj__"],
	])("is named by its class, or by what made it (%#)", (object, name) => {
		const shown = inspect(object);
		expect(typeof shown === "string" ? shown : shown.constructor.name).toBe(`PyObject(${name})`);
		expect(typeof shown === "string" ? [] : Object.keys(shown)).toEqual(typeof shown === "string" ? [] : ["$args"]);
		expect((object.toJSON() as { $class: string }).$class).toBe(name);
	});
	test("is called by its class's last name where it is of the wrong type", async () => {
		const value = new PyObject({ callable: new PyGlobal("m", "Outer.C") });
		expect((await caught(() => jsonDumps(value))).message).toBe("Object of type C is not JSON serializable");
		for (const nameless of [new (class {})(), Object.create({ constructor: 5 })]) {
			const { message } = await caught(() => jsonDumps(nameless));
			expect(message).toBe("Object of type object is not JSON serializable");
		}
	});
	test("shows a state with other keys than names as it is, and entries that are none", () => {
		const object = (state: unknown): PyObject => new PyObject({ callable: cls, operations: [{ op: "build", state }] });
		expect(repr(object(new PyDict<unknown, unknown>([["a", 1]])))).toBe("m.C(a=1)");
		expect(
			repr(
				object(
					new PyDict<unknown, unknown>([
						["a", 1],
						[2, 3],
					]),
				),
			),
		).toContain("{'a': 1, 2: 3}");
		expect(repr(new PyObject({ callable: cls, operations: [{ op: "setItem", items: [] }] }))).toContain("{}");
		expect(repr(new PyObject({ callable: cls, operations: [{ op: "setItem", items: [[[1], 2]] }] }))).toContain(
			"{[1]: 2}",
		);
	});
});

describe("equals()", () => {
	test("bytes are equal wherever they are held", () => {
		const { buffer } = new Uint8Array([1, 2]);
		expect(equals(buffer, new Uint8Array([1, 2]))).toBe(true);
		expect(equals(new Uint8Array([1, 2]), buffer)).toBe(true);
		expect(equals(buffer, new Uint8Array([1, 3]))).toBe(false);
		expect(equals(buffer, new Uint8Array([1]))).toBe(false);
		expect(equals(new Uint8Array(2), [0, 0])).toBe(false);
	});
	test("what holds a NaN is equal to itself as Python's containers say", () => {
		for (const nan of [new PyComplex(Number.NaN, 0), new PyComplex(0, Number.NaN), new PyFloat(Number.NaN)]) {
			expect(equals(nan, nan)).toBe(false);
			expect(equals([nan], [nan])).toBe(true);
		}
		const one = new PyComplex(1, 2);
		expect(equals(one, one)).toBe(true);
	});
});

describe("keys", () => {
	test("are found again, deleted, and listed, whether their tables have an index or not", () => {
		const big = 2n ** 70n;
		const plain = new PyDict<unknown, unknown>([["a", 1]]);
		const mixed = new PyDict<unknown, unknown>([
			["a", 1],
			[true, 2],
			[big, 3],
			[tuple(1, "x".repeat(200)), 4],
		]);
		expect([plain.delete("a"), plain.delete("a"), plain.size]).toEqual([true, false, 0]);
		for (const key of [1, big, tuple(1, "x".repeat(200)), "a"]) {
			expect([mixed.has(key), mixed.delete(key), mixed.has(key)]).toEqual([true, true, false]);
		}
		const set = new PySet<unknown>([big, 1]);
		expect([...set.entries()]).toEqual([
			[big, big],
			[1, 1],
		]);
		expect([...new PySet(["a"]).entries()]).toEqual([["a", "a"]]);
		expect([new PySet(["a"]).delete("a"), set.delete(big), set.delete(true), set.size]).toEqual([true, true, true, 0]);
	});
	test("that are not there are not found, whatever they hold", () => {
		const long = "y".repeat(200);
		const dict = new PyDict<unknown, unknown>([[tuple(tuple(1, long), 2), "a"]]);
		expect(dict.get(tuple(tuple(1, long), 2))).toBe("a");
		for (const key of [
			tuple(tuple(1, long), 3),
			tuple(tuple(7, long), 2),
			tuple(tuple(1, "z".repeat(200)), 2),
			tuple(),
		]) {
			expect([dict.has(key), dict.get(key), dict.delete(key)]).toEqual([false, undefined, false]);
		}
	});
	test("that are objects of JavaScript are found by identity", () => {
		const [one, other] = [new (class A {})(), new (class A {})()];
		const invalid = new Date(Number.NaN);
		const dict = new PyDict<unknown, unknown>([
			[one, 1],
			[invalid, 2],
			[new Date(5), 3],
		]);
		expect([one, other, invalid, new Date(Number.NaN), new Date(5)].map((key) => dict.get(key))).toEqual([
			1,
			undefined,
			2,
			undefined,
			3,
		]);
	});
	test("that two dicts of a pickle share are looked through once, and found in both", () => {
		const text = `X\xc8\0\0\0${"k".repeat(200)}`;
		const [a, b] = loads(bytes(`\x80\x02}(${text}${text}\x86q\x01K\x01u}h\x01K\x02s\x86.`)) as PyDict[];
		const key = tuple("k".repeat(200), "k".repeat(200));
		expect([a?.get(key), b?.get(key)]).toEqual([1, 2]);
	});
	test("that are dates are called as in Python", async () => {
		const dict = new PyDict<unknown, unknown>([[new Date(0), 1]]);
		expect((await caught(() => jsonDumps(dict))).message).toBe(
			"keys must be str, int, float, bool or None, not datetime.datetime",
		);
	});
});

describe("pformat()", () => {
	const point = "\u{e0001}";
	test.each<[unknown, object, string]>([
		[
			[`${point.repeat(4)} word ${" word ".repeat(5)}`],
			{ width: 30 },
			"['\\U000e0001\\U000e0001\\U000e0001\\U000e0001 '\n 'word  word  word  word  '\n 'word  word ']",
		],
		[
			`${point}\x80\u200b\x01 `.repeat(3),
			{ width: 24 },
			"('\\U000e0001\\x80\\u200b\\x01 '\n '\\U000e0001\\x80\\u200b\\x01 '\n '\\U000e0001\\x80\\u200b\\x01 ')",
		],
		["a b c\n".repeat(2), { width: 5 }, "('a '\n 'b '\n 'c\\n'\n 'a '\n 'b '\n 'c\\n')"],
		["abc def", { width: 3 }, "('abc '\n 'def')"],
		["x".repeat(30), { width: 5 }, `'${"x".repeat(30)}'`],
		[bytes("x".repeat(13)), { width: 8 }, "(b'xxxx'\n b'xxxx'\n b'xxxx'\n b'x')"],
		[
			[bytes("abcdefghijkl".repeat(3))],
			{ width: 14 },
			"[b'abcdefgh'\n b'ijklabcd'\n b'efghijkl'\n b'abcdefgh'\n b'ijkl']",
		],
		["", { width: 1 }, "''"],
		[[""], { width: 1 }, "['']"],
		[new Uint8Array(0), { width: 1 }, "b''"],
		[
			new PySet<unknown>([tuple(5), new PyDate(2020, 1, 1), tuple(3000)]),
			{ width: 10 },
			"{datetime.date(2020, 1, 1),\n (5,),\n (3000,)}",
		],
		[new PyChainMap([]), { width: 5 }, "ChainMap()"],
		[new PyCounter(), { width: 2 }, "Counter()"],
		[
			new PyDefaultDict(null, [[1, "x".repeat(30)]]),
			{ width: 20 },
			`defaultdict(None,\n            {1: '${"x".repeat(30)}'})`,
		],
		[{ "\u{1f600}": 1, "\u{1f601}": 2, "\uffff": 3 }, {}, "{'\\uffff': 3, '😀': 1, '😁': 2}"],
		// 3.15.0rc1
		[
			new PyFrozenDict<unknown, unknown>([
				["a", "x".repeat(8)],
				["b", [1]],
			]),
			{ width: 10, pythonVersion: "3.15" },
			"frozendict({'a': 'xxxxxxxx',\n            'b': [1]})",
		],
		[new PyFrozenDict(), { width: 10, pythonVersion: "3.15" }, "frozendict()"],
		[new PyFrozenDict<unknown, unknown>([["a", "x".repeat(8)]]), { width: 10 }, "frozendict({'a': 'xxxxxxxx'})"],
		[new PyObject({ callable: new PyGlobal("m", "C") }), { width: 2 }, "m.C()"],
		[new PyObject({ callable: 5 }), { width: 2 }, "5()"],
	])("%#", (value, options, text) => {
		expect(pformat(value, options)).toBe(text);
	});
	test("shows a class that has a text of its own by that text, on one line", () => {
		class Named extends PyTuple {
			[REPR](): { parts: readonly unknown[] } {
				return { parts: ["Named(x=", this[0], ")"] };
			}
		}
		const named = new Named(1);
		named[0] = "x".repeat(40);
		expect(pformat([named, named], { width: 20 })).toBe(
			`[Named(x='${"x".repeat(40)}'),\n Named(x='${"x".repeat(40)}')]`,
		);
	});
	test("refuses an int of too many digits, also where a line would be too short for it", async () => {
		const error = await caught(() => pformat([[10n ** 5000n]]));
		expect(error.message).toBe(
			"Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
		);
	});
});

test("toPlain() leaves an object that is its own JSON as it is", () => {
	class Own {
		toJSON(): this {
			return this;
		}
	}
	const own = new Own();
	expect(toPlain(own)).toBe(own);
	expect(toPlain([own])).toEqual([own]);
});
