import { describe, expect, test } from "vitest";
import { dumps } from "../../pickle/dumps.ts";
import { loads } from "../../pickle/loads.ts";
import { PyComplex } from "../../values/complex.ts";
import { PyFloat } from "../../values/numbers.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { repr } from "../../values/repr.ts";
import { tuple } from "../../values/tuple.ts";
import { PyArray } from "./array.ts";

const read = (callable: PyGlobal, ...args: unknown[]): unknown =>
	loads(dumps(new PyObject({ via: "REDUCE", callable, args: tuple(...args) })), { mode: "exact" });
/** The form that protocols 0 to 2 write. */
const listed = (typecode: unknown, items: unknown): unknown =>
	read(new PyGlobal("array", "array"), ...(items === undefined ? [typecode] : [typecode, items]));
/** The form that protocols 3 and newer write. */
const packed = (typecode: unknown, format: unknown, bytes: unknown): unknown =>
	read(new PyGlobal("array", "_array_reconstructor"), new PyGlobal("array", "array"), typecode, format, bytes);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** `struct.pack("<e", value)` of CPython, as a number. */
const HALVES: readonly (readonly [value: number, bits: number])[] = [
	[0, 0],
	[-0, 0x8000],
	[1, 0x3c00],
	[-2.5, 0xc100],
	[65504, 0x7bff],
	[2 ** -14, 0x0400],
	[2 ** -24, 0x0001],
	[-(2 ** -24), 0x8001],
	[1023 * 2 ** -24, 0x03ff],
	[Number.POSITIVE_INFINITY, 0x7c00],
	[Number.NEGATIVE_INFINITY, 0xfc00],
	[0.333251953125, 0x3555],
];

describe("array.array", () => {
	test("of halves: their bits, whichever way they were written", () => {
		const numbers = HALVES.map(([value]) => value);
		const array = listed(
			"e",
			numbers.map((value) => new PyFloat(value)),
		) as PyArray;
		expect([...array.items]).toEqual(HALVES.map(([, bits]) => bits));
		expect(array.toArray()).toEqual(numbers);
		const little = HALVES.flatMap(([, bits]) => [bits & 255, bits >> 8]);
		expect((packed("e", 26, bytes(...little)) as PyArray).toArray()).toEqual(numbers);
		const big = HALVES.flatMap(([, bits]) => [bits >> 8, bits & 255]);
		expect((packed("e", 27, bytes(...big)) as PyArray).toArray()).toEqual(numbers);
		expect((listed("e", [new PyFloat(Number.NaN)]) as PyArray).toArray()).toEqual([Number.NaN]);
		expect((packed("e", 26, bytes(1, 0x7c)) as PyArray).toArray()).toEqual([Number.NaN]);
		expect(repr(packed("e", 26, bytes(0, 0x3c)))).toBe("array('e', [1.0])");
		// Numbers that no half is.
		for (const value of [1e-9, 65520, 1 / 3, "1"]) expect(listed("e", [value])).toBeInstanceOf(PyObject);
	});
	test("of complex numbers: both parts, whichever way they were written", () => {
		const values = [new PyComplex(1, -2), new PyComplex(0.5, 0)];
		for (const [typecode, format, Items] of [
			["Zf", 22, Float32Array],
			["Zd", 24, Float64Array],
		] as const) {
			const array = listed(typecode, values) as PyArray;
			expect([array.toArray(), [...array.items]]).toEqual([values, [1, -2, 0.5, 0]]);
			expect(array.itemsize).toBe(2 * Items.BYTES_PER_ELEMENT);
			expect(packed(typecode, format, array.tobytes())).toEqual(array);
			expect(packed(typecode, format, bytes(...array.tobytes().subarray(1)))).toBeInstanceOf(PyObject);
			for (const protocol of [2, 4]) expect(loads(dumps(array, { protocol }), { mode: "exact" })).toEqual(array);
			expect(repr(array)).toBe(`array('${typecode}', [(1-2j), (0.5+0j)])`);
		}
		expect(listed("Zd", [1])).toBeInstanceOf(PyObject);
	});
	test("of characters: code points, and units where they came from Windows", () => {
		expect((listed("u", ["a", "\u{1f600}"]) as PyArray).tounicode()).toBe("a\u{1f600}");
		expect(repr(listed("w", ["a", "b"]))).toBe("array('w', 'ab')");
		const windows = packed("u", 18, bytes(0x3d, 0xd8, 0, 0xde)) as PyArray;
		expect([windows.tounicode(), windows.itemsize]).toEqual(["\u{1f600}", 2]);
		expect((packed("u", 21, bytes(0, 1, 0xf6, 0)) as PyArray).tounicode()).toBe("\u{1f600}");
		for (const item of ["ab", "", 97, "\u{1f600}x"]) expect(listed("u", [item])).toBeInstanceOf(PyObject);
		expect(packed("w", 20, bytes(0, 0, 0x11, 0))).toBeInstanceOf(PyObject);
	});
	test("of ints: of either byte order and size, and none that does not fit", () => {
		expect((packed("h", 5, bytes(0xff, 0xfe, 0, 1)) as PyArray).toArray()).toEqual([-2, 1]);
		expect((packed("l", 9, bytes(0, 0, 0, 1)) as PyArray).toArray()).toEqual([1]);
		expect((packed("q", 12, bytes(255, 255, 255, 255, 255, 255, 255, 127)) as PyArray).toArray()).toEqual([
			2n ** 63n - 1n,
		]);
		expect((listed("b", [-128, 127]) as PyArray).toArray()).toEqual([-128, 127]);
		for (const [typecode, item] of [
			["b", 128],
			["B", -1],
			["i", 2 ** 31],
			["q", 2n ** 63n],
			["h", new PyFloat(1)],
			["h", "1"],
		]) {
			expect(listed(typecode, [item])).toBeInstanceOf(PyObject);
		}
	});
	test("is inert when its arguments are none that Python writes", () => {
		expect(listed("x", [1])).toBeInstanceOf(PyObject);
		expect(listed("i", undefined)).toBeInstanceOf(PyObject);
		expect(listed("i", "text")).toBeInstanceOf(PyObject);
		expect(packed("i", 2, bytes(0, 0))).toBeInstanceOf(PyObject);
		expect(packed("i", 8, bytes(0, 0))).toBeInstanceOf(PyObject);
		expect(packed("i", 99, bytes())).toBeInstanceOf(PyObject);
		expect(packed(1, 8, bytes())).toBeInstanceOf(PyObject);
		expect(packed("i", "8", bytes())).toBeInstanceOf(PyObject);
		expect(packed("i", 8, "text")).toBeInstanceOf(PyObject);
		const subclass = new PyGlobal("shop", "Array");
		expect(read(new PyGlobal("array", "_array_reconstructor"), subclass, "i", 8, bytes())).toBeInstanceOf(PyObject);
	});
	test("is not made of items that its type code never has", () => {
		expect(() => new PyArray("b", new Float64Array(1))).toThrow("bad typecode 'b' for these items");
		expect(() => new PyArray("toString", new Int8Array(1))).toThrow("bad typecode");
		expect(repr(new PyArray("d", new Float64Array()))).toBe("array('d')");
		expect(JSON.stringify(new PyArray("i", new Int32Array([1, 2])))).toBe("[1,2]");
	});
});
