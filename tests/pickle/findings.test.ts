/** Bugs that were found by comparing with CPython, each by its name; what is expected comes from a real Python. */
import { describe, expect, test } from "vitest";
import { decodeText } from "../../src/bytes/codecs.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import { PyDateTime, PyTime } from "../../src/registry/stdlib/datetime.ts";
import { utc } from "../../src/registry/stdlib/timedelta.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyObject, PyPersistentId } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { PySet } from "../../src/values/set.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("UTF-8 with surrogates", () => {
	const binUnicode = (text: string): Uint8Array => bytes(`X${String.fromCharCode(text.length)}\0\0\0${text}.`);
	test.each([
		["\xed\xa0", "byte 0xed in position 0: invalid continuation byte"],
		["\xed\xa0A", "byte 0xed in position 0: invalid continuation byte"],
		["\xed\xbf\xff", "byte 0xed in position 0: invalid continuation byte"],
		["a\xed\xb0", "byte 0xed in position 1: invalid continuation byte"],
		["\xed\xa0\x80\xed\xa0", "byte 0xed in position 3: invalid continuation byte"],
		["\xed", "byte 0xed in position 0: unexpected end of data"],
		["\xed\x9f", "bytes in position 0-1: unexpected end of data"],
		["\xed\x9fA", "bytes in position 0-1: invalid continuation byte"],
		["\xe1\x80", "bytes in position 0-1: unexpected end of data"],
	])("a surrogate without its third byte is one bad byte (%j)", (text, message) => {
		expect(() => loads(binUnicode(text))).toThrow(`'utf-8' codec can't decode ${message}`);
		expect(() => decodeText(bytes(text), "utf-8", "surrogatepass")).toThrow(`'utf-8' codec can't decode ${message}`);
	});
});

describe("keys", () => {
	test("a Date and the aware datetime of its moment are one key", () => {
		const date = new Date(Date.UTC(2020, 1, 3, 4, 5, 6));
		const aware = new PyDateTime(2020, 2, 3, 4, 5, { second: 6, tzinfo: utc });
		expect(new PyDict<unknown, unknown>([[date, 1]]).get(aware)).toBe(1);
		expect(new PyDict<unknown, unknown>([[aware, 1]]).get(date)).toBe(1);
		expect(new PySet<unknown>([date, aware]).size).toBe(1);
	});
	test("datetimes far from now differ by their microseconds", () => {
		const at = (microsecond: number): PyDateTime => new PyDateTime(9999, 1, 1, 0, 0, { microsecond, tzinfo: utc });
		expect(new PySet<unknown>([at(1), at(2), at(3), at(4)]).size).toBe(4);
	});
});

describe("keyword arguments before protocol 4", () => {
	class Point {
		readonly x: number;
		readonly y: number;
		constructor(x: number, y: number) {
			this.x = x;
			this.y = y;
		}
	}
	const registry = defaultRegistry.with(
		defineType<Point>({
			names: ["geometry:Point"],
			type: Point,
			load: (args, kwargs) => new Point(args[0] as number, kwargs.get("y") as number),
			reduce: ({ x, y }) => ({ via: "NEWOBJ_EX", callable: "geometry:Point", args: [x], kwargs: [["y", y]] }),
		}),
	);
	test.each([2, 3, 4, 5])("a registered class is made of functools.partial's form too (protocol %d)", (protocol) => {
		expect(loads(dumps(new Point(1, 2), { registry, protocol }), { registry })).toEqual(new Point(1, 2));
	});
	test("an unknown class stays inert, and is written back", () => {
		const data = dumps(new Point(1, 2), { registry, protocol: 2 });
		const inert = loads(data, { mode: "exact" });
		expect(inert).toBeInstanceOf(PyObject);
		expect(loads(dumps(inert, { protocol: 2 }), { registry })).toEqual(new Point(1, 2));
	});
});

test("SimpleNamespace shows its names in order up to 3.8", () => {
	const value = new PyNamespace([
		["b", 1],
		["a", 2],
	]);
	expect(repr(value, { pythonVersion: "3.8" })).toBe("namespace(a=2, b=1)");
	expect(repr(value, { pythonVersion: "3.9" })).toBe("namespace(b=1, a=2)");
});

