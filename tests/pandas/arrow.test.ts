/** Frames to Arrow and back, by both libraries of JavaScript: every frame of the corpus, and the memory that its numbers stay in. */
import * as flechette from "@uwdata/flechette";
import * as apache from "apache-arrow";
import { describe, expect, it } from "vitest";
import { LimitError, PyError, PyTypeError, UnicodeEncodeError, ValueError } from "../../src/errors.ts";
import { array } from "../../src/numpy/array.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { ArrowArray, Categorical, PeriodArray, SparseArray } from "../../src/pandas/arrays.ts";
import { dtypeName, PeriodDType, SparseDType, StringDType } from "../../src/pandas/dtypes.ts";
import { DataFrame } from "../../src/pandas/frame.ts";
import { MultiIndex, RangeIndex } from "../../src/pandas/indexes.ts";
import { pandasRegistry, registry } from "../../src/pandas/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { pandasCases } from "./cases.ts";
import { spell } from "./spell.ts";

/** What two libraries write, as bytes of Arrow's file format. */
const WRITERS = {
	flechette: (frame: DataFrame) => flechette.tableToIPC(frame.toArrow(flechette), { format: "file" }) as Uint8Array,
	"apache-arrow": (frame: DataFrame) => apache.tableToIPC(frame.toArrow(apache), "file"),
};
type Writer = keyof typeof WRITERS;

function again(frame: DataFrame, writer: Writer): DataFrame {
	const read = flechette.tableFromIPC(WRITERS[writer](frame), { useBigInt: true });
	return DataFrame.fromArrow(read);
}

/** The values of rows, with the labels of rows and columns before them; null is what is missing. */
function held(frame: DataFrame): unknown {
	const { index, columns } = frame;
	const rows = frame.toRows().map((row) => row.map(spell));
	return { index: spell(index.toArray()), columns: columns.toArray().map(String), rows };
}

/** What is another value after the way through Arrow: its list of bytes, a tuple, a float that is whole, a unit. */
function plain(value: unknown): string {
	return JSON.stringify(value, (key, item: unknown) => {
		if (key === "unit" || key === "freq") return undefined;
		if (typeof item === "object" && item !== null && "$tuple" in item) return item.$tuple;
		if (typeof item === "object" && item !== null && "$float" in item) return item.$float === "nan" ? null : item;
		return item;
	})
		.replace(/\{"\$(nat|na)":true\}/g, "null")
		.replace(/"UTC\+05:30"|"pytz.FixedOffset\(330\)"/g, '"+05:30"');
}

const frames = pandasCases().flatMap(({ name, pickles }) =>
	pickles.flatMap(({ by, data, buffers }) => {
		const options = { registry, mode: "exact", encoding: "latin1" } as const;
		const value = loads(data, buffers === undefined ? options : { ...options, buffers });
		return value instanceof DataFrame ? [{ name: `${name} ${by[0]}`, frame: value }] : [];
	}),
);

it("are enough", () => expect(frames.length).toBeGreaterThan(500));

describe.each(Object.keys(WRITERS) as Writer[])("by %s", (writer) => {
	it("every frame of the corpus comes back, or is refused by a name", () => {
		const refused = new Map<string, string>();
		for (const { name, frame } of frames) {
			let back: DataFrame;
			try {
				back = again(frame, writer);
			} catch (error) {
				if (!(error instanceof PyError)) throw error;
				expect(error.code).toBe("argument");
				refused.set(name.split(" ")[0] as string, error.message);
				continue;
			}
			expect({ name, held: plain(held(back)) }).toEqual({ name, held: plain(held(frame)) });
		}
		expect([...refused]).toEqual([
			["frame_dup_cols", "Duplicate column names found: 'a' is there twice"],
			["frame_small_ints", "column 'd': Arrow has no type for complex128"],
			["frame_objects", "column 'o': its objects have no type in common: int, string, list"],
		]);
	});
	it("rows that begin within a byte of a bitmap come back too", () => {
		for (const { name, frame } of frames) {
			if (frame.shape[0] < 2 || /dup_cols|small_ints|objects/.test(name)) continue;
			const part = frame.slice(1);
			expect({ name, held: plain(held(again(part, writer))) }).toEqual({ name, held: plain(held(part)) });
		}
	});
	it("what came back is written as a pickle that is read alike", () => {
		for (const { name, frame } of frames.filter((_, i) => i % 7 === 0)) {
			if (/dup_cols|small_ints|objects/.test(name)) continue;
			const back = again(frame, writer);
			for (const own of [registry, pandasRegistry({ pandasVersion: "3.0" })]) {
				const read = loads(dumps(back, { registry: own }), { registry, mode: "exact" }) as DataFrame;
				expect({ name, held: plain(held(read)) }).toEqual({ name, held: plain(held(frame)) });
			}
		}
	});
});

