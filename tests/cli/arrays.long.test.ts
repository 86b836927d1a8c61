/** Arrays, files of numpy and joblib, and models, at a prompt. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dumpsJoblib } from "../../src/joblib/index.ts";
import { array, dumpsNpy, dumpsNpz } from "../../src/numpy/index.ts";
import { dumpsTorch, Tensor, toSafetensors } from "../../src/torch/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brine } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "arrays-"));
afterAll(() => removeFolder(folder));
const path = (name: string): string => join(folder, name);
const table = array([
	[1.5, 2],
	[3, 4],
]);

describe("brine show", () => {
	it("prints an array as numpy does, alone and in other values", async () => {
		writeFileSync(path("table.npy"), dumpsNpy(table));
		writeFileSync(path("dict.joblib"), await dumpsJoblib({ x: array([1, 2]) }));
		expect((await brine(["show", path("table.npy")])).stdout).toBe("array([[1.5, 2. ],\n       [3. , 4. ]])\n");
		expect((await brine(["show", path("dict.joblib")])).stdout).toBe("{'x': array([1, 2])}\n");
	});
	it("lists the arrays of an archive", async () => {
		writeFileSync(path("two.npz"), await dumpsNpz({ table, names: array(["a", "bc"]) }));
		const { stdout } = await brine(["show", path("two.npz")]);
		expect(stdout).toBe("table  <f8  (2, 2)  32 bytes\nnames  <U2  (2,)    16 bytes\n");
	});
});

describe("brine convert", () => {
	it("turns arrays into JSON and back", async () => {
		expect((await brine(["convert", path("two.npz"), path("two.json")])).code).toBe(0);
		expect(readFileSync(path("two.json"), "utf8")).toBe('{"table": [[1.5, 2.0], [3.0, 4.0]], "names": ["a", "bc"]}\n');
		expect((await brine(["convert", path("table.npy"), path("table.pkl")])).code).toBe(0);
		expect((await brine(["convert", path("table.pkl"), path("again.npy")])).code).toBe(0);
		expect(readFileSync(path("again.npy")).equals(readFileSync(path("table.npy")))).toBe(true);
	});
});

describe("brine convert --default tagged", () => {
	const w = Tensor.from(new Float32Array([1, 2]), [2]);
	it("writes files of arrays and tensors as tagged JSON, and the same bytes from it", async () => {
		const whole = array(new Float32Array([1, 2.5, 3, 4]), { shape: [2, 2] });
		const files: Readonly<Record<string, Uint8Array>> = {
			"t.npy": dumpsNpy(whole),
			"t.npz": await dumpsNpz({ x: whole, y: array(["a", "b"]) }),
			"t.joblib": await dumpsJoblib({ m: whole, k: [1, "x"] }),
			"t.pt": await dumpsTorch({ w, epoch: 3 }),
			"t.safetensors": (await toSafetensors({ w })).data,
		};
		for (const [name, data] of Object.entries(files)) {
			writeFileSync(path(name), data);
			const [text, back] = [path(`${name}.json`), path(`back-${name}`)];
			expect((await brine(["convert", path(name), text, "--default", "tagged"])).stderr).toBe("");
			expect(readFileSync(text, "utf8")).toContain('"$call"');
			expect((await brine(["convert", text, back, "--default", "tagged"])).stderr).toBe("");
			expect([name, readFileSync(back).equals(data)]).toEqual([name, true]);
		}
	});
	it("takes the arrays of a pickle there and back", async () => {
		expect((await brine(["convert", path("t.npz"), path("t.pkl")])).code).toBe(0);
		for (const [from, to] of [
			["t.pkl", "u.json"],
			["u.json", "u.pkl"],
		] as const) {
			expect((await brine(["convert", path(from), path(to), "--default", "tagged"])).stderr).toBe("");
		}
		const shown = await Promise.all(["t.pkl", "u.pkl"].map((name) => brine(["show", path(name)])));
		expect(shown[1]?.stdout).toBe(shown[0]?.stdout);
		expect(shown[0]?.stdout).toContain("array([[1. , 2.5],");
	});
});
