import { describe, expect, test } from "vitest";
import type { StandardSchema } from "../schema.ts";
import { JSONDecoder } from "./decoder.ts";
import { events, items, kvitems } from "./events.ts";
import { loads } from "./loads.ts";

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of source) found.push(item);
	return found;
}
const told = async (text: string, options = {}) =>
	(await all(events(text, options))).map(({ prefix, event, value }) =>
		value === undefined ? [prefix, event] : [prefix, event, value],
	);

describe("events()", () => {
	// As ijson's parse().
	test("tells what happens, and where", async () => {
		expect(await told('{"a": [1, {"b": null}], "c.d": true, "": "x", "item": []}')).toEqual([
			["", "start_map"],
			["", "map_key", "a"],
			["a", "start_array"],
			["a.item", "number", 1],
			["a.item", "start_map"],
			["a.item", "map_key", "b"],
			["a.item.b", "null", null],
			["a.item", "end_map"],
			["a", "end_array"],
			["", "map_key", "c.d"],
			["c\\.d", "boolean", true],
			["", "map_key", ""],
			['""', "string", "x"],
			["", "map_key", "item"],
			["\\item", "start_array"],
			["\\item", "end_array"],
			["", "end_map"],
		]);
		expect(await told("[[NaN]]")).toEqual([
			["", "start_array"],
			["item", "start_array"],
			["item.item", "number", Number.NaN],
			["item", "end_array"],
			["", "end_array"],
		]);
	});
	test("takes many documents when asked to", async () => {
		expect(await told("1 [] 2", { multipleValues: true })).toHaveLength(4);
		expect(await told(" ", { multipleValues: true })).toEqual([]);
		await expect(told("1 2")).rejects.toThrow("Extra data: line 1 column 3 (char 2)");
	});
	test.each([
		"",
		"[",
		"[1",
		"[1,",
		"[1,]",
		"[,",
		"{",
		'{"a"',
		'{"a":',
		'{"a":1',
		'{"a":1,',
		'{"a":1,}',
		"{a:1}",
		'{"a" 1}',
		"[1 2]",
		"[1}",
		'{"a":1]',
		"nul",
		'"abc',
		'["\\x"]',
		"1 2",
		"-",
		"[01]",
	])("has the errors of loads() for %j", async (text) => {
		let expected = "";
		try {
			loads(text);
		} catch (error) {
			expected = (error as Error).message;
		}
		expect(expected).not.toBe("");
		await expect(all(events(text))).rejects.toThrow(expected);
		await expect(all(events([...text]))).rejects.toThrow(expected);
		await expect(all(items([...text], "a.item"))).rejects.toThrow(expected);
		await expect(all(items([...text], ""))).rejects.toThrow(expected);
	});
});

describe("items()", () => {
	const text = '{"a.b": [1, [2], {"c": 3}], "x": {"item": 4, "y": {"z": [5, 6]}}, "": 7, "x2": [[8, 9], [10]]}';
	test.each([
		["", [loads(text)]],
		["a\\.b", [[1, [2], { c: 3 }]]],
		["a\\.b.item", [1, [2], { c: 3 }]],
		["a\\.b.item.c", [3]],
		["a\\.b.item.item", [2]],
		["x.item", [4]],
		["x.\\item", [4]],
		["x2.\\item", []],
		["x2.item.item", [8, 9, 10]],
		["x.y.z.item", [5, 6]],
		['""', [7]],
		["nowhere.item", []],
		["x.y.z.item.w", []],
	])("%s", async (prefix, expected) => {
		expect(await all(items(text, prefix))).toEqual(expected);
		expect(await all(items([...text], prefix))).toEqual(expected);
		expect(await all(items(new TextEncoder().encode(text), prefix, { mode: "plain" }))).toEqual(expected);
	});
	test("a key that ends with a dot, or is nothing else (its dot once ended the part)", async () => {
		const odd = '{"a.": {".": 1, "b": 2}, ".": [3], "\\\\": 4}';
		expect(await all(items(odd, "a\\..b"))).toEqual([2]);
		for await (const { prefix, event, value } of events(odd)) {
			if (event === "number") expect(await all(items(odd, prefix))).toEqual([value]);
		}
		expect(await all(items(odd, "\\"))).toEqual([4]);
	});
	test("come when they are complete", async () => {
		const asked: number[] = [];
		const source = (function* () {
			yield "[";
			for (let i = 0; ; i++) {
				asked.push(i);
				yield `{"i": ${i}},`;
			}
		})();
		const seen: unknown[] = [];
		for await (const item of items(source, "item")) {
			seen.push(item);
			if (seen.length === 3) break;
		}
		expect(seen).toEqual([{ i: 0 }, { i: 1 }, { i: 2 }]);
		expect(asked.length).toBeLessThan(6);
	});
	test("follow the options for values", async () => {
		expect(await all(items('{"a": [1.0, {"b": 2}]}', "a.item", { parseFloat: String, objectHook: () => "H" }))).toEqual(
			["1.0", "H"],
		);
		expect(() => items("[]", "item", { foo: 1 } as never)).toThrow("unexpected keyword argument 'foo'");
	});
});

