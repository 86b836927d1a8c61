/** Keys that share a large part and come one by one, as `set`, `get` and `has` take them: the part is worked out once for all of them. */
import { describe, expect, it } from "vitest";
import { fromTransfer, toTransfer } from "../../src/numpy/index.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyOrderedDict } from "../../src/registry/stdlib/collections.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyPath } from "../../src/registry/stdlib/pathlib.ts";
import { fromTagged, toTagged } from "../../src/tagged/index.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";
import { COUNT, chain, filled, keysOf, MOST, read } from "./shared-part.ts";

function* pairs(keys: Iterable<unknown>): Generator<[unknown, number]> {
	for (const key of keys) yield [key, 1];
}
const count = (items: Iterable<unknown>, test: (item: unknown) => boolean): number => [...items].filter(test).length;

const LOOPS: [name: string, work: () => number][] = [
	["PyDict.set", () => filled(new PyDict(), keysOf(chain())).size],
	...(["PurePosixPath", "PureWindowsPath"] as const).map((kind): [string, () => number] => [
		`PyDict.set of keys that share a long ${kind}`,
		() => filled(new PyDict(), keysOf(new PyPath(kind, "A/".repeat(10 * COUNT)))).size,
	]),
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
