/** Lengths, depths and orders at which JSON is read and written in another way than usual. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { JSONDecoder } from "../../src/json/decoder.ts";
import { dumps, iterencode } from "../../src/json/dumps.ts";
import { JSONEncoder } from "../../src/json/encoder.ts";
import { events, items, kvitems } from "../../src/json/events.ts";
import { loadLines } from "../../src/json/lines.ts";
import { loads } from "../../src/json/loads.ts";
import { dump, load, loadAll } from "../../src/json/stream.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { type PyTuple, tuple } from "../../src/values/tuple.ts";
import { caught } from "../caught.ts";
import { oneIn } from "../effort.ts";

/** The text of a string, slowly. */
const quoted = (text: string, ascii: boolean): string =>
	JSON.stringify(text).replace(ascii ? /[\u007f-\uffff]/g : /[\ud800-\udfff]/g, (unit) =>
		ascii ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}` : unit,
	);

describe("dumps() of text", () => {
	const pieces = [
		"a",
		"plain text ",
		'"',
		"\\",
		"\n",
		"\u0001",
		"\u007f",
		"é",
		"日",
		"\u{1f600}",
		"x".repeat(31),
		"y".repeat(70),
	];
	const lengths = [
		0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 8191, 65_535, 65_536, 200_000,
	];
	test.each(lengths)("of %d characters is the same in every surrounding", (length) => {
		for (const piece of length > 10_000 ? oneIn(4, pieces) : pieces) {
			const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
			// Not in the middle of a pair.
			const whole = /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
			for (const ensureAscii of [true, false]) {
				const alone = quoted(whole, ensureAscii);
				expect(dumps(whole, { ensureAscii }) === alone).toBe(true);
				const list = dumps([1.5, whole, whole, 7], { ensureAscii });
				expect(list === `[1.5, ${alone}, ${alone}, 7]`).toBe(true);
				const value = { [whole]: [whole], z: whole, y: ["s".repeat(600), whole] };
				const expected = `{${alone}: [${alone}], "z": ${alone}, "y": ["${"s".repeat(600)}", ${alone}]}`;
				if (whole !== "z" && whole !== "y" && !/^\d+$/.test(whole)) {
					expect(dumps(value, { ensureAscii }) === expected).toBe(true);
					expect([...iterencode(value, { ensureAscii })].join("") === expected).toBe(true);
				}
			}
		}
	});
	test("of one fault in much that has none", () => {
		for (const fault of ['"', "\u0000", "é", "\u{1f600}"]) {
			for (const at of [0, 1, 4095, 4096, 5000, 99_999]) {
				const text = "x".repeat(at) + fault + "x".repeat(100_000 - at);
				for (const ensureAscii of [true, false])
					expect(dumps([text], { ensureAscii }) === `[${quoted(text, ensureAscii)}]`).toBe(true);
			}
		}
	});
	test("between separators that are no ASCII", () => {
		const separators = [" … ", " → "] as const;
		expect(dumps({ a: [1, 2], b: "é" }, { separators, ensureAscii: false })).toBe('{"a" → [1 … 2] … "b" → "é"}');
		const long = ["x".repeat(100), "y"] as const;
		expect(dumps([1, 2, 3], { separators: long })).toBe(`[1${long[0]}2${long[0]}3]`);
		const many = Array.from({ length: 2000 }, (_, i) => i);
		expect(dumps(many, { separators }) === `[${many.join(" … ")}]`).toBe(true);
	});
});

describe("dumps() of numbers", () => {
	test("of every count of digits, alone and among many", () => {
		const ints = Array.from({ length: 17 }, (_, i) => [10 ** i, 10 ** i - 1, -(10 ** i), 10 ** i + 1]).flat();
		const safe = ints.filter((value) => Number.isSafeInteger(value) && !Object.is(value, -0));
		const text = `[${safe.map(String).join(", ")}]`;
		expect(dumps(safe)).toBe(text);
		expect(dumps(["x".repeat(600), ...safe])).toBe(`["${"x".repeat(600)}", ${text.slice(1)}`);
		for (const value of safe) expect(dumps(value)).toBe(String(value));
	});
});

describe("dumps() of containers", () => {
	test("leaves out what is undefined in a plain object, however it is written", () => {
		const value = { a: undefined, b: 1, c: undefined };
		expect(dumps(value)).toBe('{"b": 1}');
		expect([...iterencode(value)].join("")).toBe('{"b": 1}');
		expect(dumps([value, { a: undefined }], { indent: 1 })).toBe('[\n {\n  "b": 1\n },\n {}\n]');
		expect(dumps({ x: { a: undefined, b: [{ a: undefined }] } }, { sortKeys: true })).toBe('{"x": {"b": [{}]}}');
		expect(() => dumps(new PyDict([["a", undefined]]))).toThrow(/undefined/);
	});
	test("finds a cycle at every depth", () => {
		for (const depth of [1, 2, 15, 16, 17, 40, 300]) {
			for (const closing of [[] as unknown[], {} as Record<string, unknown>]) {
				let value: unknown = closing;
				for (let i = 1; i < depth; i++) value = i % 2 === 0 ? [value] : { k: value };
				if (Array.isArray(closing)) closing.push(value);
				else closing["k"] = value;
				expect(() => dumps(value)).toThrow("Circular reference detected");
				expect(() => [...iterencode(value)]).toThrow("Circular reference detected");
				expect(() => dumps(value, { checkCircular: false })).toThrow("maximum recursion depth exceeded");
			}
		}
	});
	test("of many keys, and at depths beyond those that are kept", () => {
		const wide = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`k${i}`, i]));
		expect(dumps(wide) === JSON.stringify(wide).replaceAll(":", ": ").replaceAll(",", ", ")).toBe(true);
		let deep: unknown = 1;
		for (let i = 0; i < 80; i++) deep = [deep, i];
		expect(dumps(deep, { indent: 1 })).toBe(JSON.stringify(deep, null, 1));
	});
	test("skips keys that are none, in chunks too", () => {
		const value = new PyDict<unknown, unknown>([
			[tuple(1), 1],
			["a", 2],
			[new PyFloat(1), 3],
		]);
		for (const options of [{ skipKeys: true }, { skipKeys: true, indent: 0 }]) {
			const expected = options.indent === undefined ? '{"a": 2, "1.0": 3}' : '{\n"a": 2,\n"1.0": 3\n}';
			expect([dumps(value, options), [...iterencode(value, options)].join("")]).toEqual([expected, expected]);
		}
		expect(() => dumps(value)).toThrow("keys must be str, int, float, bool or None, not tuple");
	});
});

describe("sortKeys", () => {
	type Rows = readonly (readonly [keys: readonly (string | number | boolean | null)[], told: string])[];
	const golden = JSON.parse(readFileSync("tests/json/corners-golden.json", "utf8")) as Record<string, Rows>;
	test.each(Object.keys(golden))(
		"compares the keys that CPython %s compares, and fails at the same two",
		(pythonVersion) => {
			for (const [keys, told] of golden[pythonVersion] as Rows) {
				let found: string;
				try {
					found = dumps(new PyDict(keys.map((key) => [key, 0])), { sortKeys: true, pythonVersion });
				} catch (error) {
					found = (error as Error).message;
				}
				expect([keys, found]).toEqual([keys, told]);
			}
		},
	);
	test("sorts text by code points", () => {
		const keys = ["\u{1f600}", "\uffff", "\ud800", "\ud83d", "\u{1f601}", "\ud83dx", "a", "\ud7ff", "\ue000"];
		const sorted = [...keys].sort((a, b) => {
			const [x, y] = [[...a], [...b]].map((points) => points.map((point) => point.codePointAt(0) as number));
			for (let i = 0; ; i++) {
				const [left, right] = [x?.[i] ?? -1, y?.[i] ?? -1];
				if (left !== right || left === -1) return left - right;
			}
		});
		const written = loads(dumps(Object.fromEntries(keys.map((key) => [key, 0])), { sortKeys: true })) as object;
		expect(Object.keys(written)).toEqual(sorted);
	});
});

describe("a class of one's own", () => {
	class Shouting extends JSONEncoder {
		override *iterencode(value: unknown): Generator<string> {
			for (let i = 0; i < 3; i++) yield `"${"X".repeat(40_000)}${String(value)}"`;
		}
	}
	test("is written in batches of its own chunks", async () => {
		const chunks: string[] = [];
		await dump("y", { write: (chunk: string) => void chunks.push(chunk) }, { cls: Shouting });
		expect(chunks.join("")).toBe(`"${"X".repeat(40_000)}y"`.repeat(3));
		expect(chunks.length).toBeGreaterThan(1);
	});
	test("is refused where documents are read one by one", async () => {
		class Own extends JSONDecoder {
			override decode(): unknown {
				return "own";
			}
		}
		expect(await load(["1"], { cls: Own })).toBe("own");
		await expect(loadAll(["1"], { cls: Own }).next()).rejects.toThrow("loadAll() takes no cls that overrides decode()");
	});
});

describe("loads()", () => {
	test("takes an ArrayBuffer, and options that are undefined", () => {
		const bytes = new TextEncoder().encode('{"a": [1]}');
		expect(loads(bytes.buffer as never)).toEqual({ a: [1] });
		expect(loads("1.5", { parseFloat: undefined, strict: undefined } as never)).toBe(1.5);
	});
	test("refuses options that are none; null is what is not given", () => {
		expect(loads("1", null as never)).toBe(1);
		expect(() => loads("1", 5 as never)).toThrow("loads() takes 1 positional argument but 2 were given");
	});
});

describe("what mutations of the source went through with", () => {
	const missing = Symbol("missing");
	test("positions count the last character of two bytes as one, and those beyond as one too", () => {
		for (const [text, pos] of [
			['"\uffff" x', 4],
			['"\u{1f600}" x', 4],
			['"\uffff\u{1f600}a" x', 6],
			["\uffff", 0],
		] as const) {
			const found = (() => {
				try {
					loads(text);
				} catch (error) {
					return error as { pos: number; lineno: number; colno: number };
				}
				return undefined;
			})();
			expect([text, found?.pos, found?.lineno, found?.colno]).toEqual([text, pos, 1, pos + 1]);
		}
	});
	test("the memory of an object's entries is counted, in every mode", () => {
		const text = `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}": ${i}`).join()}}`;
		for (const options of [{}, { mode: "exact" }, { objectPairsHook: (pairs: unknown) => pairs }] as const) {
			const memory = { limits: { memory: 1_000_000 } };
			expect(() => loads(text, { ...options, ...memory })).toThrow("limit exceeded: memory is 1000000");
			expect(() => loads(text, options)).not.toThrow();
		}
	});
	test("a depth that is not allowed is told when writing too", () => {
		expect(() => dumps([[[[1]]]], { limits: { depth: 3 } })).toThrow("limit exceeded: depth is 3");
		expect(dumps([[[]]], { limits: { depth: 3 } })).toBe("[[[]]]");
	});
	// CPython 3.14.2: json.dumps() writes keys as they are, JSONEncoder().iterencode() has made them text.
	test.each<[unknown, readonly string[], readonly string[]]>([
		[[missing], ["list item 0"], ["list item 0"]],
		[{ a: [1, missing] }, ["list item 1", "dict item 'a'"], ["list item 1", "dict item 'a'"]],
		[new Map([[5, missing]]), ["dict item 5"], ["dict item '5'"]],
		[new Map([[null, missing]]), ["dict item None"], ["dict item 'null'"]],
		[new Map([[true, [missing]]]), ["list item 0", "dict item True"], ["list item 0", "dict item 'true'"]],
		[new Map([[1.5, missing]]), ["dict item 1.5"], ["dict item '1.5'"]],
		[new Map([[new PyFloat(1), missing]]), ["dict item 1.0"], ["dict item '1.0'"]],
	])("notes say where a value is that cannot be written (%#)", async (value, whole, pieces) => {
		const notes = (items: readonly string[]): string[] => items.map((item) => `when serializing ${item}`);
		expect((await caught(() => dumps(value))).notes).toEqual(notes(whole));
		expect((await caught(() => [...iterencode(value)])).notes).toEqual(notes(pieces));
	});
	test("toJSON() is told the key of what it replaces, also when it stands in for another", () => {
		const told: string[] = [];
		class Teller {
			readonly instead: unknown;
			constructor(instead: unknown) {
				this.instead = instead;
			}
			toJSON(key: string): unknown {
				told.push(key);
				return this.instead;
			}
		}
		const teller = new Teller(1);
		expect(dumps({ a: teller, b: [teller, new Teller([teller]), new Teller(teller)] }, { toJSON: true })).toBe(
			'{"a": 1, "b": [1, [1], 1]}',
		);
		expect(dumps(teller, { toJSON: true })).toBe("1");
		expect(told).toEqual(["a", "0", "1", "0", "2", "2", ""]);
	});
	test("a decoder that overrides rawDecode() alone is asked for whole documents too", async () => {
		class Own extends JSONDecoder {
			override rawDecode(s: string): PyTuple {
				return tuple("own", s.length);
			}
		}
		expect(loads(" [1] ", { cls: Own })).toBe("own");
		expect(await load(["[1", "]"], { cls: Own })).toBe("own");
		// One that is too long to be gathered for its own sake.
		const long = `[${"1, ".repeat(200_000)}1]`;
		expect(
			await load(
				Array.from({ length: 20 }, (_, i) => long.slice(i * 40_000, (i + 1) * 40_000)),
				{ cls: Own },
			),
		).toBe("own");
		const { message } = await caught(() => loadAll(["1"], { cls: Own }).next());
		expect(message).toContain("loadAll() takes no cls that overrides decode()");
	});
	test("what cannot be read has no attribute 'read'", async () => {
		for (const read of [loadAll, loadLines, events]) {
			const error = await caught(() =>
				read(5 as never)
					[Symbol.asyncIterator]()
					.next(),
			);
			expect([error.name, error.message]).toEqual(["AttributeError", "'int' object has no attribute 'read'"]);
		}
	});
	// json.loads of CPython 3.13
	test.each([
		['"\xedA"', "byte 0xed in position 1: invalid continuation byte"],
		['"\xed\xa0\x80\xff"', "byte 0xff in position 4: invalid start byte"],
		['"\xed\xa0"', "byte 0xed in position 1: invalid continuation byte"],
		['"\xed\xa0\x80\xed\x80"', "bytes in position 4-5: invalid continuation byte"],
		['"\xed"', "byte 0xed in position 1: invalid continuation byte"],
		["\xff", "byte 0xff in position 0: invalid start byte"],
		['"\xe0\x80\x80"', "byte 0xe0 in position 1: invalid continuation byte"],
		['"\xf4\x90\x80\x80"', "byte 0xf4 in position 1: invalid continuation byte"],
		['"\xf0\x80\x80\x80"', "byte 0xf0 in position 1: invalid continuation byte"],
		['"a\xe2\x82"', "bytes in position 2-3: invalid continuation byte"],
		['"\xe2(\xa1"', "byte 0xe2 in position 1: invalid continuation byte"],
		['"\xe2\x82("', "bytes in position 1-2: invalid continuation byte"],
	])("bytes that are no UTF-8 are refused at the same place: %j", async (text, place) => {
		const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
		const error = await caught(() => loads(bytes));
		expect([error.name, error.message]).toEqual(["UnicodeDecodeError", `'utf-8' codec can't decode ${place}`]);
	});
	test("wide encodings are read in pieces of any length", () => {
		const text = `"${"x\u{1f600}é".repeat(5000)}"`;
		const units = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
		expect(loads(new Uint8Array(units.buffer)) === text.slice(1, -1)).toBe(true);
		const points = Uint32Array.from([...text], (point) => point.codePointAt(0) as number);
		expect(loads(new Uint8Array(points.buffer)) === text.slice(1, -1)).toBe(true);
	});
});

