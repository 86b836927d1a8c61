/** Keys that were made to cost: long ones used many times, ones that share their parts, ones that collide in V8's hash. */
import { describe, expect, it } from "vitest";
import {
	equals,
	PyChainMap,
	PyDict,
	PyFraction,
	PyOrderedDict,
	PySet,
	pformat,
	pickle,
	toPlain,
	tuple,
} from "../../src/index.ts";
import { bytes, computed, long, time, u4, unicode } from "./bytes.ts";

const MAP = { dict: "map" } as const;

describe("a part that many keys share is made canonical once", () => {
	const many = 3000;
	const size = 400_000;
	const parts: [name: string, part: Uint8Array, use: string][] = [
		["bytes in tuples", bytes("B", u4(size), new Uint8Array(size).fill(97), "\x94"), "h\0\x85N"],
		["a bigint", bytes(long(size, 97), "\x94"), "h\0N"],
		["a bigint in tuples", bytes(long(size, 97), "\x94"), "h\0\x85N"],
		["two bigints by turns", bytes(long(size, 97), "\x94", long(size, 98), "\x94"), "h\0Nh\x01N"],
		["a path in tuples", bytes("cpathlib\nPurePosixPath\n", unicode("a/".repeat(size / 2)), "\x85R\x94"), "h\0\x85N"],
		["a deep tuple", bytes("K\x01", "\x85".repeat(size), "\x94"), "h\0K\x07\x86N"],
		["a deep tuple with a NaN", bytes("G\x7f\xf8\0\0\0\0\0\0", "\x85".repeat(size), "\x94"), "h\0\x85N"],
		[
			"a frozenset",
			bytes("(", ...Array.from({ length: 5000 }, (_, i) => [0x4d, i & 255, i >> 8]), "\x91\x94"),
			"h\0\x85N",
		],
	];
	it.each(parts)("%s", (_name, part, use) => {
		const once = bytes("\x80\x04", part, "}(", use, "u.");
		const often = bytes("\x80\x04", part, "}(", use.repeat(many), "u.");
		let failed: unknown;
		const least = time(() => pickle.loads(once, MAP));
		const most = time(() => {
			try {
				expect(pickle.loads(often, MAP)).toBeInstanceOf(PyDict);
			} catch (error) {
				failed = error;
			}
		});
		if (failed !== undefined) expect(failed).toMatchObject({ code: "limit", limit: "memory" });
		expect(most).toBeLessThan(1500 + 20 * least);
	});
	it("Decimals made of one text of many digits", () => {
		const text = unicode(`0.${"3".repeat(4200)}7`);
		const pickled = bytes("\x80\x04cdecimal\nDecimal\n\x94", text, "\x94}(", "h\0h\x01\x85RN".repeat(20_000), "u.");
		expect(
			time(() => expect((pickle.loads(pickled, { ...MAP, limits: { memory: 2 ** 36 } }) as PyDict).size).toBe(1)),
		).toBeLessThan(2000);
	});
	it("of a Decimal, a Fraction, an int and a float that are equal, the first is the key", () => {
		const d = new PyDict<unknown, number>();
		const decimals = pickle.loads(
			bytes(
				"\x80\x04](cdecimal\nDecimal\n",
				unicode("0.0625"),
				"\x85Rcdecimal\nDecimal\n",
				unicode("1E+40"),
				"\x85Re.",
			),
		) as unknown[];
		d.set(decimals[0], 1).set(new PyFraction(1, 16), 2).set(0.0625, 3);
		d.set(10n ** 40n, 4).set(decimals[1], 5);
		expect([...d]).toEqual([
			[decimals[0], 3],
			[10n ** 40n, 5],
		]);
	});
});

