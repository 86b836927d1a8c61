/** Arrays, files of numpy and joblib, and models, at a prompt. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dumpJoblib } from "../../src/joblib/index.ts";
import { array, dumpNpy, dumpNpz } from "../../src/numpy/index.ts";
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
		writeFileSync(path("table.npy"), dumpNpy(table));
		writeFileSync(path("dict.joblib"), await dumpJoblib({ x: array([1, 2]) }));
		expect((await brine(["show", path("table.npy")])).stdout).toBe("array([[1.5, 2. ],\n       [3. , 4. ]])\n");
		expect((await brine(["show", path("dict.joblib")])).stdout).toBe("{'x': array([1, 2])}\n");
	});
	it("lists the arrays of an archive", async () => {
		writeFileSync(path("two.npz"), await dumpNpz({ table, names: array(["a", "bc"]) }));
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
