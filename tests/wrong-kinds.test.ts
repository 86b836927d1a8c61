/** Wrong kinds that were taken in silence: what was written or counted was less than was given. Each is an error with a code. */
import { describe, expect, it } from "vitest";
import { json, pickle, pprint } from "../src/index.ts";
import { writeJoblib } from "../src/joblib/index.ts";
import { array, dumpsNpy, dumpsNpz, openNpz, writeNpz } from "../src/numpy/index.ts";
import { DataFrame } from "../src/pandas/index.ts";
import { atLeast, verdict } from "../src/scan/index.ts";
import { dumpTorch, Tensor, writeSafetensors } from "../src/torch/index.ts";
import { codeOf } from "./caught.ts";

const numbers = array([1, 2]);
const tensors = { w: Tensor.from(new Float32Array([1]), [1]) };

/** A Buffer has a method `write`, which takes strings and drops what it has no room for. */
const SINKS: Readonly<Record<string, (sink: never) => unknown>> = {
	"json.dump": (sink) => json.dump([1], sink),
	"json.dumpSync": (sink) => json.dumpSync([1], sink),
	"json.dumpLines": (sink) => json.dumpLines([1], sink),
	"json.dumpLinesSync": (sink) => json.dumpLinesSync([1], sink),
	"pickle.dump": (sink) => pickle.dump([1], sink),
	"pickle.dumpSync": (sink) => pickle.dumpSync([1], sink),
	pprint: (sink) => pprint([1], sink),
	writeNpz: (sink) => writeNpz({ numbers }, sink),
	writeJoblib: (sink) => writeJoblib([1], sink),
	dumpTorch: (sink) => dumpTorch(tensors, sink),
	writeSafetensors: (sink) => writeSafetensors(tensors, sink),
};

describe("a sink", () => {
	it.each(Object.entries(SINKS))(
		"of %s is not bytes, nor a path, nor anything else that takes nothing",
		async (_, write) => {
			for (const wrong of [Buffer.alloc(2), new Uint8Array(2), "x.json", 5, {}, [], new Map(), null, undefined]) {
				expect([String(wrong), await codeOf(() => write(wrong as never))]).toEqual([String(wrong), "sink"]);
			}
		},
	);
});

/** Things that have no names of their own. */
const NAMELESS = [
	Promise.resolve({}),
	new Set([1]),
	[1].values(),
	new ArrayBuffer(8),
	new Uint8Array(8),
	null,
	undefined,
	5,
	"text",
];

describe("arrays by name", () => {
	it("are an object or a Map", async () => {
		for (const given of [{ a: numbers }, new Map([["a", numbers]])]) {
			expect((await openNpz(await dumpsNpz(given))).names).toEqual(["a"]);
			expect(DataFrame.from(given).toColumns()).toEqual({ a: [1, 2] });
		}
	});
	it("are nothing that has no names, which would be an empty file or frame", async () => {
		for (const wrong of NAMELESS) {
			expect([String(wrong), await codeOf(() => dumpsNpz(wrong as never))]).toEqual([String(wrong), "argument"]);
			expect([String(wrong), await codeOf(() => writeNpz(wrong as never, { write: () => undefined }))]).toEqual([
				String(wrong),
				"argument",
			]);
			expect([String(wrong), await codeOf(() => DataFrame.from(wrong as never))]).toEqual([String(wrong), "argument"]);
		}
	});
	it("are arrays, and columns are lists", async () => {
		for (const wrong of [5, null, undefined, Promise.resolve([1]), "text"]) {
			expect(await codeOf(() => dumpsNpy(wrong as never))).toBe("argument");
			expect(await codeOf(() => dumpsNpz({ a: wrong as never }))).toBe("argument");
			expect(await codeOf(() => DataFrame.from({ a: wrong as never }))).toBe("argument");
		}
		expect(() => DataFrame.from([{ a: 1 }] as never)).toThrow("columns are pairs of a name and values, not dict");
	});
	it("say what to do with a promise", async () => {
		await expect(dumpsNpz(Promise.resolve({}) as never)).rejects.toMatchObject({ hint: "await it" });
	});
});

describe("a Fragment", () => {
	it("is made of a string, so that no object's name becomes JSON", async () => {
		for (const wrong of [Promise.resolve("1"), { a: 1 }, 5, null, undefined, new Uint8Array(1)]) {
			expect([String(wrong), await codeOf(() => new json.Fragment(wrong as never))]).toEqual([
				String(wrong),
				"argument",
			]);
		}
	});
});

describe("a verdict that is none", () => {
	it("is not harmless", async () => {
		expect(await codeOf(() => verdict([{ verdict: "dangerus" as never }]))).toBe("argument");
		expect(await codeOf(() => verdict("text" as never))).toBe("argument");
		expect(await codeOf(() => atLeast("dangerus" as never, "suspicious"))).toBe("argument");
		expect(await codeOf(() => atLeast("safe", undefined as never))).toBe("argument");
		expect(verdict([])).toBe("no-pickle");
	});
});