test("an object within its own arguments is made from a whole list, not from one half written", () => {
	// What CPython writes for a set subclass with one item that holds the set.
	const data = bytes(
		"\x80\x02c__main__\nMySet\nq\x00]q\x01c__main__\nItem\nq\x02)\x81q\x03}q\x04X\x04\0\0\0attrq\x05h\x00]q\x06h\x03a\x85q\x07Rq\x08sba\x85q\tR0h\x08.",
	);
	const read = loads(data, { mode: "exact" }) as PyObject;
	const again = loads(dumps(read, { protocol: 2 }), { mode: "exact" }) as PyObject;
	for (const object of [read, again]) {
		const [items] = object.args as unknown as [PyObject[]];
		expect(items).toHaveLength(1);
		expect(items[0]?.attributes.get("attr")).toBe(object);
	}
	// The list is whole when the object is made: in the bytes too.
	expect(Buffer.from(dumps(read, { protocol: 2 })).equals(Buffer.from(data))).toBe(true);
});

test("what a persistent id stands for may be a class", () => {
	const data = bytes("\x80\x02K\x07QK\x01\x85R.");
	const object = loads(data, { persistentLoad: "keep" }) as PyObject;
	expect(object.callable).toEqual(new PyPersistentId(7));
	expect(Buffer.from(dumps(object, { protocol: 2 })).includes(Buffer.from("K\x07Q", "latin1"))).toBe(true);
	expect(() => loads(bytes("\x80\x02K\x07K\x01\x85R."))).toThrow("'int' object is not callable");
});

test("bytes that an error handler replaces one by one take little memory", () => {
	const bad = new Uint8Array(4_000_000).fill(0xff);
	expect(decodeText(bad, "ascii", "replace")).toBe("\ufffd".repeat(bad.length));
	expect(decodeText(bad.subarray(0, 1000), "utf-8", "surrogateescape")).toBe("\udcff".repeat(1000));
	expect(decodeText(bytes("a\xffb\xff"), "utf-8", "backslashreplace")).toBe("a\\xffb\\xff");
	expect(decodeText(bytes("\xffab\xfec"), "ascii", "ignore")).toBe("abc");
	const before = process.memoryUsage().heapUsed;
	const text = decodeText(bad, "utf-8", "replace");
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(30e6);
	expect(text.length).toBe(bad.length);
});

describe("ints in text", () => {
	test.each([
		["I\0\n.", 0],
		["I\0\0\0\0\x30\x31\n.", 0],
		["I\0X\n.", false],
	])("a line that starts with NUL is 0 (%j)", (text, value) => {
		expect(loads(bytes(text), { pythonVersion: "3.13" })).toBe(value);
	});
	test.each([
		["L42\xa39\n.", "UnicodeDecodeError", "'utf-8' codec can't decode byte 0xa3 in position 2: invalid start byte"],
		["L\xc3\xa9'\n.", "ValueError", 'invalid literal for int() with base 10: "é\'\\n"'],
	])("what is none is shown as UTF-8 (%j)", (text, name, message) => {
		expect(() => loads(bytes(text))).toThrow(
			expect.objectContaining({ name, message: expect.stringContaining(message) }),
		);
	});
});

test("the first name of a GLOBAL is decoded before the second is missed", () => {
	expect(() => loads(bytes("cbuil\xd5\nset"))).toThrow(expect.objectContaining({ name: "UnicodeDecodeError" }));
	expect(() => loads(bytes("cbuil\nset"))).toThrow(expect.objectContaining({ name: "UnpicklingError" }));
});

test.each([0, 1, 2, 3, 4, 5])("bytes of at most one byte are one object, as in CPython (protocol %d)", (protocol) => {
	for (const make of [() => new Uint8Array(0), () => new Uint8Array([97])]) {
		const one = make();
		const data = Buffer.from(dumps([one, 1, one], { protocol }));
		expect(Buffer.from(dumps([make(), 1, make()], { protocol })).equals(data)).toBe(true);
		expect(Buffer.from(dumps([make(), new Uint8Array([98, 99])], { protocol })).equals(data)).toBe(false);
	}
});

