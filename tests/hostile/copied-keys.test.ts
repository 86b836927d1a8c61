/** Dicts and sets whose keys share a large part: copying, comparing and writing them works the part out once, not once for each key. */
import { describe, expect, it } from "vitest";
import { fromTransfer, toTransfer } from "../../src/numpy/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { defaultRegistry as registry } from "../../src/registry/default.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyOrderedDict } from "../../src/registry/stdlib/collections.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { fromTagged, toTagged } from "../../src/tagged/index.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { toPlain } from "../../src/values/plain.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";
import { IS_SHORT } from "../effort.ts";
import { stopwatch } from "../stopwatch.ts";

/** How many keys, and levels of what they share; of tables a quarter. */
const COUNT = IS_SHORT ? 3000 : 6000;
const TABLE_COUNT = COUNT / 4;
/** Milliseconds: once for each key were 36 million steps of 6,000 keys, 5 s and more, and a quarter of that for half of the keys. */
const MOST = COUNT / 4;

/** `cls({(t, 0): count, (t, 1): 1, …})` with `t` of `COUNT` levels. */
function counter(cls: string, count: number): Uint8Array {
	const text = `\x80\x04K\x01q\x00${"h\x00h\x00\x86q\x00".repeat(COUNT)}0${cls}(`;
	const keys = Array.from({ length: COUNT }, (_, i) => {
		const int = `M${String.fromCharCode(i & 255, i >> 8)}`;
		return `h\x00${int}\x86K${String.fromCharCode(i === 0 ? count : 1)}`;
	});
	return Uint8Array.from(`${text}${keys.join("")}u${cls === "}" ? "" : "\x85R"}.`, (unit) => unit.charCodeAt(0));
}
const COUNTER = "ccollections\nCounter\n}";
/** A tuple of `levels`, and keys that each hold it and a number. */
function chain(bottom: unknown = 1, levels = COUNT): unknown {
	let made: unknown = tuple(bottom, bottom);
	for (let i = 0; i < levels; i++) made = tuple(made, made);
	return made;
}
const keysOf = (part: unknown): unknown[] => Array.from({ length: COUNT }, (_, i) => tuple(part, i));
const filled = <T extends PyDict>(dict: T, keys: Iterable<unknown>): T => {
	for (const key of keys) dict.set(key, 1);
	return dict;
};
function* pairs(keys: Iterable<unknown>): Generator<[unknown, number]> {
	for (const key of keys) yield [key, 1];
}
const count = (items: Iterable<unknown>, test: (item: unknown) => boolean): number => [...items].filter(test).length;

/** `[{(t, 0): 1}, {(t, 1): 1}, …]` of one type, with `t` of `TABLE_COUNT` levels. */
function tables(open: string, close: string): unknown {
	const text = `\x80\x04K\x01q\x00${"h\x00h\x00\x86q\x00".repeat(TABLE_COUNT)}0](`;
	const each = Array.from({ length: TABLE_COUNT }, (_, i) => {
		return `${open}h\x00M${String.fromCharCode(i & 255, i >> 8)}\x86${close}`;
	});
	return loads(
		Uint8Array.from(`${text}${each.join("")}e.`, (unit) => unit.charCodeAt(0)),
		{ mode: "exact" },
	);
}
const TABLES: readonly (readonly [open: string, close: string])[] = [
	["ccollections\nCounter\n}", "K\x01s\x85R"],
	["ccollections\nCounter\n}K\x07K\x00s", "K\x01s\x85R"],
	["cbuiltins\nfrozendict\n}", "K\x01s\x85\x81"],
	["ccollections\nOrderedDict\n)R", "K\x01s"],
	["ccollections\ndefaultdict\n)R", "K\x01s"],
	["(", "\x91"],
	["\x8f(", "\x90"],
	["c__builtin__\nset\n]", "a\x85R"],
	["ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](}K\x01K\x01s}", "K\x02sesb"],
	["ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\ndict\n}", "K\x01s\x87R"],
	["cm\nC\n)\x81}", "K\x01sb"],
	["cm\nC\n)\x81", "K\x01s"],
];

const read = (cls: string, count = 1): PyDict => loads(counter(cls, count), { mode: "exact" }) as PyDict;

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

