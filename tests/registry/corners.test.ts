/** Arguments and states that no reducer of Python writes, and values at the edges of their types; answers are CPython 3.13's. */
import { describe, expect, test } from "vitest";
import { JSONDecodeError } from "../../src/json/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import { createRegistry } from "../../src/registry/registry.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyDeque } from "../../src/registry/stdlib/collections.ts";
import { PyDateTime, PyTime } from "../../src/registry/stdlib/datetime.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyFraction } from "../../src/registry/stdlib/fractions.ts";
import { PyIP } from "../../src/registry/stdlib/ipaddress.ts";
import { PyPath } from "../../src/registry/stdlib/pathlib.ts";
import { PyTimeDelta, PyTimezone, utc } from "../../src/registry/stdlib/timedelta.ts";
import { PyZoneInfo } from "../../src/registry/stdlib/zoneinfo.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
function verdict(pickle: string, options = {}): string {
	try {
		return repr(loads(bytes(pickle), { mode: "exact", ...options }));
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
}

describe("what no reducer writes", () => {
	test.each([
		["a pattern of an int", "cre\n_compile\n(I5\nI0\ntR.", "re._compile(5, 0)"],
		[
			"a time zone whose name is an int",
			"cdatetime\ntimezone\n(cdatetime\ntimedelta\n(I0\nI60\nI0\ntRI5\ntR.",
			"datetime.timezone(datetime.timedelta(seconds=60), 5)",
		],
		["getattr of what is no class", "c__builtin__\ngetattr\n(I5\nVreal\ntR.", "builtins.getattr(5, 'real')"],
		[
			"getattr of a call that is no getattr",
			"c__builtin__\ngetattr\n(cm\nf\n(tRVreal\ntR.",
			"builtins.getattr(m.f(), 'real')",
		],
		[
			"getattr of a name that is no text",
			"c__builtin__\ngetattr\n(c__builtin__\ngetattr\n(cm\nC\nI5\ntRVreal\ntR.",
			"builtins.getattr(builtins.getattr(<class 'm.C'>, 5), 'real')",
		],
	])("stays a call: %s", (_, pickle, text) => {
		expect(verdict(pickle)).toBe(text);
		expect(repr(loads(dumps(loads(bytes(pickle), { mode: "exact" }))))).toBe(text);
	});
	test("a nested class of a very long name stays a call", () => {
		const long = "x".repeat(990);
		expect(verdict(`cm\nA\np0\n0c__builtin__\ngetattr\n(g0\nV${long}\ntR.`)).toBe(`<class 'm.A.${long}'>`);
		const longer = "x".repeat(1000);
		expect(verdict(`cm\nA\np0\n0c__builtin__\ngetattr\n(g0\nV${longer}\ntR.`)).toBe(
			`builtins.getattr(<class 'm.A'>, '${longer}')`,
		);
	});
	test("a set of __newobj__ takes no attributes, and no state is no error (it was)", () => {
		expect(verdict("ccopyreg\n__newobj__\n(c__builtin__\nset\ntR}b.")).toBe(
			"AttributeError: 'set' object has no attribute '__dict__'",
		);
		expect(verdict("ccopyreg\n__newobj__\n(c__builtin__\nset\ntRNb.")).toBe("set()");
		// An int, which the registry has no entry for.
		const registry = createRegistry(
			defaultRegistry,
			defineType<unknown>({ names: ["m:Int"], load: ([value]) => value }),
		);
		expect(verdict("ccopyreg\n__newobj__\n(cm\nInt\nI5\ntR}b.", { registry })).toBe(
			"AttributeError: 'int' object has no attribute '__dict__'",
		);
	});
	test("a UUID that is safe in a way of its own is none", () => {
		const pickle = (safe: string): string =>
			`ccopyreg\n_reconstructor\n(cuuid\nUUID\nc__builtin__\nobject\nNtR(dVint\nL5L\nsVis_safe\n${safe}sb.`;
		expect(verdict(pickle("I0\n"))).toBe("UUID('00000000-0000-0000-0000-000000000005')");
		expect(verdict(pickle("I-1\n"))).toBe("UUID('00000000-0000-0000-0000-000000000005')");
		expect(verdict(pickle("I7\n"))).toBe("UnpicklingError: state is not one that UUID writes");
	});
	test("a name must have a module and a qualname", () => {
		for (const name of [5, "C", ":C", "m:", null]) {
			const make = (): unknown => defineType({ names: [name as `${string}:${string}`], load: () => 1 });
			expect(make).toThrow(`a type name must be 'module:qualname', not '${String(name)}'`);
		}
	});
});

describe("a class that is a list or a dict in Python", () => {
	const registry = defaultRegistry.with(
		defineType<{ held: unknown[] }>({
			names: ["m:List"],
			load: () => ({ held: [] }),
			append: (target, item) => void target.held.push(item),
		}),
		defineType<{ held: unknown[] }>({
			names: ["m:Dict"],
			load: () => ({ held: [] }),
			setItem: (target, key, value) => void target.held.push([key, value]),
		}),
		defineType<object>({ names: ["m:Bare"], load: () => ({}) }),
	);
	const made = (name: string, base: string, state: string): unknown =>
		loads(bytes(`ccopyreg\n_reconstructor\n(cm\n${name}\nc__builtin__\n${base}\n${state}tR.`), { registry });
	test("gets its items when it can take them, and stays inert with them when it cannot", () => {
		expect(made("List", "list", "(I1\nI2\nl")).toEqual({ held: [1, 2] });
		expect(made("Dict", "dict", "(Va\nI1\nd")).toEqual({ held: [["a", 1]] });
		expect(made("Dict", "dict", "(I5\nI1\nd")).toEqual({ held: [[5, 1]] });
		for (const inert of [made("Bare", "list", "(I1\nl"), made("Bare", "dict", "(I5\nI1\nd")]) {
			expect(inert).toBeInstanceOf(PyObject);
		}
		// What it is to be filled with is no container: nothing to add.
		expect(made("Dict", "dict", "I5\n")).toEqual({ held: [] });
	});
});

describe("JavaScript's values", () => {
	test("a JSONDecodeError of another making is an exception of its message", () => {
		const error = new JSONDecodeError("bad", "a", 0);
		expect(repr(loads(dumps(error)))).toBe("JSONDecodeError('bad: line 1 column 1 (char 0)')");
		const other = Object.assign(new Error("odd"), { name: "JSONDecodeError" });
		expect(repr(loads(dumps(other)))).toBe("Exception('odd')");
	});
	test("a ZonedDateTime before the clocks go back has the fold 0", () => {
		const prototype = { [Symbol.toStringTag]: "Temporal.ZonedDateTime" };
		const at = (text: string): object =>
			Object.assign(Object.create(prototype) as object, { toString: () => text, timeZoneId: "Europe/Paris" });
		const zone = "tzinfo=zoneinfo.ZoneInfo(key='Europe/Paris'))";
		expect(repr(loads(dumps(at("2020-10-25T02:30:00+02:00[Europe/Paris]"))))).toBe(
			`datetime.datetime(2020, 10, 25, 2, 30, ${zone}`,
		);
		expect(repr(loads(dumps(at("2020-10-25T02:30:00+01:00[Europe/Paris]"))))).toBe(
			`datetime.datetime(2020, 10, 25, 2, 30, fold=1, ${zone}`,
		);
	});
	test("a datetime is made one of Temporal by its zone, or by its offset", () => {
		const known = Object.getOwnPropertyDescriptor(globalThis, "Temporal");
		const stand = (Temporal: unknown): void => {
			Object.defineProperty(globalThis, "Temporal", { value: Temporal, configurable: true });
		};
		try {
			stand({ ZonedDateTime: { from: (text: string) => text } });
			const zone = new PyDateTime(2024, 5, 6, 7, 8, { tzinfo: new PyZoneInfo("Europe/Paris") });
			expect(zone.toTemporal()).toBe("2024-05-06T07:08:00+02:00[Europe/Paris]");
			const offset = new PyDateTime(2024, 5, 6, 7, 8, { tzinfo: new PyTimezone(new PyTimeDelta(0, 3600)) });
			expect(offset.toTemporal()).toBe("2024-05-06T07:08:00+01:00[+01:00]");
			const from = (): never => {
				throw new RangeError("no");
			};
			stand({ ZonedDateTime: { from } });
			expect(() => zone.toTemporal()).toThrow(
				"Temporal.ZonedDateTime cannot hold 2024-05-06T07:08:00+02:00[Europe/Paris]: no",
			);
			stand(undefined);
			expect(() => zone.toTemporal()).toThrow("Temporal is not available in this runtime");
		} finally {
			if (known === undefined) Reflect.deleteProperty(globalThis, "Temporal");
			else Object.defineProperty(globalThis, "Temporal", known);
		}
	});
	test("a timedelta has an ISO text", () => {
		expect(new PyTimeDelta(1, 2, 3).toISO()).toBe("P1DT2.000003S");
		expect(new PyTimeDelta(-1, 0, 0).toISO()).toBe("-P1DT0S");
	});
	test.each([
		[2000, 29],
		[1900, 28],
		[2024, 29],
		[2023, 28],
		[2100, 28],
	])("February %d has %d days", (year, days) => {
		expect(new PyDateTime(year, 2, days).day).toBe(days);
		expect(() => new PyDateTime(year, 2, days + 1)).toThrow();
	});
});

describe("values at their edges", () => {
	test("times of a zone that only Python knows are keys by their zone", () => {
		const zone = new PyObject({ callable: new PyGlobal("m", "Zone") });
		const other = new PyObject({ callable: new PyGlobal("m", "Zone") });
		const at = (tzinfo: PyObject | null): PyTime => new PyTime(1, 2, { tzinfo: tzinfo as never });
		const dict = new PyDict<unknown, unknown>([
			[at(zone), "a"],
			[at(other), "b"],
			[at(null), "c"],
		]);
		expect([dict.size, dict.get(at(zone)), dict.get(at(null))]).toEqual([3, "a", "c"]);
		expect(dict.get(new PyTime(1, 2, { tzinfo: utc }))).toBeUndefined();
	});
	test("decimals that are no numbers keep their digits", () => {
		// str(Decimal("NaN0012")), str(Decimal("-sNaN")), str(Decimal("nan"))
		for (const [text, shown] of [
			["NaN0012", "NaN12"],
			["-sNaN", "-sNaN"],
			["nan", "NaN"],
			["-infinity", "-Infinity"],
		]) {
			expect(String(new PyDecimal(text as string))).toBe(shown);
		}
	});
	test("fractions as keys are the floats that they equal", () => {
		const dict = new PyDict<unknown, unknown>([
			[new PyFraction(1n, 2n), "half"],
			[new PyFraction(1n, 2n ** 1074n), "least"],
			[new PyFraction(1n, 2n ** 1075n), "less"],
		]);
		expect([dict.get(0.5), dict.get(5e-324), dict.get(0), dict.get(new PyFraction(1n, 2n ** 1075n))]).toEqual([
			"half",
			"least",
			undefined,
			"less",
		]);
	});
	test("a counter shows counts of all kinds of numbers in order", () => {
		// Counter of a = 2.5, b = True, d = 3
		const counter = new PyCounter<string>();
		for (const [key, count] of [
			["a", new PyFloat(2.5)],
			["b", true],
			["d", 3],
		] as const)
			counter.set(key, count as never);
		expect(repr(counter)).toBe("Counter({'d': 3, 'a': 2.5, 'b': True})");
	});
	test("a deque that is empty gives nothing", () => {
		const deque = new PyDeque<number>([1]);
		expect([deque.popleft(), deque.popleft(), deque.length]).toEqual([1, undefined, 0]);
		deque.append(2);
		expect([...deque]).toEqual([2]);
	});
	test("a ChainMap of something else has the keys of its dicts", () => {
		const chain = new PyChainMap([new PyDict([["a", 1]]), 5 as never, { b: 2 } as never]);
		expect([...chain.toDict()]).toEqual([
			["b", 2],
			["a", 1],
		]);
		expect(verdict("\x80\x02ccollections\nChainMap\n)\x81}X\x04\0\0\0mapsK\x05sb.")).toMatch(/^UnpicklingError: /);
	});
	test("a defaultdict within itself shows its factory", () => {
		for (const [factory, shown] of [
			[new PyGlobal("builtins", "list"), "<class 'list'>"],
			[null, "None"],
			[new PyObject({ callable: new PyGlobal("m", "f") }), "..."],
		] as const) {
			const dict = new PyDefaultDict<string, unknown>(factory as never);
			dict.set("a", dict);
			expect(repr(dict)).toContain(`{'a': defaultdict(${shown}, {...})}`);
		}
	});
	test("an import error of 3.15 shows its names, also without a message", () => {
		const error = (args: readonly unknown[]): PyException => {
			const made = new PyException("ImportError", args);
			made.attributes.set("name", "x");
			made.attributes.set("path", "y");
			return made;
		};
		expect(repr(error([]), { pythonVersion: "3.15" })).toBe("ImportError(name='x', path='y')");
		expect(repr(error(["m"]), { pythonVersion: "3.15" })).toBe("ImportError('m', name='x', path='y')");
		expect(repr(error([]), { pythonVersion: "3.13" })).toBe("ImportError()");
		expect(new PyException("ValueError", ["m", []]).exceptions).toEqual([]);
		expect(new PyException("ExceptionGroup", ["m", [1]]).exceptions).toEqual([1]);
	});
	test("an address has no prefix, and a network without one is of one address", () => {
		expect(() => new PyIP("IPv4Address", "1.2.3.4/8")).toThrow();
		expect(repr(new PyIP("IPv4Interface", "1.2.3.4"))).toBe("IPv4Interface('1.2.3.4/32')");
		expect(repr(new PyIP("IPv6Network", "::1"))).toBe("IPv6Network('::1/128')");
	});
	test.each([
		[["//server/share", "x"], "//server/share/x", "\\\\server\\share", "\\"],
		[["//server"], "//server", "\\\\server", ""],
		[["//s", "x"], "//s/x/", "\\\\s\\x", "\\"],
		[["//?", "x"], "//?/x", "\\\\?\\x", ""],
		[["//", "x"], "//x", "\\\\x", ""],
		[["c:", "x"], "c:x", "c:", ""],
		[["c:", "/x"], "c:/x", "c:", "\\"],
		[["//server/share", "c:x"], "c:x", "c:", ""],
	])("the Windows path %j", (segments, posix) => {
		expect(repr(new PyPath("PureWindowsPath", ...segments))).toBe(`PureWindowsPath('${posix}')`);
	});
	test("a bytearray is reduced as every Python can read it", () => {
		const entry = defaultRegistry.byValue(new PyByteArray(new ArrayBuffer(2)));
		const reduced = entry?.reduce?.(new PyByteArray(new ArrayBuffer(2)), 2, { version: 31300, protocol: 2 });
		expect(reduced).toEqual({ callable: "builtins:bytearray", args: [new Uint8Array(2)] });
	});
	test("an offset is asked for on so many days that some are forgotten, and stays the same", () => {
		const zone = new PyZoneInfo("Europe/Paris");
		const at = (day: number): number | undefined =>
			zone.utcoffset({ localMilliseconds: Date.UTC(1990, 0, day, 12), fold: 0 })?.totalSeconds();
		const first = [at(1), at(190)];
		for (let day = 0; day < 21_000; day++) at(day);
		expect([at(1), at(190)]).toEqual(first);
		expect(first).toEqual([3600, 7200]);
	});
});