describe("memory", () => {
	const numbers = {
		f8: new Float64Array([1.5, Number.NaN, 2]),
		f4: new Float32Array([1.5, Number.NaN, 2]),
		i8: new BigInt64Array([1n, -2n, 3n]),
		u1: new Uint8Array([1, 2, 3]),
		i2: new Int16Array([1, -2, 3]),
	};
	const count = new BigInt64Array([1n, -(2n ** 63n), 3n]);
	const codes = new Int8Array([0, -1, 1]);
	const category = DataFrame.from({ c: ["a", null, "b"] }, { dtypes: { c: "category" } }).column(0)
		.array as Categorical;
	const columns: Record<string, unknown> = {
		...numbers,
		moment: new NDArray({ dtype: "M8[us]", shape: [3], data: count }),
		span: new NDArray({ dtype: "m8[ns]", shape: [3], data: count }),
		period: new PeriodArray(new NDArray({ dtype: "i8", shape: [3], data: count }), new PeriodDType("M")),
		category: new Categorical(new NDArray({ dtype: "i1", shape: [3], data: codes }), category.dtype),
	};
	const buffers = { ...numbers, moment: count, span: count, period: count, category: codes };
	const frame = DataFrame.from(columns as Parameters<typeof DataFrame.from>[0]);

	it("of numbers, times and codes is the frame's own, in flechette", () => {
		const table = frame.toArrow(flechette);
		for (const [name, { buffer }] of Object.entries(buffers)) {
			expect(table.getChild(name)?.data[0]?.values?.buffer, name).toBe(buffer);
		}
	});
	const memoryOf = ({ data }: NDArray): unknown => (data as Uint8Array).buffer;
	it("is so in apache-arrow, and in frames that are read back", () => {
		const table = frame.toArrow(apache);
		for (const [name, { buffer }] of Object.entries(buffers)) {
			expect(table.getChild(name)?.data[0]?.values.buffer, name).toBe(buffer);
		}
		const read = DataFrame.fromArrow(frame.toArrow(flechette));
		expect(memoryOf(read.column("i8").array as NDArray)).toBe(numbers.i8.buffer);
		expect(memoryOf(read.column("f8").array as NDArray)).toBe(numbers.f8.buffer);
		expect(memoryOf((read.column("category").array as Categorical).codes)).toBe(codes.buffer);
	});
	it("of a column that was read from a pickle is the pickle's array", () => {
		const own = loads(dumps(frame, { registry }), { registry }) as DataFrame;
		const table = own.toArrow(flechette);
		for (const name of ["f8", "i8", "u1"]) {
			expect(table.getChild(name)?.data[0]?.values?.buffer).toBe(memoryOf(own.column(name).array as NDArray));
		}
	});
	it("of the strings of Arrow is theirs", () => {
		const strings = DataFrame.fromArrow(
			flechette.tableFromArrays({ s: ["a", null, "ccc"] }, { types: { s: flechette.utf8() } }),
		);
		const { chunks } = strings.column("s").array as ArrowArray;
		expect(strings.column("s").array).toBeInstanceOf(ArrowArray);
		expect(strings.toArrow(flechette).getChild("s")?.data[0]?.values?.buffer).toBe(chunks[0]?.bytes?.buffer);
	});
});

