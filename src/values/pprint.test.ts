import { describe, expect, test } from "vitest";
import { effort, IS_SHORT } from "../../tests/effort.ts";
import { stopwatch } from "../../tests/stopwatch.ts";
import { PyDict } from "./dict.ts";
import { PyGlobal, PyObject } from "./opaque.ts";
import { pformat, pprint } from "./pprint.ts";
import { tuple } from "./tuple.ts";

describe("pformat()", () => {
	test("is repr() while that fits, with keys in order", () => {
		expect(pformat({ b: 1, a: [tuple(1), null] })).toBe("{'a': [(1,), None], 'b': 1}");
		expect(pformat({ b: 1, a: undefined })).toBe("{'b': 1}");
		expect(pformat({ b: 1, a: 2 }, { sortDicts: false })).toBe("{'b': 1, 'a': 2}");
	});
	test("takes JavaScript's own containers for Python's", () => {
		expect(
			pformat(
				new Map<unknown, unknown>([
					[2, new Set(["x"])],
					[1, {}],
				]),
			),
		).toBe("{1: {}, 2: {'x'}}");
	});
	test("breaks inert objects as Python breaks dataclasses", () => {
		const point = new PyObject({ callable: new PyGlobal("geometry", "Point"), args: tuple(1) });
		point.operations.push({ op: "build", state: { name: "x".repeat(40), tags: ["a".repeat(30), "b".repeat(30)] } });
		const lines = [
			"geometry.Point(1,",
			`               name='${"x".repeat(40)}',`,
			`               tags=['${"a".repeat(30)}',`,
			`                     '${"b".repeat(30)}'])`,
		];
		expect(pformat(point)).toBe(lines.join("\n"));
		expect(pformat(point, { width: 1000 })).toContain("geometry.Point(1, name='xxx");
	});
	test("an inert object in itself is three dots", () => {
		const point = new PyObject({ callable: new PyGlobal("geometry", "Point") });
		point.operations.push({ op: "build", state: { name: "x".repeat(80), self: point } });
		expect(pformat(point)).toBe(`geometry.Point(name='${"x".repeat(80)}',\n               self=...)`);
	});
	test.each([
		[{ width: 0 }, "width must be != 0"],
		[{ depth: 0 }, "depth must be > 0"],
		[{ indent: -1 }, "indent must be >= 0"],
	])("refuses %j as Python does", (options, message) => {
		expect(() => pformat(1, options)).toThrow(expect.objectContaining({ name: "ValueError", message }));
	});
	test("refuses what it does not know", () => {
		expect(() => pformat(1, { nope: 1 } as object)).toThrow("pformat() got an unexpected keyword argument 'nope'");
	});
});

describe("pprint()", () => {
	test("writes the text of pformat() and a newline, in pieces as it is made", () => {
		const row = Array.from({ length: 400 }, (_, i) => `item ${i}`);
		const value = Array.from({ length: effort(2000) }, (_, i) => [i, row, { [i]: [row, row] }]);
		const pieces: string[] = [];
		pprint(value, { write: (text) => pieces.push(text) });
		expect(pieces.length).toBeGreaterThan(effort(100));
		expect(pieces.join("") === `${pformat(value, { limits: { text: 2 ** 28 } })}\n`).toBe(true);
	});
	test("ends when its reader has seen enough, whatever is still to come", () => {
		let list: unknown[] = [];
		for (let i = 0; i < 60; i++) list = [list, list];
		let left = 10;
		const write = (): void => {
			if (--left === 0) throw new Error("enough");
		};
		expect(() => pprint(list, { write })).toThrow("enough");
		expect(() => pprint(list, { write: () => {} }, { limits: { text: 10_000_000 } })).toThrow("text is 10000000");
	});
});

describe("pformat() of hostile graphs", () => {
	test("far deeper than any call stack", () => {
		// Each level is tried on one line first, in 80 columns: a million levels would take ten seconds and more.
		const depth = effort(100_000);
		let list: unknown[] = [];
		for (let i = 1; i < depth; i++) list = [list];
		expect(pformat(list) === "[".repeat(depth) + "]".repeat(depth)).toBe(true);
	});
	test("a small graph with an enormous text meets the budget", () => {
		let list: unknown[] = [];
		for (let i = 0; i < 60; i++) list = [list, list];
		expect(() => pformat(list, { limits: { text: 100_000 } })).toThrow(expect.objectContaining({ limit: "text" }));
	});
	test("a list nested sixty times as [v, v] ends at the default budget, at once and in little memory", () => {
		const all = [(v: unknown) => [v, v], (v: unknown) => ({ a: v, b: v }), (v: unknown) => new Set([v, [v]])];
		for (const twice of all.slice(0, IS_SHORT ? 1 : 3)) {
			let value: unknown = "日本";
			for (let i = 0; i < 60; i++) value = twice(value);
			const elapsed = stopwatch();
			const budget = IS_SHORT ? { limits: { text: 2 ** 26 } } : {};
			expect(() => pformat(value, budget)).toThrow(expect.objectContaining({ name: "LimitError", limit: "text" }));
			if (!IS_SHORT) expect(() => pformat(value, { depth: 50 })).toThrow(expect.objectContaining({ limit: "text" }));
			expect(elapsed()).toBeLessThan(20_000);
		}
	});
	test("indentation counts", () => {
		let list: unknown[] = [1, 2];
		for (let i = 1; i < 5000; i++) list = [list, 1];
		expect(() => pformat(list, { limits: { text: 1_000_000 } })).toThrow(expect.objectContaining({ limit: "text" }));
	});
	test("many keys are sorted once, however deep the dict lies", () => {
		let value: unknown = new PyDict(Array.from({ length: effort(100_000) }, (_, i) => [i ^ 0x5555, i]));
		for (let i = 0; i < 40; i++) value = [value];
		const elapsed = stopwatch();
		expect(pformat(value).length).toBeGreaterThan(effort(1_000_000));
		expect(elapsed()).toBeLessThan(effort(10_000));
	});
	const SIZE = effort(200_000);
	test("long text and bytes in linear time, whatever the width", () => {
		const elapsed = stopwatch();
		expect(pformat(["word ".repeat(SIZE)], { width: 100_000_000 }).length).toBeGreaterThan(5 * SIZE);
		expect(pformat("word ".repeat(SIZE), { width: 2.5 * SIZE }).length).toBeGreaterThan(5 * SIZE);
		expect(pformat(new Uint8Array(2.5 * SIZE), { width: 2.5 * SIZE }).length).toBeGreaterThan(10 * SIZE);
		expect(pformat(`${"x".repeat(2.5 * SIZE)} ${"y ".repeat(SIZE / 2)}`).length).toBeGreaterThan(3.5 * SIZE);
		expect(elapsed()).toBeLessThan(20_000);
	});
});
