/** Hooks, tables and subclasses of `Pickler` and `Unpickler`. Bytes are those that CPython 3.13 writes for the same. */
import { describe, expect, test } from "vitest";
import type { PyError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import type { DumpsOptions } from "../../src/pickle/options.ts";
import { PickleBuffer } from "../../src/pickle/pickle-buffer.ts";
import { Pickler } from "../../src/pickle/pickler.ts";
import { Unpickler } from "../../src/pickle/unpickler.ts";
import { INSPECT } from "../../src/values/brand.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const failure = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		return `${(error as PyError).name}: ${(error as PyError).message}`;
	}
	return "nothing was thrown";
};
/** What one pickler writes of some values. */
function written(
	pickler: new (sink: { write(chunk: Uint8Array): void }, options: DumpsOptions) => Pickler,
	options: DumpsOptions,
	...values: unknown[]
): string {
	const chunks: Uint8Array[] = [];
	const made = new pickler({ write: (chunk) => void chunks.push(chunk) }, options);
	for (const value of values) made.dumpSync(value);
	return hex(Buffer.concat(chunks));
}

class WithIds extends Pickler {
	override persistentId(value: unknown): unknown {
		return value === 7 || value === 9 ? `id:${value}` : undefined;
	}
}
describe("a Pickler's persistentId()", () => {
	test.each([
		[0, "286c70300a5069643a370a6149380a61286c70310a5069643a390a61612e"],
		[2, "80025d710028580400000069643a377101514b085d7102580400000069643a3971035161652e"],
		[4, "8004951a000000000000005d94288c0469643a3794514b085d948c0469643a39945161652e"],
	])("is asked for every value (protocol %d)", (protocol, expected) => {
		expect(written(WithIds, { protocol }, [7, 8, [9]])).toBe(expected);
	});
	test("gives text at protocol 0, and anything at others", () => {
		const five = { persistentId: (value: unknown) => (value === 7 ? 5 : null) };
		expect(hex(dumps(7, { protocol: 0, ...five }))).toBe("50350a2e");
		expect(hex(dumps([7, 7], { protocol: 2, ...five }))).toBe("80025d7100284b05514b0551652e");
		expect(failure(() => dumps(7, { protocol: 0, persistentId: () => "ü" }))).toBe(
			"PicklingError: persistent IDs in protocol 0 must be ASCII strings",
		);
	});
	test("may give what itself has to be written", () => {
		const data = dumps([7], { persistentId: (value) => (value === 7 ? tuple("a", ["b"]) : undefined) });
		expect(repr(loads(data, { persistentLoad: (id) => id }))).toBe("[('a', ['b'])]");
	});
});

describe("an Unpickler's hooks", () => {
	class Own extends Unpickler {
		readonly asked: string[] = [];
		override findClass(module: string, name: string): object | undefined {
			this.asked.push(`${module}.${name}`);
			return name === "Cart" ? new PyGlobal("other", "Cart") : undefined;
		}
		override persistentLoad(id: unknown): unknown {
			return `loaded ${String(id)}`;
		}
	}
	test("are asked in bytes and in streams", async () => {
		const data = dumps([new PyGlobal("shop", "Cart"), new PyGlobal("a", "B"), 7], {
			persistentId: (value) => (value === 7 ? "x" : undefined),
		});
		for (const source of [data, [data.slice(0, 9), data.slice(9)]]) {
			const unpickler = new Own(source);
			expect(repr(await unpickler.load())).toBe("[<class 'other.Cart'>, <class 'a.B'>, 'loaded x']");
			expect(unpickler.asked).toEqual(["shop.Cart", "a.B"]);
			expect(await unpickler.load().catch((error: PyError) => error.name)).toBe("EOFError");
		}
	});
	test("may put a value in a class's place", () => {
		const value = { own: true };
		const data = dumps([new PyGlobal("m", "V"), new PyGlobal("m", "V")], { protocol: 2 });
		const [first, second] = loads(data, { findClass: () => value }) as [unknown, unknown];
		expect([first, second]).toEqual([value, value]);
	});
	test("are left alone in a plain Unpickler and Pickler", () => {
		expect(new Unpickler(dumps(1)).findClass("m", "n")).toBeUndefined();
		expect(new Unpickler(dumps(1)).persistentLoad("m")).toBeUndefined();
		const pickler = new Pickler({ write: () => undefined });
		expect([pickler.persistentId(1), pickler.reducerOverride(1)]).toEqual([undefined, undefined]);
	});
});

