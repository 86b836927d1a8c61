/** Values of another copy of the package, and subclasses of what JavaScript has. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type * as Brine from "../../src/index.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { Ellipsis, NotImplemented } from "../../src/values/constants.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject, PyPersistentId } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

// Not by its name, which is this very package; the path is not known to compilers and bundlers.
const other = (await import(pathToFileURL(resolve("dist/index.js")).href)) as typeof Brine;

describe("a value of another copy is written as one's own:", () => {
	const pairs: Readonly<Record<string, readonly [theirs: unknown, ours: unknown]>> = {
		tuple: [other.tuple(1, "x"), tuple(1, "x")],
		dict: [new other.PyDict([[1, 2]]), new PyDict([[1, 2]])],
		set: [new other.PySet([1, "a"]), new PySet([1, "a"])],
		frozenset: [new other.PyFrozenSet([1]), new PyFrozenSet([1])],
		float: [new other.PyFloat(3), new PyFloat(3)],
		bytearray: [other.PyByteArray.of(1, 2), PyByteArray.of(1, 2)],
		class: [new other.PyGlobal("m", "C"), new PyGlobal("m", "C")],
		object: [
			new other.PyObject({ callable: new other.PyGlobal("m", "C"), args: other.tuple(1) }),
			new PyObject({ callable: new PyGlobal("m", "C"), args: tuple(1) }),
		],
		"persistent id": [new other.PyPersistentId("p"), new PyPersistentId("p")],
		Ellipsis: [other.Ellipsis, Ellipsis],
		NotImplemented: [other.NotImplemented, NotImplemented],
	};
	test.each(Object.keys(pairs))("%s", (name) => {
		const [theirs, ours] = pairs[name] as readonly [unknown, unknown];
		for (const protocol of [0, 2, 4, 5]) {
			expect([protocol, dumps([theirs, theirs], { protocol })]).toEqual([protocol, dumps([ours, ours], { protocol })]);
		}
		expect(repr(theirs)).toBe(repr(ours));
		if (name !== "object") expect(equals(theirs, ours)).toBe(true);
	});
	test("but not one of a type that only its registry knows", () => {
		expect(repr(new other.PyComplex(1, 2))).toBe(repr(new PyComplex(1, 2)));
		expect(() => dumps(new other.PyComplex(1, 2))).toThrow(/complex/);
	});
});

describe("a subclass is written as what it extends:", () => {
	class List extends Array<unknown> {}
	class Table extends Map<unknown, unknown> {}
	class Group extends Set<unknown> {}
	class Bytes extends Uint8Array {}
	const list = new List();
	list.push(1, 2);
	test.each([
		["Array", list, [1, 2]],
		["Map", new Table([["a", 1]]), new Map([["a", 1]])],
		["Set", new Group([1]), new Set([1])],
		["Uint8Array", new Bytes([1, 2]), Uint8Array.of(1, 2)],
		["nothing", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
	])("of %s", (_, value, plain) => {
		expect(dumps(value)).toEqual(dumps(plain));
		expect(loads(dumps(value))).toEqual(loads(dumps(plain)));
	});
	test("and of a class of one's own not at all", () => {
		class Own {}
		expect(() => dumps([new Own()])).toThrow(/Own/);
	});
});
