import { describe, expect, test } from "vitest";
import { dumps } from "../../pickle/dumps.ts";
import { loads } from "../../pickle/loads.ts";
import { PyDict } from "../../values/dict.ts";
import { equals } from "../../values/equals.ts";
import { PyGlobal } from "../../values/opaque.ts";
import { repr } from "../../values/repr.ts";
import { tuple } from "../../values/tuple.ts";
import { PyArray } from "./array.ts";
import { PyChainMap } from "./chain-map.ts";
import { PyCounter, PyDefaultDict, PyDeque, PyFrozenDict, PyOrderedDict } from "./collections.ts";
import { PyNamespace } from "./types.ts";

describe("PyOrderedDict", () => {
	test("is shown as each version does", () => {
		const dict = new PyOrderedDict<unknown, unknown>([["b", 1]]);
		dict.set("self", dict);
		expect(repr(dict)).toBe("OrderedDict({'b': 1, 'self': ...})");
		expect(repr(dict, { pythonVersion: "3.11" })).toBe("OrderedDict([('b', 1), ('self', ...)])");
		expect(repr(new PyOrderedDict())).toBe("OrderedDict()");
	});
	test("compares by order with its own kind only", () => {
		const [ab, ba] = [
			new PyOrderedDict([
				["a", 1],
				["b", 2],
			]),
			new PyOrderedDict([
				["b", 2],
				["a", 1],
			]),
		];
		expect(equals(ab, ba)).toBe(false);
		expect(equals(ab, new PyDict(ba))).toBe(true);
	});
	test("is no key, nor are its siblings", () => {
		for (const key of [new PyOrderedDict(), new PyCounter(), new PyDefaultDict()]) {
			expect(() => new PyDict([[key, 1]])).toThrow(
				/unhashable type: '(collections\.OrderedDict|Counter|collections\.defaultdict)'/,
			);
		}
	});
});

describe("PyCounter", () => {
	test("is in order by what Python compares: numbers with bools, texts by code points, nothing else", () => {
		const shown = (counts: object): string => repr(new PyCounter(Object.entries(counts)));
		expect(shown({ a: -1, b: true, c: false, d: 1 })).toBe("Counter({'b': True, 'd': 1, 'c': False, 'a': -1})");
		expect(shown({ a: "x", b: "y", c: "\u{1f600}", d: "\ufffd" })).toBe(
			"Counter({'c': '\u{1f600}', 'd': '\ufffd', 'b': 'y', 'a': 'x'})",
		);
		expect(shown({ a: "x", b: 1 })).toBe("Counter({'a': 'x', 'b': 1})");
	});
	test("counts, and shows the most common first", () => {
		const counter = PyCounter.of(["a", "b", "b", "c"]);
		expect(repr(counter)).toBe("Counter({'b': 2, 'a': 1, 'c': 1})");
		expect(
			repr(
				new PyCounter([
					["a", 1n],
					["b", 2.5],
					["c", 2n ** 60n],
				]),
			),
		).toBe("Counter({'c': 1152921504606846976, 'b': 2.5, 'a': 1})");
		expect(
			repr(
				new PyCounter([
					["a", 1],
					["b", "x"],
				]),
			),
		).toBe("Counter({'a': 1, 'b': 'x'})");
	});
});

describe("PyDefaultDict", () => {
	test("is shown with its factory, also inside itself", () => {
		const dict = new PyDefaultDict<unknown, unknown>(new PyGlobal("builtins", "list"));
		dict.set("self", dict);
		expect(repr(dict)).toBe("defaultdict(<class 'list'>, {'self': defaultdict(<class 'list'>, {...})})");
		expect(repr(new PyDefaultDict())).toBe("defaultdict(None, {})");
		expect(dict.get("missing")).toBe(undefined);
	});
});

describe("PyDeque", () => {
	test("keeps the last items", () => {
		const deque = new PyDeque([1, 2, 3], 2);
		expect([...deque]).toEqual([2, 3]);
		expect([deque.at(0), deque.at(-1), deque.at(2), deque.at(-3)]).toEqual([2, 3, undefined, undefined]);
		expect(deque.popleft()).toBe(2);
		expect(deque.pop()).toBe(3);
		expect(deque.pop()).toBe(undefined);
		expect(deque.length).toBe(0);
		deque.append(4);
		expect(repr(deque)).toBe("deque([4], maxlen=2)");
		expect(() => new PyDeque([], -1)).toThrow("maxlen must be non-negative");
		expect([...new PyDeque([1], 0)]).toEqual([]);
	});
	test("takes time in the items, however many are pushed out", () => {
		const deque = new PyDeque<number>([], 30_000);
		for (let i = 0; i < 1_000_000; i++) deque.append(i);
		expect([deque.length, deque.at(0), deque.at(-1)]).toEqual([30_000, 970_000, 999_999]);
	});
	test("is no key", () => {
		expect(() => new PyDict([[new PyDeque(), 1]])).toThrow("unhashable type: 'collections.deque'");
		expect(equals(new PyDeque([1, [2]]), new PyDeque([1n, [2]]))).toBe(true);
	});
});

