/** Values of rare shapes, written: at once, in steps, in fast mode, and when something is wrong with them. */
import { describe, expect, test } from "vitest";
import { PicklingError } from "../../src/errors.ts";
import { dumpSync, dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { Pickler } from "../../src/pickle/pickler.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import type { Reduction } from "../../src/registry/registry.ts";

import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject, type PyOperation, PyPersistentId } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple, tupleFrom } from "../../src/values/tuple.ts";
import { caught } from "../caught.ts";

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const cls = new PyGlobal("m", "C");
const object = (fields: Partial<ConstructorParameters<typeof PyObject>[0]>): PyObject =>
	new PyObject({ callable: cls, ...fields });

/** What a dump gives that may stop and wait behind every chunk. */
function inSteps(value: unknown, options: object): string {
	const chunks: Uint8Array[] = [];
	dumpSync(value, { write: (chunk: Uint8Array) => void chunks.push(chunk.slice()) }, options);
	return Buffer.concat(chunks).toString("latin1");
}

describe("a dump in steps gives the bytes of one at once:", () => {
	const inner = [new PyDict([["k", [1, [2]]]]), tuple("x", [3])];
	const operations: PyOperation[] = [
		{ op: "append", items: [inner, [], 1] },
		{
			op: "setItem",
			items: [
				[tuple(1, tuple(2)), inner],
				["k", [inner]],
			],
		},
		{ op: "add", items: [tuple(1, tuple(inner.length)), 2] },
		{ op: "build", state: tuple(inner, new PyDict([["a", inner]])) },
		{ op: "call", callable: new PyGlobal("m", "set_state"), args: tuple(inner) },
	];
	const shapes: readonly (readonly [string, unknown])[] = [
		["a frozenset in a set", new PySet([new PyFrozenSet([tuple(1, [2].length), tuple()]), tuple(tuple(1))])],
		["keys and values that hold something", new PyDict<unknown, unknown>([[tuple(1, tuple(2)), [inner]]])],
		["keywords", object({ via: "NEWOBJ_EX", args: tuple(1), kwargs: [["key", inner]] })],
		["a class that an object stands for", object({ via: "NEWOBJ_EX", callable: object({}), kwargs: [["key", inner]] })],
		["an object with everything that may be done to it", object({ args: tuple(inner), operations })],
		[
			"INST with arguments and a state",
			object({ via: "INST", args: tuple(inner, 1), operations: operations.slice(3) }),
		],
		["OBJ of an inert class", object({ via: "OBJ", callable: object({ args: tuple(inner) }), args: tuple(inner) })],
		["a persistent id", new PyPersistentId(tuple("table", [1, [2]]))],
		...operations.map((operation) => [operation.op, object({ operations: [operation] })] as const),
	];
	test.each(shapes)("%s", (_, value) => {
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			if (value instanceof PyPersistentId && protocol === 0) continue;
			for (const one of [value, [value, value], tuple(value)]) {
				expect(inSteps(one, { protocol })).toBe(latin1(dumps(one, { protocol })));
			}
			const again = loads(dumps(value, { protocol }), { mode: "exact", persistentLoad: "keep" });
			// Below protocol 4 keywords are arguments of a function that makes the object.
			if (protocol >= 4) expect(repr(again)).toBe(repr(value));
			const third = loads(dumps(again, { protocol }), { mode: "exact", persistentLoad: "keep" });
			expect(repr(third)).toBe(repr(again));
		}
	});
});

describe("a call after an object was made", () => {
	test.each([0, 1, 2, 3])("takes %d more arguments", (count) => {
		const args = tupleFrom(Array.from({ length: count }, (_, i) => i));
		const call = { op: "call", callable: new PyGlobal("m", "f"), args } as const;
		for (const protocol of [0, 2, 4]) {
			const again = loads(dumps(object({ operations: [call] }), { protocol })) as PyObject;
			expect(again.operations.map(({ op }) => op)).toEqual(["call"]);
			expect(repr((again.operations[0] as typeof call).args)).toBe(repr(args));
		}
	});
});

