import canonicalize from "canonicalize";

import { describe, expect, test } from "vitest";
import { documentText, numberText, Random, value } from "../../tests/json/random.ts";
import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import type { DumpsOptions } from "./call-options.ts";
import { dumps, iterencode } from "./dumps.ts";
import { Fragment } from "./fragment.ts";
import { loads } from "./loads.ts";
import { dump, dumpSync } from "./stream.ts";
import { DictOf, ListOf } from "./streamed.ts";

/** The text that every function writes; it must be one. */
async function written(given: unknown, options: DumpsOptions): Promise<string> {
	const text = dumps(given, options);
	let pieces = "";
	const sink = { write: (piece: string) => (pieces += piece) };
	await dump(given, sink, options);
	expect(pieces).toBe(text);
	pieces = "";
	dumpSync(given, sink, options);
	expect(pieces).toBe(text);
	expect([...iterencode(given, options)].join("")).toBe(text);
	return text;
}

describe("form: rfc8785", () => {
	const form = { form: "rfc8785" } as const;
	test("writes the examples of RFC 8785", async () => {
		const example = `{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
			"literals": [null, true, false]
		}`;
		expect(await written(loads(example), form)).toBe(
			'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
		);
		const sorting = '{"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}';
		expect(await written(loads(sorting, { mode: "exact" }), form)).toBe(
			'{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
		);
		// Appendix B, by the bits of the doubles.
		for (const [bits, text] of Object.entries({
			"0000000000000000": "0",
			"8000000000000000": "0",
			"0000000000000001": "5e-324",
			"8000000000000001": "-5e-324",
			"7fefffffffffffff": "1.7976931348623157e+308",
			"4340000000000000": "9007199254740992",
			c340000000000000: "-9007199254740992",
			"4430000000000000": "295147905179352830000",
			"44b52d02c7e14af5": "9.999999999999997e+22",
			"44b52d02c7e14af6": "1e+23",
			"44b52d02c7e14af7": "1.0000000000000001e+23",
			"444b1ae4d6e2ef4e": "999999999999999700000",
			"444b1ae4d6e2ef4f": "999999999999999900000",
			"444b1ae4d6e2ef50": "1e+21",
			"3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
			"3eb0c6f7a0b5ed8d": "0.000001",
			"41b3de4355555553": "333333333.3333332",
			"41b3de4355555554": "333333333.33333325",
			"41b3de4355555555": "333333333.3333333",
			"41b3de4355555556": "333333333.3333334",
			"41b3de4355555557": "333333333.33333343",
			becbf647612f3696: "-0.0000033333333333333333",
			"43143ff3c1cb0959": "1424953923781206.2",
		})) {
			const number = new DataView(BigUint64Array.of(BigInt(`0x${bits}`)).buffer).getFloat64(0, true);
			expect(dumps(number, form)).toBe(text);
			expect(dumps(new PyFloat(number), form)).toBe(text);
		}
	});
	test("is npm's canonicalize on random documents", () => {
		let compared = 0;
		for (let seed = 1; seed <= 3000; seed++) {
			const text = documentText(new Random(seed));
			let found: unknown;
			try {
				found = JSON.parse(text);
			} catch {
				continue; // NaN
			}
			if (!text.includes("\\u") && isFiniteAll(found)) {
				expect(dumps(found, form)).toBe(canonicalize(found));
				compared++;
			}
		}
		expect(compared).toBeGreaterThan(1500);
	});
	test("refuses what has no canonical form, and options that it leaves nothing to", () => {
		expect(() => dumps([Number.NaN], form)).toThrow("Out of range float values are not JSON compliant");
		expect(() => dumps([2n ** 53n], form)).toThrow("Out of range int values");
		expect(dumps([2n ** 53n], { ...form, bigint: "string" })).toBe('["9007199254740992"]');
		expect(dumps([2n ** 53n], { ...form, bigint: "int" })).toBe("[9007199254740992]");
		expect(() => dumps({ a: "\ud800" }, form)).toThrow(expect.objectContaining({ code: "encode" }));
		expect(() => dumps("\udfff", form)).toThrow("surrogates not allowed");
		expect(() =>
			dumps(
				new PyDict<unknown, unknown>([
					[1, 1],
					["1", 2],
				]),
				form,
			),
		).toThrow("two keys have the same text");
		for (const option of [
			{ indent: 1 },
			{ sortKeys: false },
			{ ensureAscii: false },
			{ nan: "null" },
			{ escapeHTML: true },
		]) {
			expect(() => dumps(1, { ...form, ...option } as DumpsOptions)).toThrow("cannot be combined with form 'rfc8785'");
		}
		expect(() => dumps(1, { form: "jcs" as never })).toThrow("form must be 'rfc8785', not 'jcs'");
	});
});

