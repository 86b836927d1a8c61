import { describe, expect, test } from "vitest";
import { effort, IS_SHORT } from "../../tests/effort.ts";
import { stopwatch } from "../../tests/stopwatch.ts";
import { REPR } from "./brand.ts";
import { PyDict } from "./dict.ts";
import { PyGlobal, PyObject, PyPersistentId } from "./opaque.ts";
import { PySlice } from "./range.ts";
import { repr } from "./repr.ts";
import { PySet } from "./set.ts";
import { tuple } from "./tuple.ts";

const Point = new PyGlobal("geometry", "Point");

describe("repr() of inert objects", () => {
	test("shows the call and the attributes", () => {
		const point = new PyObject({ callable: Point, args: tuple(1, "a"), kwargs: [["k", 2]] });
		point.operations.push({ op: "build", state: { x: 1.5, "not a name": [1] } });
		expect(repr(point)).toBe("geometry.Point(1, 'a', k=2, x=1.5, 'not a name'=[1])");
	});
	test("shows dict and slots", () => {
		const point = new PyObject({ callable: Point });
		point.operations.push({ op: "build", state: tuple(null, new PyDict([["x", 1]])) });
		expect(repr(point)).toBe("geometry.Point(x=1)");
	});
	test("shows a state that is no dict", () => {
		const point = new PyObject({ callable: Point });
		point.operations.push({ op: "build", state: tuple(1, 2, 3) });
		expect(repr(point)).toBe("geometry.Point(state=(1, 2, 3))");
	});
	test("shows items, entries and calls", () => {
		const point = new PyObject({ callable: Point, via: "REDUCE" });
		point.operations.push({ op: "append", items: [1, 2] });
		point.operations.push({
			op: "setItem",
			items: [
				["a", 1],
				[[], 2],
			],
		});
		point.operations.push({ op: "call", callable: new PyGlobal("m", "set_it"), args: tuple(3) });
		expect(repr(point)).toBe("geometry.Point(*[1, 2], **{'a': 1, []: 2}, call=[<class 'm.set_it'>, (3,)])");
	});
	test("names the class that a copyreg helper was handed", () => {
		const bare = tuple(Point, new PyGlobal("builtins", "object"), null);
		const based = tuple(Point, new PyGlobal("builtins", "dict"), { a: 1 });
		const helper = new PyGlobal("copyreg", "_reconstructor");
		expect(repr(new PyObject({ callable: helper, args: bare, via: "REDUCE" }))).toBe("geometry.Point()");
		expect(repr(new PyObject({ callable: helper, args: based, via: "REDUCE" }))).toBe("geometry.Point(**{'a': 1})");
		const newobj = new PyGlobal("copyreg", "__newobj__");
		expect(repr(new PyObject({ callable: newobj, args: tuple(Point, 7), via: "REDUCE" }))).toBe("geometry.Point(7)");
	});
	test("survives an object that holds itself", () => {
		const point = new PyObject({ callable: Point });
		point.operations.push({ op: "build", state: { self: point } });
		expect(repr(point)).toBe("geometry.Point(self=geometry.Point(...))");
	});
	test("escapes control characters in names from data", () => {
		expect(repr(new PyGlobal("a\x1b[31m", "b\u202e"))).toBe("<class 'a\\x1b[31m.b\\u202e'>");
		expect(repr(new PyObject({ callable: new PyGlobal("m", "\n") }))).toBe("m.\\n()");
	});
	test("shows persistent ids, functions and odd callables", () => {
		expect(repr(new PyPersistentId(tuple("a", 1)))).toBe("<persistent id ('a', 1)>");
		expect(repr(new PyGlobal("builtins", "Ellipsis"))).toBe("Ellipsis");
		expect(repr(new PyGlobal("os", "system"))).toBe("<built-in function system>");
		const made = new PyObject({ callable: new PyObject({ callable: Point }), args: tuple(1), via: "REDUCE" });
		expect(repr(made)).toBe("geometry.Point()(1)");
	});
});

describe("repr() of what has a hook", () => {
	test("puts the parts together, and uses its guard", () => {
		const value = {
			items: [] as unknown[],
			[REPR]: () => ({ parts: ["Box(", value.items, ")"], recursive: "Box(...)" }),
		};
		value.items.push(1, value);
		expect(repr(value)).toBe("Box([1, Box(...)])");
	});
	test("tells the hook which Python is meant", () => {
		const value = { [REPR]: (version: number) => ({ parts: ["v", version] }) };
		expect(repr(value, { pythonVersion: "3.8.1" })).toBe("v30801");
	});
});

