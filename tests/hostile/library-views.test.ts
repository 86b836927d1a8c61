/**
 * Values of the libraries' registries for which a few bytes are enough to ask for texts or lists without end: each view ends
 * at once, in its result or in a typed error.
 */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { LimitError, PyError } from "../../src/errors.ts";
import * as json from "../../src/json/index.ts";
import { dtype } from "../../src/numpy/dtype-spec.ts";
import { MaskedArray } from "../../src/numpy/masked.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { repr as numpyRepr, str as numpyStr } from "../../src/numpy/print/repr.ts";
import { NPScalar } from "../../src/numpy/scalar.ts";
import * as pandas from "../../src/pandas/index.ts";
import * as torch from "../../src/torch/index.ts";
import { equals } from "../../src/values/equals.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";
import { pformat } from "../../src/values/pprint.ts";
import { repr } from "../../src/values/repr.ts";
import { PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";
import { stopwatch } from "../stopwatch.ts";

const limits = { text: 2 ** 18 };
type Made = { readonly [name: string]: (options?: object) => unknown };

/** What people do with a value. */
const VIEWS: Readonly<Record<string, (value: object, other: object) => unknown>> = {
	repr: (value) => repr(value, { limits }),
	pformat: (value) => pformat(value, { limits }),
	inspect: (value) => inspect(value),
	String,
	numpy: (value) => numpyRepr(value) + numpyStr(value),
	equals,
	toPlain: (value) => toPlain(value, { preset: "json", limits }),
	"json.dumps": (value) => json.dumps(value, { limits }),
	"JSON.stringify": (value) => JSON.stringify(value),
	toCSV: (value) => (value as Made)["toCSV"]?.({ limits }),
	toRows: (value) => (value as Made)["toRows"]?.(),
	toArray: (value) => (value as Made)["toArray"]?.(),
	"a key": (value) => new PySet([tuple(value)]),
};

function expectToEnd(make: () => object, least: number): void {
	const [value, other] = [make(), make()];
	for (const [name, view] of Object.entries(VIEWS)) {
		const elapsed = stopwatch();
		let result: unknown;
		try {
			result = view(value, other);
		} catch (error) {
			// Of bigints V8 says this itself, and a program may have told it otherwise.
			if (!/serialize a BigInt/.test(String(error))) expect(error, name).toBeInstanceOf(PyError);
		}
		expect(elapsed(), name).toBeLessThan(least);
		if (typeof result === "string") expect(result.length, name).toBeLessThan(2 ** 20);
	}
}

const objects = (...items: unknown[]): NDArray => new NDArray({ dtype: "O", shape: [items.length], data: items });
const counts = (...items: bigint[]): NDArray =>
	new NDArray({ dtype: "i8", shape: [items.length], data: BigInt64Array.from(items) });

/** Two objects in a record. */
const PAIR = dtype([
	["a", "O"],
	["b", "O"],
]);

/** What holds values of any kind. */
const HOLDERS: Readonly<Record<string, (a: unknown, b: unknown) => object>> = {
	"an array": objects,
	"a masked array": (a, b) =>
		new MaskedArray({
			dtype: "O",
			shape: [2],
			data: [a, b],
			mask: new NDArray({ dtype: "b1", shape: [2], data: new Uint8Array(2) }),
		}),
	"an Index": (a, b) => new pandas.FlatIndex(objects(a, b)),
	"an Index by its name": (a, b) => new pandas.FlatIndex(counts(0n), tuple(a, b)),
	"a MultiIndex": (a, b) => new pandas.MultiIndex([new pandas.FlatIndex(objects(a, b))], [counts(0n, 1n)]),
	"an extension array": (a, b) => new pandas.NumpyExtensionArray(objects(a, b)),
	"a Categorical": (a, b) =>
		new pandas.Categorical(counts(0n, 1n), new pandas.CategoricalDType(new pandas.FlatIndex(objects(a, b)))),
	"a Series": (a, b) => pandas.DataFrame.from({ a: objects(a, b) }).column("a"),
	"a DataFrame": (a, b) => pandas.DataFrame.from({ a: objects(a, b) }),
	"a dtype of sparse values": (a, b) => new pandas.SparseDType(dtype("O"), tuple(a, b)),
	"a record": (a, b) => new NPScalar(PAIR, { a, b }),
	"an Interval": (a, b) => new pandas.Interval(a, b),
	"an offset": (a, b) => new pandas.DateOffset("DateOffset", { parameters: { days: a, years: b } }),
};

/** A value of so many levels, made from the inside. */
function levels(count: number, last: unknown, around: (value: unknown) => unknown): unknown {
	let value = last;
	for (let i = 0; i < count; i++) value = around(value);
	return value;
}
const HELD: Readonly<Record<string, () => unknown>> = {
	"a list of 20,000 levels": () => levels(20_000, 1, (value) => [value]),
	"a list of the same list twice, sixty times": () => levels(60, 1, (value) => [value, value]),
	"a tuple of the same tuple twice, sixty times": () => levels(60, 1, (value) => tuple(value, value)),
	"a list in itself": () => {
		const list: unknown[] = [];
		list.push(list, list);
		return list;
	},
};

describe.each(Object.entries(HOLDERS))("%s", (_, hold) => {
	it.each(Object.entries(HELD))("of %s", (_, make) => {
		expectToEnd(() => {
			const held = make();
			return hold(held, held);
		}, 2500);
	});
	it("of its own kind, three hundred levels", () =>
		expectToEnd(() => levels(300, 1, (value) => hold(value, 1)) as object, 2500));
	it("of its own kind twice, forty times", () =>
		expectToEnd(() => levels(40, 1, (value) => hold(value, value)) as object, 2500));
});

describe("billions of items in a few bytes", () => {
	const all = (): pandas.RangeIndex => new pandas.RangeIndex(0, 2 ** 40);
	const sparse = (): pandas.SparseArray =>
		new pandas.SparseArray({
			dtype: new pandas.SparseDType(),
			length: 2 ** 31 - 1,
			values: new NDArray({ dtype: "f8", shape: [1], data: new Float64Array(1) }),
			places: new Int32Array(1),
		});
	const labels = (): pandas.CategoricalDType => new pandas.CategoricalDType(all());
	it.each<[string, () => object]>([
		["a RangeIndex", all],
		["a frame of no columns", () => pandas.DataFrame.from({}, { index: all() })],
		["a SparseArray", sparse],
		["a frame of one", () => pandas.DataFrame.from({ a: sparse() })],
		["a series of one", () => pandas.DataFrame.from({ a: sparse() }).column("a")],
		["the dtype of a Categorical", labels],
		["a Categorical", () => new pandas.Categorical(counts(0n, 5n), labels())],
		["a MultiIndex", () => new pandas.MultiIndex([all()], [counts(0n, 7n)])],
		["an array of no bytes each", () => new NDArray({ dtype: "V0", shape: [2 ** 40], data: new Uint8Array(0) })],
	])("%s", (_, make) => expectToEnd(make, 2500));

	it("are compared by what makes them, and looked into one by one", () => {
		expect(equals(all(), all())).toBe(true);
		expect(equals(all(), new pandas.RangeIndex(1, 2 ** 40 + 1))).toBe(false);
		expect(equals(new pandas.RangeIndex(0, 9, 5), new pandas.RangeIndex(0, 10, 5))).toBe(true);
		expect(equals(new pandas.RangeIndex(3, 3), new pandas.RangeIndex(7, 7, 2))).toBe(true);
		expect([
			all().placesOf(2 ** 39),
			all().placesOf(-1),
			all().placesOf(0.5),
			all().placesOf(7n),
			all().placesOf("7"),
		]).toEqual([[2 ** 39], [], [], [7], []]);
		expect(() => all().toArray()).toThrow(LimitError);
		expect(new pandas.RangeIndex(5, 0, -2).toArray({ limits: { memory: 1000 } })).toEqual([5, 3, 1]);
	});
});

it("an array of two axes that no frame took has rows, as pandas shows them", () => {
	const times = new NDArray({ dtype: "M8[s]", shape: [1, 2], data: new BigInt64Array([0n, -(2n ** 63n)]) });
	const array = new pandas.DatetimeArray(times);
	expect(array.length).toBe(1);
	expect(String(array)).toBe("<DatetimeArray>\n[\n[1970-01-01 00:00:00, NaT]\n]\nShape: (1, 2), dtype: datetime64[s]");
	for (const own of [
		array,
		new pandas.PeriodArray(
			new NDArray({ dtype: "i8", shape: [1, 2], data: new BigInt64Array(2) }),
			new pandas.PeriodDType("M"),
		),
	]) {
		expectToEnd(() => own, 1000);
		expect(equals(own, own.slice(0, 1))).toBe(true);
	}
});

it("a cell is not longer than the text of all may be", () => {
	const cell = "x".repeat(300_000);
	const columns = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`c${i}`, [cell]]));
	expect(() => pandas.DataFrame.from(columns).toCSV({ limits: { text: 2 ** 22 } })).toThrow(LimitError);
});

