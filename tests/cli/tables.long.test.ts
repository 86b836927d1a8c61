/** Tables in CSV, JSON Lines, Arrow and Parquet: of real pandas, and there and back. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { array } from "../../src/numpy/index.ts";
import { DataFrame, dtypeName, NA, registry } from "../../src/pandas/index.ts";
import { dumps, loads } from "../../src/pickle/index.ts";
import { PyDecimal } from "../../src/types/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brine, type Outcome } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "tables-"));
afterAll(() => removeFolder(folder));
const path = (name: string): string => join(folder, name);
const convert = (from: string, to: string, ...more: string[]): Promise<Outcome> =>
	brine(["convert", path(from), path(to), ...more]);
const read = (name: string): string => readFileSync(path(name), "utf8");
const frameIn = (name: string): DataFrame => loads(readFileSync(path(name)), { registry, mode: "exact" }) as DataFrame;

const golden = JSON.parse(gunzipSync(readFileSync("tests/golden/pandas/tables.json.gz")).toString()) as Record<
	string,
	{ readonly name: string; readonly data: string; readonly csv: string }[]
>;

/** Losses that these files have: CSV has no attrs, and Parquet no categories without values. */
const KNOWN = /^brine convert: left out: the (attrs|categories of column "\w+" without values)\n/gm;

describe.each(Object.keys(golden))("files of pandas %s", (version) => {
	it.each(golden[version] as (typeof golden)[string])(
		"$name is read as pandas reads it",
		async ({ name, data, csv }) => {
			writeFileSync(path(name), Buffer.from(data, "base64"));
			const { code, stderr } = await convert(name, `${name}.csv`);
			expect({ code, stderr: stderr.replace(KNOWN, "") }).toEqual({ code: 0, stderr: "" });
			// pandas 2 shows no fractions that are nothing, and arrays have no commas.
			expect(read(`${name}.csv`).replace(/\.000000\b/g, "")).toBe(csv.replace(/\.000000\b/g, ""));
		},
	);
});

const frame = DataFrame.from(
	{
		i: [1, 2n ** 60n, -3],
		u: new Uint8Array([0, 1, 255]),
		q: new BigUint64Array([0n, 1n, 2n ** 64n - 1n]),
		w: new Uint32Array([0, 1, 2 ** 32 - 1]),
		f: new Float64Array([1.5, Number.NaN, -0]),
		g: new Float32Array([1.5, Number.NaN, 3e38]),
		b: [true, false, true],
		s: ["a,b", null, 'q"\né'],
		t: [new Date(0), null, new Date("2024-02-29T12:00:00.123Z")],
		n: [1, null, 3],
		o: [new PyDecimal("1.50"), null, new PyDecimal("-0.01")],
		l: [[1, 2], null, []],
		r: [{ a: 1, b: "x" }, null, { a: null, b: "y" }],
		h: array([1.5, Number.NaN, -2], { dtype: "f2" }),
		"a.b": [1, 2, 3],
	},
	{ dtypes: { n: "Int64" }, index: ["x", "y", "z"] },
);
writeFileSync(path("df.pkl"), dumps(frame, { registry }));
const rows = (own: DataFrame): unknown => [own.index.toArray(), own.dtypes.map(dtypeName), own.toRows().map(String)];