test("the names of INST are ASCII, those of GLOBAL are UTF-8", () => {
	expect(() => loads(bytes("(im\nC\xc3\xa9\n."))).toThrow("'ascii' codec can't decode byte 0xc3 in position 1");
	expect(String(loads(bytes("cm\nC\xc3\xa9\n.")))).toBe("m.Cé");
	// The first is decoded before the second is missed.
	expect(() => loads(bytes("(im\xc3\xa9\nC"))).toThrow(expect.objectContaining({ name: "UnicodeDecodeError" }));
	expect(() => loads(bytes("(im\nC"))).toThrow("pickle data was truncated");
});

test("the fold of a time is shown behind its zone, that of a datetime before it", () => {
	const time = new PyTime(1, 2, { fold: 1, tzinfo: utc });
	expect(repr(time)).toBe("datetime.time(1, 2, tzinfo=datetime.timezone.utc, fold=1)");
	const datetime = new PyDateTime(1, 2, 3, 1, 2, { fold: 1, tzinfo: utc });
	expect(repr(datetime)).toBe("datetime.datetime(1, 2, 3, 1, 2, fold=1, tzinfo=datetime.timezone.utc)");
});

test.each([
	"builtins\nbytearray",
	"builtins\nset",
	"collections\nCounter",
	"collections\nOrderedDict",
	"collections\ndefaultdict",
	"collections\ndeque",
])("%j.__new__ looks at no arguments", (name) => {
	// cls.__new__(cls, [1]) in every CPython: empty
	const made = repr(loads(bytes(`c${name}\n(]K\x01at\x81.`)));
	expect(made).toBe(repr(loads(bytes(`c${name}\n)\x81.`))));
	expect(made).not.toContain("1");
});

test("an index of more than 64 bits is looked at before the assignment is refused", () => {
	const huge = "\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01";
	for (const target of ["X\x01\x00\x00\x00a", ")", "C\x01a", "]"]) {
		expect(() => loads(bytes(`\x80\x03${target}${huge}Ns.`))).toThrow(
			expect.objectContaining({ name: "IndexError", message: "cannot fit 'int' into an index-sized integer" }),
		);
	}
	expect(() => loads(bytes("X\x01\x00\x00\x00aK\x00Ns."))).toThrow("'str' object does not support item assignment");
	expect(() => loads(bytes("]\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x01Ns."))).toThrow(
		"list assignment index out of range",
	);
});

test("the bytes of a bytearray are an object of their own, also a single byte", () => {
	const array = (): PyByteArray => PyByteArray.from([0x71]) as PyByteArray;
	const written = (value: unknown, protocol: number, pythonVersion: string): string =>
		Buffer.from(dumps(value, { protocol, pythonVersion })).toString("latin1");
	// Up to 3.7 the reducer of bytearray made them, and CPython has one object for each single byte.
	const shared = "\x80\x03]q\0(C\x01qq\x01cbuiltins\nbytearray\nq\x02h\x01\x85q\x03Rq\x04e.";
	const apart = "\x80\x03]q\0(C\x01qq\x01cbuiltins\nbytearray\nq\x02C\x01qq\x03\x85q\x04Rq\x05e.";
	expect(written([Uint8Array.of(0x71), array()], 3, "3.7")).toBe(shared);
	expect(written([Uint8Array.of(0x71), array()], 3, "3.8")).toBe(apart);
	expect(written([Uint8Array.of(0x71), array()], 3, "3.13")).toBe(apart);
	// The name of the codec is a new text each time.
	expect(written([array(), array()], 1, "3.7")).toBe(
		"]q\0(c__builtin__\nbytearray\nq\x01(X\x01\0\0\0qq\x02X\x07\0\0\0latin-1q\x03tq\x04Rq\x05h\x01(h\x02X\x07\0\0\0latin-1q\x06tq\x07Rq\x08e.",
	);
});