describe("PyChainMap", () => {
	test("sees the first dict that has a key", () => {
		const chain = new PyChainMap([
			{ a: 1 },
			new PyDict<unknown, unknown>([
				["a", 2],
				["b", 3],
			]),
		]);
		expect([chain.get("a"), chain.get("b"), chain.get("c")]).toEqual([1, 3, undefined]);
		expect(repr(chain)).toBe("ChainMap({'a': 1}, {'a': 2, 'b': 3})");
		expect(repr(new PyChainMap())).toBe("ChainMap({})");
	});
	test("keeps attributes, byte for byte", () => {
		// c = ChainMap({"a": 1}); c.note = "kept"; pickle.dumps(c, 2)
		const data =
			"\x80\x02ccollections\nChainMap\nq\x00)\x81q\x01}q\x02(X\x04\0\0\0mapsq\x03]q\x04}q\x05X\x01\0\0\0aq\x06K\x01sa" +
			"X\x04\0\0\0noteq\x07X\x04\0\0\0keptq\x08ub.";
		const chain = loads(Buffer.from(data, "latin1")) as PyChainMap;
		expect([chain.get("a"), chain.attributes.get("note")]).toEqual([1, "kept"]);
		expect(Buffer.from(dumps(chain, { protocol: 2 })).toString("latin1")).toBe(data);
	});
});

describe("PyFrozenDict", () => {
	test("is a key in any order, at any depth", () => {
		let nested: unknown = 0;
		for (let i = 0; i < 20_000; i++) nested = new PyFrozenDict([["a", nested]]);
		const dict = new PyDict<unknown, number>([
			[
				new PyFrozenDict<unknown, number>([
					["a", 1],
					[tuple(1), 2],
				]),
				1,
			],
			[nested, 2],
		]);
		expect(
			dict.get(
				new PyFrozenDict<unknown, number>([
					[tuple(1), 2],
					["a", 1],
				]),
			),
		).toBe(1);
		expect(dict.get(nested)).toBe(2);
		expect(() => new PyDict([[new PyFrozenDict([["a", []]]), 1]])).toThrow("unhashable type: 'list'");
	});
});

describe("PyNamespace", () => {
	test("is its attributes", () => {
		const space = new PyNamespace([["a", 1]]);
		space.attributes.set("me", space);
		expect(repr(space)).toBe("namespace(a=1, me=namespace(...))");
		expect(equals(new PyNamespace([["a", 1]]), new PyNamespace([["a", true]]))).toBe(true);
		const odd = new PyNamespace([["__proto__", 1]]);
		expect(Object.getPrototypeOf(odd.toJSON())).toBe(Object.prototype);
	});
});

describe("PyArray", () => {
	test("has numbers, texts and complex numbers", () => {
		expect(repr(new PyArray("d", new Float64Array([1, 0.5])))).toBe("array('d', [1.0, 0.5])");
		expect(repr(new PyArray("l", new BigInt64Array([1n, -(2n ** 62n)])))).toBe("array('l', [1, -4611686018427387904])");
		expect(repr(new PyArray("u", "h€😀"))).toBe("array('u', 'h€😀')");
		expect(repr(new PyArray("e", new Uint16Array([0x3e00, 0xfc00, 1, 0x7bff])))).toBe(
			"array('e', [1.5, -inf, 5.960464477539063e-08, 65504.0])",
		);
		expect(repr(new PyArray("Zd", new Float64Array([1, -2])))).toBe("array('Zd', [(1-2j)])");
		expect(new PyArray("Zf", new Float32Array(2)).itemsize).toBe(8);
		expect(() => new PyArray("d", new Int8Array(1))).toThrow("bad typecode 'd'");
		expect(() => new PyArray("constructor", new Int8Array(1))).toThrow("bad typecode");
	});
	test("compares by its items, and is no key", () => {
		expect(equals(new PyArray("i", new Int32Array([1])), new PyArray("d", new Float64Array([1])))).toBe(true);
		expect(() => new PyDict([[new PyArray("b", new Int8Array(0)), 1]])).toThrow("unhashable type: 'array.array'");
	});
});
