/** Pickles that lie about arrays: each ends as it must, at once, and nothing declared is allocated. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { registry } from "../../src/numpy/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { stopwatch } from "../stopwatch.ts";

interface Hostile {
	readonly name: string;
	readonly data: string;
	readonly must: "error" | "inert" | "lazy" | "read";
}
const vectors = JSON.parse(readFileSync("tests/golden/numpy/hostile.json", "utf8")) as Hostile[];

/** The value, or the error. */
function end(data: Uint8Array, mode: "plain" | "exact"): unknown {
	try {
		return loads(data, { registry, mode, limits: { memory: 1e6 } });
	} catch (error) {
		return error;
	}
}

it("are all there", () => expect(vectors.length).toBe(35));

describe.each(vectors)("$name", ({ data, must, name }) => {
	const bytes = new Uint8Array(Buffer.from(data, "base64"));
	// In plain mode 2.0 is the number 2, in a shape too.
	const modes = name === "nd_shape_float" ? (["exact"] as const) : (["plain", "exact"] as const);
	it.each(modes)(`ends as it must: ${must} (%s)`, (mode) => {
		const elapsed = stopwatch();
		const value = end(bytes, mode);
		expect(elapsed()).toBeLessThan(300);
		if (must === "error") expect(value instanceof PyObject || value instanceof Error).toBe(true);
		else if (must === "inert") expect(value).toBeInstanceOf(PyObject);
		else if (must === "read") expect(Object.keys((value as NDArray).get(0) as object)).toEqual(["__proto__"]);
		else if (value instanceof NDArray) {
			expect(() => value.toArray()).toThrow("limit");
			if (value.size > 0) expect(value.get(0)).toBeDefined();
		} else expect(value).toBeInstanceOf(PyObject);
		if (value instanceof NDArray || value instanceof PyObject) {
			expect(repr(value).length).toBeLessThan(2000);
			expect(dumps(value, { registry }).length).toBeLessThan(2000);
		}
	});
});
