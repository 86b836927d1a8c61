import { describe, expect, it } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { dtypeName } from "./dtypes.ts";
import { DataFrame } from "./frame.ts";
import { RangeIndex } from "./indexes.ts";
import { NA } from "./missing.ts";
import { registry } from "./registry.ts";

const again = (frame: DataFrame): DataFrame => loads(dumps(frame, { registry }), { registry }) as DataFrame;

describe("DataFrame.from", () => {
	const frame = DataFrame.from(
		{
			whole: [1, 2, 3],
			part: [0.5, null, 2],
			text: ["a", null, "c"],
			flag: [true, false, true],
			day: [new Date("2024-02-29"), null, new Date(0)],
			typed: new Int16Array([1, 2, 3]),
			maybe: [1, null, 3],
			kind: ["y", "x", null],
			words: ["a", null, "b"],
		},
		{ dtypes: { maybe: "Int64", kind: "category", words: "string" }, index: ["p", "q", "r"] },
	);
	it("takes the dtypes that pandas takes, or those asked for", () => {
		expect(frame.dtypes.map(dtypeName)).toEqual([
			"int64",
			"float64",
			"object",
			"bool",
			"datetime64[ns]",
			"int16",
			"Int64",
			"category",
			"string",
		]);
		expect(frame.shape).toEqual([3, 9]);
	});
	it("is written and read again with its values and labels", () => {
		const got = again(frame);
		expect(got.index.toArray()).toEqual(["p", "q", "r"]);
		expect(JSON.stringify(got.toRows())).toBe(JSON.stringify(frame.toRows()));
		expect(got.dtypes.map(dtypeName)).toEqual(frame.dtypes.map(dtypeName));
		expect(got.toRows()[1]).toEqual([2, null, null, false, null, 2, null, "x", null]);
	});
	it("refuses columns of different lengths, dtypes without values, and labels of other numbers", () => {
		expect(() => DataFrame.from({ a: [1], b: [1, 2] })).toThrow('column "b": it has 2 values, not 1');
		expect(() => DataFrame.from({ a: [1] }, { dtypes: { b: "i8" } })).toThrow("there is a dtype for it");
		expect(() => DataFrame.from({ a: [300] }, { dtypes: { a: "u1" } })).toThrow("out of bounds");
	});
	it("takes names of any kind as pairs", () => {
		const named = again(
			DataFrame.from([
				[1, [1]],
				["__proto__", [2]],
				[1, [3]],
			]),
		);
		expect(named.columns.toArray()).toEqual([1, "__proto__", 1]);
		expect(() => named.get(1)).toThrow("several columns are named 1");
		expect(named.column("__proto__").get(0)).toBe(2);
		expect(Object.keys(named.toRows({ objects: true })[0] as object)).toEqual(["1", "__proto__"]);
	});
});

describe("a frame", () => {
	const frame = DataFrame.from(
		{ a: new Float64Array([1.5, 2, Number.NaN]), b: [1, null, 3] },
		{ dtypes: { b: "Int64" } },
	);
	it("has typed columns with what is missing beside them, without copies", () => {
		const again = loads(dumps(frame, { registry }), { registry }) as DataFrame;
		const typed = again.column("a").toTyped();
		expect([typed?.data, typed?.validity]).toEqual([new Float64Array([1.5, 2, Number.NaN]), null]);
		expect(again.column("a").toTyped()?.data.buffer).toBe(typed?.data.buffer);
		expect(again.column(1).toTyped()).toEqual({
			data: new BigInt64Array([1n, 0n, 3n]),
			validity: new Uint8Array([1, 0, 1]),
		});
		expect([again.column("b").get(1), again.column("b").toArray()]).toEqual([NA, [1, null, 3]]);
	});
	it("is cut by rows without copying", () => {
		const part = frame.slice(1);
		expect([part.shape, part.index.get(0), part.toColumns()]).toEqual([[2, 2], 1, { a: [2, null], b: [null, 3] }]);
		expect(again(part.slice(0, 1)).toRows()).toEqual([[2, null]]);
		expect(frame.slice(-1).toRows({ objects: true })).toEqual([{ a: null, b: 3 }]);
	});
	it("says no before it makes more rows than it may", () => {
		const wide = DataFrame.from({}, { index: new RangeIndex(0, 2 ** 40) });
		expect(wide.shape).toEqual([2 ** 40, 0]);
		expect(() => wide.toRows()).toThrow("limit");
		expect(() => wide.toCSV({ limits: { text: 1e5 } })).toThrow("limit");
	});
	it("is written as CSV as pandas does", () => {
		expect(DataFrame.from({ "a,b": ['q"', null], c: [0.1, 1e16] }).toCSV()).toBe(',"a,b",c\n0,"q""",0.1\n1,,1e+16\n');
		expect(DataFrame.from({}, { index: ["x"] }).toCSV()).toBe('""\nx\n');
		expect(frame.toCSV({ index: false, header: false })).toBe("1.5,1\n2.0,\n,3\n");
	});
});
