/** `limits.items` holds for every container, however it was built; and work that is more than bytes is charged. */
import { describe, expect, it } from "vitest";
import { PyDict, pickle } from "../../src/index.ts";
import { IS_SHORT } from "../effort.ts";
import { bytes, computed, long, unicode } from "./bytes.ts";

const N = 50;
const items = bytes(...Array.from({ length: N }, (_, i) => [0x4b, i]));
const entries = bytes(...Array.from({ length: N }, (_, i) => [0x4b, i, 0x4e]));
const pairs = bytes(...Array.from({ length: N }, (_, i) => [0x4b, i, 0x4e, 0x86]));
const global = (name: string): string => `c${name.replace(".", "\n")}\n`;
const data = new Uint8Array(4 * N);

const containers: [name: string, pickled: Uint8Array][] = [
	["dict", bytes("}(", entries, "u")],
	["dict by DICT", bytes("(", entries, "d")],
	["set", bytes("\x8f(", items, "\x90")],
	["set by REDUCE", bytes(global("__builtin__.set"), "](", items, "e\x85R")],
	["frozenset", bytes("(", items, "\x91")],
	["frozenset by REDUCE", bytes(global("__builtin__.frozenset"), "](", items, "e\x85R")],
	["OrderedDict", bytes(global("collections.OrderedDict"), ")R(", entries, "u")],
	["OrderedDict of pairs", bytes(global("collections.OrderedDict"), "](", pairs, "e\x85R")],
	["defaultdict", bytes(global("collections.defaultdict"), ")R(", entries, "u")],
	["Counter", bytes(global("collections.Counter"), "}(", entries, "u\x85R")],
	["Counter filled", bytes(global("collections.Counter"), ")R(", entries, "u")],
	["deque", bytes(global("collections.deque"), ")R(", items, "e")],
	["deque of a list", bytes(global("collections.deque"), "](", items, "e\x85R")],
	[
		"ChainMap",
		bytes(global("collections.ChainMap"), ")R}", unicode("maps"), "](", ...Array.from({ length: N }, () => "}"), "esb"),
	],
	["frozendict", bytes(global("builtins.frozendict"), "}(", entries, "u\x85\x81")],
	["array of a list", bytes(global("array.array"), unicode("i"), "](", items, "e\x86R")],
	[
		"array of bytes",
		bytes(
			global("array._array_reconstructor"),
			"(",
			global("array.array"),
			unicode("i"),
			"K\x08B",
			[data.length, 0, 0, 0],
			data,
			"tR",
		),
	],
	["inert object, items", bytes(global("m.C"), ")\x81(", items, "e")],
	[
		"inert object, items one by one",
		bytes(global("m.C"), ")\x81", ...Array.from({ length: N }, (_, i) => bytes([0x4b, i], "a"))),
	],
	["inert object, entries", bytes(global("m.C"), ")\x81(", entries, "u")],
	["inert object, set items", bytes(global("m.C"), ")\x81(", items, "\x90")],
	["inert object, steps", bytes(global("m.C"), ")\x81", ...Array.from({ length: N }, () => "K\x01aK\x01Ns"))],
	[
		"dict subclass of protocol 1",
		bytes(
			global("copy_reg._reconstructor"),
			"(",
			global("collections.OrderedDict"),
			global("__builtin__.dict"),
			"}(",
			entries,
			"utR",
		),
	],
];

describe("limits.items", () => {
	it.each(containers)("%s", (_name, built) => {
		const whole = bytes("\x80\x02", built, ".");
		const limit = (limits: pickle.Limits): unknown => {
			try {
				return pickle.loads(whole, { limits });
			} catch (error) {
				return error;
			}
		};
		expect(limit({ items: N - 1 })).toMatchObject({ code: "limit", limit: "items", value: N - 1 });
		expect(limit({ items: 2 * N })).not.toBeInstanceOf(Error);
	});
	it("leaves lists and tuples to limits.stack, and a deque with a maxlen to that", () => {
		const limits = { items: 10 };
		expect(pickle.loads(bytes("](", items, "e."), { limits })).toHaveLength(N);
		expect(pickle.loads(bytes("(", items, "t."), { limits })).toHaveLength(N);
		expect(pickle.loads(bytes(global("collections.deque"), ")K\x05\x86R(", items, "e."), { limits })).toMatchObject({
			length: 5,
		});
	});
});

