/** The behaviour of the value classes in JavaScript, beside being read and written. */
import { describe, expect, test } from "vitest";
import { INSPECT } from "./brand.ts";
import { PyByteArray } from "./bytearray.ts";
import { PyComplex } from "./complex.ts";
import { Ellipsis, NotImplemented } from "./constants.ts";
import { PyDict } from "./dict.ts";
import { equals } from "./equals.ts";
import {
	isByteArray,
	isComplex,
	isDict,
	isFloat,
	isFrozenSet,
	isGlobal,
	isObject,
	isPersistentId,
	isRange,
	isSet,
	isSlice,
	isTuple,
} from "./guards.ts";
import { PyFloat } from "./numbers.ts";
import { PyGlobal, PyObject, PyPersistentId } from "./opaque.ts";
import { PyRange, PySlice } from "./range.ts";
import { PyFrozenSet, PySet } from "./set.ts";
import { tuple } from "./tuple.ts";

describe("PyDict", () => {
	const made = (): PyDict<unknown, unknown> =>
		new PyDict<unknown, unknown>([
			[1, "int"],
			[tuple(1, 2), "tuple"],
			["text", "str"],
			[new PyFloat(2), "float"],
		]);
	test("deletes by Python's equality, and once", () => {
		const dict = made();
		expect([dict.delete(true), dict.delete(1), dict.has(1n), dict.size]).toEqual([true, false, false, 3]);
		expect([dict.delete(tuple(1, 2)), dict.delete(tuple(1, 2)), dict.get(tuple(1, 2))]).toEqual([
			true,
			false,
			undefined,
		]);
		expect([dict.delete(2), dict.delete("none"), [...dict.keys()]]).toEqual([true, false, ["text"]]);
		dict.set(tuple(1, 2), "again");
		expect(dict.get(tuple(1, 2))).toBe("again");
	});
	test("is empty after clear(), and can be filled again", () => {
		const dict = made();
		dict.clear();
		expect([dict.size, dict.get(1), dict.get(tuple(1, 2)), [...dict]]).toEqual([0, undefined, undefined, []]);
		dict.set(tuple(1, 2), 1).set(new PyFloat(1), 2);
		expect([dict.get(tuple(1, 2)), dict.get(1), dict.size]).toEqual([1, 2, 2]);
	});
	test("is an object in JSON when its keys are text, else a list of pairs", () => {
		expect(JSON.stringify(new PyDict([["a", 1]]))).toBe('{"a":1}');
		expect(JSON.stringify(new PyDict([["__proto__", 1]]))).toBe('{"__proto__":1}');
		expect(
			JSON.stringify(
				new PyDict<unknown, unknown>([
					["a", 1],
					[2, 3],
				]),
			),
		).toBe('[["a",1],[2,3]]');
	});
});

describe("PySet and PyFrozenSet", () => {
	test("delete by Python's equality, and once", () => {
		const set = new PySet<unknown>([1, tuple("a"), new PyFloat(2), Uint8Array.of(1)]);
		expect([set.delete(new PyFloat(1)), set.delete(1), set.size]).toEqual([true, false, 3]);
		expect([set.delete(tuple("a")), set.has(tuple("a")), set.delete(2)]).toEqual([true, false, true]);
		expect([set.delete(Uint8Array.of(1)), set.size]).toEqual([true, 0]);
		set.add(tuple("a"));
		set.clear();
		expect([set.size, set.has(tuple("a")), set.delete(tuple("a"))]).toEqual([0, false, false]);
	});
	test("give their items as any Set does", () => {
		for (const set of [new PySet<unknown>([1, "a"]), new PyFrozenSet<unknown>([1, "a"])]) {
			expect([[...set.keys()], [...set.values()], [...set.entries()]]).toEqual([
				[1, "a"],
				[1, "a"],
				[
					[1, 1],
					["a", "a"],
				],
			]);
			expect(JSON.stringify(set)).toBe('[1,"a"]');
		}
		const float = new PyFloat(1);
		const boxed = new PySet<unknown>([float]);
		expect([[...boxed], [...boxed.entries()], [...boxed.keys()]]).toEqual([[float], [[float, float]], [float]]);
	});
});