it("names of a module that is met a hundred thousand times are not all made", () => {
	const weight = torch.Tensor.from(new Float32Array(1));
	const made = (modules: object, names: number): PyObject => {
		const parameters = new Map(Array.from({ length: names }, (_, i) => [`w${i}`, weight]));
		const state = { _parameters: parameters, _buffers: {}, _modules: modules };
		return new PyObject({ callable: new PyGlobal("m", "M"), via: "NEWOBJ", operations: [{ op: "build", state }] });
	};
	let module = made({}, 2000);
	for (let i = 0; i < 17; i++) module = made({ a: module, b: module }, 0);
	const elapsed = stopwatch();
	expect(() => torch.stateDict(module)).toThrow("a module of too many modules");
	expect(elapsed()).toBeLessThan(5000);
	expect(torch.stateDict(made({ a: made({}, 3) }, 2)).size).toBe(5);
});

it("keys of a module's tensors are tuples without end", () => {
	const key = levels(60, tuple(1), (value) => tuple(value, value));
	const tensors = new Map([[key, torch.Tensor.from(new Float32Array(1))]]);
	const module = new PyObject({
		callable: new PyGlobal("m", "M"),
		via: "NEWOBJ",
		operations: [{ op: "build", state: { _parameters: tensors, _buffers: {}, _modules: {} } }],
	});
	const elapsed = stopwatch();
	expect([...torch.stateDict(module).keys()].map((name) => name.length)).toEqual([1026]);
	expect(torch.namedTensors({ a: module }).size).toBe(1);
	expect(elapsed()).toBeLessThan(1000);
});