describe("a class of one's own whose reduction has every part", () => {
	class Thing {
		readonly reduction: Reduction;
		constructor(reduction: Reduction) {
			this.reduction = reduction;
		}
	}
	const type = defineType<Thing>({
		names: ["m:Thing"],
		type: Thing,
		load: () => undefined,
		reduce: (thing) => thing.reduction,
	});
	const registry = defaultRegistry.with(type);
	const parts = {
		callable: "m:Thing",
		args: [[1]],
		items: [[1], 2],
		entries: [[tuple(1, [2]), [3]] as const, ["k", tuple()] as const],
		state: [4],
	} as const;
	test.each<[string, Reduction]>([
		["", parts],
		[" and a state setter", { ...parts, stateSetter: "m:set_state" }],
		[" and keywords", { ...parts, via: "NEWOBJ_EX", kwargs: [["key", [5]]] }],
	])("is written in steps%s", (_, reduction) => {
		for (const protocol of [0, 1, 2, 3, 4]) {
			const value = new Thing(reduction);
			const data = latin1(dumps([value, value], { protocol, registry }));
			expect(inSteps([value, value], { protocol, registry })).toBe(data);
			const read = loads(Buffer.from(data, "latin1"), { mode: "exact" }) as PyObject[];
			expect(read[0]).toBe(read[1]);
			// The list and the dict of items are written by what is known of the object, in this order.
			const operations = read[0]?.operations.map(({ op }) => op);
			const last = reduction.stateSetter === undefined ? "build" : "call";
			expect(operations).toEqual(["append", "setItem", last]);
			expect(repr(read[0]?.operations[0])).toContain("[[1], 2]");
		}
	});
});

describe("ints", () => {
	test("of more than 32 bits stand between floats and short ones", () => {
		const values = [1, 300, -1, 70_000, 2 ** 31, 0.5, -(2 ** 31), 2 ** 40, -(2 ** 31) - 1, 2 ** 31 - 1, -0, 7];
		for (const protocol of [0, 1, 2, 4]) {
			const each = values.map((value) => latin1(dumps(value, { protocol: Math.min(protocol, 2) })));
			const head = protocol < 2 ? 0 : 2;
			const all = latin1(dumps(values, { protocol }));
			for (const one of each) expect(all).toContain(one.slice(head, -1));
			expect(loads(Buffer.from(all, "latin1"))).toEqual(values);
		}
	});
	test("that are bigints are written as numbers are", () => {
		for (const value of [0, 1, -1, 255, 256, 65_536, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, -(2 ** 31) - 1]) {
			for (const protocol of [0, 1, 2, 4]) {
				for (const pythonVersion of ["3.6", "3.14"]) {
					const options = { protocol, pythonVersion } as const;
					expect(latin1(dumps(BigInt(value), options))).toBe(latin1(dumps(value, options)));
				}
			}
		}
	});
});

describe("names", () => {
	test("of classes are cut into frames as everything else", () => {
		const names = Array.from({ length: 3000 }, (_, i) => new PyGlobal(`module${i}`, `Class${"x".repeat(50)}${i}`));
		const objects = names.map((callable, i) => object({ callable, args: tuple(i) }));
		for (const value of [names, objects]) {
			const data = dumps(value, { protocol: 4 });
			expect(data[2]).toBe(0x95);
			expect(Buffer.from(data).readBigUInt64LE(3)).toBeLessThan(65_536n + 70n);
			expect(repr(loads(data)) === repr(value)).toBe(true);
		}
	});
	test("of types that have none are shared", () => {
		// pickle.dumps([type(None), type(None)], 2) of CPython 3.13
		const none = new PyGlobal("builtins", "NoneType");
		expect(latin1(dumps([none, none], { protocol: 2 }))).toBe(
			"\x80\x02]q\x00(c__builtin__\ntype\nq\x01N\x85q\x02Rq\x03h\x03e.",
		);
	});
});

describe("an object of another realm", () => {
	test("that is plain is a dict", () => {
		const realm = Object.create(null, { hasOwnProperty: { value: () => true } });
		const value = Object.assign(Object.create(realm) as object, { a: 1 });
		expect(loads(dumps([value]))).toEqual([{ a: 1 }]);
	});
});

