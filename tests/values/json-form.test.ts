/** `JSON.stringify` over each value class: what leads back to itself, is too deep or too much is a typed error, in linear time. */
import { describe, expect, it } from "vitest";
import { json, PyError } from "../../src/index.ts";
import { array } from "../../src/numpy/index.ts";
import {
	PyChainMap,
	PyCounter,
	PyDateTime,
	PyDecimal,
	PyDefaultDict,
	PyDeque,
	PyDict,
	PyEnumMember,
	PyException,
	PyFloat,
	PyFrozenDict,
	PyFrozenSet,
	PyGlobal,
	PyNamespace,
	PyObject,
	PyOrderedDict,
	PyPersistentId,
	PySet,
	PySlice,
	type PyTuple,
	toPlain,
	tuple,
} from "../../src/types/index.ts";
import { effort } from "../effort.ts";
import { stopwatch } from "../stopwatch.ts";

const cls = new PyGlobal("m", "C");
const inert = (x: unknown): PyObject => new PyObject({ callable: cls, args: tuple(x) });
/** A value of each class that holds another, and how that is put into it afterwards, so that it may be itself. */
const HOLDERS: Readonly<Record<string, readonly [make: (inner: unknown) => object, put?: (holder: never) => void]>> = {
	PyTuple: [(x) => tuple(x), (t: PyTuple) => t.push(t)],
	PyDict: [(x) => new PyDict([["k", x]]), (d: PyDict) => d.set("self", d)],
	"PyDict with int keys": [(x) => new PyDict<unknown, unknown>([[1, x]]), (d: PyDict) => d.set(2, d)],
	"PyDict with it as a key": [(x) => new PyDict([[inert(x), 1]])],
	PySet: [(x) => new PySet([inert(x)]), (s: PySet) => s.add(inert(s))],
	PyFrozenSet: [(x) => new PyFrozenSet([inert(x)])],
	PyOrderedDict: [(x) => new PyOrderedDict([["k", x]]), (d: PyDict) => d.set("self", d)],
	"PyOrderedDict with attributes": [
		(x) => {
			const dict = new PyOrderedDict([["k", 1]]);
			dict.attributes.set("a", x);
			return dict;
		},
		(d: PyOrderedDict) => d.attributes.set("self", d),
	],
	PyCounter: [(x) => new PyCounter([["k", x as number]]), (d: PyDict) => d.set("self", d)],
	PyDefaultDict: [(x) => new PyDefaultDict(null, [["k", x]]), (d: PyDict) => d.set("self", d)],
	PyFrozenDict: [(x) => new PyFrozenDict([["k", x]])],
	PyDeque: [(x) => new PyDeque([x]), (d: PyDeque) => d.append(d)],
	PyChainMap: [(x) => new PyChainMap([new PyDict([["k", x]])]), (c: PyChainMap) => c.maps.push(new PyDict([["c", c]]))],
	"PyChainMap with attributes": [
		(x) => {
			const map = new PyChainMap();
			map.attributes.set("a", x);
			return map;
		},
		(c: PyChainMap) => c.attributes.set("self", c),
	],
	"PyChainMap of what is no dict": [(x) => new PyChainMap([tuple(x)]), (c: PyChainMap) => c.maps.push(tuple(c))],
	PyNamespace: [(x) => new PyNamespace([["k", x]]), (n: PyNamespace) => n.attributes.set("self", n)],
	PySlice: [(x) => new PySlice(null, x, null)],
	PyPersistentId: [(x) => new PyPersistentId(x)],
	PyEnumMember: [(x) => new PyEnumMember("m:E", "A", x)],
	PyException: [(x) => new PyException("ValueError", tuple(x))],
	PyObject: [(x) => inert(x), (o: PyObject) => o.operations.push({ op: "append", items: [o] })],
	"a datetime in an odd zone": [(x) => new PyDateTime(2024, 1, 1, 0, 0, { tzinfo: inert(x) as never })],
	"an array of objects": [
		(x) => {
			const made = array([null], { dtype: "O" });
			(made.data as unknown[])[0] = x;
			return made;
		},
		(a: { data: unknown[] }) => {
			a.data[0] = a;
		},
	],
};
const stringify = (value: unknown): unknown => {
	try {
		return JSON.stringify(value);
	} catch (error) {
		return error;
	}
};
const codeOf = (value: unknown): unknown => (value instanceof PyError ? value.code : value);

describe.each(Object.entries(HOLDERS))("%s", (_, [make, put]) => {
	it("shows what it holds", () => {
		for (const leaf of [12345, "leaf", null, new PyDecimal("12345"), tuple(12345, [1])]) {
			expect(stringify(make(leaf))).toContain(JSON.stringify(leaf).slice(1, -1));
			expect(JSON.parse(stringify([make(leaf)]) as string)[0]).toEqual(JSON.parse(stringify(make(leaf)) as string));
		}
	});
	it("has the JSON of its plain form", () => {
		const value = make([1, { a: new PyDict([["b", 2]]) }, tuple(new PyFloat(1.5))]);
		expect(stringify(value)).toBe(JSON.stringify(toPlain(value)));
	});
	it("is an error of ours when it leads back to itself", () => {
		if (put !== undefined) {
			const value = make(1);
			put(value as never);
			expect(codeOf(stringify(value))).toBe("circular");
			expect(codeOf(stringify({ list: [value] }))).toBe("circular");
		}
		const list: unknown[] = [];
		list.push(make(list));
		expect(codeOf(stringify(list[0]))).toBe("circular");
	});
	it("is an error of ours when it is too deep, in linear time", () => {
		let value: unknown = 1;
		for (let i = 0; i < 2 * effort(50_000); i++) value = make(value);
		const elapsed = stopwatch();
		expect(codeOf(stringify(value))).toBe("depth");
		expect(elapsed()).toBeLessThan(5000);
	});
	it("is an error of ours when shared parts would be more text than there can be", () => {
		let value: unknown = [1, 2];
		for (let i = 0; i < 60; i++) value = make([value, value]);
		expect((stringify(value) as { limit?: string }).limit).toBe("text");
	});
	it("is written in linear time", () => {
		const list = Array.from({ length: 2 * effort(10_000) }, (_, i) => make(make(i)));
		const elapsed = stopwatch();
		expect((stringify(make(list)) as string).length).toBeGreaterThan(list.length * 4);
		expect(elapsed()).toBeLessThan(5000);
	});
});

describe("json.dumps with toJSON", () => {
	it("asks for one level, so that the types in it count", () => {
		const inner = [new PyFloat(1), 2n ** 70n];
		for (const value of [new PyDeque(inner), new PyNamespace([["k", inner]]), new PySlice(inner, null, null)]) {
			const text = json.dumps(value, { toJSON: true });
			expect(text).toContain("1.0, 1180591620717411303424");
		}
	});
});

describe("a ChainMap", () => {
	it("shows the dicts of a ChainMap in it", () => {
		const inner = new PyChainMap([new PyDict([["b", 2]]), new PyDict([["c", 3]])]);
		const outer = new PyChainMap([
			new PyDict([
				["a", 1],
				["c", 4],
			]),
			inner,
		]);
		expect(JSON.parse(JSON.stringify(outer))).toEqual({ a: 1, b: 2, c: 4 });
		outer.maps.push(outer);
		expect(outer.toDict().size).toBe(3);
	});
});
