/** One part that many values are made from: it is copied as long as that costs no more than reading, and shown once. */
import { describe, expect, it } from "vitest";
import {
	createRegistry,
	dataclassType,
	defaultRegistry,
	equals,
	LimitError,
	PyChainMap,
	type PyNamespace,
	pickle,
	toPlain,
	unchecked,
} from "../../src/index.ts";
import { bytes, computed, unicode } from "./bytes.ts";

const names = (size: number): string[] => Array.from({ length: size }, (_, i) => `n${10_000 + i}`);
const short = (text: string): Uint8Array => bytes("U", [text.length], text);
const dict = (size: number): Uint8Array => bytes("}(", ...names(size).map((name) => bytes(short(name), "K\x01")), "u");
const list = (size: number): Uint8Array => bytes("](", ...names(size).map(short), "e");
const tuple = (size: number): Uint8Array => bytes("(", ...names(size).map(short), "t");
const pairs = (size: number): Uint8Array =>
	bytes("](", ...names(size).map((name) => bytes(short(name), "K\x01\x86")), "e");

class Own {}
const registry = createRegistry(defaultRegistry, dataclassType("m:Own", Own));

/** A list of values that are made from one part, which is in memo 0. */
const made = (shared: Uint8Array, each: string, times: number): Uint8Array =>
	bytes("\x80\x02", shared, "q\0](", each.repeat(times), "e.");

const COPIED: Readonly<Record<string, readonly [(size: number) => Uint8Array, string]>> = {
	"a namespace's state": [dict, "ctypes\nSimpleNamespace\n)Rh\0b"],
	"an exception's state": [dict, "c__builtin__\nValueError\n)Rh\0b"],
	"the state of a class of one's own": [dict, "cm\nOwn\n)\x81h\0b"],
	"an OrderedDict's attributes": [dict, "ccollections\nOrderedDict\n)Rh\0b"],
	"an OrderedDict of pairs": [pairs, "ccollections\nOrderedDict\nh\0\x85R"],
	"a Counter": [dict, "ccollections\nCounter\nh\0\x85R"],
	"a frozendict": [dict, "cbuiltins\nfrozendict\nh\0\x85\x81"],
	"a deque": [list, "ccollections\ndeque\nh\0\x85R"],
	"a set": [list, "c__builtin__\nset\nh\0\x85R"],
	"a frozenset": [list, "c__builtin__\nfrozenset\nh\0\x85R"],
	"a path of many parts": [tuple, "cpathlib\nPurePosixPath\nh\0R"],
	"a path of one part": [(size) => unicode("a/".repeat(3 * size)), "cpathlib\nPurePosixPath\nh\0\x85R"],
	"a bytearray of a text": [(size) => unicode("a".repeat(6 * size)), "c__builtin__\nbytearray\nh\0U\x07latin-1\x86R"],
	"keyword arguments": [dict, "cm\nC\n)h\0\x92"],
	"keyword arguments of a partial": [dict, "cfunctools\npartial\ncm\nf\n\x85R(cm\nf\n)h\0Ntb"],
	"the arguments of a call whose result is dropped": [
		(size) => bytes("cm\nC\n)\x81q\x01(h\x01", ...names(size).map(short), "t"),
		"h\x01cm\nf\nh\0R0",
	],
};

describe.each(Object.entries(COPIED))("%s", (_name, [shared, each]) => {
	it("is copied as often as its bytes are worth, and then is a limit", () => {
		const from = computed();
		let error: unknown;
		try {
			pickle.loads(made(shared(6000), each, 6000), { registry });
		} catch (caught) {
			error = caught;
		}
		expect(error === undefined || (error instanceof LimitError && error.limit === "memory")).toBe(true);
		expect(computed() - from).toBeLessThan(4000);
	});
	it("is copied some hundred times where it is small", () => {
		expect(unchecked<unknown[]>(pickle.loads(made(shared(100), each, 300), { registry }))).toHaveLength(300);
	});
	it("is copied as often as the caller allows", () => {
		const value = pickle.loads(made(shared(300), each, 1000), { registry, limits: { memory: 2 ** 40 } });
		expect(unchecked<unknown[]>(value)).toHaveLength(1000);
	});
});

it("copies are values of their own", () => {
	const [a, b] = unchecked<[PyNamespace, PyNamespace]>(
		pickle.loads(made(dict(100), "ctypes\nSimpleNamespace\n)Rh\0b", 2)),
	);
	a.attributes.set("n10000", 2);
	expect(b.attributes.get("n10000")).toBe(1);
});

const SHOWN: Readonly<Record<string, readonly [(size: number) => Uint8Array, string]>> = {
	"a state": [dict, "cm\nC\n)\x81h\0b"],
	slots: [dict, "cm\nC\n)\x81Nh\0\x86b"],
	"arguments of NEWOBJ": [tuple, "cm\nC\nh\0\x81"],
	"arguments of REDUCE": [tuple, "cm\nC\nh\0R"],
	"a ChainMap's map": [dict, "ccollections\nChainMap\n)\x81}X\x04\0\0\0maps]h\0asb"],
};
describe.each(Object.entries(SHOWN))("%s that many values have", (_name, [shared, each]) => {
	const limits = { memory: 2 ** 40 };
	const value = (size: number): unknown => pickle.loads(made(shared(size), each, size), { limits });

	it("is made plain once", () => {
		const large = value(5000);
		const from = computed();
		const plain = unchecked<object[]>(toPlain(large));
		expect(computed() - from).toBeLessThan(1500);
		expect(plain).toHaveLength(5000);
		// The first is made before anybody knows that there are more.
		expect(plain[2]).toBe(plain[1]);
		expect(plain[1]).toEqual(plain[0]);
	});
	it("is made plain for each where it is small", () => {
		const plain = unchecked<object[]>(toPlain(value(50)));
		expect(plain[2]).not.toBe(plain[1]);
		expect(plain[2]).toEqual(plain[1]);
	});
	it("is written and compared in linear time", () => {
		const [a, b] = [value(5000), value(5000)];
		const from = computed();
		expect(equals(a, b)).toBe(true);
		expect(pickle.dumps(a, { protocol: 5 }).length).toBeLessThan(300_000);
		expect(computed() - from).toBeLessThan(1500);
	});
	it("is the same JSON as alone", () => {
		const [first, ...rest] = unchecked<unknown[]>(value(100));
		for (const other of rest) expect(JSON.stringify(other)).toBe(JSON.stringify(first));
		expect(JSON.stringify(toPlain(rest))).toBe(JSON.stringify(rest));
	});
});