describe("prefixes", () => {
	const text = '{"rows": [{"a.b": 1, "a": {"b": 2}}, {"": {"": 3}, "item": 4}], "x": {"item": [5]}}';
	test("as parts, which need no escapes", async () => {
		expect(await all(items(text, ["rows", "item", "a.b"]))).toEqual([1]);
		expect(await all(items(text, ["rows", "item", "a", "b"]))).toEqual([2]);
		expect(await all(items(text, ["rows", "item", "", ""]))).toEqual([3]);
		expect(await all(items("7", []))).toEqual([7]);
		expect(() => items(text, ["rows", 0] as never)).toThrow("a part of a prefix must be str, not int");
		expect(() => items(text, 5 as never)).toThrow("a prefix must be str or a list of str, not int");
	});
	// The events of ijson 3.6.0 for these.
	test.each([
		["rows.item.a.b", [1, 2]],
		["rows.item.item", [4]],
		["rows.item.", [{ "": 3 }]],
		["rows.item..", [3]],
		["x.item.item", [5]],
		["x.item.ite", []],
		["rows.item.a.b.c", []],
		["", [loads(text)]],
	])("as ijson compares them: %j", async (prefix, expected) => {
		expect(await all(items(text, prefix, { prefixes: "ijson" }))).toEqual(expected);
	});
	test("as ijson tells them", async () => {
		const found: string[] = [];
		for await (const { prefix, event } of events(text, { prefixes: "ijson" }))
			if (event === "number") found.push(prefix);
		expect(found).toEqual(["rows.item.a.b", "rows.item.a.b", "rows.item..", "rows.item.item", "x.item.item"]);
		expect(() => events(text, { prefixes: "jq" as never })).toThrow("prefixes must be 'escaped' or 'ijson', not 'jq'");
	});
	test("required ones say how far they led", async () => {
		const asked = (prefix: string | string[], options = {}) => all(items(text, prefix, { required: true, ...options }));
		expect(await asked("x.item")).toEqual([[5]]);
		await expect(asked("rows.item.nowhere")).rejects.toThrow(
			expect.objectContaining({
				name: "LookupError",
				code: "json-prefix",
				message: "nothing is at prefix 'rows.item.nowhere': of it 'rows.item' at most was found",
			}),
		);
		await expect(asked(["y", "a.b"])).rejects.toThrow("nothing is at prefix 'y.a\\.b': of it not even its first part");
		await expect(asked("rows.item.a.x", { prefixes: "ijson" })).rejects.toThrow(
			"of it 'rows.item.a' at most was found",
		);
		await expect(all(kvitems(text, "rows", { required: true }))).rejects.toThrow("'rows' at most was found");
	});
	test("of a deep document do not stay in memory when they are looked at", async () => {
		const depth = 3000;
		let length = 0;
		let deepest = "";
		for await (const { prefix } of events(["[".repeat(depth), "]".repeat(depth)])) {
			if (!prefix.startsWith("x")) length += prefix.length;
			if (prefix.length > deepest.length) deepest = prefix;
		}
		expect(length).toBe(2 * 5 * ((depth * (depth - 1)) / 2) - 2 * (depth - 1));
		expect(deepest).toBe("item.".repeat(depth - 1).slice(0, -1));
	});
});

describe("a schema", () => {
	const objects: StandardSchema<object> = {
		"~standard": {
			version: 1,
			vendor: "test",
			validate: (value) =>
				typeof value === "object" && value !== null ? { value } : { issues: [{ message: "must be an object" }] },
		},
	};
	test("checks what items, kvitems and events return", async () => {
		const found: unknown[] = [];
		const read = async (source: AsyncIterable<unknown>) => {
			for await (const item of source) found.push(item);
		};
		await expect(read(items('[{"id":1},5]', "item", { schema: objects }))).rejects.toThrow(
			expect.objectContaining({ name: "SchemaError", message: "must be an object" }),
		);
		expect(found).toEqual([{ id: 1 }]);
		await read(kvitems('{"a":1}', "", { schema: objects }));
		await read(events("1", { schema: objects }));
		expect(found.slice(1)).toEqual([["a", 1], { prefix: "", event: "number", value: 1 }]);
		expect(() => items("1", "", { schema: 5 as never })).toThrow("schema must be a Standard Schema");
	});
	test("options of other calls are refused", () => {
		expect(() => items("1", "", { cls: JSONDecoder } as never)).toThrow("unexpected keyword argument 'cls'");
		expect(() => events("1", { required: true } as never)).toThrow("unexpected keyword argument 'required'");
		expect(() => loads("1", { signal: new AbortController().signal } as never)).toThrow("argument 'signal'");
	});
});

describe("kvitems()", () => {
	test("gives the entries of objects", async () => {
		const text = '{"a": {"x": 1, "y": [2], "z": {"w": 3}}, "b": [{"k": 4}, 5, {"l": {}}]}';
		expect(await all(kvitems(text, "a"))).toEqual([
			["x", 1],
			["y", [2]],
			["z", { w: 3 }],
		]);
		expect(await all(kvitems([...text], "b.item"))).toEqual([
			["k", 4],
			["l", {}],
		]);
		expect((await all(kvitems(text, ""))).map(([key]) => key)).toEqual(["a", "b"]);
		expect(await all(kvitems("{}", ""))).toEqual([]);
	});
});