/** Whether a document has only numbers that both know as the same. */
function isFiniteAll(found: unknown): boolean {
	if (typeof found === "number") return Number.isFinite(found);
	return typeof found !== "object" || found === null || Object.values(found).every(isFiniteAll);
}

describe("numbers", () => {
	test("NaN and the infinities as null, in values and keys", async () => {
		const nan = { nan: "null" } as const;
		const all = [Number.NaN, Infinity, -Infinity, new PyFloat(Number.NaN), 1.5];
		expect(await written({ a: all, b: new PyDict([[Number.NaN, 1]]) }, nan)).toBe(
			'{"a": [null, null, null, null, 1.5], "b": {"null": 1}}',
		);
		expect(dumps([Number.NaN], { ...nan, rfc8259: true })).toBe("[null]");
		expect(() => dumps(1, { ...nan, allowNan: true })).toThrow("nan cannot be combined with allowNan");
	});
	test("ints beyond 2^53 as digits, as strings, or not at all", async () => {
		const ints = [2n ** 53n - 1n, 2n ** 53n, -(2n ** 63n), 7];
		expect(await written(ints, {})).toBe("[9007199254740991, 9007199254740992, -9223372036854775808, 7]");
		expect(await written(ints, { bigint: "string" })).toBe(
			'[9007199254740991, "9007199254740992", "-9223372036854775808", 7]',
		);
		expect(dumps(new PyDict([[2n ** 60n, 1]]), { bigint: "string" })).toBe('{"1152921504606846976": 1}');
		expect(() => dumps(ints, { bigint: "error" })).toThrow(
			expect.objectContaining({ path: "[1]", code: "json-value" }),
		);
	});
	test("Decimals as numbers with their digits", async () => {
		const { PyDecimal } = await import("../registry/stdlib/decimal.ts");
		const prices = ["19.90", "-0.00", "1E+3", "12345678901234567890.123456789"].map((text) => new PyDecimal(text));
		expect(await written({ prices }, { useDecimal: true })).toBe(
			'{"prices": [19.90, -0.00, 1E+3, 12345678901234567890.123456789]}',
		);
		expect(dumps(prices[0], { useDecimal: true, toJSON: true })).toBe("19.90");
		expect(dumps([new PyDecimal("NaN")], { useDecimal: true, nan: "null" })).toBe("[null]");
		expect(() => dumps(prices)).toThrow("Object of type Decimal is not JSON serializable");
		expect(loads("19.90", { parseFloat: (text) => new PyDecimal(text) })).toEqual(prices[0]);
	});
});

describe("escapeHTML", () => {
	// The text that Django 5.2's json_script puts between its tags.
	test("has Django's escapes", async () => {
		const given = { "<a>": "</script><script>alert('&amp;')", b: "\u2028é" };
		expect(await written(given, { escapeHTML: true })).toBe(
			'{"\\u003Ca\\u003E": "\\u003C/script\\u003E\\u003Cscript\\u003Ealert(\'\\u0026amp;\')", "b": "\\u2028\\u00e9"}',
		);
		expect(loads(dumps(given, { escapeHTML: true }))).toEqual(given);
		expect(await written("<", { escapeHTML: true })).toBe('"\\u003C"');
	});
});

describe("compactWidth", () => {
	const given = {
		name: "train",
		shape: [2, 3, 4],
		empty: [],
		rows: [
			[1, 2],
			[3, { a: null }],
		],
		long: ["a string that is longer than a line may be wide in this test", { x: [1] }],
	};
	test("keeps short lists and dicts on one line", async () => {
		expect(await written(given, { indent: 2, compactWidth: 30 })).toBe(
			`{
  "name": "train",
  "shape": [2, 3, 4],
  "empty": [],
  "rows": [
    [1, 2], 
    [3, {"a": null}]
  ],
  "long": [
    "a string that is longer than a line may be wide in this test",
    {"x": [1]}
  ]
}`.replaceAll(", \n", ",\n"),
		);
		expect(await written(given, { indent: 2, compactWidth: 40 })).toContain(
			'\n  "rows": [[1, 2], [3, {"a": null}]],\n',
		);
	});
	test("no line with a whole container is longer, and each that would fit is whole", () => {
		for (let seed = 1; seed <= 300; seed++) {
			const random = new Random(seed);
			const one = value(random);
			let flat: string;
			try {
				flat = dumps(one);
			} catch {
				continue; // a set, which has no form
			}
			const options = { indent: random.pick([0, 1, 4, "\t"]), sortKeys: false };
			expect(dumps(one, { ...options, compactWidth: 0 })).toBe(dumps(one, options));
			if (flat.length <= 1000) expect(dumps(one, { ...options, compactWidth: 1000 })).toBe(flat);
			const width = random.below(60);
			const folded = dumps(one, { ...options, compactWidth: width });
			expect(dumps(loads(folded, { mode: "exact" }))).toBe(dumps(loads(flat, { mode: "exact" })));
			for (const line of folded.split("\n")) {
				const whole = line.replace(/,$/, "");
				if (/[[{].*[\]}]$/.test(whole) && !/(\[\]|\{\})$/.test(whole))
					expect([whole, whole.length <= width]).toEqual([whole, true]);
			}
		}
	});
	test("is refused without indent, beyond 1000, and with separators that look like JSON", () => {
		expect(() => dumps([], { compactWidth: 80 })).toThrow("compactWidth needs indent");
		expect(() => dumps([], { indent: 1, compactWidth: 1001 })).toThrow("compactWidth must be an int from 0 to 1000");
		expect(() => dumps([], { indent: 1, compactWidth: 9, separators: ["[", ":"] })).toThrow(
			"without quotes and brackets",
		);
		expect(dumps([1, 2], { indent: 1, compactWidth: 9, separators: [";", ":"] })).toBe("[1;2]");
	});
});

