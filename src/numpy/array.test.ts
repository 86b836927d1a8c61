import { describe, expect, it } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { tuple } from "../values/tuple.ts";
import { array } from "./array.ts";
import { DType } from "./dtype.ts";
import { dtype } from "./dtype-spec.ts";
import type { NDArray } from "./ndarray.ts";
import { numpyRegistry, registry } from "./registry.ts";

/** Writes and reads, at a protocol. */
function again(value: unknown, protocol = 5, options: object = {}): NDArray {
	return loads(dumps(value, { registry, protocol }), { registry, ...options }) as NDArray;
}

describe("array", () => {
	it("takes the dtype of a typed array, and no copy of it", () => {
		const data = new Float32Array([1, 2, 3, 4, 5, 6]);
		const made = array(data, { shape: [2, 3] });
		expect([made.dtype.str, made.shape, made.strides, made.data === data]).toEqual(["<f4", [2, 3], [3, 1], true]);
		expect(made.toArray()).toEqual([
			[1, 2, 3],
			[4, 5, 6],
		]);
	});
	it("takes the dtype that numpy takes for lists", () => {
		const of = (items: unknown): string => array(items).dtype.str;
		expect([
			of([1, 2]),
			of([1, 2.5]),
			of([true]),
			of(["ab", "c"]),
			of([]),
			of(5),
			of([2n ** 63n]),
			of([1, "a"]),
		]).toEqual(["<i8", "<f8", "|b1", "<U2", "<f8", "<i8", "<u8", "|O"]);
	});
	it("refuses lists of different lengths, and ints that do not fit", () => {
		expect(() => array([[1, 2], [3]])).toThrow("inhomogeneous");
		expect(() => array([300], { dtype: "u1" })).toThrow("Python integer 300 out of bounds for uint8");
		expect(() => array([1, 2, 3], { shape: [2, 2] })).toThrow("cannot reshape array of size 3 into shape (2,2)");
	});
	it("lays items out in either order", () => {
		const made = array(
			[
				[1, 2, 3],
				[4, 5, 6],
			],
			{ dtype: "i1", order: "F" },
		);
		expect([[...(made.data as Int8Array)], made.order, made.toArray()]).toEqual([
			[1, 4, 2, 5, 3, 6],
			"F",
			[
				[1, 2, 3],
				[4, 5, 6],
			],
		]);
	});
});

describe("an array", () => {
	const table = array([
		[1, 2, 3],
		[4, 5, 6.5],
	]);
	it("gives items, slices without copying, and its axes in another order", () => {
		expect([table.get(1, 2), table.get(-1, 0)]).toEqual([6.5, 4]);
		const part = table.slice(null, [0, 3, 2]);
		expect([part.toArray(), part.data === table.data]).toEqual([
			[
				[1, 3],
				[4, 6.5],
			],
			true,
		]);
		expect(table.slice(1, [null, null, -1]).toArray()).toEqual([6.5, 5, 4]);
		expect(table.transpose().toArray()).toEqual([
			[1, 4],
			[2, 5],
			[3, 6.5],
		]);
		expect([...table].map((row) => (row as NDArray).toArray())).toEqual([
			[1, 2, 3],
			[4, 5, 6.5],
		]);
		expect(() => table.get(2, 0)).toThrow("index 2 is out of bounds for axis 0 with size 2");
	});
	it("is written and read at every protocol, in every layout", () => {
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			for (const made of [
				table,
				table.transpose(),
				table.slice(null, [null, null, 2]),
				array(7),
				array([], { dtype: ">i4" }),
			]) {
				const got = again(made, protocol);
				expect([got.dtype.str, got.shape, got.toArray()]).toEqual([made.dtype.str, made.shape, made.toArray()]);
			}
		}
	});
	it("keeps records, texts and big-endian numbers", () => {
		const spec = dtype([
			["id", ">u2"],
			["name", "U3"],
			["at", "f4", 2],
		]);
		const made = array([{ id: 7, name: "é", at: [0.5, 1] }], { dtype: spec });
		const got = again(made);
		expect(got.toArray()).toEqual([{ id: 7, name: "é", at: [0.5, 1] }]);
		expect([got.field("id").toArray(), got.field("at").toArray(), got.dtype.names]).toEqual([
			[7],
			[[0.5, 1]],
			["id", "name", "at"],
		]);
	});
	it("looks at bytes that are aligned, and does not copy them", () => {
		const buffers: Uint8Array[] = [];
		const data = dumps(array(new Float64Array(4)), { registry, bufferCallback: (b) => void buffers.push(b.raw()) });
		const got = loads(data, { registry, buffers }) as NDArray;
		expect((got.data as Float64Array).buffer).toBe(buffers[0]?.buffer);
	});
});

describe("a state that no numpy writes", () => {
	const zero = tuple(0);
	const f8 = DType.of("f8");
	const inert = (state: unknown): PyObject =>
		new PyObject({
			via: "REDUCE",
			callable: new PyGlobal("numpy.core.multiarray", "_reconstruct"),
			args: tuple<unknown[]>(new PyGlobal("numpy", "ndarray"), zero, new Uint8Array([98])),
			operations: [{ op: "build", state }],
		});
	it("leaves the object inert with all that it was given, wherever it is held", () => {
		const bad = inert(tuple<unknown[]>(1, tuple(3), f8, false, new Uint8Array(8)));
		const [first, second, dict] = loads(dumps([bad, bad, { bad }], { registry }), { registry }) as [
			PyObject,
			PyObject,
			{ bad: PyObject },
		];
		expect(first).toBeInstanceOf(PyObject);
		expect([second, dict.bad]).toEqual([first, first]);
		expect(second).toBe(first);
		expect(first.args.length).toBe(3);
		expect((first.state as unknown[])[1]).toEqual(tuple(3));
	});
	it("leaves one that holds itself inert, and itself in it", () => {
		const items: unknown[] = [];
		const bad = inert(tuple<unknown[]>(1, tuple(2), DType.of("O"), false, items));
		items.push(bad);
		const got = loads(dumps(bad, { registry }), { registry }) as PyObject;
		expect(((got.state as unknown[])[4] as unknown[])[0]).toBe(got);
	});
});

it("writes the names of the numpy that is asked for", () => {
	const text = (numpyVersion?: string): string =>
		new TextDecoder("latin1").decode(
			dumps(array([1]), { registry: numpyVersion === undefined ? registry : numpyRegistry({ numpyVersion }) }),
		);
	expect([
		text().includes("numpy.core."),
		text("2.5").includes("numpy._core."),
		text("1.13").includes("numpy.core."),
	]).toEqual([true, true, true]);
	expect(() => numpyRegistry({ numpyVersion: "1.99" })).toThrow("numpyVersion");
});
