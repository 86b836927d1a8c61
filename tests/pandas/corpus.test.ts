/** Every pickle that eleven pandas wrote of the golden cases: read as expected, at once and in chunks cut anywhere. */
import { describe, expect, it } from "vitest";
import { SparseArray } from "../../src/pandas/arrays.ts";
import { registry } from "../../src/pandas/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { load } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { IS_SHORT, oneIn } from "../effort.ts";
import type { GoldenPickle } from "../golden/science-cases.ts";
import { pandasCases } from "./cases.ts";
import { spell } from "./spell.ts";

function read({ data, buffers }: GoldenPickle, mode: "plain" | "exact" = "exact"): unknown {
	return loads(data, { registry, mode, encoding: "latin1", ...(buffers === undefined ? {} : { buffers }) });
}

/** The letters of frequencies before pandas 2.2. */
const LETTERS: Readonly<Record<string, string>> = {
	M: "ME",
	"2M": "2ME",
	"Q-NOV": "QE-NOV",
	"Q-FEB": "QE-FEB",
	"AS-APR": "YS-APR",
	"5N": "5ns",
	BH: "bh",
	"<BusinessHour: BH=09:00-17:00>": "<BusinessHour: bh=09:00-17:00>",
	"<DateOffset: kwds={'hour': 3, 'days': 1}>": "<DateOffset: days=1, hour=3>",
	"<Easter>": "<Easter: method=3>",
};
/** Names of one thing in the words of its pandas. */
const NAMES: Readonly<Record<string, string>> = { PandasArray: "NumpyExtensionArray" };

type Json = Readonly<Record<string, unknown>>;

/**
 * Compares as far as a pandas said: before 2.0 there are no units, before 1.3 no ends in an interval's dtype, before 1.0 a
 * missing number is NaN, and before 1.1 a time difference shows no nanoseconds.
 */
function differences(got: unknown, expected: unknown, by: string, path = ""): string[] {
	if (Array.isArray(expected)) {
		if (!Array.isArray(got) || got.length !== expected.length) return [`${path}: ${JSON.stringify(got)}`];
		return expected.flatMap((item, i) => differences(got[i], item, by, `${path}[${i}]`));
	}
	if (typeof expected === "object" && expected !== null) {
		const [given, wanted] = [got as Json, expected as Json];
		if (typeof got !== "object" || got === null)
			return [`${path}: ${JSON.stringify(got)} for ${JSON.stringify(wanted)}`];
		if ("$na" in given && JSON.stringify(wanted["$float"]) === '"nan"' && /^pd0/.test(by)) return [];
		if ("$timedelta" in wanted && /^pd(0|1\.0)/.test(by)) return given["ns"] === wanted["ns"] ? [] : [path];
		const more = Object.keys(given).filter((key) => !(key in wanted) && key !== "unit" && key !== "freq");
		if (more.length > 0) return [`${path}: ${more.join()} in ${JSON.stringify(given).slice(0, 200)}`];
		return Object.keys(wanted).flatMap((key) => differences(given[key], wanted[key], by, `${path}.${key}`));
	}
	if (typeof expected === "string" && typeof got === "string") {
		if (/\.(freq|freqstr|\$offset|dtype|class|name)$/.test(path)) {
			const wanted = LETTERS[expected] ?? NAMES[expected] ?? expected;
			const short = /^pd(0|1\.[0-2])/.test(by) ? got.replace(/, (left|right|both|neither)\]$/, "]") : got;
			// A sparse array of 0.20 was one of numpy's.
			if (by.startsWith("pd0.20") && got === `Sparse[${expected}, 0]`) return [];
			if (LETTERS[got] === wanted || short === wanted || got === wanted) return [];
		}
		if (/\.(tz|dtype|name)$/.test(path) && got.replace("pytz.FixedOffset(330)", "UTC+05:30") === expected) return [];
	}
	return Object.is(got, expected) ? [] : [`${path}: ${JSON.stringify(got)} for ${JSON.stringify(expected)}`];
}

/** Whether it can be compared: the dtype of categories had no attributes in 0.20. */
function isComparable({ expected }: GoldenPickle): boolean {
	return (expected as Json)["$unspelled"] === undefined;
}

const cases = pandasCases();

it("has all the cases", () => {
	expect(cases.length).toBe(98);
	expect(cases.flatMap(({ pickles }) => pickles).length).toBe(1257);
});

describe.each(cases)("$name", ({ pickles }) => {
	it("is read as pandas reads it", () => {
		for (const pickle of pickles) {
			if (!isComparable(pickle)) continue;
			const by = pickle.by[0] as string;
			expect({ by, wrong: differences(spell(read(pickle)), pickle.expected, by) }).toEqual({ by, wrong: [] });
		}
	});
	it("is read alike in plain mode", () => {
		for (const pickle of oneIn(4, pickles)) {
			if (!isComparable(pickle)) continue;
			const by = pickle.by[0] as string;
			expect({ by, wrong: differences(spell(read(pickle, "plain")), pickle.expected, by) }).toEqual({ by, wrong: [] });
		}
	});
	it("is read alike in chunks cut anywhere", async () => {
		for (const pickle of oneIn(4, pickles)) {
			if (!isComparable(pickle)) continue;
			const { data, buffers } = pickle;
			const whole = spell(read(pickle));
			for (const size of IS_SHORT ? [61] : [1, 61]) {
				const chunks: Uint8Array[] = [];
				for (let at = 0; at < data.length; at += size) chunks.push(data.slice(at, at + size));
				const options = { registry, mode: "exact", encoding: "latin1" } as const;
				expect(spell(await load(chunks, buffers === undefined ? options : { ...options, buffers }))).toEqual(whole);
			}
		}
	});
});

describe("a sparse array of pandas 0.20", () => {
	const found = cases.filter(({ name }) => name.startsWith("array_sparse"));
	const old = found.flatMap(({ pickles }) => pickles.filter(({ by }) => (by[0] as string).startsWith("pd0.20")));
	it("is written as that of any other", () => {
		expect(old.length).toBe(4);
		for (const pickle of old) {
			const array = read(pickle);
			expect(array).toBeInstanceOf(SparseArray);
			const again = loads(dumps(array, { registry }), { registry, mode: "exact" });
			expect(spell(again)).toEqual(spell(array));
		}
	});
	it("stays inert where its places are not those of its values", () => {
		for (const pickle of old) {
			const data = pickle.data.slice();
			// The length of the array, which its places are then beyond.
			const places = Buffer.from(data).indexOf("Index") + "Index".length;
			const length = data.indexOf(0x4b, places) + 1;
			data[length] = 1;
			expect(read({ ...pickle, data })).not.toBeInstanceOf(SparseArray);
		}
	});
});
