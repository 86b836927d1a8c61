import { describe, expect, test } from "vitest";
import { effort } from "../../tests/effort.ts";
import { KEY, TYPE } from "./brand.ts";
import { PyByteArray } from "./bytearray.ts";
import { PyComplex } from "./complex.ts";
import { PyDict } from "./dict.ts";
import { equals } from "./equals.ts";
import { PyFloat } from "./numbers.ts";
import { PyGlobal, PyObject } from "./opaque.ts";
import { PyRange, PySlice } from "./range.ts";
import { PyFrozenSet, PySet } from "./set.ts";
import { tuple } from "./tuple.ts";

const nan = new PyFloat(Number.NaN);
const nested = (depth: number): unknown[] => {
	let list: unknown[] = [];
	for (let i = 0; i < depth; i++) list = [list];
	return list;
};
const ring = (length: number): unknown[] => {
	const first: unknown[] = [];
	let last = first;
	for (let i = 1; i < length; i++) {
		const next: unknown[] = [];
		last.push(next);
		last = next;
	}
	last.push(first);
	return first;
};
class OrderedDict extends PyDict {
	override get [TYPE](): string {
		return "collections.OrderedDict";
	}
}

describe("equals() follows Python's ==", () => {
	// Each row was asked of CPython 3.13.
	test.each([
		[1, true, true],
		[1, new PyFloat(1), true],
		[1, new PyComplex(1, 0), true],
		[1.5, new PyComplex(1.5, 0), true],
		[0, -0, true],
		["1", 1, false],
		["1", 1n, false],
		["", false, false],
		[null, false, false],
		[null, undefined, false],
		[2n ** 53n + 1n, new PyFloat(2 ** 53), false],
		[10n ** 30n, 1e30, false],
		[BigInt(1e300), 1e300, true],
		[Number.NaN, Number.NaN, false],
		[nan, nan, false],
		[[nan], [nan], true],
		[[Number.NaN], [Number.NaN], false],
		[new PyComplex(Number.NaN, 0), 1, false],
		[new Uint8Array([1]), new PyByteArray(Uint8Array.of(1).buffer), true],
		[new Uint8Array([1]), new Uint8Array([2]), false],
		[new Uint8Array([1]), [1], false],
		[[1], tuple(1), false],
		[tuple(1, "a"), tuple(new PyFloat(1), "a"), true],
		[{ a: [1] }, new PyDict([["a", [true]]]), true],
		[{ a: 1, b: undefined }, { a: 1 }, true],
		[{ a: 1 }, { b: 1 }, false],
		[JSON.parse('{"__proto__": 1}'), new PyDict([["__proto__", 1]]), true],
		[new Map([[1, "x"]]), new PyDict([[true, "x"]]), true],
		[
			new PyDict([
				[1, 2],
				[3, 4],
			]),
			new PyDict([
				[3, 4],
				[1, 2],
			]),
			true,
		],
		[
			new OrderedDict([
				[1, 2],
				[3, 4],
			]),
			new OrderedDict([
				[3, 4],
				[1, 2],
			]),
			false,
		],
		[
			new OrderedDict([
				[1, 2],
				[3, 4],
			]),
			new PyDict([
				[3, 4],
				[1, 2],
			]),
			true,
		],
		[new PySet([1, 2]), new PyFrozenSet([2, true]), true],
		[new PySet([tuple(1)]), new Set([tuple(1)]), true],
		[new PySet([1]), new PySet([2]), false],
		[new PyRange(0, 3, 2), new PyRange(0, 4, 2), true],
		[new PySlice(1, 2), new PySlice(new PyFloat(1), 2), true],
		[new PyGlobal("m", "n"), new PyGlobal("m", "n"), true],
		[new PyGlobal("m", "n"), new PyGlobal("m", "o"), false],
		[new Float64Array([1]), new Int8Array([1]), true],
		[new Date(5), new Date(5), true],
		[new Date(5), { [KEY]: () => ({ tag: "datetime", parts: [5] }) }, true],
		[{ [KEY]: () => 0.5 }, 0.5, true],
		[
			{ [KEY]: () => ({ tag: "t", parts: [1, [2]], hashable: false }) },
			{ [KEY]: () => ({ tag: "t", parts: [1, [2]] }) },
			true,
		],
		[{ [KEY]: () => ({ tag: "t", parts: [1] }) }, { [KEY]: () => ({ tag: "u", parts: [1] }) }, false],
	])("%o and %o", (a, b, expected) => {
		expect(equals(a, b)).toBe(expected);
		expect(equals(b, a)).toBe(expected);
	});
});

