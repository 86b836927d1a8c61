/** Objects with keys that look like indexes cost what others do: V8's arrays with gaps would take 12.8 kB for each of these. */
import { describe, expect, it } from "vitest";
import { events, items, load, loads } from "../../src/json/index.ts";

/** Objects of one key that V8 alone would need more memory for than there is. */
const MANY = 250_000;

const KEYS: Readonly<Record<string, (i: number) => string>> = {
	"one key": () => "1023",
	"keys that differ": (i) => String(500 + (i % 500)),
	"a key after another": (i) => `0":0,"${1000 - (i % 100)}`,
};

type Read = (text: string) => unknown;
const READERS: Readonly<Record<string, Read>> = {
	"beside NaN": (text) => loads(text.replace("[", "[NaN,")),
	parseInt: (text) => loads(text, { parseInt: Number }),
	parseFloat: (text) => loads(text, { parseFloat: Number }),
	objectHook: (text) => loads(text, { objectHook: (object) => object }),
	"objectPairsHook: Object.fromEntries": (text) => loads(text, { objectPairsHook: Object.fromEntries }),
	load: async (text) => load([text], { limits: { depth: 10 } }),
	items: async (text) => {
		const all: unknown[] = [];
		for await (const item of items(text, "item")) all.push(item);
		return all;
	},
};

describe.each(Object.entries(KEYS))("%s", (_, key) => {
	const text = `[${Array.from({ length: MANY }, (_item, i) => `{"${key(i)}":${i}}`).join()}]`;
	it.each(Object.entries(READERS))("%s", async (_name, read) => {
		const value = (await read(text)) as Record<string, number>[];
		if (Number.isNaN(value[0])) value.shift();
		expect(value).toHaveLength(MANY);
		expect(JSON.stringify(value.at(-1))).toBe(`{"${key(MANY - 1)}":${MANY - 1}}`);
	});
});

describe("one object", () => {
	it("of keys that make V8 turn its array into a table and back is read in linear time", async () => {
		const keys = Array.from({ length: 100_000 }, (_, i) => i);
		for (let next = 150_000, i = 0; i < 1000; i++, next += 1035) keys.push(next, next + 5);
		const text = `{${keys.map((key) => `"${key}":${key}`).join()}}`;
		// V8 alone takes 30 seconds.
		for (const read of [READERS["parseInt"], READERS["objectPairsHook: Object.fromEntries"]] as Read[]) {
			expect(Object.keys(read(text) as object)).toEqual(keys.map(String));
		}
	});
	it("has its index keys in order and its other keys as they came", () => {
		const text = '{"b":1,"900":2,"a":3,"5":4,"__proto__":5,"900":6,"05":7,"4294967294":8,"4294967295":9}';
		for (const options of [{ parseInt: Number }, { objectPairsHook: Object.fromEntries }, { objectHook: Object }]) {
			expect(Object.entries(loads(text, options) as object)).toEqual(Object.entries(JSON.parse(text)));
		}
	});
	it("is charged for a table", () => {
		const text = `[NaN${',{"1023":0}'.repeat(1000)}]`;
		expect(() => loads(text, { limits: { memory: 300_000 } })).toThrow("memory");
		expect(loads(text, { limits: { memory: 500_000 } })).toHaveLength(1001);
		expect(loads(text.replaceAll("1023", "k023"), { limits: { memory: 130_000 } })).toHaveLength(1001);
	});
});

it("Object.fromEntries as a hook wins over others, as any objectPairsHook", async () => {
	const options = { objectPairsHook: Object.fromEntries, objectHook: () => 0, dict: "map" } as const;
	expect(loads('{"a":{"b":1,"b":2}}', options)).toEqual({ a: { b: 2 } });
	expect(loads('{"a":1.0}', { objectPairsHook: Object.fromEntries, mode: "exact" })).toHaveProperty("a.value", 1);
	for await (const { event } of events('{"1023":1}')) expect(event).toBeTypeOf("string");
});
