/** Dicts and sets whose keys share a large part: copying, comparing and writing them works the part out once, not once for each key. */
import { describe, expect, it } from "vitest";
import * as pickle from "../../src/pickle/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { defaultRegistry as registry } from "../../src/registry/default.ts";
import { toTagged } from "../../src/tagged/index.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { PySet } from "../../src/values/set.ts";

/** `cls({(t, 0): count, (t, 1): 1, …})` with `t` of 6,000 levels. */
function counter(cls: string, count: number): Uint8Array {
	const text = `\x80\x04K\x01q\x00${"h\x00h\x00\x86q\x00".repeat(6000)}0${cls}(`;
	const keys = Array.from({ length: 6000 }, (_, i) => {
		const int = `M${String.fromCharCode(i & 255, i >> 8)}`;
		return `h\x00${int}\x86K${String.fromCharCode(i === 0 ? count : 1)}`;
	});
	return Uint8Array.from(`${text}${keys.join("")}u${cls === "}" ? "" : "\x85R"}.`, (unit) => unit.charCodeAt(0));
}
const COUNTER = "ccollections\nCounter\n}";
const read = (cls: string, count = 1): PyDict => loads(counter(cls, count), { mode: "exact" }) as PyDict;

const CASES: [name: string, work: () => unknown][] = [
	["equals of Counters", () => expect(equals(read(COUNTER), read(COUNTER))).toBe(true)],
	["equals of Counters with zeros", () => expect(equals(read(COUNTER, 0), read(COUNTER, 0))).toBe(true)],
	["equals of Counters that differ", () => expect(equals(read(COUNTER), read(COUNTER, 0))).toBe(false)],
	["dumps of a Counter", () => pickle.dumps(read(COUNTER), { registry })],
	["toTagged of a Counter", () => toTagged(read(COUNTER), { registry })],
	["new PyDict(dict)", () => expect(new PyDict(read("}")).size).toBe(6000)],
	["new PyDict(list of entries)", () => expect(new PyDict([...read("}")]).size).toBe(6000)],
	["new PySet(list of keys)", () => expect(new PySet([...read("}").keys()]).size).toBe(6000)],
];

describe("6,000 keys that share a tuple of 6,000 levels", () => {
	it.each(CASES)("%s", (_, work) => {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		// Once for each key were 36 million steps, 5 s and more.
		expect((user + system) / 1000).toBeLessThan(1500);
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
