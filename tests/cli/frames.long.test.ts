/** pandas' frames and series at a prompt. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DataFrame, registry } from "../../src/pandas/index.ts";
import { dumps } from "../../src/pickle/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brine } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "frames-"));
afterAll(() => removeFolder(folder));
const path = (name: string): string => join(folder, name);
const frame = DataFrame.from({
	city: ["Bern", "Oslo", null],
	size: [134, 709, 3],
	when: [new Date("2024-02-29"), null, new Date("2020-01-01")],
	x: new Float64Array([1.5, Number.NaN, 2]),
});
writeFileSync(path("df.pkl"), dumps(frame, { registry }));
writeFileSync(path("s.pkl"), dumps(frame.column("x"), { registry }));
writeFileSync(path("long.pkl"), dumps(DataFrame.from({ n: Array.from({ length: 100 }, (_, i) => i) }), { registry }));

const shown = async (...args: string[]): Promise<string> => (await brine(["show", ...args])).stdout;

describe("brine show", () => {
	it("prints a frame and a series as pandas does", async () => {
		expect(await shown(path("df.pkl"))).toBe(
			"   city  size       when    x\n0  Bern   134 2024-02-29  1.5\n1  Oslo   709        NaT  NaN\n2  None     3 2020-01-01  2.0\n",
		);
		expect(await shown(path("s.pkl"))).toBe("0    1.5\n1    NaN\n2    2.0\nName: x, dtype: float64\n");
	});
	it("shows rows, columns, dtypes and a description where asked", async () => {
		expect(await shown("--columns", "x,city", path("df.pkl"))).toBe(
			"     x  city\n0  1.5  Bern\n1  NaN  Oslo\n2  2.0  None\n",
		);
		expect(await shown("--rows", "4", path("long.pkl"))).toBe(
			"     n\n0    0\n1    1\n..  ..\n98  98\n99  99\n\n[100 rows x 1 columns]\n",
		);
		expect(await shown("--dtypes", path("df.pkl"))).toBe(
			"city            object\nsize             int64\nwhen    datetime64[ns]\nx              float64\ndtype: object\n",
		);
		expect((await shown("--columns", "size,x", "--describe", path("df.pkl"))).split("\n").slice(0, 4)).toEqual([
			"             size         x",
			"count    3.000000  2.000000",
			"mean   282.000000  1.750000",
			"std    375.548932  0.353553",
		]);
	});
	it("prints it as another pandas does", async () => {
		const words = ["a\tb", "c"];
		writeFileSync(path("words.pkl"), dumps(DataFrame.from({ w: words }, { dtypes: { w: "string" } }), { registry }));
		expect(await shown(path("words.pkl"))).toBe("      w\n0  a\\tb\n1     c\n");
		expect(await shown("--pandas", "2.2", path("words.pkl"))).toBe("     w\n0  a\tb\n1    c\n");
		expect((await brine(["show", "--pandas", "0.1", path("words.pkl")])).stderr).toContain("must be '1.5' to '3.1'");
	});
	it("says what is wrong with a name, and with a value that is no frame", async () => {
		expect((await brine(["show", "--columns", "nothing", path("df.pkl")])).stderr).toContain(
			"no column is named 'nothing'",
		);
		writeFileSync(path("list.pkl"), dumps([1]));
		expect((await brine(["show", "--dtypes", path("list.pkl")])).stderr).toContain("are for frames and series");
	});
});

describe("brine convert", () => {
	it("writes a frame as CSV, JSON Lines and JSON", async () => {
		await brine(["convert", path("df.pkl"), path("df.csv")]);
		expect(readFileSync(path("df.csv"), "utf8")).toBe(
			",city,size,when,x\n0,Bern,134,2024-02-29,1.5\n1,Oslo,709,,\n2,,3,2020-01-01,2.0\n",
		);
		await brine(["convert", path("df.pkl"), path("df.jsonl")]);
		expect(readFileSync(path("df.jsonl"), "utf8").split("\n")[2]).toBe(
			'{"city": null, "size": 3, "when": "2020-01-01T00:00:00", "x": 2.0}',
		);
		await brine(["convert", path("df.pkl"), path("df.json")]);
		expect((JSON.parse(readFileSync(path("df.json"), "utf8")) as unknown[]).length).toBe(3);
	});
	it("makes no CSV of what is not a frame", async () => {
		writeFileSync(path("list.pkl"), dumps([1]));
		expect((await brine(["convert", path("list.pkl"), path("x.csv")])).stderr).toContain("frame or series");
	});
});
