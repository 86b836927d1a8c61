/** Pickles of rare shapes: what is read of them, and that it is written so that the same is read again. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { genops } from "../../src/pickletools/genops.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const exact = { mode: "exact" } as const;

describe("an object that Python would have made is written as it was read:", () => {
	test.each([
		["a class that got a state", "cm\nC\n}Vx\nI1\nsb.", "m.C(x=1)"],
		[
			"one that stands twice, with a state in between",
			"(lp0\ncm\nC\np1\nag1\n}Vx\nI1\nsbag1\na.",
			"[m.C(x=1), m.C(x=1), m.C(x=1)]",
		],
		["a set's subclass, with items", "\x80\x04cm\nS\n)\x81(K\x01K\x02\x90.", ""],
		["a list's subclass, with items and a state", "\x80\x02cm\nL\n)\x81(K\x01K\x02e}X\x01\0\0\0aK\x03sb.", ""],
		["a dict's subclass, with entries", "\x80\x02cm\nD\n)\x81(X\x01\0\0\0aK\x01u.", ""],
		["INST", "(I1\nI2\nim\nC\n.", "m.C(1, 2)"],
		["INST of a nested class", "(I1\nim\nC.D\n.", "m.C.D(1)"],
		["INST with a state", "(im\nC\n}Vx\nI1\nsb.", ""],
		["OBJ", "(cm\nC\nK\x01K\x02o.", "m.C(1, 2)"],
		["OBJ of a nested class", "(cm\nC.D\no.", "m.C.D()"],
		["REDUCE with four arguments", "cm\nf\n(I1\nI2\nI3\nI4\ntR.", "m.f(1, 2, 3, 4)"],
		["an object in its own arguments", "cm\nC\n((lp0\ntRp1\n0g0\ng1\nag1\n.", ""],
		["an object in its own state", "cm\nC\n)Rp0\n}Vself\ng0\nsb.", ""],
		["a call of what a call returned", "cm\nf\n)R(I1\ntR.", ""],
	])("%s", (_, pickle, shown) => {
		const value = loads(bytes(pickle), exact);
		if (shown !== "") expect(repr(value)).toBe(shown);
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			const again = loads(dumps(value, { protocol }), exact);
			expect([protocol, repr(again)]).toEqual([protocol, repr(value)]);
			// A second writing gives the same bytes: nothing got lost on the way.
			expect(dumps(again, { protocol })).toEqual(dumps(value, { protocol }));
		}
		if (value instanceof PyObject || value instanceof PyGlobal) {
			const again = loads(dumps(value), exact) as PyObject;
			expect(again.operations.map(({ op }) => op)).toEqual(value.operations.map(({ op }) => op));
		}
	});
	test("with sets and maps in a state that is changed later", () => {
		const state = { set: new PySet([1]), map: new PyDict([["k", 1]]), frozen: new PyFrozenSet([2]), plain: { a: 1 } };
		for (const one of [state, ...Object.values(state)]) {
			const object = new PyObject({ callable: new PyGlobal("m", "C"), operations: [{ op: "build", state: one }] });
			object.operations.push({ op: "build", state: one });
			expect(repr(loads(dumps([object, one]), exact))).toBe(repr([object, one]));
			expect((loads(dumps(object), exact) as PyObject).operations.length).toBe(2);
		}
	});
});

describe("text that is no UTF-16 in order", () => {
	test.each([1, 31, 32, 100, 4095, 4096, 4097, 20_000])("of %d characters keeps its lone surrogates", (length) => {
		for (const odd of ["\ud800", "\udfff", "\udc00\ud800"]) {
			for (const filler of ["a", "é", "日", "\u{1f600}"]) {
				for (const text of [
					odd + filler.repeat(length),
					filler.repeat(length) + odd,
					filler.repeat(length) + odd + filler,
				]) {
					const data = dumps(text, { protocol: 4 });
					expect(loads(data) === text).toBe(true);
					expect(loadSync([data.subarray(0, 20), data.subarray(20)]) === text).toBe(true);
				}
			}
		}
	});
});

describe("a plain object", () => {
	test("with properties that are undefined has none of them, at every size and protocol", () => {
		for (const count of [1, 2, 3, 1000, 1001, 2500]) {
			const value: Record<string, unknown> = {};
			for (let i = 0; i < count; i++) value[`k${i}`] = i % 3 === 0 ? undefined : i;
			const expected = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
			for (const protocol of [0, 1, 2, 4]) {
				expect(dumps(value, { protocol })).toEqual(dumps(expected, { protocol }));
			}
		}
		expect(loads(dumps({ a: undefined }))).toEqual({});
	});
});

describe("keys that Python cannot hash, or finds by identity", () => {
	test.each([
		["a list", "}(](K\x01eK\x02u.", "TypeError"],
		["a dict", "}(}K\x02u.", "TypeError"],
		["a bytearray", "\x80\x05}(\x96\x01\0\0\0\0\0\0\0aK\x02u.", "TypeError"],
		["a list in a tuple", "}(]\x85K\x02u.", "TypeError"],
		["a bytearray in a frozenset", "\x80\x05}((\x96\x01\0\0\0\0\0\0\0a\x91K\x02u.", "TypeError"],
	])("%s is refused", (_, pickle, name) => {
		for (const options of [{}, exact]) {
			let thrown: Error | undefined;
			try {
				loads(bytes(pickle), options);
			} catch (error) {
				thrown = error as Error;
			}
			expect(thrown?.name).toBe(name);
			expect(thrown?.message).toContain("unhashable type");
		}
	});
	test("a tuple with NaN is equal to itself alone", () => {
		const nan = tuple(Number.NaN);
		const dict = new PyDict<unknown, number>([
			[nan, 1],
			[tuple(Number.NaN), 2],
			[tuple(1, nan), 3],
		]);
		expect([dict.size, dict.get(nan), dict.get(tuple(Number.NaN)), dict.has(tuple(1, tuple(Number.NaN)))]).toEqual([
			3,
			1,
			undefined,
			false,
		]);
		const invalid = new Date(Number.NaN);
		const dates = new PyDict<unknown, number>([
			[invalid, 1],
			[new Date(0), 2],
		]);
		expect([dates.get(invalid), dates.get(new Date(Number.NaN)), dates.get(new Date(0))]).toEqual([1, undefined, 2]);
	});
	test("a tuple that contains itself ends in Python's error", () => {
		const items: unknown[] = [];
		const own = tuple(1, items);
		items.push(own);
		expect(() => new PyDict([[own, 1]])).toThrow(/unhashable|recursion/);
		const loop = tuple<unknown[]>(1, 2);
		loop[1] = loop;
		expect(() => new PySet([loop])).toThrow("maximum recursion depth exceeded");
	});
});

describe("what mutations of the source went through with", () => {
	test("items reach a class of one's own by the method that Python would call, each once and in order", () => {
		class Log {
			readonly calls: unknown[] = [];
		}
		const registry = defaultRegistry.with(
			defineType({
				names: ["m:Log"],
				type: Log,
				load: () => new Log(),
				add: (log, item) => void log.calls.push(["add", item]),
				append: (log, item) => void log.calls.push(["append", item]),
				setItem: (log, key, value) => void log.calls.push(["set", key, value]),
			}),
		);
		const read = (pickle: string): unknown[] => (loads(bytes(pickle), { registry }) as Log).calls;
		expect(read("\x80\x04cm\nLog\n)\x81(K\x01K\x02K\x03\x90.")).toEqual([
			["add", 1],
			["add", 2],
			["add", 3],
		]);
		expect(read("\x80\x04cm\nLog\n)\x81(K\x01K\x02eK\x03a.")).toEqual([
			["append", 1],
			["append", 2],
			["append", 3],
		]);
		expect(read("\x80\x04cm\nLog\n)\x81(K\x01K\x02uK\x03K\x04s.")).toEqual([
			["set", 1, 2],
			["set", 3, 4],
		]);
	});
	test("bytes may stand in any buffer", () => {
		const data = dumps([1, "x"]);
		const shared = new Uint8Array(new SharedArrayBuffer(data.length));
		shared.set(data);
		for (const source of [data, data.slice().buffer, new DataView(data.slice().buffer), shared, shared.buffer])
			expect(loads(source as Uint8Array)).toEqual([1, "x"]);
		for (const source of ["text", 5, null, [1], {}]) expect(() => loads(source as never)).toThrow(/bytes-like object/);
	});
	test("what cannot be written is named", () => {
		expect(() => dumps(() => 1)).toThrow("cannot pickle 'function' object");
		expect(() => dumps([Symbol("s")])).toThrow("cannot pickle 'symbol' object");
		expect(() => dumps(undefined)).toThrow("cannot pickle 'undefined' object");
	});
	test("strings that are written again and again are each found again", () => {
		const texts = Array.from({ length: 5000 }, (_, i) => `text ${i % 2500} ${"x".repeat(i % 7)}`);
		for (const protocol of [0, 2, 4]) {
			const data = dumps([texts, texts.map((text) => `${text}`)], { protocol });
			expect(loads(data)).toEqual([texts, texts]);
			const distinct = new Set(texts).size;
			const written = [...genops(data)].filter(({ opcode }) => opcode.name.includes("UNICODE"));
			expect([protocol, written.length]).toEqual([protocol, distinct]);
		}
	});
});

describe("an error says where it was met:", () => {
	test.each([
		["K\x01\xff.", 2, undefined],
		["K\x01)R.", 3, "REDUCE"],
		["K\x01}K\x02b.", 5, "BUILD"],
		["]K\x01u.", 3, "SETITEMS"],
		["\x80\x02h\x07.", 2, "BINGET"],
		["0.", 0, "POP"],
	])("%j", (pickle, offset, opcode) => {
		for (const read of [
			() => loads(bytes(pickle)),
			() => loadSync(Array.from(pickle, (character) => bytes(character))),
		]) {
			let thrown: { offset?: number; opcode?: string } | undefined;
			try {
				read();
			} catch (error) {
				thrown = error as typeof thrown;
			}
			expect([thrown?.offset, thrown?.opcode]).toEqual([offset, opcode]);
		}
	});
});

describe("what mutations of the source went through with", () => {
	test("a list that a hook changes is one object still", () => {
		// As pickle.Pickler(f, 2) of CPython 3.13 with such a persistent_id.
		for (const hook of ["persistentId", "reducerOverride"]) {
			const list = [1];
			const now = new PySet([1]);
			const change = (value: unknown): undefined => {
				if (value === now) list.push(2);
			};
			const many = Array.from({ length: 40 }, (_, i) => [i]);
			const again = loads(dumps([...many, list, now, list], { protocol: 2, [hook]: change })) as unknown[];
			expect([again[40], again[42] === again[40]]).toEqual([[1], true]);
		}
	});
	test("only the builtins have types without a name", () => {
		const pickle = (module: string): string => {
			return Buffer.from(dumps(new PyGlobal(module, "NoneType"), { protocol: 2 })).toString("latin1");
		};
		expect(pickle("m")).toBe("\x80\x02cm\nNoneType\nq\x00.");
		expect(pickle("builtins")).toBe("\x80\x02c__builtin__\ntype\nq\x00N\x85q\x01Rq\x02.");
	});
	test.each([
		["I10x10\n.", "ValueError: could not convert string to int"],
		["I0x10\n.", 16],
		["I 0x10\n.", 16],
		["I-0x10\n.", -16],
		["I00x1\n.", "ValueError: could not convert string to int"],
		["I+0b11\n.", 3],
		["L10x10\n.", "ValueError: invalid literal for int() with base 10: '10x10\\n'"],
	])("an int of text has its base in front up to 3.13: %j", (text, expected) => {
		let found: unknown;
		try {
			found = loads(bytes(text), { pythonVersion: "3.13" });
		} catch (error) {
			found = `${(error as Error).name}: ${(error as Error).message}`;
		}
		expect(found).toEqual(expected);
	});
});
