/** Pickles that lie about frames: each ends as it must, at once, and nothing declared is allocated. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { registry } from "../../src/pandas/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { stopwatch } from "../stopwatch.ts";

interface Hostile {
	readonly name: string;
	readonly data: string;
	readonly must: "error" | "inert" | "lazy";
}
const vectors = JSON.parse(readFileSync("tests/golden/pandas/hostile.json", "utf8")) as Hostile[];

/** The value, or the error. */
function end(data: Uint8Array, mode: "plain" | "exact"): unknown {
	try {
		return loads(data, { registry, mode, limits: { memory: 1e6 } });
	} catch (error) {
		return error;
	}
}

it("are all there", () => expect(vectors.length).toBe(16));

describe.each(vectors)("$name", ({ data, must }) => {
	const bytes = new Uint8Array(Buffer.from(data, "base64"));
	it.each(["plain", "exact"] as const)(`ends as it must: ${must} (%s)`, (mode) => {
		const elapsed = stopwatch();
		const value = end(bytes, mode);
		expect(elapsed()).toBeLessThan(200);
		if (must === "error") expect(value instanceof PyObject || value instanceof Error).toBe(true);
		else if (must === "inert") expect(value).toBeInstanceOf(PyObject);
		else expect(value).not.toBeInstanceOf(Error);
		if (!(value instanceof Error)) {
			expect(repr(value).length).toBeLessThan(5000);
			expect(dumps(value, { registry }).length).toBeLessThan(5000);
		}
	});
});
