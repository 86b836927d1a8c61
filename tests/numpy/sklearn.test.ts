/** scipy's sparse matrices and models of scikit-learn 0.19 to 1.9: read with all they hold, and written again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { modelView, NDArray, registry as numpyTypes, Sparse, sparse, trees } from "../../src/numpy/index.ts";
import { dumps, type LoadsOptions, load, loads } from "../../src/pickle/index.ts";
import { PyObject } from "../../src/types/index.ts";
import { spell } from "../science/spell.ts";

interface Golden {
	readonly cases: readonly {
		readonly name: string;
		readonly expected: string;
		readonly differs: readonly { readonly by: readonly string[]; readonly expected: string }[];
		readonly pickles: readonly { readonly by: readonly string[]; readonly data: string }[];
	}[];
}
const { cases } = JSON.parse(readFileSync("tests/numpy/sklearn-golden.json", "utf8")) as Golden;
const registry = numpyTypes.with(sparse);
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));

function optionsOf(by: string): LoadsOptions {
	return { registry, mode: "exact", ...(by.includes("py2.7") ? { encoding: "latin1" } : {}) };
}
async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
/** Without the order of attributes, which Python 2 has by chance, and what the spelling leaves open. */
function comparable(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(comparable);
	if (typeof value !== "object" || value === null) return value;
	const made: Record<string, unknown> = {};
	for (const [key, held] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
		if (key === "$opaque") return { $opaque: true };
		made[key] = key === "attributes" || key === "$dict" ? sorted(held as [unknown, unknown][]) : comparable(held);
	}
	const { $object, $sparse } = made as { $object?: { class: string }; $sparse?: Record<string, unknown> };
	if ($object?.class.includes("RandomState") === true) return { $opaque: true };
	// Where the items are is told by the dense array; scipy makes other arrays of coordinates on the way.
	if ($sparse !== undefined)
		return {
			$sparse: { shape: $sparse["shape"], format: $sparse["format"], dtype: $sparse["dtype"], dense: $sparse["dense"] },
		};
	return made;
}
function sorted(entries: readonly [unknown, unknown][]): unknown {
	return entries
		.map(comparable)
		.map((entry) => JSON.stringify(entry))
		.sort();
}

for (const { name, expected, differs, pickles } of cases) {
	describe(name, () => {
		for (const { by, data } of pickles) {
			const generation = (by[0] as string).replace(/ p\d.*$/, "");
			const wanted = JSON.parse(differs.find((it) => it.by.includes(generation))?.expected ?? expected) as unknown;
			it(`of ${by.join(", ")} is read and written again`, async () => {
				const bytes = bytesOf(data);
				const options = optionsOf(by[0] as string);
				const value = loads(bytes, options);
				expect(comparable(spell(value))).toEqual(comparable(wanted));
				for (const size of [1, 37, 1000]) expect(spell(await load(pieces(bytes, size), options))).toEqual(spell(value));
				for (const protocol of [2, 5])
					expect(spell(loads(dumps(value, { registry, protocol }), { registry, mode: "exact" }))).toEqual(spell(value));
			});
		}
	});
}

function one(name: string): unknown {
	const found = cases.find((it) => it.name === name)?.pickles[0];
	return loads(bytesOf(found?.data ?? ""), { registry });
}

describe("a model", () => {
	it("has parameters, what it learned and a version", () => {
		const view = modelView(one("LinearRegression"));
		if (view === undefined) throw new Error("not a model");
		expect([view.className, view.version, view.params.get("fit_intercept")]).toEqual([
			"sklearn.linear_model._base.LinearRegression",
			"1.9.1",
			true,
		]);
		expect((view.learned.get("coef_") as NDArray).shape).toEqual([2]);
		expect([...view.params.keys()].some((key) => key.endsWith("_"))).toBe(false);
		expect([modelView(1), modelView(new PyObject({ callable: 1 }))]).toEqual([undefined, undefined]);
	});
	it("has trees as tables", () => {
		const [tree] = trees(one("DecisionTreeClassifier"));
		expect([tree?.length, tree?.columns["left_child"], tree?.columns["feature"]]).toEqual([
			3,
			BigInt64Array.of(1n, -1n, -1n),
			BigInt64Array.of(0n, -2n, -2n),
		]);
		expect([tree?.columns["threshold"], tree?.values?.shape]).toEqual([Float64Array.of(1.5, -2, -2), [3, 1, 2]]);
		expect(trees(one("RandomForestClassifier")).length).toBe(2);
		expect(trees(one("HistGradientBoosting")).length).toBe(1);
		expect(trees([1, "x", null])).toEqual([]);
	});
});

describe("a sparse array", () => {
	it("says what it is", () => {
		const csr = one("sparse_csr_matrix") as Sparse;
		expect([csr.format, csr.isArray, csr.shape, csr.nnz, csr.dtype.str]).toEqual(["csr", false, [3, 3], 3, "<f8"]);
		expect([...csr.entries()]).toEqual([
			[[0, 1], 1.5],
			[[1, 0], 2],
			[[2, 2], -3],
		]);
		expect(String(csr)).toBe("<csr sparse matrix of dtype 'float64' with 3 stored elements and shape (3, 3)>");
	});
	it("is not expanded beyond memory, and not made of what does not go together", () => {
		const wide = Sparse.of({
			format: "csr",
			shape: [100_000, 100_000],
			data: new Float64Array(0),
			indices: [],
			indptr: new Array<number>(100_001).fill(0),
		});
		expect(() => wide.toDense()).toThrow(expect.objectContaining({ limit: "memory" }));
		const parts = { format: "csr", shape: [2, 2], data: [1, 2], indices: [0, 1], indptr: [0, 1, 2] } as const;
		expect(
			Sparse.of({ ...parts, format: "csc", indices: [1, 1] })
				.toDense()
				.toArray(),
		).toEqual([
			[0, 0],
			[1, 2],
		]);
		for (const wrong of [
			{ indices: [0, 2] },
			{ indices: [-1, 0] },
			{ indptr: [0, 2, 1] },
			{ indptr: [0, 1] },
			{ indptr: [0, 1, 3] },
			{ indptr: [1, 1, 2] },
		]) {
			expect(() => Sparse.of({ ...parts, ...wrong })).toThrow(expect.objectContaining({ code: "argument" }));
		}
	});
	it("that is damaged is an error where it is looked into, and is shown", () => {
		for (const { name, pickles } of cases.filter((it) => it.name.startsWith("sparse_"))) {
			const read = loads(bytesOf(pickles[0]?.data ?? ""), { registry }) as Sparse;
			for (const [key, value] of read.attributes) {
				if (!(value instanceof NDArray) || (key === "data" && !/bsr|dia|lil/.test(name))) continue;
				const damaged = new Sparse(
					read.pyClass,
					new Map(read.attributes).set(key, new NDArray({ dtype: "i4", shape: [2], data: Int32Array.of(-7, 99) })),
				);
				expect(() => damaged.toDense()).toThrow(expect.objectContaining({ code: "argument" }));
				expect(String(Object(damaged)[Symbol.for("nodejs.util.inspect.custom")]())).toContain("scipy");
			}
		}
	});
});