describe("what is done with such keys is linear", () => {
	/** Two dicts of so many keys, each a pair of a tuple as deep and a number. */
	const dict = (n: number): Uint8Array =>
		bytes(
			"\x80\x04K\x01",
			"\x85".repeat(n),
			"\x94}(",
			...Array.from({ length: n }, (_, i) => bytes("h\0M", [i & 255, i >> 8], "\x86N")),
			"u.",
		);
	it("equals", () => {
		const [a, b] = [dict(20_000), dict(20_000)].map((p) => pickle.loads(p, MAP)) as [PyDict, PyDict];
		expect(time(() => expect(equals(a, b)).toBe(true))).toBeLessThan(2000);
		b.delete([...b.keys()][19_999]);
		b.set(tuple(1), null);
		expect(time(() => expect(equals(a, b)).toBe(false))).toBeLessThan(2000);
		expect(a.has(tuple(([...a.keys()][3] as unknown[])[0], 3))).toBe(true);
	});
	it("equals, of sets whose deep items differ at the bottom", () => {
		const deep = (bottom: string): Uint8Array =>
			bytes(
				"\x80\x04K",
				bottom,
				"\x85".repeat(20_000),
				"\x94\x8f(",
				...Array.from({ length: 20_000 }, (_, i) => bytes("h\0M", [i & 255, i >> 8], "\x86")),
				"\x90.",
			);
		const [a, b] = [pickle.loads(deep("\x01")), pickle.loads(deep("\x02"))];
		expect(time(() => expect(equals(a, b)).toBe(false))).toBeLessThan(2000);
	});
	it("pformat, in depth and in keys that share their parts", () => {
		const pair = (depth: number): unknown =>
			pickle.loads(bytes("\x80\x04\x8f(K\x02", "\x85".repeat(depth), "K\x01", "\x85".repeat(depth), "\x90."));
		expect(time(() => pformat(pair(40_000)))).toBeLessThan(3000);
		const chain = pickle.loads(bytes("\x80\x04\x8f(K\x01\x94", "\x85\x94".repeat(2000), "\x90."));
		expect((chain as PySet).size).toBe(1);
		const shared = bytes(
			"\x80\x04K\x01\x94",
			...Array.from({ length: 200 }, () => bytes("\x85\x94")),
			"0\x8f(",
			...Array.from({ length: 200 }, (_, i) => bytes("h", [i])),
			"\x90.",
		);
		expect(time(() => pformat(pickle.loads(shared)))).toBeLessThan(2000);
	});
	/** Tuples of 1, 2, 3 … levels, each the one before in a tuple, as items of one table; memo 0 to n. */
	const levels = (n: number, open: string, item: (i: number) => Uint8Array, end: string): unknown =>
		pickle.loads(
			bytes(
				"\x80\x04K\x01",
				...Array.from({ length: n }, (_, i) => bytes("\x85r", u4(i))),
				"0",
				open,
				...Array.from({ length: n }, (_, i) => item(i)),
				end,
				".",
			),
			MAP,
		);
	const fetched = (i: number): Uint8Array => bytes("j", u4(i));
	it.each<[name: string, value: () => unknown, length: number]>([
		["keys of a dict", () => levels(3000, "}(", (i) => bytes(fetched(i), "N"), "u"), 13_534_499],
		["items of a set", () => levels(3000, "\x8f(", fetched, "\x90"), 13_516_499],
		["items of a list, the deepest first", () => levels(3000, "](", (i) => fetched(2999 - i), "e"), 13_516_499],
		["keys and values", () => levels(3000, "}(", (i) => bytes(fetched(i), fetched(2999 - i)), "u"), 27_029_999],
	])("pformat of tuples each of which is in the next: %s", (_name, make, length) => {
		const value = make();
		expect(time(() => expect(pformat(value)).toHaveLength(length))).toBeLessThan(2500);
	});
	it.each<[name: string, value: () => unknown]>([
		["one in the next", () => levels(3000, "}(", (i) => bytes(fetched(i), "N"), "u")],
		[
			"of thousands of dicts",
			() => pickle.loads(bytes("\x80\x04K\x01", "\x85".repeat(6000), "\x940](", "}h\0Ns".repeat(3000), "e."), MAP),
		],
	])("toPlain with the texts of keys, %s", (_name, make) => {
		const value = make();
		expect(time(() => expect(toPlain(value, { keys: "text" })).toBeTypeOf("object"))).toBeLessThan(1000);
	});
	it("toPlain with the texts of keys that V8 hashes by their length alone", () => {
		const keys = Array.from({ length: 4000 }, (_, i) => bytes("h\0M", [i & 255, i >> 8], "\x86N"));
		const value = pickle.loads(bytes("\x80\x04K\x01", "\x85".repeat(6000), "\x940}(", ...keys, "u."), MAP);
		const toText = (): unknown => toPlain(value, { keys: "text" });
		expect(time(() => expect(toText).toThrow(expect.objectContaining({ limit: "text" })))).toBeLessThan(4000);
	});
	it("toPlain of one long int in thousands of places", () => {
		const value = pickle.loads(bytes("\x80\x04](", long(50_000, 97), "q\0", "h\0".repeat(1000), "e."));
		expect(time(() => expect(toPlain(value, { bigint: "string" })).toHaveLength(1001))).toBeLessThan(1500);
	});
	it("pformat of many dicts of two deep keys each", () => {
		const deep = (bottom: string): Uint8Array => bytes("K", bottom, "\x85".repeat(20_000), "\x94");
		const pickled = bytes("\x80\x04", deep("\x02"), deep("\x01"), "](", "}(h\0Nh\x01Nu".repeat(2000), "e.");
		const value = pickle.loads(pickled, MAP);
		expect(time(() => expect(pformat(value, { depth: 2 })).toMatch(/^\[\{\(\.\.\.,\): None, /))).toBeLessThan(2500);
	});
	it("pformat of one large dict in many lists", () => {
		const keys = Array.from({ length: 5000 }, (_, i) => unicode(String(((i * 7919) % 5000) | 0x10000).slice(1)));
		const pickled = bytes(
			"\x80\x04}(",
			...keys.map((key) => bytes(key, "N")),
			"u\x940](",
			"h\0\x85\x85".repeat(4000),
			"e.",
		);
		const value = pickle.loads(pickled);
		expect(time(() => expect(pformat(value).length).toBeGreaterThan(2 ** 26))).toBeLessThan(4000);
	});
	it("pformat sorts tuples as Python does", () => {
		const set = new PySet([
			tuple(2, "b"),
			tuple(2),
			tuple(1, tuple(3, 4)),
			tuple(1, tuple(3)),
			tuple(1, tuple(3, 4, 0)),
		]);
		expect(pformat(set, { width: 20 })).toBe("{(1, (3,)),\n (1, (3, 4)),\n (1, (3, 4, 0)),\n (2,),\n (2, 'b')}");
	});
});

/** 64 bits of an inverse of V8's hash of floats and bigints. */
const MASK = (1n << 64n) - 1n;
function inverse(a: bigint): bigint {
	let x = 1n;
	for (let i = 0; i < 7; i++) x = (x * (2n - a * x)) & MASK;
	return x;
}
function unshift(h: bigint, s: bigint): bigint {
	let x = h;
	for (let i = 0; i < 64; i += Number(s)) x = h ^ (x >> s);
	return x & MASK;
}
function preimage(hash: bigint): bigint {
	let h = (unshift(hash, 22n) * inverse(65n)) & MASK;
	h = (unshift(h, 11n) * inverse(21n)) & MASK;
	return ((unshift(h, 31n) + 1n) * inverse((1n << 18n) - 1n)) & MASK;
}
function* colliding(step = 30n): Generator<bigint> {
	for (let i = 1n; ; i++) yield preimage((i << step) & MASK);
}
function* floats(): Generator<number> {
	const view = new DataView(new ArrayBuffer(8));
	for (const bits of colliding()) {
		view.setBigUint64(0, bits);
		const value = view.getFloat64(0);
		if (Number.isFinite(value) && !Number.isInteger(value)) yield value;
	}
}
function* longs(step?: bigint): Generator<bigint> {
	for (const bits of colliding(step)) if (bits >> 63n === 0n && bits > 1n << 54n) yield bits;
}
function* ints(): Generator<number> {
	for (let k = 0; ; k++) {
		let h = (~k + (k << 15)) | 0;
		h ^= h >>> 12;
		h = (h + (h << 2)) | 0;
		h ^= h >>> 4;
		h = Math.imul(h, 2057);
		if (((h ^ (h >>> 16)) & 0x3fff) === 0) yield k;
	}
}
function* take<T>(items: Iterable<T>, count: number): Generator<T> {
	let left = count;
	for (const item of items) {
		if (left-- === 0) return;
		yield item;
	}
}
function* map<T, U>(items: Iterable<T>, make: (item: T) => U): Generator<U> {
	for (const item of items) yield make(item);
}

describe("keys that were made to collide end in a LimitError", () => {
	const kinds: [name: string, keys: () => Iterable<unknown>][] = [
		["floats", floats],
		["int64", longs],
		["negative int64", () => map(longs(), (n) => -n)],
		["ints", ints],
		["floats among others", () => map(floats(), (f) => (Math.random() < 0.5 ? f : Math.random()))],
		["int64 that share some bits only", () => longs(14n)],
	];
	it.each(kinds)("%s", (_name, keys) => {
		const list = [...take(keys(), 20_000)];
		const error = expect.objectContaining({ code: "limit", limit: "collisions" }) as unknown;
		const start = computed();
		expect(() => new PyDict(list.map((key) => [key, 1]))).toThrow(error as Error);
		expect(() => new PySet(list)).toThrow(error as Error);
		const pickled = pickle.dumps(new Map(list.map((key) => [key, null])));
		expect(() => pickle.loads(pickled, MAP)).toThrow(error as Error);
		expect(() => pickle.loads(pickled)).toThrow(error as Error);
		expect(() => pickle.loads(pickled, { mode: "exact" })).toThrow(error as Error);
		expect(computed() - start).toBeLessThan(3000);
	});
	it("whole floats in exact mode, and Fractions and parts of tuples that equal such ints", () => {
		const list = [...take(ints(), 20_000)];
		const floated = pickle.dumps(new Map(list.map((key) => [key + 0.5 - 0.5, null])));
		expect(() => pickle.loads(floated, { mode: "exact" })).toThrow(/collisions/);
		expect(() => new PySet(list.map((key) => new PyFraction(key)))).toThrow(/collisions/);
		expect(() => new PySet(list.map((key) => tuple(key, "x".repeat(100))))).toThrow(/collisions/);
	});
	it("memo indexes out of order", () => {
		const puts = [...take(ints(), 20_000)].map((n) => bytes("r", u4(n)));
		expect(() => pickle.loads(bytes("N", ...puts, "."))).toThrow(/collisions/);
	});
	it("the message says that it cannot be raised", () => {
		expect(() => new PySet(take(ints(), 20_000))).toThrow(
			"limit exceeded: collisions is 2048; keys that share one hash were made to; this limit cannot be raised",
		);
	});
});

describe("keys of real data never do", () => {
	const n = 150_000;
	const range = <T>(make: (i: number) => T, count = n): T[] => Array.from({ length: count }, (_, i) => make(i));
	const families: [name: string, keys: () => unknown[]][] = [
		["ints in a row", () => range((i) => i)],
		...[1, 2, 4, 8, 12, 13, 14, 16, 20, 24, 31, 32, 40].map((k): [string, () => unknown[]] => [
			`multiples of 2^${k}`,
			() => range((i) => (i - n / 2) * 2 ** k),
		]),
		["powers of two", () => range((i) => 2 ** (i - 1000), 2000)],
		["powers of two as ints", () => range((i) => 1n << BigInt(i), 3000)],
		["a grid of floats", () => range((i) => i * 0.1)],
		["a grid of halves and quarters", () => range((i) => i / 4)],
		["a fine grid", () => range((i) => i * 2 ** -30)],
		["timestamps", () => range((i) => 1_700_000_000 + i * 0.001)],
		["milliseconds", () => range((i) => 1_700_000_000_000 + i * 60_000)],
		["nanoseconds", () => range((i) => 1_700_000_000_000_000_000n + BigInt(i) * 1_000_000_000n)],
		["snowflakes", () => range((i) => (1_700_000_000_000n + BigInt(i)) << 22n)],
		["multiples of 2^40 as bigints", () => range((i) => BigInt(i) << 40n)],
		["small negative and positive floats", () => range((i) => (i - n / 2) / 1024 + 1 / 2048)],
		["random floats", () => range(() => Math.random())],
		["whole floats of one byte", () => range((i) => (i % 256) * 2 ** (i >> 8))],
		["ids by hundred thousands", () => range((i) => i * 100_000)],
	];
	it.each(families)("%s", (_name, keys) => {
		const list = keys();
		expect(new PyDict(list.map((key) => [key, 1])).size).toBe(
			new Set(list.map((key) => (Object.is(key, -0) ? 0 : key))).size,
		);
	});
	it("one key set again and again, or deleted and set, is one", () => {
		const dict = new PyDict<unknown, number>();
		for (let i = 0; i < 300_000; i++) dict.set(0.5, i);
		for (let i = 0; i < 300_000; i++) {
			dict.delete(7);
			dict.set(7, i);
		}
		expect(dict.size).toBe(2);
	});
});

describe("equals of dicts in layers", () => {
	const maps = unicode("maps");
	const n = 4000;
	const map = (layers: string | Uint8Array): Uint8Array =>
		bytes("ccollections\nChainMap\n)\x81}", maps, "](", layers, "esb");
	/** A list of ChainMaps over one dict of many keys, which has the memo index 0. */
	const over = (key: (i: number) => Uint8Array, layers: (i: number) => Uint8Array): Uint8Array =>
		bytes(
			"\x80\x04}(",
			...Array.from({ length: n }, (_, i) => bytes(key(i), "N")),
			"u\x94](",
			...Array.from({ length: n / 4 }, (_, i) => map(layers(i))),
			"e.",
		);
	const int = (i: number): Uint8Array => bytes("M", [i & 255, i >> 8]);
	const text = (i: number): Uint8Array => unicode(`k${i}`);
	const shared = bytes("h\0");
	const kinds: [name: string, pickled: Uint8Array][] = [
		["alone", over(int, () => shared)],
		["of strings", over(text, () => shared)],
		["after an empty one", over(int, () => bytes("}h\0"))],
		["after one that hides a key", over(int, (i) => bytes("}", int(i), "K\x07sh\0"))],
		["before one of another key", over(text, (i) => bytes("h\0}", text(n + i), "Ns"))],
		["after one of strings that hides a key", over(text, (i) => bytes("}", text(i), "K\x07sh\0"))],
	];
	it.each(kinds)("one dict that a thousand have, %s", (_name, pickled) => {
		const [a, b] = [pickle.loads(pickled), pickle.loads(pickled)] as [PyChainMap[], PyChainMap[]];
		// Dict by dict it takes 4 million looks, a second and more.
		expect(time(() => expect(equals(a, b)).toBe(true))).toBeLessThan(300);
		const dicts = b.map((one) => (one.maps.length === 1 ? one.maps[0] : one.toDict()));
		if (b[0]?.maps.length === 1) expect(time(() => expect(equals(a, dicts)).toBe(true))).toBeLessThan(300);
		else expect(equals(a.slice(0, 20), dicts.slice(0, 20))).toBe(true);
		const last = (b.at(-1) as PyChainMap).maps;
		last[0] = new PyDict([["other", 1]]);
		expect(equals(a, b)).toBe(false);
	});
	it("is that of the dicts that they show, whatever their layers", () => {
		const dicts = [
			{},
			{ a: 1 },
			{ a: 2 },
			{ b: 1 },
			new PyDict([["a", true]]),
			new PyOrderedDict<string, unknown>([
				["b", 1n],
				["a", 1],
			]),
		];
		const all: PyChainMap[] = [new PyChainMap([])];
		for (const x of dicts)
			for (const y of dicts)
				all.push(new PyChainMap([x]), new PyChainMap([x, y]), new PyChainMap([y, new PyChainMap([{}, x])]));
		for (const a of all)
			for (const b of all) {
				const shown = equals(a.toDict(), b.toDict());
				expect(equals(a, b)).toBe(shown);
				expect(equals([a, b, a], [b, b, a])).toBe(shown);
				expect(equals(a, b.toDict())).toBe(shown);
			}
	});
});
