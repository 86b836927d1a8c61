/** Random frames of three pandas: CSV and what is printed is theirs, byte for byte. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataFrame } from "../../src/pandas/frame.ts";
import { registry } from "../../src/pandas/registry.ts";
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

describe("as pandas 3 prints them", () => {
	it("are shown, shortened to a terminal of 80 columns", () => {
		for (const { pickle, repr: wanted } of all["3.1"] as Item[]) {
			expect(repr(loads(bytesOf(pickle), { registry, mode: "exact" }))).toBe(wanted);
		}
	});
	it("series too", () => {
		const items = (all["3.1"] as Item[]).filter(({ series }) => series !== undefined);
		expect(items.length).toBeGreaterThan(10);
		for (const { series, seriesRepr } of items) {
			expect(repr(loads(bytesOf(series as string), { registry, mode: "exact" }))).toBe(seriesRepr);
		}
	});
});