it("a state beside what each value has of its own is shown again and again, up to a limit of texts", () => {
	const value = pickle.loads(made(dict(2000), "cm\nC\n)\x81K\x01ah\0b", 2000));
	expect(() => toPlain(value)).toThrow(LimitError);
	expect(() => toPlain(value, { limits: { text: 2 ** 24 } })).toThrow("text is 16777216");
	const few = unchecked<{ n10000: number; $items: number[] }[]>(
		toPlain(pickle.loads(made(dict(200), "cm\nC\n)\x81K\x01ah\0b", 200))),
	);
	expect(few[199]).toMatchObject({ n10000: 1, $items: [1] });
	expect(few[199]).not.toBe(few[198]);
});

it("strings that value classes make of themselves count for the limit of texts", () => {
	const value = pickle.loads(made(unicode("x".repeat(10_000)), "c__builtin__\nValueError\nh\0K\x01\x86R", 100));
	expect(() => toPlain(value, { limits: { text: 500_000 } })).toThrow("text is 500000");
	expect(unchecked<unknown[]>(toPlain(value))).toHaveLength(100);
});

it("a place of the memo far from the others is taken again and again", () => {
	const value = pickle.loads(bytes("\x80\x02](", "K\x01q\x09".repeat(10_000), "e."));
	expect(unchecked<unknown[]>(value)).toHaveLength(10_000);
});

it("the contents of dict subclasses of protocol 1 are made plain once", () => {
	const each = "ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\ndict\nh\0\x87R";
	const value = pickle.loads(made(dict(2000), each, 2000), { limits: { memory: 2 ** 40 } });
	const plain = unchecked<object[]>(toPlain(value));
	expect(plain[1999]).toBe(plain[1]);
	expect(plain[1]).toEqual(plain[0]);
});

/** ChainMaps, each over the one before it and a map of its own; the first is over `bottom`. */
function chains(levels: number, bottom: string, own: (level: number) => Uint8Array): Uint8Array {
	const place = (level: number): Uint8Array => bytes([level & 255, level >> 8, 0, 0]);
	const each = Array.from({ length: levels }, (_, i) =>
		bytes("ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](", own(i), "j", place(i), "esbr", place(i + 1)),
	);
	return bytes("\x80\x02(", bottom, "r\0\0\0\0", ...each, "t.");
}
describe.each([
	["over a map that only its class can read", "cm\nC\n)\x81", (_i: number) => bytes("}")],
	["over a value that is not a map", "N", (_i: number) => bytes("}")],
	["over one dict", "}U\x01aK\x01s", (_i: number) => bytes("}")],
	["with a map of its own", "}", (i: number) => bytes("}M", [i & 255, i >> 8], "Ns")],
	["with a map of the same key", "}U\x01aK\x01s", (_i: number) => bytes("}U\x01aK\x02s")],
] as const)("ChainMaps in ChainMaps %s", (_name, bottom, own) => {
	const levels = 8000;
	it.each(["all of them, the innermost first", "all of them, the outermost first", "the outermost"])("%s", (which) => {
		const read = (): unknown => {
			const all = unchecked<unknown[]>(pickle.loads(chains(levels, bottom, own)));
			if (which.includes("innermost")) return all;
			return which.includes("all") ? all.reverse() : all.at(-1);
		};
		const [a, b] = [read(), read()];
		const from = computed();
		/** Linear, or a typed error for what cannot be told in linear time. */
		const ends = (work: () => unknown): void => {
			try {
				work();
			} catch (error) {
				if (!(error instanceof LimitError)) throw error;
			}
		};
		ends(() => toPlain(a));
		ends(() => toPlain(a, { preset: "json" }));
		ends(() => expect(equals(a, b)).toBe(true));
		pickle.dumps(a);
		expect(computed() - from).toBeLessThan(2500);
	});
});

it("ChainMaps in ChainMaps are shown as Python shows them", () => {
	const [, first, second, third] = unchecked<unknown[]>(
		toPlain(pickle.loads(chains(3, "}U\x01aK\x01s", (i) => bytes("}U\x01", [97 + i], "K", [i + 5], "s")))),
	);
	expect([first, second, third]).toEqual([{ a: 5 }, { a: 5, b: 6 }, { a: 5, b: 6, c: 7 }]);
	// dict(ChainMap({"c": 1}, {"b": 2}, {"c": 3, "a": 4})): the order of the last, the values of the first
	const [c, b, ca] = [{ c: 1 }, { b: 2 }, { c: 3, a: 4 }];
	expect(Object.entries(toPlain(new PyChainMap([c, b, new PyChainMap([ca, c])])) as object)).toEqual([
		["c", 1],
		["a", 4],
		["b", 2],
	]);
});