describe("values", () => {
	it("NaN, NaT and NA are null; a NaN of Float64 is a number", () => {
		const nullable = DataFrame.from({ a: [1.5, null] }, { dtypes: { a: "Float64" } });
		const values = (nullable.column(0).array as unknown as { values: NDArray }).values.data as Float64Array;
		values[0] = Number.NaN;
		const table = nullable.toArrow(flechette);
		expect([table.getChild("a")?.at(0), table.getChild("a")?.at(1)]).toEqual([Number.NaN, null]);
		const other = DataFrame.from({ a: [1.5, null], t: [new Date(0), null] }).toArrow(flechette);
		expect([other.getChild("a")?.at(1), other.getChild("t")?.at(1)]).toEqual([null, null]);
	});
	it("columns are cut at the same rows where one has several parts", () => {
		const chunk = (text: string) => {
			const bytes = new TextEncoder().encode(text);
			const values = new Uint8Array(new Int32Array([0, ...Array.from(bytes, (_, i) => i + 1)]).buffer);
			const none = { offset: 0, validity: null, children: [], dictionary: null };
			return { type: { kind: "string" }, length: bytes.length, values, bytes, ...none } as const;
		};
		const s = new ArrowArray([chunk("ab"), chunk("c"), chunk("def")], new StringDType("pyarrow"));
		const frame = DataFrame.from({ n: [1, 2, 3, 4, 5, 6], s });
		for (const writer of Object.keys(WRITERS) as Writer[]) {
			expect(
				again(frame, writer)
					.toRows()
					.map((row) => row.join("")),
			).toEqual(["1a", "2b", "3c", "4d", "5e", "6f"]);
		}
		expect(
			frame
				.toArrow(flechette)
				.getChild("n")
				?.data.map(({ length }) => length),
		).toEqual([2, 1, 3]);
	});
	it("integers of which some are missing are floats, and stay integers where these would lose digits", () => {
		const table = (values: (bigint | null)[]) =>
			DataFrame.fromArrow(flechette.tableFromArrays({ n: values }, { types: { n: flechette.int64() } }));
		expect(dtypeName(table([1n, null]).dtypes[0] as never)).toBe("float64");
		const large = table([2n ** 60n + 1n, null]);
		expect([dtypeName(large.dtypes[0] as never), large.column(0).toArray()]).toEqual(["Int64", [2n ** 60n + 1n, null]]);
	});
	it("sparse columns have all their values", () => {
		const values = array(Float64Array.of(1.5));
		const s = new SparseArray({ dtype: new SparseDType(values.dtype, 0), length: 3, values, places: Int32Array.of(1) });
		const back = again(DataFrame.from({ s }), "flechette");
		expect([back.dtypes.map(dtypeName), back.column(0).toArray()]).toEqual([["float64"], [0, 1.5, 0]]);
	});
	it("decimals keep their digits, up to 76", () => {
		const digits = ["1.50", "-0.001", `${"9".repeat(70)}.5`, null].map((text) => text && new PyDecimal(text));
		const back = again(DataFrame.from({ d: digits }), "apache-arrow").column(0);
		expect(back.toArray().map((value) => value && String(value))).toEqual([
			"1.500",
			"-0.001",
			`${"9".repeat(70)}.500`,
			null,
		]);
	});
	it("without the index, where that is asked for", () => {
		const own = DataFrame.from({ a: [1, 2] }, { index: ["x", "y"] });
		expect(own.toArrow(flechette).names).toEqual(["a", "__index_level_0__"]);
		expect(own.toArrow(flechette, { index: false }).names).toEqual(["a"]);
	});
	it("a frame without columns keeps its rows", () => {
		const none = DataFrame.from({}, { index: new RangeIndex(0, 3) });
		expect(again(none, "flechette").shape).toEqual([3, 0]);
	});
});

describe("what is refused", () => {
	it("is told by the column's name", () => {
		const toArrow = (column: unknown) => () => DataFrame.from([["c", column as never]]).toArrow(flechette);
		expect(toArrow(array([1, 2], { dtype: "c16" }))).toThrow(PyTypeError);
		expect(toArrow([1, "x"])).toThrow("column 'c': its objects have no type in common: int, string");
		expect(toArrow([2n ** 65n])).toThrow(ValueError);
		expect(toArrow(["\ud800"])).toThrow(UnicodeEncodeError);
		expect(toArrow([new PyDecimal("Infinity")])).toThrow(PyTypeError);
		let deep: unknown[] = [1];
		for (let i = 0; i < 100; i++) deep = [deep];

		expect(toArrow([deep])).toThrow("nested too deep");
	});
	it("ends before it grows: lists that share lists, records with a key for each row", () => {
		let laughs: unknown[] = ["ha"];
		for (let i = 0; i < 30; i++) laughs = Array.from({ length: 10 }, () => laughs);
		const own = (column: unknown[]) => () =>
			DataFrame.from({ c: column }).toArrow(flechette, { limits: { memory: 1e7 } });
		expect(own([laughs])).toThrow(LimitError);
		expect(own(Array.from({ length: 5000 }, (_, i) => ({ [`k${i}`]: 1 })))).toThrow(LimitError);
	});
	it("is any other library or table", () => {
		for (const lib of [null, {}, "x", Map])
			expect(() => DataFrame.from({ a: [1] }).toArrow(lib as never)).toThrow(PyTypeError);
		for (const table of [null, {}, [], apache.tableFromArrays({ a: [1] })]) {
			expect(() => DataFrame.fromArrow(table as never)).toThrow(PyTypeError);
		}
	});
	it("is a table whose buffers lie", () => {
		const table = flechette.tableFromArrays({ s: ["a", "bb"] }, { types: { s: flechette.utf8() } });
		const [batch] = (table.getChild("s") as { data: readonly { offsets: Int32Array }[] }).data;
		(batch as { offsets: Int32Array }).offsets[1] = 1000;
		expect(() => DataFrame.fromArrow(table)).toThrow(ValueError);
	});
	it("unions, intervals of months, runs", () => {
		const types = [flechette.interval(), flechette.runEndEncoded(flechette.int32(), flechette.utf8())];
		for (const type of types) {
			const schema = { version: 4, endianness: 0, fields: [flechette.field("x", type as never)], metadata: null };
			const none = new flechette.Table(schema as never, [new flechette.Column([], type as never)]);
			expect(() => DataFrame.fromArrow(none)).toThrow('column "x"');
		}
	});
});

it("several levels of labels come back", () => {
	const multi = frames.filter(({ frame }) => frame.columns instanceof MultiIndex || frame.index instanceof MultiIndex);
	expect(multi.length).toBeGreaterThan(20);
});