describe("reducerOverride and dispatchTable", () => {
	class Point {
		readonly x: number;
		constructor(x: number) {
			this.x = x;
		}
	}
	const asPoint = (point: Point) => ({ callable: "shop:Point", args: [point.x] }) as const;
	const expected = "8002" + "6373686f700a506f696e740a7100" + "4b05" + "857101" + "527102" + "2e";
	test("give the reduction of an object, the first before the second", () => {
		const table = new Map([[Point, asPoint]]);
		expect(hex(dumps(new Point(5), { protocol: 2, dispatchTable: table }))).toBe(expected);
		const override = (value: unknown): unknown => (value instanceof Point ? asPoint(value) : undefined);
		expect(hex(dumps(new Point(5), { protocol: 2, reducerOverride: override }))).toBe(expected);
		const other = new Map([[Point, () => "shop:OTHER"]]);
		expect(hex(dumps(new Point(5), { protocol: 2, reducerOverride: override, dispatchTable: other }))).toBe(expected);
		expect(hex(dumps(new Point(5), { protocol: 2, dispatchTable: other }))).toBe("80026373686f700a4f544845520a71002e");
		class Own extends Pickler {
			override reducerOverride(value: unknown): unknown {
				return override(value);
			}
		}
		expect(written(Own, { protocol: 2 }, new Point(5))).toBe(expected);
	});
	test("are not asked about what has no class", () => {
		const bare = Object.assign(Object.create(null), { a: 1 });
		expect(loads(dumps(bare, { dispatchTable: new Map() }))).toEqual({ a: 1 });
	});
	test("take toJSON() only when it is asked for", () => {
		class Money {
			toJSON(): unknown {
				return { amount: 5 };
			}
		}
		expect(loads(dumps(new Money(), { toJSON: true }))).toEqual({ amount: 5 });
		expect(failure(() => dumps(new Money()))).toMatch(/^(TypeError|PicklingError): /);
	});
});

describe("fast mode", () => {
	class Fast extends Pickler {
		constructor(sink: { write(chunk: Uint8Array): void }, options: DumpsOptions) {
			super(sink, options);
			this.fast = true;
		}
	}
	const shared = [1, "a"];
	const bytes = Uint8Array.of(98);
	const value = [shared, shared, "a", tuple(1, "a"), { a: bytes }, new PySet(["a"])];
	test.each([
		[
			0,
			"286c286c49310a6156610a6161286c49310a6156610a616156610a612849310a56610a7461286456610a635f636f646563730a656e636f64650a2856620a566c6174696e310a74527361635f5f6275696c74696e5f5f0a7365740a28286c56610a617452612e",
		],
		[
			2,
			"80025d285d284b01580100000061655d284b01580100000061655801000000614b01580100000061867d580100000061635f636f646563730a656e636f64650a58010000006258060000006c6174696e31865273635f5f6275696c74696e5f5f0a7365740a5d580100000061618552652e",
		],
		[4, "8004952b000000000000005d285d284b018c0161655d284b018c0161658c01614b018c0161867d8c0161430162738f288c016190652e"],
	])("writes no memo (protocol %d)", (protocol, expected) => {
		expect(written(Fast, { protocol }, value)).toBe(expected);
	});
	test("refuses what contains itself", () => {
		const list: unknown[] = [];
		list.push(list);
		const sink = { write: () => undefined };
		expect(failure(() => new Fast(sink, {}).dumpSync(list))).toBe(
			"ValueError: fast mode: can't pickle cyclic objects including object type list",
		);
		const dict = new PyDict<string, unknown>();
		dict.set("self", dict);
		expect(failure(() => new Fast(sink, {}).dumpSync(dict))).toBe(
			"ValueError: fast mode: can't pickle cyclic objects including object type dict",
		);
		const object = new PyObject({ callable: new PyGlobal("m", "C") });
		object.operations.push({ op: "build", state: tuple(object) });
		expect(failure(() => new Fast(sink, {}).dumpSync(object))).toBe("RecursionError: maximum recursion depth exceeded");
		expect(new Fast(sink, {}).fast).toBe(true);
	});
	test("writes what stands side by side twice", () => {
		const twice = new PyObject({ callable: new PyGlobal("m", "C"), args: tuple(1) });
		const data = Buffer.from(written(Fast, { protocol: 2 }, [twice, twice, twice]), "hex");
		expect(repr(loads(data))).toBe("[m.C(1), m.C(1), m.C(1)]");
	});
});

