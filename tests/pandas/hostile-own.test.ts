/** More frames that lie: each is inert or ends in a typed error, at once; so is what is done with it afterwards. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PyError } from "../../src/errors.ts";
import { array } from "../../src/numpy/array.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { DatetimeArray, PeriodArray } from "../../src/pandas/arrays.ts";
import { DatetimeTZDType, PeriodDType } from "../../src/pandas/dtypes.ts";
import { DataFrame } from "../../src/pandas/frame.ts";
import { RangeIndex } from "../../src/pandas/indexes.ts";
import { registry } from "../../src/pandas/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyZoneInfo } from "../../src/registry/stdlib/zoneinfo.ts";
import { PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { stopwatch } from "../stopwatch.ts";

const vectors = JSON.parse(readFileSync("tests/golden/pandas/hostile-own.json", "utf8")) as {
	readonly name: string;
	readonly data: string;
}[];

/** Rows that are there without taking memory: a frame of no columns, as pandas has it. */
const LAZY = new Set(["a_thousand_million_rows_of_nothing"]);

it("are all there", () => expect(vectors.length).toBe(25));

describe.each(vectors)("$name", ({ name, data }) => {
	it.each(["plain", "exact"] as const)("is inert or an error, and no more than that (%s)", (mode) => {
		const elapsed = stopwatch();
		let value: unknown;
		try {
			value = loads(new Uint8Array(Buffer.from(data, "base64")), { registry, mode, limits: { memory: 1e6 } });
		} catch (error) {
			expect(error).toBeInstanceOf(PyError);
			return;
		}
		const isLazy = LAZY.has(name);
		expect(value instanceof PyObject).toBe(!isLazy);
		expect(repr(value).length).toBeLessThan(20_000);
		if (isLazy) expect(() => (value as DataFrame).toRows()).toThrow(PyError);
		else expect(dumps(value, { registry }).length).toBeGreaterThan(0);
		expect(elapsed()).toBeLessThan(500);
	});
});

describe("values that only the reader can tell", () => {
	const count = new BigInt64Array([2n ** 62n, -(2n ** 62n), 0n]);
	const frame = (own: ConstructorParameters<typeof PeriodArray>[0], dtype: string): DataFrame =>
		DataFrame.from({ p: new PeriodArray(own, new PeriodDType(dtype)) });
	it("periods far beyond the calendar have a text, and take no time", () => {
		for (const dtype of ["M", "D", "Q-DEC", "W-SUN", "Y", "B", "s", "ns", "unknown-letters"]) {
			const own = frame(new NDArray({ dtype: "i8", shape: [3], data: count }), dtype);
			const elapsed = stopwatch();
			expect([own.toCSV().length, own.print().length].every((length) => length > 0)).toBe(true);
			expect(elapsed()).toBeLessThan(200);
			expect((loads(dumps(own, { registry }), { registry }) as DataFrame).shape).toEqual([3, 1]);
		}
	});
	it("times beyond the calendar too", () => {
		const times = new NDArray({ dtype: "M8[s]", shape: [3], data: count });
		const own = DataFrame.from({
			t: times,
			z: new DatetimeArray(times, new DatetimeTZDType("s", new PyZoneInfo("Europe/Berlin"))),
		});
		expect(own.toCSV().length).toBeGreaterThan(10);
		expect(own.print().length).toBeGreaterThan(10);
	});
	it("a name of a zone of ten megabytes is a name, and is not looked for twice", () => {
		const times = new NDArray({ dtype: "M8[ns]", shape: [3], data: new BigInt64Array(3) });
		const elapsed = stopwatch();
		let end: unknown;
		try {
			const zone = new PyZoneInfo("Z".repeat(1e7));
			end = DataFrame.from({ z: new DatetimeArray(times, new DatetimeTZDType("ns", zone)) }).toCSV();
		} catch (error) {
			end = error;
		}
		expect(typeof end === "string" || end instanceof PyError).toBe(true);
		expect(elapsed()).toBeLessThan(1000);
	});
	it("a million columns of nothing are made and written, and shown short", () => {
		const names = Array.from({ length: 200_000 }, (_, i) => `c${i}`);
		const own = DataFrame.from(
			names.map((name) => [name, new NDArray({ dtype: "f8", shape: [0], data: new Float64Array(0) })] as const),
		);
		expect(own.print().length).toBeLessThan(5000);
	}, 20_000);
	it("rows without columns cost nothing until they are asked for", () => {
		const own = DataFrame.from({}, { index: new RangeIndex(0, 2 ** 40) });
		expect(own.print().length).toBeLessThan(1000);
		for (const ask of [() => own.toRows(), () => own.toCSV({ limits: { text: 1000 } })]) {
			expect(ask).toThrow(PyError);
		}
		expect(own.slice(5, 7).toRows()).toEqual([[], []]);
		expect(array([1]).ndim).toBe(1);
	});
});
