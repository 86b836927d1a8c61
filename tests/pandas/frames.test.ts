/** Random frames of three pandas: CSV and what is printed is theirs, byte for byte. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataFrame } from "../../src/pandas/frame.ts";
import { registry } from "../../src/pandas/registry.ts";
import type { Series } from "../../src/pandas/series.ts";
import { loads } from "../../src/pickle/loads.ts";
import { repr } from "../../src/values/repr.ts";
import { bytesOf } from "../golden/science-cases.ts";

interface Item {
	readonly pickle: string;
	readonly csv: string;
	readonly repr: string;
	readonly series?: string;
	readonly seriesRepr?: string;
}
const all = JSON.parse(gunzipSync(readFileSync("tests/golden/pandas/frames.json.gz")).toString()) as Record<
	string,
	Item[]
>;

it("are all there", () => expect(Object.values(all).map((items) => items.length)).toEqual([60, 60, 60]));

describe.each(Object.keys(all))("of pandas %s", (pandasVersion) => {
	it("are written as CSV as pandas writes them", () => {
		for (const { pickle, csv } of all[pandasVersion] as Item[]) {
			const frame = loads(bytesOf(pickle), { registry }) as DataFrame;
			expect(frame).toBeInstanceOf(DataFrame);
			expect(frame.toCSV({ pandasVersion })).toBe(csv);
		}
	});
});

describe.each(Object.keys(all))("as pandas %s prints them", (pandasVersion) => {
	const read = (text: string): unknown => loads(bytesOf(text), { registry, mode: "exact" });
	it("are shown, shortened to a terminal of 80 columns", () => {
		for (const { pickle, repr: wanted } of all[pandasVersion] as Item[]) {
			const frame = read(pickle) as DataFrame;
			expect(frame.print({ pandasVersion })).toBe(wanted);
			if (pandasVersion === "3.1") expect(repr(frame)).toBe(wanted);
		}
	});
	it("series too", () => {
		const items = (all[pandasVersion] as Item[]).filter(({ series }) => series !== undefined);
		expect(items.length).toBeGreaterThan(10);
		for (const { series, seriesRepr } of items) {
			const value = read(series as string) as Series;
			expect(value.print({ pandasVersion })).toBe(seriesRepr);
			if (pandasVersion === "3.1") expect(repr(value)).toBe(seriesRepr);
		}
	});
});

it("no pandas that is not known", () => {
	const frame = DataFrame.from({ a: [1] });
	for (const pandasVersion of ["0.25", "4.0", "new"]) {
		expect(() => frame.print({ pandasVersion })).toThrow(
			expect.objectContaining({ name: "ValueError", code: "option" }),
		);
		expect(() => frame.column(0).print({ pandasVersion })).toThrow(expect.objectContaining({ code: "option" }));
	}
});