describe("arguments that are none, in the words of each version", () => {
	test.each([
		["3.9", "integer argument expected, got float"],
		["3.10", "'float' object cannot be interpreted as an integer"],
	])("an index in %s", async (pythonVersion, message) => {
		const decoder = new JSONDecoder({ pythonVersion });
		expect((await caught(() => decoder.rawDecode("1 2", 1.5))).message).toBe(message);
		const text = "'str' object cannot be interpreted as an integer";
		expect((await caught(() => decoder.rawDecode("1 2", "1" as never))).message).toBe(text);
	});
	test.each([
		["3.10", "expected string or bytes-like object"],
		["3.11", "expected string or bytes-like object, got 'int'"],
	])("a document in %s", async (pythonVersion, message) => {
		const decoder = new JSONDecoder({ pythonVersion });
		expect((await caught(() => decoder.decode(5 as never))).message).toBe(message);
	});
	test.each([
		["3.6", 5, "'int' object is not iterable"],
		["3.7", 5, "cannot unpack non-iterable int object"],
		["3.13", ["a"], "not enough values to unpack (expected 2, got 1)"],
		["3.13", [",", ":", "x"], "too many values to unpack (expected 2)"],
		["3.14", [",", ":", "x"], "too many values to unpack (expected 2, got 3)"],
	])("separators in %s (%#)", async (pythonVersion, separators, message) => {
		const error = await caught(() => dumps([1], { separators: separators as never, pythonVersion }));
		expect(error.message).toBe(message);
	});
	test("limits that are undefined are the defaults, and long ints have our own where Python has none", async () => {
		expect(loads("[1]", { limits: { depth: undefined } as never })).toEqual([1]);
		const options = { pythonVersion: "3.6", limits: { digits: 100 } } as const;
		expect((await caught(() => dumps(10n ** 200n, options))).name).toBe("LimitError");
		expect((await caught(() => dumps(10n ** 5000n, { pythonVersion: "3.13" }))).name).toBe("ValueError");
		expect((await caught(() => dumps([1], { indent: 2 ** 30 }))).name).toBe("LimitError");
	});
	test("without the check for cycles a cycle is a RecursionError, and nothing else is", async () => {
		const list: unknown[] = [];
		list.push([list]);
		expect((await caught(() => dumps(list, { checkCircular: false }))).name).toBe("RecursionError");
		expect((await caught(() => dumps(list))).message).toBe("Circular reference detected");
		expect(dumps([[[{ a: [1] }]]], { checkCircular: false })).toBe('[[[{"a": [1]}]]]');
	});
	test("events and items stop at a depth, and at the end of many documents", async () => {
		const read = async (text: string, options: object): Promise<unknown[]> => {
			const found: unknown[] = [];
			for await (const one of items([text], "item", options)) found.push(one);
			return found;
		};
		expect(await read("[1][2] ", { multipleValues: true })).toEqual([1, 2]);
		expect(await read("  ", { multipleValues: true })).toEqual([]);
		const pairs: unknown[] = [];
		for await (const pair of kvitems([' {"a": 1} '], "", { multipleValues: true })) pairs.push(pair);
		for await (const pair of kvitems(["  "], "", { multipleValues: true })) pairs.push(pair);
		expect(pairs).toEqual([["a", 1]]);
		const deep = await caught(async () => {
			for await (const _ of events(["[[[[1]]]]"], { limits: { depth: 3 } }));
		});
		expect(deep.message).toContain("limit exceeded: depth is 3");
	});
});
