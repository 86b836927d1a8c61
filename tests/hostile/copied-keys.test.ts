/** Dicts and sets whose keys share a large part: copying, comparing and writing them works the part out once, not once for each key. */
import { describe, expect, it } from "vitest";
import * as pickle from "../../src/pickle/index.ts";
import { defaultRegistry as registry } from "../../src/registry/default.ts";
import { toTagged } from "../../src/tagged/index.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { PySet } from "../../src/values/set.ts";
import { stopwatch } from "../stopwatch.ts";
import { COUNT, MOST, read } from "./shared-part.ts";

const COUNTER = "ccollections\nCounter\n}";

const CASES: [name: string, work: () => unknown][] = [
	["equals of Counters", () => expect(equals(read(COUNTER), read(COUNTER))).toBe(true)],
	["equals of Counters with zeros", () => expect(equals(read(COUNTER, 0), read(COUNTER, 0))).toBe(true)],
	["equals of Counters that differ", () => expect(equals(read(COUNTER), read(COUNTER, 0))).toBe(false)],
	["dumps of a Counter", () => pickle.dumps(read(COUNTER), { registry })],
	["toTagged of a Counter", () => toTagged(read(COUNTER), { registry })],
	["new PyDict(dict)", () => expect(new PyDict(read("}")).size).toBe(COUNT)],
	["new PyDict(list of entries)", () => expect(new PyDict([...read("}")]).size).toBe(COUNT)],
	["new PySet(list of keys)", () => expect(new PySet([...read("}").keys()]).size).toBe(COUNT)],
];

describe(`${COUNT.toLocaleString("en")} keys that share a tuple of ${COUNT.toLocaleString("en")} levels`, () => {
	it.each(CASES)("%s", (_, work) => {
		const elapsed = stopwatch();
		work();
		expect(elapsed()).toBeLessThan(MOST);
	});
	it("keys that are equal are found in the copy, others are not", () => {
		const key = [...read("}").keys()][0] as unknown[];
		const copy = new PyDict([[key, 1]]);
		const same = [...read("}").keys()][0] as unknown[];
		expect(copy.has(same)).toBe(true);
		const other = [...read("}").keys()][1] as unknown[];
		expect(copy.has(other)).toBe(false);
	});
});