describe("an error", () => {
	const bad = Symbol("bad");
	const build = (state: unknown): PyOperation => ({ op: "build", state });
	test.each<[string, unknown, string, string]>([
		["a key that is no name", { "a b": { "": bad } }, '["a b"][""]', "when serializing dict item ''"],
		["an inert object", object({ operations: [build(bad)] }), "", "when serializing m.C state"],
		[
			"a class of the main module",
			object({ callable: new PyGlobal("__main__", "C"), operations: [build(bad)] }),
			"",
			"when serializing C state",
		],
		[
			"a built-in class",
			object({ callable: new PyGlobal("builtins", "object"), operations: [build(bad)] }),
			"",
			"when serializing object state",
		],
		[
			"what a function made",
			object({ via: "REDUCE", callable: new PyGlobal("m", "f"), operations: [build(bad)] }),
			"",
			"when serializing m.f state",
		],
		[
			"what an object made",
			object({ callable: object({}), operations: [build(bad)] }),
			"",
			"when serializing object state",
		],
	])("names %s", async (_, value, path, note) => {
		const error = await caught(() => dumps(value, { pythonVersion: "3.14" }));
		expect([error.path, error.notes[0]]).toEqual([path, note]);
	});
	test.each<[unknown, string, string]>([
		[5, "__reduce__ must return a string or tuple", ", not int"],
		[{ callable: "m:f", args: 1 }, "second item …a tuple", ", not int"],
		[{ callable: 5, args: [] }, "first item …callable", ", not int"],
		[{ callable: "m:f", args: [], items: 5 }, "fourth element …an iterator, not int", ""],
		[{ callable: "m:f", args: [], entries: 5 }, "fifth element …an iterator, not int", ""],
		[{ callable: "m:f", args: [], state: 1, stateSetter: 5 }, "sixth element …a function, not int", ""],
	])(
		"of a wrong reduction is told in the words of 3.13, and of 3.14 from its first release on (%#)",
		async (reduced, text, more) => {
			const old = text.replace("…", "of the tuple returned by __reduce__ must be ");
			const words = { "3.13": old, "3.14.0": old.replace("element", "item").replace("a function", "callable") + more };
			for (const [pythonVersion, message] of Object.entries(words)) {
				const reducerOverride = (): never => reduced as never;
				expect((await caught(() => dumps(new Map(), { pythonVersion, reducerOverride }))).message).toBe(message);
			}
		},
	);
	test("of a limit within a name has notes of something that has no name", async () => {
		const none = new PyGlobal("builtins", "NoneType");
		for (let memo = 0; memo < 3; memo++) {
			const error = await caught(() => dumps(none, { protocol: 2, pythonVersion: "3.14", limits: { memo } }));
			expect([error.code, error.name]).toEqual(["limit", "LimitError"]);
			for (const note of error.notes) expect(note).toMatch(/^when serializing [\w.]+ /);
		}
	});
	test("that has a path already keeps it", async () => {
		const error = Object.assign(new PicklingError("mine", { code: "unpicklable" }), { path: ".mine" });
		const persistentId = (): never => {
			throw error;
		};
		expect((await caught(() => dumps([[1]], { persistentId }))).path).toBe(".mine");
	});
});

describe("a dict", () => {
	test("of a full batch ends as each Python ends it", () => {
		// pickletools.genops of pickle.dumps(dict.fromkeys(map(str, range(1000))), 2) on 3.14.0 and 3.15.0a: the last opcodes
		const keys = Array.from({ length: 1000 }, (_, i) => `k${i}`);
		const plain = Object.fromEntries(keys.map((key) => [key, null]));
		const map = new PyDict(keys.map((key) => [key, null] as const));
		for (const value of [plain, map]) {
			expect(latin1(dumps(value, { protocol: 2, pythonVersion: "3.14" })).slice(-5)).toBe("Nu(u.");
			expect(latin1(dumps(value, { protocol: 2, pythonVersion: "3.15" })).slice(-3)).toBe("Nu.");
		}
	});
	test("is cut into frames between its keys and values", () => {
		const long = (i: number): string => `${i}`.padStart(300, "x");
		const texts = new PyDict(Array.from({ length: 900 }, (_, i) => [long(i), long(i + 10_000)] as const));
		const many = new PyDict<unknown, unknown>(Array.from({ length: 30_000 }, (_, i) => [i * 100_000, i] as const));
		for (let i = 0; i < 1000; i++) many.set(tuple(i), long(i));
		for (let i = 0; i < 1000; i++) many.set(long(i), long(i));
		for (const value of [texts, many]) {
			const made = object({ operations: [{ op: "setItem", items: [...value] }] });
			for (const one of [value, made, Object.fromEntries(texts)]) {
				const data = dumps(one, { protocol: 4 });
				// Every frame but the last has at least 64 KiB, and ends at once when it has: no entry here is long.
				const sizes: number[] = [];
				const view = new DataView(data.buffer, data.byteOffset, data.length);
				for (let at = 2; at < data.length; at += sizes.at(-1) as number) {
					expect(data[at]).toBe(0x95);
					sizes.push(Number(view.getBigUint64(at + 1, true)));
					at += 9;
				}
				expect(sizes.length).toBeGreaterThan(3);
				for (const size of sizes.slice(0, -1)) {
					expect(size).toBeGreaterThanOrEqual(65_536);
					expect(size).toBeLessThan(65_536 + 1000);
				}
				expect(repr(loads(data, { mode: "exact" })) === repr(one)).toBe(true);
			}
		}
	});
	test("that gives other entries than it has is an error, as when a Python dict changes meanwhile", async () => {
		class Odd extends Map<unknown, unknown> {
			override entries(): MapIterator<[unknown, unknown]> {
				return [[1, 2] as [unknown, unknown], ...super.entries()].values();
			}
		}
		class Short extends Map<unknown, unknown> {
			override entries(): MapIterator<[unknown, unknown]> {
				return [...super.entries()].slice(1).values();
			}
		}
		for (const value of [
			new Odd([["a", "b"]]),
			new Odd([["a", []]]),
			new Short([
				["a", []],
				["b", []],
			]),
		]) {
			for (const protocol of [1, 4]) {
				const error = await caught(() => dumps(value, { protocol }));
				expect([error.name, error.message]).toEqual(["RuntimeError", "dictionary changed size during iteration"]);
			}
		}
	});
	test("whose values vanish while it is written has none of them", () => {
		const value: Record<string, unknown> = { a: 1 };
		Object.defineProperty(value, "b", { enumerable: true, get: () => (delete value["c"] ? 2 : 0) });
		value["c"] = 3;
		value["d"] = 4;
		expect(loads(dumps(value))).toEqual({ a: 1, b: 2, d: 4 });
	});
});

