import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import * as json from "../../src/json/index.ts";
import type { PyDict } from "../../src/values/dict.ts";

const MILLION = 1_000_000;

/** How deep arrays or one-key objects are nested in a value. */
function depthOf(value: unknown): number {
	let depth = 0;
	for (let inner = value; typeof inner === "object" && inner !== null; depth++) {
		inner = Array.isArray(inner) ? inner[0] : inner instanceof Map ? inner.get("a") : (inner as { a?: unknown }).a;
	}
	return depth;
}

describe("a million levels", () => {
	const arrays = "[".repeat(MILLION) + "]".repeat(MILLION);
	const objects = `${'{"a":'.repeat(MILLION)}1${"}".repeat(MILLION)}`;

	test("of arrays are read and written", () => {
		const value = json.loads(arrays);
		expect(depthOf(value)).toBe(MILLION);
		expect(json.dumps(value) === arrays).toBe(true);
	});
	test("of objects are read and written", () => {
		const value = json.loads(objects);
		expect(depthOf(value)).toBe(MILLION);
		expect(json.dumps(value, { separators: [",", ":"] }) === objects).toBe(true);
	});
	test("of objects are read in exact mode, which takes more memory", () => {
		const value = json.loads(objects, { mode: "exact" });
		expect(depthOf(value)).toBe(MILLION);
	});
	test("that are cut off end in Python's error", () => {
		expect(() => json.loads("[".repeat(MILLION))).toThrow("Expecting value: line 1 column 1000001 (char 1000000)");
		expect(() => json.loads('{"a":'.repeat(MILLION))).toThrow("Expecting value: line 1 column 5000001 (char 5000000)");
		expect(() => json.loads('[{"a":'.repeat(MILLION / 10), { mode: "exact" })).toThrow("(char 600000)");
	});
	test("keep to a limit of depth when there is one", () => {
		expect(() => json.loads(arrays, { limits: { depth: 1000 } })).toThrow("limit exceeded: depth is 1000");
		expect(() => json.dumps(json.loads(arrays), { limits: { depth: 1000 } })).toThrow("limit exceeded: depth is 1000");
	});
	test("with something wrong at the bottom tell where", () => {
		let value: unknown = new Set();
		for (let i = 0; i < MILLION; i++) value = [value];
		expect(() => json.dumps(value)).toThrow("Object of type set is not JSON serializable");
	});
	test("are walked by events and items", async () => {
		let count = 0;
		for await (const { event } of json.events("[".repeat(100_000) + "]".repeat(100_000)))
			if (event === "start_array") count++;
		expect(count).toBe(100_000);
		for await (const value of json.items(objects, "a.a")) expect(depthOf(value)).toBe(MILLION - 2);
	}, 30_000);
});

describe("long tokens", () => {
	test("20 MB of digits are refused at once", () => {
		const digits = "9".repeat(20_000_000);
		for (const mode of ["plain", "exact"] as const) {
			expect(() => json.loads(digits, { mode })).toThrow(
				"Exceeds the limit (4300 digits) for integer string conversion: value has 20000000 digits",
			);
		}
		expect(json.loads(`0.${digits}`)).toBe(1);
	});
	test("a string of nothing but escapes", () => {
		expect((json.loads(`"${"\\ud83d\\ude00".repeat(200_000)}"`) as string).length).toBe(400_000);
		expect((json.loads(`["${'\\"'.repeat(MILLION)}", NaN]`) as string[])[0]?.length).toBe(MILLION);
	});
});

describe("what would reach a prototype", () => {
	test("is data, however it comes", () => {
		const text = '{"__proto__": {"a": 1}, "x": {"__proto__": 5, "constructor": {"prototype": 1}}}';
		for (const options of [
			{},
			{ limits: { depth: 9 } },
			{ mode: "exact" as const },
			{ objectHook: (o: object) => o },
		]) {
			const value = json.loads(text, options);
			expect(json.dumps(value)).toBe(text);
			expect(({} as { a?: unknown }).a).toBeUndefined();
		}
	});
	test("survives a polluted Object.prototype", () => {
		const cyclic: Record<string, unknown> = {};
		cyclic["self"] = cyclic;
		const polluted = Object.prototype as { evil?: unknown };
		polluted.evil = cyclic;
		const value = json.loads('{"a": 12345678901234567890}') as object;
		const text = json.dumps({ a: 1 });
		delete polluted.evil;
		expect(Object.keys(value)).toEqual(["a"]);
		expect(text).toBe('{"a": 1}');
	});
});

describe("memory", () => {
	test("that small texts ask for is charged before it is taken", () => {
		// 50 million empty arrays would take gigabytes.
		const text = `[${"[],".repeat(50_000_000)}0]`;
		expect(() => json.loads(text, { limits: { memory: 2 ** 26 } })).toThrow("limit exceeded: memory is 67108864");
	});
	test("the same key a million times is one entry", () => {
		const text = `{${'"a":0,'.repeat(MILLION)}"b":1}`;
		expect(json.loads(text)).toEqual({ a: 0, b: 1 });
		expect((json.loads(text, { mode: "exact" }) as PyDict).size).toBe(2);
	});
	test("a million keys that look like indexes", () => {
		const text = `{${Array.from({ length: 300_000 }, (_, i) => `"${i * 4099}":0`).join()}}`;
		expect(Object.keys(json.loads(text) as object).length).toBe(300_000);
		expect((json.loads(text, { mode: "exact" }) as PyDict).size).toBe(300_000);
	});
	// Only V8 can be asked to collect and then tell how much is held.
	test.skipIf("Bun" in globalThis)(
		"is not held by a name that was cut out of much text (asks V8)",
		async () => {
			setFlagsFromString("--expose-gc");
			const collect = runInNewContext("gc") as () => void;
			const used = (): number => {
				collect();
				return process.memoryUsage().heapUsed;
			};
			function* records(): Generator<string> {
				for (let i = 0; i < 1000; i++) {
					yield `${i === 0 ? "[" : ","}{"name": "the name of user number ${i}", "key number ${i} of many": "\\u00e9${"x".repeat(60_000)}"}`;
				}
				yield "]";
			}
			const names: unknown[] = [];
			const before = used();
			for await (const item of json.items(records(), "item", { mode: "exact" })) {
				const entries = [...(item as PyDict<string, string>)];
				names.push(entries[0]?.[1], entries[1]?.[0]);
			}
			expect(names.length).toBe(2000);
			// Every piece of the text, or every long string beside a name, would be 60 MB.
			expect(used() - before).toBeLessThan(2 ** 24);
		},
		60_000,
	);
});
