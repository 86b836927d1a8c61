/** `String()` of every value class: Python's `str()`, but for those that are Maps, Sets, arrays or typed arrays of the engine. */
import { describe, expect, it } from "vitest";
import * as brine from "../index.ts";
import * as numpy from "../numpy/index.ts";
import * as pandas from "../pandas/index.ts";
import * as torch from "../torch/index.ts";
import * as types from "./index.ts";

type Class = { readonly prototype: object };
const isValueClass = (value: unknown): value is Class =>
	typeof value === "function" &&
	typeof value.prototype === "object" &&
	value.prototype !== null &&
	Symbol.for("brine.type") in value.prototype;
const classes = [brine, types, numpy, pandas, torch].flatMap((entry) =>
	Object.entries(entry).filter(([, value]) => isValueClass(value)),
);
const NATIVE = [Map, Set, Array, Uint8Array];

describe("String() of", () => {
	it.each(classes)("%s", (_name, value) => {
		const { prototype } = value as unknown as Class;
		const native = NATIVE.find((base) => prototype instanceof base);
		const own = (prototype as { toString: unknown }).toString;
		if (native === undefined) expect(own).not.toBe(Object.prototype.toString);
		else expect(own).toBe(native.prototype.toString);
	});
	it.each([
		[new types.PySlice(1, 2), "slice(1, 2, None)"],
		[new types.PySlice("a", null, [1.5]), "slice('a', None, [1.5])"],
		[new types.PyRange(0, 5), "range(0, 5)"],
		[new types.PyComplex(1, -2), "(1-2j)"],
		[new types.PyComplex(0, 1), "1j"],
		[new brine.PyPersistentId(7), brine.repr(new brine.PyPersistentId(7))],
		[new types.PyDecimal("1.50"), "1.50"],
		[new brine.PyGlobal("m", "C"), "m.C"],
	])("%o is Python's", (value, text) => {
		expect(String(value)).toBe(text);
	});
	it("a list of a dict and a tuple is the engine's, and repr() is Python's", () => {
		const value = [new brine.PyDict([[1, 2]]), brine.tuple(1, 2)];
		expect(String(value)).toBe("[object Map],1,2");
		expect(brine.repr(value)).toBe("[{1: 2}, (1, 2)]");
	});
});