describe("PyRange and PySlice", () => {
	// list(range(*arguments)) of CPython 3.13
	test.each([
		[[0, 0], []],
		[
			[2, 5],
			[2, 3, 4],
		],
		[[5, 2], []],
		[
			[5, 2, -1],
			[5, 4, 3],
		],
		[[2, 5, -1], []],
		[
			[0, 10, 3],
			[0, 3, 6, 9],
		],
		[
			[10, 0, -3],
			[10, 7, 4, 1],
		],
		[
			[2n ** 70n, 2n ** 70n + 3n],
			[2n ** 70n, 2n ** 70n + 1n, 2n ** 70n + 2n],
		],
	] as const)("range(%s) gives what Python's does", ([start, stop, step = 1], items) => {
		const range = new PyRange(start, stop, step);
		expect([[...range], range.length]).toEqual([items, items.length]);
	});
	test("ranges are equal when they give the same numbers, slices when their parts are", () => {
		expect(equals(new PyRange(0, 3, 2), new PyRange(0, 4, 2))).toBe(true);
		expect(equals(new PyRange(0, 0), new PyRange(2, 1))).toBe(true);
		expect(equals(new PyRange(1, 2), new PyRange(1, 9, 8))).toBe(true);
		expect(equals(new PyRange(0, 3), new PyRange(0, 4))).toBe(false);
		expect(equals(new PySlice(1, 2), new PySlice(1, 2, null))).toBe(true);
		expect(equals(new PySlice(1, 2), new PySlice(1, 3))).toBe(false);
	});
	test("show their parts", () => {
		expect(JSON.stringify([new PyRange(0, 3), new PySlice(1, null, 2)])).toBe(
			'[{"start":0,"stop":3,"step":1},{"start":1,"stop":null,"step":2}]',
		);
		expect([new PyRange(0, 3)[INSPECT]()]).toEqual(["PyRange(0, 3, 1)"]);
	});
});

describe("the small ones", () => {
	test("are numbers, texts and lists where JavaScript asks for them", () => {
		const float = new PyFloat(3);
		expect([Number(float) + 1, `${float}`, JSON.stringify(float), float[INSPECT]()]).toEqual([
			4,
			"3",
			"3",
			"PyFloat(3)",
		]);
		expect(new PyFloat(-0)[INSPECT]()).toBe("PyFloat(-0)");
		expect([`${Ellipsis}`, JSON.stringify(NotImplemented), Ellipsis[INSPECT]()]).toEqual([
			"Ellipsis",
			'"NotImplemented"',
			"Ellipsis",
		]);
		expect(JSON.stringify(PyByteArray.of(1, 255))).toBe("[1,255]");
		expect(JSON.stringify(new PyPersistentId("id"))).toBe('{"$persistentId":"id"}');
		expect(equals(new PyPersistentId(1), new PyPersistentId(1))).toBe(true);
		expect(equals(new PyPersistentId(1), new PyPersistentId(2))).toBe(false);
	});
	test("are told apart by their guards", () => {
		const values = {
			isTuple: tuple(),
			isDict: new PyDict(),
			isSet: new PySet(),
			isFrozenSet: new PyFrozenSet(),
			isByteArray: new PyByteArray(),
			isFloat: new PyFloat(1),
			isComplex: new PyComplex(1, 2),
			isRange: new PyRange(0, 1),
			isSlice: new PySlice(0, 1),
			isGlobal: new PyGlobal("m", "C"),
			isObject: new PyObject({ callable: new PyGlobal("m", "C") }),
			isPersistentId: new PyPersistentId(1),
		};
		const guards = {
			isTuple,
			isDict,
			isSet,
			isFrozenSet,
			isByteArray,
			isFloat,
			isComplex,
			isRange,
			isSlice,
			isGlobal,
			isObject,
			isPersistentId,
		};
		for (const [name, guard] of Object.entries(guards)) {
			for (const [kind, value] of Object.entries(values))
				expect([name, kind, guard(value)]).toEqual([name, kind, name === kind]);
			for (const other of [null, undefined, 1, "x", [], {}, new Map(), new Set(), Symbol.iterator])
				expect([name, guard(other)]).toEqual([name, false]);
		}
	});
	test("equal as in Python, where NaN does not equal NaN", () => {
		expect(equals(new PyComplex(1, 2), new PyComplex(1, 2))).toBe(true);
		expect(equals(new PyComplex(Number.NaN, 2), new PyComplex(Number.NaN, 2))).toBe(false);
		expect(equals(new PyComplex(1, Number.NaN), new PyComplex(1, Number.NaN))).toBe(false);
		expect(equals(new PyComplex(1, 0), 1)).toBe(true);
	});
	test("equal JavaScript's own by what they hold", () => {
		expect(equals(Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2))).toBe(true);
		expect(equals(/a/g, /a/g)).toBe(true);
		expect([equals(/a/g, /a/i), equals(/a/, /b/), equals([1], [1, 2])]).toEqual([false, false, false]);
		const list = [1];
		expect(equals(new Map([[list, 1]]), new Map([[list, 1]]))).toBe(true);
	});
});
