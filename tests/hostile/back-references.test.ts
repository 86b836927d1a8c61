/** A value that leads back to itself many times: each time costs a look, not all that is in it. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as json from "../../src/json/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { fromTagged, toTagged } from "../../src/tagged/index.ts";
import { equals } from "../../src/values/equals.ts";
import type { PyObject } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";
import { pformat } from "../../src/values/pprint.ts";
import { repr } from "../../src/values/repr.ts";
import { IS_SHORT } from "../effort.ts";
import { stopwatch } from "../stopwatch.ts";

const COUNT = IS_SHORT ? 3000 : 6000;
/** Parts of one object that a console asks for, of which it shows a hundred. */
const MANY = IS_SHORT ? 60_000 : 150_000;
const names = Array.from({ length: COUNT }, (_, i) => `U\x05${String(100_000 + i).slice(1)}h\0`).join("");
const numbers = Array.from({ length: COUNT }, (_, i) => `M${String.fromCharCode(i & 255, i >> 8)}h\0`).join("");
const read = (text: string): unknown => pickle.loads(Uint8Array.from(`\x80\x04${text}.`, (unit) => unit.charCodeAt(0)));

const VALUES: Readonly<Record<string, string>> = {
	"an object by its attributes": `cm\nC\n)\x81q\0}(${names}ub`,
	"an object by its entries": `cm\nC\n)\x81q\0(${numbers}u`,
	"an object by its items": `cm\nC\n)\x81q\0(${"h\0".repeat(COUNT)}e`,
	"a plain object": `}q\0(${names}u`,
	"a dict": `}q\0(${numbers}u`,
	"an OrderedDict": `ccollections\nOrderedDict\n)Rq\0(${numbers}u`,
	"a defaultdict": `ccollections\ndefaultdict\n)Rq\0(${numbers}u`,
	"a namespace": `ctypes\nSimpleNamespace\n)Rq\0}(${names}ub`,
	"an exception": `c__builtin__\nValueError\n)Rq\0}(${names}ub`,
	"a deque": `ccollections\ndeque\n)Rq\0(${"h\0".repeat(COUNT)}e`,
	"a list": `]q\0(${"h\0".repeat(COUNT)}e`,
};
const WORK: readonly ((value: unknown) => unknown)[] = [
	repr,
	pformat,
	inspect,
	toPlain,
	(value) => toPlain(value, { cycles: "ref" }),
	(value) => toPlain(value, { preset: "json" }),
	(value) => fromTagged(toTagged(value)),
	pickle.dumps,
	(value) => json.dumps(value),
	(value) => json.dumps(value, { default: toTagged }),
	JSON.stringify,
];

describe(`${COUNT} references back to`, () => {
	it.each(Object.entries(VALUES))("%s", (_, text) => {
		const [value, other] = [read(text), read(text)];
		for (const work of [...WORK, (one: unknown) => equals(one, other)]) {
			const start = process.cpuUsage();
			let error: unknown;
			try {
				work(value);
			} catch (thrown) {
				error = thrown;
			}
			const { user, system } = process.cpuUsage(start);
			if (error !== undefined)
				expect(String(error)).toMatch(/circular|recursi|itself|serializable|keys must be|depth/i);
			expect([String(work).slice(0, 60), (user + system) / 1000 < 1500]).toEqual([String(work).slice(0, 60), true]);
		}
	});
});

describe("a console", () => {
	const text = (n: number): string =>
		Array.from({ length: n }, (_, i) => `U\x06a${String(i).padStart(5, "0")}h\0`).join("");
	const object = (n: number): PyObject =>
		loads(Uint8Array.from(`\x80\x02cm\nC\n)\x81q\0}(${text(n)}ub.`, (unit) => unit.charCodeAt(0))) as PyObject;
	it("is shown an object of 20,000 references back in no time", () => {
		const elapsed = stopwatch();
		const value = object(20_000);
		for (const depth of [2, 50, null]) expect(inspect(value, { depth })).toContain("a19999: [Circular *1]");
		expect(inspect([value]).length).toBeGreaterThan(500_000);
		expect(elapsed()).toBeLessThan(5000);
	});
	it.each([
		["an exception", "cbuiltins\nValueError\n)R"],
		["a class", "cm\nC\n"],
	])("is shown %s with 8,000 references back in no time", (_, opened) => {
		const bytes = Uint8Array.from(`\x80\x02${opened}q\0}(${text(8000)}ub.`, (unit) => unit.charCodeAt(0));
		const elapsed = stopwatch();
		expect(inspect(loads(bytes))).toContain("a07999: [Circular *1]");
		expect(elapsed()).toBeLessThan(2000);
	});
	const spent = (work: () => unknown): number => {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1000;
	};
	const pairs = (n: number, value: string): string =>
		Array.from({ length: n }, (_, i) => `J${String.fromCharCode(i & 255, (i >> 8) & 255, i >> 16, 0)}${value}`).join(
			"",
		);
	it.each([
		["entries", `${pairs(MANY, "h\0")}u`],
		["items", `${"h\0".repeat(MANY)}e`],
		["members", `${"h\0".repeat(MANY)}\x90`],
	])(`is shown an object whose ${MANY} %s lead back`, (_, filled) => {
		const value = read(`cm\nC\n)\x81q\0(${filled}`);
		expect(spent(() => expect(inspect(value)).toContain("[Circular *1]"))).toBeLessThan(MANY / 214);
	});
	it.each([
		["state", "h\0b"],
		["slots", "Nh\0\x86b"],
		["arguments", ""],
	])("is not shown the %s that 200 objects share beyond the depth", (kind, filled) => {
		const [open, shared] = kind === "arguments" ? ["(", "t"] : ["}q\0(", "u"];
		const made = kind === "arguments" ? "cm\nC\nh\0R" : `cm\nC\n)\x81${filled}`;
		const put = kind === "arguments" ? "q\0" : "";
		const names = Array.from({ length: 16_000 }, (_, i) => `U\x06a${String(i).padStart(5, "0")}K\x01`).join("");
		const value = read(`${open}${names}${shared}${put}0]]](${made.repeat(200)}eaa`);
		expect(spent(() => expect(inspect(value)).toContain("[PyObject(m.C)]"))).toBeLessThan(800);
	});
	it("is shown the name alone beyond the depth, with brackets if there is anything in it", () => {
		const value = read("]]](cm\nC\n)\x81cm\nC\n)\x81K\x01aeaa");
		expect(inspect(value, { depth: 2 })).toBe("[ [ [ PyObject(m.C), [PyObject(m.C)] ] ] ]");
	});
	it("is shown what was changed since", () => {
		const value = object(20_000);
		inspect(value);
		value.attributes.set("a00001", "changed");
		for (const shown of [inspect(value), inspect([[value]])]) expect(shown).toContain("a00001: 'changed'");
	});
});