describe("repr() of JavaScript's own values", () => {
	test.each([
		[/a\n/gi, "<RegExp /a\\\\n/gi>"],
		[new TypeError("no"), "TypeError('no')"],
		[undefined, "undefined"],
		[Symbol("s"), "<symbol 's'>"],
		[class Foo {}, "<function Foo>"],
		[new (class Foo {})(), "<Foo object>"],
		[Object("s"), "'s'"],
		[Object(1n), "1"],
		[new ArrayBuffer(2), "b'\\x00\\x00'"],
		[new DataView(new ArrayBuffer(1)), "<DataView object>"],
		[new Date(Number.NaN), "<Date object: invalid>"],
		[[undefined, null], "[undefined, None]"],
		[{ a: undefined, b: 1 }, "{'b': 1}"],
		[Object.create(null), "{}"],
	])("%s", (value, expected) => {
		expect(repr(value)).toBe(expected);
	});
});

describe("repr() of hostile graphs", () => {
	test("a million levels deep", () => {
		const depth = effort(1_000_000);
		let list: unknown[] = [];
		for (let i = 1; i < depth; i++) list = [list];
		expect(repr(list) === "[".repeat(depth) + "]".repeat(depth)).toBe(true);
		let dict: unknown = new PyDict();
		for (let i = 0; i < 100_000; i++) dict = i % 2 === 0 ? tuple(dict) : new PyDict([[1, dict]]);
		expect(repr(dict).length).toBe(2 + 50_000 * (3 + 5));
	});
	test("a small graph with an enormous text meets the budget", () => {
		let list: unknown[] = [];
		for (let i = 0; i < 60; i++) list = [list, list];
		expect(() => repr(list, { limits: { text: 10_000 } })).toThrow(
			expect.objectContaining({ name: "LimitError", limit: "text", value: 10_000 }),
		);
	});
	test("a list nested sixty times as [v, v] ends at the default budget, at once and in little memory", () => {
		for (const twice of [
			(v: unknown) => [v, v],
			(v: unknown) => tuple(v, v),
			(v: unknown) =>
				new PyDict([
					[1, v],
					[2, v],
				]),
		].slice(0, IS_SHORT ? 1 : 3)) {
			let value: unknown = "日本";
			for (let i = 0; i < 60; i++) value = twice(value);
			const elapsed = stopwatch();
			expect(() => repr(value)).toThrow(expect.objectContaining({ name: "LimitError", limit: "text" }));
			expect(elapsed()).toBeLessThan(10_000);
		}
	});
	test("what is shared is written in full each time", () => {
		const row = Array.from({ length: 400 }, (_, i) => i);
		const text = `[${row.join(", ")}]`;
		expect(repr([row, [row, row], tuple(row)])).toBe(`[${text}, [${text}, ${text}], (${text},)]`);
		const pair = [[row, row], "é", [row]];
		expect(repr([pair, pair, pair])).toBe(`[${Array(3).fill(`[[${text}, ${text}], 'é', [${text}]]`).join(", ")}]`);
	});
	test("what is shared and holds itself is written as its place asks", () => {
		const filler = "x".repeat(1000);
		const inner: unknown[] = [filler];
		const outer: unknown[] = [inner, inner];
		inner.push(outer);
		// Python 3.13: outer = [inner, inner]; inner = [filler, outer]
		expect(repr([inner, outer])).toBe(`[['${filler}', [[...], [...]]], [['${filler}', [...]], ['${filler}', [...]]]]`);
	});
	test("long text and bytes meet the budget before they are made", () => {
		expect(() => repr("\0".repeat(5000), { limits: { text: 10_000 } })).toThrow("text is 10000");
		expect(() => repr(new Uint8Array(2 ** 28), { limits: { text: 10_000 } })).toThrow("text is 10000");
	});
	test("a cycle without a guard ends in Python's error", () => {
		const slice = new PySlice(null, null) as { start: unknown };
		slice.start = slice;
		expect(() => repr(slice)).toThrow(expect.objectContaining({ name: "RecursionError" }));
	});
	test("a cycle through a guard is written once more, as in Python", () => {
		const list: unknown[] = [];
		const slice = new PySlice(list, null);
		list.push(slice);
		expect(repr(slice)).toBe("slice([slice([...], None, None)], None, None)");
	});
	test("shared values are written each time", () => {
		const set = new PySet([1]);
		expect(repr([set, set])).toBe("[{1}, {1}]");
	});
});

describe("repr() options", () => {
	test("refuses what it does not know", () => {
		expect(() => repr(1, { nope: 1 } as object)).toThrow("repr() got an unexpected keyword argument 'nope'");
		expect(() => repr(1, { limits: { nope: 1 } as object })).toThrow("unknown limit: 'nope'");
		expect(() => repr(1, { limits: { text: -1 } })).toThrow("limit 'text' must be a number from 0 up, not -1");
		expect(() => repr(1, { pythonVersion: "2.7" })).toThrow("unknown pythonVersion: '2.7' (3.6 to 3.15)");
	});
	test("digits may be limited or not", () => {
		expect(repr(10n ** 5000n, { limits: { digits: 0 } })).toHaveLength(5001);
		expect(() => repr(10n ** 700n, { limits: { digits: 640 } })).toThrow("Exceeds the limit (640 digits) for");
		expect(repr(10n ** 639n, { limits: { digits: 640 } })).toHaveLength(640);
	});
});