describe("lists and dicts that come while they are written", () => {
	async function* slowly<T>(items: readonly T[]): AsyncGenerator<T, void> {
		for (const item of items) {
			await Promise.resolve();
			yield item;
		}
	}
	const streamOf = <T>(items: AsyncGenerator<T, void>): ReadableStream<T> =>
		new ReadableStream({
			async pull(controller) {
				const step = await items.next();
				if (step.done) controller.close();
				else controller.enqueue(step.value);
			},
		});
	const text = async (given: unknown, options: DumpsOptions = {}): Promise<string> => {
		let pieces = "";
		await dump(given, { write: (piece: string) => (pieces += piece) }, options);
		return pieces;
	};
	const rows = [{ id: 1, tags: ["a"] }, [], { id: 2 }];
	const make = (
		list: (items: readonly unknown[]) => unknown,
		dict: (entries: readonly [unknown, unknown][]) => unknown,
	) => ({
		count: 3,
		rows: list(rows),
		none: list([]),
		more: [
			dict([
				["x", list([1, 2])],
				["y", { z: dict([]) }],
			]),
			true,
		],
	});
	const plain = make(
		(items) => [...items],
		(entries) => new PyDict(entries),
	);

	test.each([
		{},
		{ indent: 2 },
		{ indent: "\t", ensureAscii: false },
		{ separators: [",", ":"] as const },
		{ indent: 0 },
		{ indent: 2, compactWidth: 40 },
	])("as if they were whole: %j", async (options) => {
		const wanted = dumps(plain, options);
		const iterables = make(
			(items) => new ListOf(items.values()),
			(entries) => new DictOf(entries.values()),
		);
		expect(await text(iterables, options)).toBe(wanted);
		expect(
			await text(
				make(
					(items) => new ListOf(slowly(items)),
					(entries) => new DictOf(slowly(entries)),
				),
				options,
			),
		).toBe(wanted);
		const streams = make(
			(items) => new ListOf(streamOf(slowly(items))),
			(entries) => new DictOf(entries),
		);
		expect(await text(streams, options)).toBe(wanted);
		expect(
			dumps(
				make(
					(items) => new ListOf(items),
					(entries) => new DictOf(entries),
				),
				options,
			),
		).toBe(wanted);
	});
	test("one at a time, and closed when the sink fails", async () => {
		let made = 0;
		let isClosed = false;
		const endless = (function* () {
			try {
				for (;;) yield `${"x".repeat(1000)}${made++}`;
			} finally {
				isClosed = true;
			}
		})();
		let writes = 0;
		const sink = {
			write() {
				if (++writes === 3) throw new Error("full");
			},
		};
		await expect(dump({ rows: new ListOf(endless) }, sink)).rejects.toThrow("full");
		expect(made).toBeLessThan(400);
		expect(isClosed).toBe(true);
	});
	test("what fails while it is waited for is the call's error; the rest is refused with reasons", async () => {
		const failing = (async function* () {
			yield 1;
			throw new Error("no more rows");
		})();
		await expect(text([new ListOf(failing)])).rejects.toThrow("no more rows");
		expect(() => dumps(new ListOf(slowly([1])))).toThrow("only dump waits");
		await expect(text(new ListOf(5 as never))).rejects.toThrow("needs an iterable");
		await expect(text(new DictOf([]), { sortKeys: true })).rejects.toThrow("cannot be sorted");
		expect(
			await text(
				new DictOf([
					[[1], 1],
					["a", 2],
				]),
				{ skipKeys: true },
			),
		).toBe('{"a": 2}');
	});
});

test("a Fragment is written as it is, in every form", async () => {
	expect(await written({ a: new Fragment("[1,2]") }, {})).toBe('{"a": [1,2]}');
	expect(numberText(new Random(1))).not.toBe("");
});