describe("equals() beyond Python", () => {
	const make = (...steps: unknown[][]): PyObject => {
		const made = new PyObject({ callable: new PyGlobal("m", "C"), args: tuple(1) });
		for (const items of steps) made.operations.push({ op: "append", items });
		return made;
	};
	test("inert objects are equal when made alike, however their items came", () => {
		expect(equals(make([1, 2], [3]), make([1], [2, 3]))).toBe(true);
		expect(equals(make([1, 2]), make([1]))).toBe(false);
		expect(equals(make(), new PyObject({ callable: new PyGlobal("m", "D"), args: tuple(1) }))).toBe(false);
	});
	test("sets and dict keys that compare by identity are paired in order", () => {
		expect(equals(new PySet<unknown>([1, make([1])]), new PySet<unknown>([make([1]), 1]))).toBe(true);
		expect(equals(new PySet([make([1])]), new PySet([make([2])]))).toBe(false);
		expect(equals(new PyDict([[make(), 1]]), new PyDict([[make(), 1]]))).toBe(true);
		expect(equals(new PyDict([[make(), 1]]), new PyDict([[make(), 2]]))).toBe(false);
	});
	test("cycles are equal when nothing tells them apart", () => {
		expect(equals(ring(1), ring(1))).toBe(true);
		expect(equals(ring(997), ring(1009))).toBe(true);
		const other = ring(1009);
		(other[0] as unknown[]).push(1);
		expect(equals(ring(997), other)).toBe(false);
	});
});

describe("equals() on hostile graphs", () => {
	test("a million levels", () => {
		expect(equals(nested(effort(1_000_000)), nested(effort(1_000_000)))).toBe(true);
		expect(equals(nested(100_000), nested(100_001))).toBe(false);
	});
	test("sharing does not multiply", () => {
		const laughs = (): unknown => {
			let list: unknown = new Uint8Array(100_000);
			for (let i = 0; i < 60; i++) list = [list, list];
			return Array.from({ length: 10_000 }, () => list);
		};
		expect(equals(laughs(), laughs())).toBe(true);
	});
	test("a tuple doubled sixty times as a key", () => {
		const key = (): unknown => {
			let made: unknown = tuple();
			for (let i = 0; i < 60; i++) made = tuple(made, made);
			return made;
		};
		expect(equals(new PyDict([[key(), 1]]), new PyDict([[key(), 1]]))).toBe(true);
	});
});

describe("equals() of dicts with classes of their own", () => {
	const branded = (brand: string, entries: [unknown, unknown][]): PyDict => {
		class Made extends PyDict {
			override get [TYPE](): string {
				return brand;
			}
			[KEY](): unknown {
				return { tag: brand, parts: [[...this]] };
			}
		}
		return new Made(entries);
	};
	// As CPython 3.15 has it.
	test("a frozendict equals a dict, a Counter's zeros do not count", () => {
		expect(equals(branded("frozendict", [[1, 2]]), { 1: 2 })).toBe(false);
		expect(equals(branded("frozendict", [[1, 2]]), new PyDict([[true, 2]]))).toBe(true);
		const counts = branded("collections.Counter", [
			["a", 1],
			["b", 0],
		]);
		expect(equals(counts, branded("collections.Counter", [["a", 1]]))).toBe(true);
		expect(equals(counts, new PyDict([["a", 1]]))).toBe(false);
	});
	test("a ChainMap equals the dict it shows", () => {
		const chain = { [TYPE]: "collections.ChainMap", [KEY]: () => ({ tag: "", parts: [new PyDict([[1, 2]])] }) };
		expect(equals(chain, new PyDict([[1, 2]]))).toBe(true);
	});
});