describe("an object that is made within its own arguments", () => {
	test.each([
		["a set", () => new PySet([1])],
		["a frozenset", () => new PyFrozenSet([1])],
		["a map", () => new PyDict([[1, 2]])],
		["a plain dict", () => ({ a: 1 })],
		["a list", () => [1]],
	])("keeps %s beside it", (_, beside) => {
		const holder: unknown[] = [];
		const made = object({ args: tuple(holder, beside()) });
		holder.push(made, 7);
		for (const protocol of [0, 2, 4]) {
			const data = dumps(made, { protocol });
			const again = loads(data, { mode: "exact" }) as PyObject;
			// Below protocol 2 a class is made by a function, which gets the class too.
			expect(repr(again.args.at(-1))).toBe(repr(loads(dumps(beside()), { mode: "exact" })));
			expect((again.args.at(-2) as unknown[])[1]).toBe(7);
			expect(latin1(dumps(again, { protocol }))).toBe(
				latin1(dumps(loads(dumps(again, { protocol }), { mode: "exact" }), { protocol })),
			);
		}
		const copier = object({
			callable: new PyGlobal("copyreg", "_reconstructor"),
			args: tuple(cls, beside(), beside()),
		});
		for (const protocol of [0, 2]) {
			const again = loads(dumps(copier, { protocol }), { mode: "exact" });
			expect(repr(again)).toBe(repr(loads(dumps(again, { protocol }), { mode: "exact" })));
		}
	});
});

describe("fast mode", () => {
	const fast = (value: unknown, protocol: number, registry = defaultRegistry): string => {
		const chunks: Uint8Array[] = [];
		const pickler = new Pickler(
			{ write: (chunk: Uint8Array) => void chunks.push(chunk.slice()) },
			{ protocol, registry },
		);
		pickler.fast = true;
		pickler.dumpSync(value);
		return Buffer.concat(chunks).toString("latin1");
	};
	test("writes what stands twice twice, texts and bytes too", () => {
		// pickle.Pickler(f, p); fast = 1; dump([b"a\xff", bytearray(b"a")]) of CPython 3.13
		const value = [new Uint8Array([97, 255]), "text", "text"];
		expect(fast(value, 2)).toBe(
			"\x80\x02](c_codecs\nencode\nX\x03\0\0\0a\xc3\xbfX\x06\0\0\0latin1\x86RX\x04\0\0\0textX\x04\0\0\0texte.",
		);
	});
	test("lets an object stand within itself that is another thing there", () => {
		let times = 0;
		class T {}
		const type = defineType<T>({
			names: ["m:T"],
			type: T,
			reduce: (value) => ({ callable: "m:T", args: times++ === 0 ? [value] : [] }),
		});
		expect(fast(new T(), 2, defaultRegistry.with(type))).toBe("\x80\x02cm\nT\ncm\nT\n)R\x85R.");
	});
	test("finds a cycle of two objects in each other", async () => {
		const inner = object({ operations: [] });
		const outer = object({ args: tuple(inner) });
		expect(fast([outer, outer], 2)).toBe(fast([outer, object({ args: tuple(object({})) })], 2));
		inner.operations.push({ op: "build", state: outer });
		expect((await caught(() => fast(outer, 2))).name).toBe("RecursionError");
		// Within its own arguments by a list that is made anew.
		const holder: unknown[] = [];
		const own = object({ args: tuple(tuple(holder)) });
		holder.push(own);
		expect((await caught(() => fast(own, 2))).name).toMatch(/^(RecursionError|ValueError)$/);
	});
});