const LOOPS: [name: string, work: () => number][] = [
	["PyDict.set", () => filled(new PyDict(), keysOf(chain())).size],
	["PyOrderedDict.set", () => filled(new PyOrderedDict(), keysOf(chain())).size],
	["PyDefaultDict.set", () => filled(new PyDefaultDict(null), keysOf(chain())).size],
	["PyCounter.of", () => PyCounter.of(keysOf(chain())).size],
	["PySet.add", () => keysOf(chain()).reduce<PySet>((set, key) => set.add(key), new PySet()).size],
	["new PyDict(generator)", () => new PyDict(pairs(keysOf(chain()))).size],
	["new PySet(iterator)", () => new PySet(keysOf(chain()).values()).size],
	["new PyFrozenSet(keys of a dict)", () => new PyFrozenSet(read("}").keys()).size],
	[
		"PyDict.get of the same keys",
		() => {
			const keys = keysOf(chain());
			const dict = filled(new PyDict(), keys);
			return count(keys, (key) => dict.get(key) === 1);
		},
	],
	[
		"PyDict.get of equal keys",
		() => {
			const dict = filled(new PyDict(), keysOf(chain()));
			return count(keysOf(chain()), (key) => dict.get(key) === 1);
		},
	],
	[
		"PyDict.has of keys that are not there",
		() => {
			const dict = filled(new PyDict(), keysOf(chain()));
			return count(keysOf(chain(2)), (key) => !dict.has(key));
		},
	],
	[
		"PyDict.has of keys that differ at the top",
		() => {
			const dict = filled(new PyDict(), keysOf(chain()));
			return count(keysOf(tuple(chain(), -1)), (key) => !dict.has(key));
		},
	],
	[
		"PySet.delete",
		() => {
			const keys = keysOf(chain());
			const set = new PySet(keys);
			return count(keys, (key) => set.delete(key));
		},
	],
	["a part of 6,000 tuples", () => filled(new PyDict(), keysOf(tuple(...keysOf(7)))).size],
	["a part that holds a frozenset", () => filled(new PyDict(), keysOf(chain(new PyFrozenSet([1, tuple(2)])))).size],
	["a long Decimal", () => filled(new PyDict(), keysOf(new PyDecimal(`1${"0".repeat(COUNT)}1`))).size],
	["a NaN deep inside", () => filled(new PyDict(), keysOf(chain(Number.NaN))).size],
	[
		"one long key, again and again",
		() => COUNT - 1 + filled(new PyDict(), new Array(COUNT).fill(tuple(...keysOf(7)))).size,
	],
	["fromTagged of a dict", () => (fromTagged(toTagged(read("}"))) as PyDict).size],
	["fromTagged of a set", () => (fromTagged(toTagged(new PySet(read("}").keys()))) as PySet).size],
	[
		"fromTransfer",
		() =>
			(
				fromTransfer(structuredClone(toTransfer([read("}", 1).size, new PySet(keysOf(chain(1, 900)))]).message)) as [
					number,
					PySet,
				]
			)[1].size,
	],
	[
		"ChainMap.toDict",
		() => new PyChainMap([read("}"), filled(new PyDict(), keysOf(chain(1, COUNT - 1)))]).toDict().size,
	],
];

describe(`${COUNT.toLocaleString("en")} keys that share a large part, one by one`, () => {
	it.each(LOOPS)("%s", (_, work) => {
		const start = process.cpuUsage();
		expect(work()).toBe(COUNT);
		const { user, system } = process.cpuUsage(start);
		expect((user + system) / 1000).toBeLessThan(MOST);
	});
});

describe(`${TABLE_COUNT.toLocaleString("en")} tables, each of one key with a part that all share`, () => {
	it.each(TABLES)("%j", (open, close) => {
		const [one, other] = [tables(open, close), tables(open, close)];
		const start = process.cpuUsage();
		expect(equals(one, other)).toBe(true);
		pickle.dumps(one, { registry });
		fromTagged(toTagged(one));
		toPlain(one);
		const { user, system } = process.cpuUsage(start);
		expect((user + system) / 1000).toBeLessThan(2 * MOST);
	});
});

describe("a large part of a key that was looked through in vain", () => {
	const dict = filled(new PyDict(), keysOf(chain(1, 300)));
	const part = ([...dict.keys()][0] as unknown[])[0] as unknown[];
	it("cannot be changed any more, as in Python", () => {
		expect(() => part.push(1)).toThrow(TypeError);
		const [set, key] = [new PyFrozenSet([1]), chain()];
		filled(new PyDict(), keysOf(tuple(key, set)));
		expect(() => set.add(2)).toThrow("it is a part of a key and cannot be changed");
	});
	it("is found when it is equal, also after what was not there came", () => {
		expect(dict.has(tuple(chain(1, 300), 5))).toBe(true);
		const other = chain(3, 300);
		for (let i = 0; i < 5; i++) expect(dict.has(tuple(other, i))).toBe(false);
		dict.set(tuple(other, 1), 2);
		expect(dict.get(tuple(other, 1))).toBe(2);
		expect(dict.get(tuple(chain(3, 300), 1))).toBe(2);
	});
	it("is looked through again where it can change, as bytes", () => {
		const bytes = Uint8Array.of(1);
		const key = tuple(tuple(...keysOf(0)), bytes);
		const seen = filled(new PyDict(), [key, tuple(key, 1), tuple(key, 2)]);
		for (let i = 0; i < 3; i++) expect(seen.has(tuple(key, 1))).toBe(true);
		bytes[0] = 2;
		expect(seen.has(tuple(key, 1))).toBe(false);
		bytes[0] = 1;
		expect(seen.has(tuple(key, 1))).toBe(true);
	});
	it("small keys are never held", () => {
		const key = tuple(0, tuple(1, 2));
		const seen = new PyDict<unknown, number>();
		for (let i = 0; i < 1000; i++) {
			key[0] = i % 10;
			seen.set(tuple(...key), i);
			expect(seen.get(key)).toBe(i);
		}
		expect(seen.size).toBe(10);
	});
});

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
