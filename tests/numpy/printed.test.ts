/** What numpy 2.5 prints of 700 small arrays of all dtypes, and of the values that are named here. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { array, scalar } from "../../src/numpy/array.ts";
import { dtype } from "../../src/numpy/dtype-spec.ts";
import { MaskedArray } from "../../src/numpy/masked.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { repr, str } from "../../src/numpy/print/repr.ts";
import { numpyRegistry, registry } from "../../src/numpy/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { repr as pythonRepr } from "../../src/values/repr.ts";

interface Made {
	readonly data: string;
	readonly protocol: number;
	readonly buffers: readonly (readonly [data: string, isReadonly: boolean])[] | null;
	readonly repr: string;
	readonly str: string;
}
const made = JSON.parse(gunzipSync(readFileSync("tests/golden/numpy/printed.json.gz")).toString()) as Made[];

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}

describe("random arrays", () => {
	it("are printed as numpy 2.5 prints them, and written back as equal", () => {
		expect(made.length).toBeGreaterThan(500);
		for (const { data, buffers, ...wanted } of made) {
			const beside = buffers?.map(([text, isReadonly]) =>
				isReadonly ? bytesOf(text) : new PyByteArray(bytesOf(text).buffer),
			);
			const options = { registry, mode: "exact", ...(beside === undefined ? {} : { buffers: beside }) } as const;
			const read = loads(bytesOf(data), options);
			expect(repr(read)).toBe(wanted.repr);
			expect(str(read)).toBe(wanted.str);
			expect(repr(loads(dumps(read, { registry, protocol: wanted.protocol }), { registry, mode: "exact" }))).toBe(
				wanted.repr,
			);
		}
	});
});

describe("repr", () => {
	it("is what Python's own repr, String and templates use", () => {
		const x = array([1.5, 2]);
		expect([pythonRepr({ x }), String(x), `${scalar(2, "i4")}`]).toEqual([
			"{'x': array([1.5, 2. ])}",
			"[1.5 2. ]",
			"2",
		]);
	});
	it.each([
		[scalar(1e16, "f8"), "np.float64(1e+16)"],
		[scalar(0.1, "f4"), "np.float32(0.1)"],
		[scalar(60000, "f2"), "np.float16(6e+04)"],
		[scalar(1e6, "f4"), "np.float32(1e+06)"],
		[scalar(1e-4, "f4"), "np.float32(1e-04)"],
		[scalar(new PyComplex(1, -2), "c16"), "np.complex128(1-2j)"],
		[scalar(new PyComplex(1e20, -0), "c8"), "np.complex64(1e+20-0j)"],
		[scalar(true, "?"), "np.True_"],
		[scalar("h'é", "U3"), `np.str_("h'é")`],
		[scalar(Uint8Array.of(97, 98), "S2"), "np.bytes_(b'ab')"],
		[scalar("2020-01-01T12:00", "M8[m]"), "np.datetime64('2020-01-01T12:00')"],
		[scalar(5, "m8[25s]"), "np.timedelta64(5,'25s')"],
		[scalar(null, "M8[s]"), "np.datetime64('NaT','s')"],
		[scalar(Uint8Array.of(97, 255), "V2"), "np.void(b'\\x61\\xFF')"],
		[
			scalar(
				[1, 2],
				dtype([
					["a", "i4"],
					["b", "f8"],
				]),
			),
			"np.void((1, 2.0), dtype=[('a', '<i4'), ('b', '<f8')])",
		],
		[array([[1, 2]], { shape: [2, 0, 3].slice(0, 1) }), "array([1, 2])"],
		[dtype("f8"), "dtype('float64')"],
		[dtype(">i4"), "dtype('>i4')"],
		[
			dtype(
				[
					["a", "i1"],
					["b", "i4"],
				],
				{ align: true },
			),
			"dtype([('a', 'i1'), ('b', '<i4')], align=True)",
		],
		[dtype("T"), "StringDType()"],
	])("%# is numpy's", (value, text) => {
		expect(repr(value)).toBe(text);
	});
	it("shows masked items as dashes", () => {
		const mask = array([false, true, false]);
		const value = new MaskedArray({ dtype: "f8", shape: [3], data: new Float64Array([1.5, 2, 3]), mask });
		expect(repr(value)).toBe(
			"masked_array(data=[1.5, --, 3.0],\n             mask=[False,  True, False],\n       fill_value=1e+20)",
		);
		expect([value.toArray(), value.slice([1, null]).toArray(), value.equals(value.copy())]).toEqual([
			[1.5, null, 3],
			[null, 3],
			true,
		]);
	});
	it("ends for an array that holds itself, and for one that holds one twice, over and over", () => {
		const self = array([1, null], { dtype: "O" });
		(self.data as unknown[])[1] = self;
		expect(repr(self)).toBe("array([1, array(..., dtype=object)], dtype=object)");
		let twice = array([1, 2], { dtype: "O" });
		for (let i = 0; i < 60; i++) twice = array([twice, twice], { dtype: "O", shape: [2] });
		expect(() => repr(twice, { limits: { text: 2 ** 18 } })).toThrow(/limit|recursion/);
		const long = array([null], { dtype: "O" });
		(long.data as unknown[])[0] = "a".repeat(2 ** 24);
		expect(() => repr(long)).toThrow(expect.objectContaining({ limit: "text", value: 2 ** 24 }));
	});
	it("is no longer than asked for, whatever it is of", () => {
		const scalarOf = (value: unknown): NDArray => new NDArray({ dtype: "O", shape: [1], data: [value] });
		let twice: unknown = array([1, 2], { dtype: "O" });
		let lists: unknown = [1];
		for (let i = 0; i < 40; i++) {
			twice = array([twice, twice], { dtype: "O", shape: [2] });
			lists = [lists, lists];
		}
		const limits = { text: 1000 };
		const values = [twice, lists, [twice], scalarOf(lists), array(["a".repeat(2000)])];
		for (const value of values) {
			for (const print of [repr, str]) {
				expect(() => print(value, { limits })).toThrow(expect.objectContaining({ limit: "text", value: 1000 }));
			}
		}
		expect(repr(array(["a".repeat(2000)])).length).toBeGreaterThan(2000);
		expect(repr(array([1, 2]), { limits })).toBe("array([1, 2])");
		expect(repr(array([1, 2]), { pythonVersion: "3.8" })).toBe("array([1, 2])");
	});
	it.each([{ limit: {} }, { limits: { texts: 1 } }, { pythonVersion: "four" }, new Map()])("refuses %j", (options) => {
		for (const value of [1, array([1, 2])]) {
			expect(() => repr(value, options as object)).toThrow(expect.objectContaining({ code: "option" }));
			expect(() => str(value, options as object)).toThrow(expect.objectContaining({ code: "option" }));
		}
	});
});

it("writes the names of another numpy for the same value", () => {
	const value = array(
		[
			[1, 2],
			[3, 4],
		],
		{ order: "F" },
	);
	for (const numpyVersion of ["1.13", "1.18", "1.26", "2.0", "2.5"]) {
		const data = dumps(value, { registry: numpyRegistry({ numpyVersion }) });
		expect(repr(loads(data, { registry }))).toBe("array([[1, 2],\n       [3, 4]])");
	}
});