describe("items by number", () => {
	const deque = "ccollections\ndeque\n(]K\x01aK\x02atR";
	const bytearray = "cbuiltins\nbytearray\n(C\x03abctR";
	const set = (target: string, index: string, value: string): string =>
		repr(loads(bytes(`\x80\x03${target}${index}${value}s.`), { mode: "exact" }));
	test.each([
		[deque, "K\x01", "K\x05", "deque([1, 5])"],
		[deque, "J\xfe\xff\xff\xff", "N", "deque([None, 2])"],
		[deque, "\x88", "K\x05", "deque([1, 5])"],
		[bytearray, "K\0", "K\xff", "bytearray(b'\\xffbc')"],
		[bytearray, "J\xff\xff\xff\xff", "\x88", "bytearray(b'ab\\x01')"],
	])("of deque and bytearray can be set (%j[%j] = %j)", (target, index, value, shown) => {
		expect(set(target, index, value)).toBe(shown);
	});
	const float = "G\x3f\xf0\0\0\0\0\0\0";
	const largeFloat = "G\x44\x80\xf0\xcf\x06\x4d\xd5\x92";
	test.each([
		[deque, "K\x02", "N", "IndexError", "deque index out of range"],
		[deque, float, "N", "TypeError", "sequence index must be integer, not 'float'"],
		[deque, "\x8a\x09\0\0\0\0\0\0\0\0\x01", "N", "IndexError", "cannot fit 'int' into an index-sized integer"],
		[bytearray, "K\x03", "K\0", "IndexError", "bytearray index out of range"],
		[bytearray, "K\x03", "M\0\x01", "ValueError", "byte must be in range(0, 256)"],
		[bytearray, "K\0", "N", "TypeError", "'NoneType' object cannot be interpreted as an integer"],
		[bytearray, "X\x01\0\0\0a", "K\0", "TypeError", "bytearray indices must be integers or slices, not str"],
		["]", largeFloat, "N", "TypeError", "list indices must be integers or slices, not float"],
	])("that are none are refused in CPython's words (%j[%j] = %j)", (target, index, value, name, message) => {
		expect(() => set(target, index, value)).toThrow(expect.objectContaining({ name, message }));
	});
	test("what is no byte is refused before a bytearray that would have to grow", () => {
		expect(() => loads(bytes(`\x80\x03${bytearray}M\0\x01a.`))).toThrow("byte must be in range(0, 256)");
		expect(() => loads(bytes(`\x80\x03${bytearray}(Ne.`))).toThrow("cannot be interpreted as an integer");
		expect(() => loads(bytes(`\x80\x03${bytearray}K\x01a.`))).toThrow("a bytearray cannot grow here");
		expect(repr(loads(bytes(`\x80\x03${bytearray}(e.`)))).toBe("bytearray(b'abc')");
	});
});

describe("bytes in the place of text", () => {
	const decimal = bytes("cdecimal\nDecimal\n(C\x031.5tR.");
	const uuid = bytes("\x80\x02cuuid\nUUID\n)\x81}U\x03intK\x07sb.");
	const strict = bytes("\x80\x05\x8c\x04uuid\x8c\x04UUID\x93)\x81}C\x03intK\x07sb.");
	test("are what a class does not know, as in CPython", () => {
		expect(loads(decimal)).toBeInstanceOf(PyObject);
		expect(() => loads(strict)).toThrow("state is not one that UUID writes");
	});
	test("are text where Python 2 wrote them and they are to come as bytes", () => {
		expect(String(loads(uuid))).toBe("00000000-0000-0000-0000-000000000007");
		expect(String(loads(uuid, { encoding: "bytes" }))).toBe("00000000-0000-0000-0000-000000000007");
		expect(String(loads(decimal, { encoding: "bytes" }))).toBe("1.5");
	});
});