describe("work that is more than its bytes", () => {
	const limited = (pickled: Uint8Array): unknown => {
		const start = computed();
		let result: unknown;
		try {
			result = pickle.loads(pickled, { dict: "map" });
		} catch (error) {
			result = error;
		}
		expect(computed() - start).toBeLessThan(8000);
		return result;
	};
	it("Fractions of 4096 bits, which are brought to lowest terms", () => {
		const terms = bytes(long(511, 0x5a), "q\x01", long(511, 0x33), "q\x02");
		const many = (n: number): Uint8Array =>
			bytes("\x80\x02", global("fractions.Fraction"), "q\0", terms, "](", "h\0h\x01h\x02\x86R".repeat(n), "e.");
		expect(limited(many(1000))).toHaveLength(1000);
		expect(limited(many(60_000))).toMatchObject({ code: "limit", limit: "memory" });
	});
	it("ranges of long ints as keys, whose lengths are quotients", () => {
		const ints = bytes(long(100_000, 0x5a), "q\x01", long(50_000, 0x33), "q\x02K\0q\x03");
		const many = (n: number): Uint8Array =>
			bytes("\x80\x02", global("__builtin__.xrange"), "q\0", ints, "}(", "h\0h\x03h\x01h\x02\x87RN".repeat(n), "u.");
		expect(limited(many(10))).toBeInstanceOf(PyDict);
		expect(limited(many(2000))).toMatchObject({ code: "limit", limit: "memory" });
	});
	it("whole floats in exact mode, which are objects", () => {
		const floats = bytes("](", "G\x3f\xf0\0\0\0\0\0\0".repeat(10_000), "e.");
		expect(() => pickle.loads(floats, { mode: "exact", limits: { memory: 500_000 } })).toThrow(/memory/);
		expect(pickle.loads(floats, { mode: "exact", limits: { memory: 800_000 } })).toHaveLength(10_000);
		expect(pickle.loads(floats, { limits: { memory: 300_000 } })).toHaveLength(10_000);
	});
});

describe("index-like keys", () => {
	const sparse = (key: string, n: number): Uint8Array =>
		bytes("\x80\x04", unicode(key), "\x940](", "}h\0Ns".repeat(n), "e.");
	it.each(["1023", "4294967294", "100000", "999"])("%s in many dicts costs what is charged", (key) => {
		const n = 20_000;
		const pickled = sparse(key, n);
		expect(() => pickle.loads(pickled, { limits: { memory: 300 * n } })).toThrow(/memory/);
		const value = pickle.loads(pickled, { limits: { memory: 500 * n } }) as object[];
		expect(value).toHaveLength(n);
		expect(value[7]).toEqual({ [key]: null });
	});
	it("that fall, with gaps, one at a time, are linear", () => {
		for (const key of [(i: number) => 80_000 - i, (i: number) => i * 1500, (i: number) => (i * 7919) % 4_000_000]) {
			const keys = Array.from({ length: IS_SHORT ? 20_000 : 60_000 }, (_, i) => bytes(unicode(String(key(i))), "N"));
			for (const pickled of [bytes("}(", ...keys, "u."), bytes("}", ...keys.flatMap((k) => [k, "s"]), ".")]) {
				const start = computed();
				pickle.loads(pickled);
				expect(computed() - start).toBeLessThan(IS_SHORT ? 830 : 2500);
			}
		}
	});
});