describe("brine convert", () => {
	it.each(["arrow", "parquet", "feather", "pq", "ipc"])("writes a frame as .%s, and back", async (to) => {
		expect(await convert("df.pkl", `df.${to}`)).toMatchObject({ code: 0, stderr: "" });
		expect(await convert(`df.${to}`, `${to}.pkl`)).toMatchObject({ code: 0, stderr: "" });
		const back = frameIn(`${to}.pkl`);
		expect(back.column("i").toArray()).toEqual([1, 2n ** 60n, -3]);
		expect([back.column("q").get(2), back.column("w").get(2)]).toEqual([2n ** 64n - 1n, 2 ** 32 - 1]);
		expect(Object.is(back.column("f").get(2), -0)).toBe(true);
		expect(back.column("n").get(1)).toBe(NA);
		expect(rows(back)).toEqual(rows(loads(readFileSync(path("df.pkl")), { registry, mode: "exact" }) as DataFrame));
	});
	it("reads CSV as pandas' read_csv", async () => {
		writeFileSync(
			path("in.csv"),
			'\ufeff,n,f,b,s,e,big,c,s\r\n0,1,1.5,True,"a,""b""\nc",,18446744073709551615,NA,x\r\n\r\n1,-2,inf,False,,,1,True,y',
		);
		expect(await convert("in.csv", "csv.pkl")).toMatchObject({ code: 0, stderr: "" });
		const own = frameIn("csv.pkl");
		expect(own.columns.toArray()).toEqual(["Unnamed: 0", "n", "f", "b", "s", "e", "big", "c", "s.1"]);
		expect(own.dtypes.map(dtypeName)).toEqual([
			"int64",
			"int64",
			"float64",
			"bool",
			"object",
			"float64",
			"uint64",
			"object",
			"object",
		]);
		expect(own.toRows({ objects: true })[0]).toMatchObject({
			n: 1,
			s: 'a,"b"\nc',
			e: null,
			big: 2n ** 64n - 1n,
			c: null,
		});
		writeFileSync(path("open.csv"), 'a,b\n1,"2');
		expect((await convert("open.csv", "x.pkl")).stderr).toContain("a quote that is opened on line 2 is not closed");
		writeFileSync(path("wide.csv"), "a,b\n1,2,3\n");
		expect((await convert("wide.csv", "x.pkl")).stderr).toContain("Expected 2 fields in line 2, saw 3");
		writeFileSync(path("latin.csv"), Buffer.from([0x61, 0x0a, 0xe9]));
		expect((await convert("latin.csv", "x.pkl")).stderr).toContain("UnicodeDecodeError");
		expect(readdirSync(folder)).not.toContain("x.pkl");
	});
	it("reads JSON Lines as tables, and as a frame where that is asked for", async () => {
		writeFileSync(path("rows.jsonl"), '{"a": 1, "b": "x"}\n{"b": "y", "c": 2.5}\n');
		for (const to of ["csv", "parquet", "arrow"]) expect((await convert("rows.jsonl", `rows.${to}`)).code).toBe(0);
		expect(read("rows.csv")).toBe(",a,b,c\n0,1.0,x,\n1,,y,2.5\n");
		expect((await convert("rows.parquet", "rows2.jsonl")).code).toBe(0);
		expect(read("rows2.jsonl")).toBe('{"a": 1.0, "b": "x", "c": null}\n{"a": null, "b": "y", "c": 2.5}\n');
		expect((await convert("rows.jsonl", "rows.pkl", "--frame")).code).toBe(0);
		expect(frameIn("rows.pkl").shape).toEqual([2, 3]);
		expect((await convert("rows.jsonl", "list.pkl")).code).toBe(0);
		expect(loads(readFileSync(path("list.pkl")))).toEqual([
			{ a: 1, b: "x" },
			{ b: "y", c: 2.5 },
		]);
		expect((await convert("rows.jsonl", "rows.csv", "--frame")).stderr).toContain("--frame is for pickles");
	});
	it("names what is not in the new file", async () => {
		const sparse = DataFrame.from({ c: ["b", "a"] }, { dtypes: { c: "category" }, index: ["p", "q"] });
		const { manager } = sparse as unknown as { manager: never };
		const Frame = DataFrame as unknown as new (manager: never, parts: object) => DataFrame;
		const own = new Frame(manager, { attrs: { k: 1 }, allowsDuplicateLabels: false });
		writeFileSync(path("own.pkl"), dumps(own, { registry }));
		const told = async (to: string): Promise<string[]> =>
			(await convert("own.pkl", `own.${to}`)).stderr.trim().split("\n");
		expect(await told("jsonl")).toEqual([
			"brine convert: left out: the labels of the rows",
			"brine convert: left out: the attrs",
			"brine convert: left out: the flag allows_duplicate_labels",
		]);
		expect(await told("csv")).toEqual([
			"brine convert: left out: the attrs",
			"brine convert: left out: the flag allows_duplicate_labels",
		]);
		expect(await told("parquet")).toEqual([
			'brine convert: left out: the order of the categories of column "c", and those without values',
			"brine convert: left out: the flag allows_duplicate_labels",
		]);
		expect(await told("arrow")).toEqual(["brine convert: left out: the flag allows_duplicate_labels"]);
	});
	it("refuses what has no table, and leaves no file", async () => {
		writeFileSync(path("list.pkl"), dumps([1, 2]));
		writeFileSync(path("complex.pkl"), dumps(DataFrame.from({ c: array([1], { dtype: "c16" }) }), { registry }));
		for (const to of ["csv", "arrow", "parquet"]) {
			expect((await convert("list.pkl", `no.${to}`)).stderr).toContain(
				`a .${to} file is made of a pandas frame or series`,
			);
		}
		expect((await convert("complex.pkl", "no.arrow")).stderr).toContain("column 'c': Arrow has no type for complex128");
		expect((await convert("complex.pkl", "no.parquet")).stderr).toContain(
			"column 'c': Arrow has no type for complex128",
		);
		expect(readdirSync(folder).filter((name) => name.startsWith("no."))).toEqual([]);
	});
	it("says so of files that are damaged", async () => {
		await convert("df.pkl", "good.parquet");
		await convert("df.pkl", "good.arrow");
		for (const kind of ["parquet", "arrow"]) {
			const bytes = readFileSync(path(`good.${kind}`));
			for (const [name, part] of [
				["half", bytes.subarray(0, bytes.length / 2)],
				["none", bytes.subarray(0, 8)],
			] as const) {
				writeFileSync(path(`${name}.${kind}`), part);
				const { code, stderr } = await convert(`${name}.${kind}`, "bad.pkl");
				expect({ code, stderr }).toMatchObject({ code: 1 });
				expect(stderr).toMatch(/^brine convert: (OSError|ValueError): /);
			}
			for (let at = 9; at < bytes.length; at += Math.ceil(bytes.length / 12)) {
				const wrong = Buffer.from(bytes);
				wrong[at] = (wrong[at] as number) ^ 0xff;
				writeFileSync(path(`wrong.${kind}`), wrong);
				const { code, stderr } = await convert(`wrong.${kind}`, "maybe.pkl");
				expect(code === 0 || /^brine convert: \w+Error: /m.test(stderr), `${kind} ${at}: ${stderr}`).toBe(true);
			}
		}
	}, 60_000);
});