describe("findClass", () => {
	const heard = (data: string, fixImports: boolean): [string[], string] => {
		const names: string[] = [];
		const findClass = (module: string, name: string): undefined => {
			names.push(`${module}.${name}`);
			return undefined;
		};
		return [names, String(loads(bytes(data), { findClass, fixImports }))];
	};
	test("hears names as the pickle spells them, as find_class does in CPython", () => {
		expect(heard("c__builtin__\nxrange\n.", true)).toEqual([["__builtin__.xrange"], "builtins.range"]);
		expect(heard("c__builtin__\nxrange\n.", false)).toEqual([["__builtin__.xrange"], "__builtin__.xrange"]);
		expect(heard("\x80\x03c__builtin__\nxrange\n.", true)).toEqual([["__builtin__.xrange"], "__builtin__.xrange"]);
	});
	test("is asked once for a name; both names of a class that it lets pass are one object", () => {
		const asked: string[] = [];
		const findClass = (module: string, name: string): undefined => {
			asked.push(`${module}.${name}`);
			return undefined;
		};
		const found = loads(bytes("(c__builtin__\nset\ncbuiltins\nset\nc__builtin__\nset\nl."), { findClass }) as object[];
		expect(asked).toEqual(["__builtin__.set", "builtins.set"]);
		expect(new Set(found).size).toBe(1);
	});
	test("may give an entry for a name of Python 2, an object, or null", () => {
		const entry = defineType<string[]>({ names: ["old:Thing"], load: (args) => ["made", ...(args as string[])] });
		const giving = (given: object | null) => ({ findClass: () => given as object });
		expect(loads(bytes("c__builtin__\nThing\n(Vx\ntR."), giving(entry))).toEqual(["made", "x"]);
		expect(loads(bytes("c__builtin__\nThing\n."), giving([1]))).toEqual([1]);
		expect(loads(bytes("c__builtin__\nThing\n."), giving(null))).toBeNull();
	});
});

describe("errors in the words of CPython 3.13:", () => {
	const deque = "ccollections\ndeque\n)R";
	const namespace = "ctypes\nSimpleNamespace\n)R";
	test.each([
		["N\\.", "UnpicklingError", "invalid load key, '\\x5c'."],
		["F\xc3\xa9\n.", "ValueError", "could not convert string to float: 'é\n'"],
		["F\xff1\n.", "ValueError", "could not convert string to float: '\ufffd1\n'"],
		["L0tL\n.", "ValueError", "invalid literal for int() with base 10: '0t'"],
		["L01L\n.", "ValueError", "invalid literal for int() with base 0: '01'"],
		[`${deque})R.`, "TypeError", "'collections.deque' object is not callable"],
		[`${deque}N)\x81.`, "UnpicklingError", "NEWOBJ class argument must be a type, not NoneType"],
		[`${deque})\x81.`, "UnpicklingError", "NEWOBJ class argument must be a type, not collections.deque"],
		[`}${deque}Ns.`, "TypeError", "unhashable type: 'collections.deque'"],
		[`${namespace}Na.`, "AttributeError", "'types.SimpleNamespace' object has no attribute 'append'"],
		[`${namespace}K\x01b.`, "UnpicklingError", "state is not a dictionary"],
		[`${namespace}}K\x01\x86b.`, "UnpicklingError", "slot state is not a dictionary"],
		["cbuiltins\nValueError\n)RK\x01b.", "TypeError", "state is not a dictionary"],
	])("%j", (data, name, message) => {
		expect(() => loads(bytes(`\x80\x03${data}`), { pythonVersion: "3.13" })).toThrow(
			expect.objectContaining({ name, message }),
		);
	});
	test("and of 3.14, which names the type of a key in full", () => {
		expect(() => loads(bytes("}ccollections\nCounter\n)RNs."), { pythonVersion: "3.14" })).toThrow(
			"cannot use 'collections.Counter' as a dict key (unhashable type: 'Counter')",
		);
		expect(() => loads(bytes("\x80\x04\x8f(ccollections\ndeque\n)R\x90."), { pythonVersion: "3.14" })).toThrow(
			"cannot use 'collections.deque' as a set element (unhashable type: 'collections.deque')",
		);
	});
	test("a pair of dicts is a state, and so is None", () => {
		const shown = (state: string): string => repr(loads(bytes(`\x80\x03${namespace}${state}b.`)));
		expect(shown("}X\x01\0\0\0aK\x01s}X\x01\0\0\0bK\x02s\x86")).toBe("namespace(a=1, b=2)");
		expect(shown("N}X\x01\0\0\0bK\x02s\x86")).toBe("namespace(b=2)");
		expect(shown("N")).toBe("namespace()");
	});
});
