/** Models of lightgbm, xgboost and statsmodels, which stay inert, and what joblib.Memory keeps. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadJoblib } from "../../src/joblib/index.ts";
import { modelView, type NDArray, registry as numpyTypes, sparse } from "../../src/numpy/index.ts";
import { dumps, loads } from "../../src/pickle/index.ts";
import type { PyObject } from "../../src/types/index.ts";

interface Golden {
	readonly models: Readonly<
		Record<string, { readonly data: string; readonly params?: readonly number[]; readonly n_features?: number }>
	>;
	readonly memory: readonly string[];
}
const { models, memory } = JSON.parse(readFileSync("tests/numpy/models-golden.json", "utf8")) as Golden;
const registry = numpyTypes.with(sparse);
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
function read(name: string): PyObject {
	return loads(bytesOf(models[name]?.data ?? ""), { registry }) as PyObject;
}

describe("a model", () => {
	it("of lightgbm has its parameters and the model's text", () => {
		const view = modelView(read("lightgbm"));
		expect([view?.className, view?.params.get("n_estimators"), view?.params.get("min_child_samples")]).toEqual([
			"lightgbm.sklearn.LGBMClassifier",
			1,
			2,
		]);
		const booster = view?.others.get("_Booster") as PyObject;
		expect(String(booster.attributes.get("_handle") ?? booster.attributes.get("handle"))).toMatch(/^tree\nversion=/);
	});
	it("of xgboost has its parameters and the model in UBJSON", () => {
		const view = modelView(read("xgboost"));
		expect([view?.className, view?.params.get("n_estimators")]).toEqual(["xgboost.sklearn.XGBClassifier", 1]);
		const booster = view?.others.get("_Booster") as PyObject;
		const model = booster.attributes.get("handle") as Uint8Array;
		expect(String.fromCharCode(...model.subarray(0, 2))).toBe("{L");
	});
	it("of statsmodels has its results", () => {
		const results = modelView(read("statsmodels"))?.others.get("_results") as PyObject;
		expect((results.attributes.get("params") as NDArray).toArray()).toEqual(models["statsmodels"]?.params);
	});
	for (const name of Object.keys(models)) {
		it(`of ${name} is written so that it is read again`, () => {
			const once = dumps(read(name), { registry, protocol: 4 });
			expect(dumps(loads(once, { registry }), { registry, protocol: 4 })).toEqual(once);
		});
	}
});

describe("joblib.Memory", () => {
	it("keeps results in files of joblib, compressed or not", async () => {
		const results = await Promise.all(memory.map((data) => loadJoblib(bytesOf(data))));
		expect(results.map((value) => (value as NDArray).toArray())).toEqual([
			[0, 1.5, 3, 4.5],
			[0, 1.5, 3, 4.5, 6],
		]);
	});
});