describe("the memo of a Pickler", () => {
	test("can be looked at and cleared", () => {
		const shared = ["x"];
		const chunks: Uint8Array[] = [];
		const pickler = new Pickler({ write: (chunk: Uint8Array) => void chunks.push(chunk) }, { protocol: 2 });
		pickler.dumpSync(shared);
		expect([...pickler.memo]).toEqual([[shared, 0]]);
		pickler.dumpSync(shared);
		pickler.clearMemo();
		expect(pickler.memo.size).toBe(0);
		pickler.dumpSync(shared);
		expect(chunks.map(hex)).toEqual([
			"80025d710058010000007871016" + "12e",
			"800268002e",
			"80025d71005801000000787101612e",
		]);
	});
});

describe("a PickleBuffer", () => {
	test("is bytes, not copied, until it is released", () => {
		const bytes = Uint8Array.of(1, 2);
		const buffer = new PickleBuffer(bytes.buffer);
		expect([buffer.raw().buffer === bytes.buffer, buffer[INSPECT]()]).toEqual([true, "PickleBuffer(2 bytes)"]);
		buffer.release();
		expect(buffer[INSPECT]()).toBe("PickleBuffer(released)");
		expect(failure(() => buffer.raw())).toBe("ValueError: operation forbidden on released PickleBuffer object");
		expect(failure(() => new PickleBuffer("text" as never))).toBe(
			"TypeError: a bytes-like object is required, not 'str'",
		);
	});
	test("out of band comes back as what the reader gives", () => {
		const buffers: PickleBuffer[] = [];
		const value = [new PickleBuffer(Uint8Array.of(1)), new PickleBuffer(PyByteArray.of(2))];
		const data = dumps(value, { bufferCallback: (buffer) => void buffers.push(buffer) });
		expect(buffers.map(({ readonly }) => readonly)).toEqual([true, false]);
		expect(loads(data, { buffers: [Uint8Array.of(1).buffer, PyByteArray.of(2)] })).toEqual([
			Uint8Array.of(1),
			PyByteArray.of(2),
		]);
		for (const answer of [1, "x", true, {}]) {
			const kept = dumps(new PickleBuffer(Uint8Array.of(5)), { bufferCallback: () => answer });
			expect(loads(kept)).toEqual(Uint8Array.of(5));
		}
		for (const answer of [undefined, null, false, 0, ""]) {
			const data_ = dumps(new PickleBuffer(Uint8Array.of(5)), { bufferCallback: () => answer });
			expect(loads(data_, { buffers: [Uint8Array.of(6)] })).toEqual(Uint8Array.of(6));
		}
	});
});

describe("options that are none", () => {
	test.each([
		[
			"ValueError: shareStrings must be 'all' or 'keys' or 'none', not 'some'",
			() => dumps(1, { shareStrings: "some" as never }),
		],
		[
			"ValueError: shareStrings must be 'all' or 'keys' or 'none', not int",
			() => dumps(1, { shareStrings: 5 as never }),
		],
		["TypeError: persistentId must be a function, not str", () => dumps(1, { persistentId: "x" as never })],
		["TypeError: registry must be a Registry, not dict", () => dumps(1, { registry: {} as never })],
		["TypeError: registry must be a Registry, not dict", () => loads(dumps(1), { registry: {} as never })],
		["nothing was thrown", () => dumps(1, { protocol: 2n as never })],
		["ValueError: pickle protocol must be <= 5", () => dumps(1, { protocol: 6n as never })],
		[
			"ValueError: buffer_callback needs protocol >= 5",
			() => dumps(1, { protocol: 4, bufferCallback: () => undefined }),
		],
		["TypeError: dumps() options must be an object, not String", () => dumps(1, "null" as never)],
		["TypeError: dumps() options must be an object, not Number", () => dumps(1, 5 as never)],
		["TypeError: file must have a 'write' attribute", () => new Pickler(5 as never)],
		["TypeError: file must have 'read' and 'readline' attributes", () => new Unpickler(5 as never)],
	])("%s", (expected, work) => {
		expect(failure(work)).toBe(expected);
	});
});

describe("what changes while it is written", () => {
	/** A hook that changes a container when it meets the text. */
	const changing = (change: () => void): DumpsOptions => ({
		persistentId: (value) => {
			if (value === "now") change();
			return undefined;
		},
	});
	test("is an error, as in Python", () => {
		const set = new PySet<unknown>([1, "now", 2]);
		expect(
			failure(() =>
				dumps(
					set,
					changing(() => set.add(Math.random())),
				),
			),
		).toBe("RuntimeError: set changed size during iteration");
		const dict = new PyDict<unknown, unknown>([
			["a", 1],
			["b", "now"],
			["c", 2],
		]);
		expect(
			failure(() =>
				dumps(
					dict,
					changing(() => dict.set(Math.random(), 1)),
				),
			),
		).toBe("RuntimeError: dictionary changed size during iteration");
	});
});
