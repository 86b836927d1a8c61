/** The entries of the default registry as a whole: what they refuse, what they cost, what they are called. */
import { describe, expect, test } from "vitest";
import { PyError } from "../../src/errors.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import type { AnyTypeEntry, LoadContext, PyName } from "../../src/registry/registry.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { PyRange } from "../../src/values/range.ts";
import { PyTuple, tupleFrom } from "../../src/values/tuple.ts";
import { stopwatch } from "../stopwatch.ts";

/** Some names of each entry: those of exceptions are all alike. */
const names = defaultRegistry.entries
	.filter((entry) => entry.load)
	.flatMap((entry) => entry.names.filter((name, i) => i < 6 || /OSError|Syntax|Unicode|Group/.test(name)));

function context(name: PyName): LoadContext {
	return { name, via: "REDUCE", mode: "exact", protocol: 4, registry: defaultRegistry, charge: () => undefined };
}
function load(name: PyName, ...args: unknown[]): unknown {
	const entry = defaultRegistry.byName(name) as AnyTypeEntry;
	return entry.load?.(tupleFrom(args), new Map(), context(name));
}

/** Values that no reducer puts where they will stand. */
const ODD: readonly unknown[] = [
	null,
	true,
	-1,
	3_000_000_000,
	10n ** 50n,
	new PyFloat(1),
	Number.NaN,
	"text",
	"€",
	new Uint8Array(3),
	new PyByteArray(new ArrayBuffer(2)),
	[],
	[[1, 2]],
	[[]],
	{},
	{ __proto__: 1, a: 2 },
	new PyDict([[1, 2]]),
	new PyTuple(),
	tupleFrom([1, 2]),
	new PyRange(0, 10 ** 12),
	new PyComplex(1, 2),
	new PyGlobal("builtins", "eval"),
	new PyObject({ callable: new PyGlobal("os", "system") }),
	Number.MAX_SAFE_INTEGER,
	undefined,
];

describe("load", () => {
	test.each(names)("of %s never runs wild", (name) => {
		const elapsed = stopwatch();
		const problems: unknown[] = [];
		const attempt = (work: () => unknown): unknown => {
			try {
				return work();
			} catch (error) {
				if (!(error instanceof PyError)) problems.push(error);
				return undefined;
			}
		};
		let built = 0;
		const ask = (...args: unknown[]): void => {
			const made = attempt(() => load(name, ...args));
			if (made === undefined || made === null || built > 20) return;
			if (typeof made !== "object") problems.push(made);
			built++;
			const { setState } = defaultRegistry.byName(name) as AnyTypeEntry;
			if (setState !== undefined) for (const state of ODD) attempt(() => setState(made, state, context(name)));
		};
		ask();
		for (const a of ODD) {
			ask(a);
			for (const b of ODD) {
				ask(a, b);
				ask(a, b, 1);
				ask(1, a, b);
				ask(new PyGlobal("array", "array"), "d", a, b);
			}
		}
		ask(...Array.from({ length: 1000 }, (_, i) => i));
		expect(problems).toEqual([]);
		expect(elapsed()).toBeLessThan(30_000);
		expect(({} as Record<string, unknown>)["a"]).toBe(undefined);
	});

	test.each<[PyName, unknown[]]>([
		["builtins:bytearray", [3_000_000_000]],
		["builtins:bytes", [3_000_000_000]],
		["builtins:set", [new PyRange(0, 10 ** 12)]],
		["builtins:frozenset", [{ length: 1e9 }]],
		["builtins:set", [tupleFrom([1])]],
		["builtins:range", [0, 1, 0]],
		["builtins:range", [0, 1]],
		["builtins:getattr", [new PyGlobal("os", "path"), "system"]],
		["builtins:complex", ["1"]],
		["builtins:type", ["X", new PyTuple(), {}]],
		["_codecs:encode", ["x", "rot13"]],
		["_codecs:encode", ["€", "latin1"]],
		["datetime:datetime", [2020, 1, 1]],
		["datetime:date", [new Uint8Array([7, 228, 13, 1])]],
		["datetime:date", [new Uint8Array([7, 228, 2, 30])]],
		["datetime:time", [new Uint8Array([24, 0, 0, 0, 0, 0])]],
		["datetime:timedelta", [1, 86400, 0]],
		["datetime:timezone", [1]],
		["decimal:Decimal", ["x"]],
		["decimal:Decimal", [1]],
		["fractions:Fraction", [1, 0]],
		["fractions:Fraction", [1n << 5000n, 3]],
		["fractions:Fraction", ["1e400000"]],
		["uuid:UUID", ["12345678123456781234567812345678"]],
		["collections:OrderedDict", [[1]]],
		["collections:Counter", ["aab"]],
		["collections:defaultdict", [1]],
		["collections:deque", [new PyTuple(), -1]],
		["collections:deque", [new PyRange(0, 10 ** 12)]],
		["array:array", ["d", 10 ** 9]],
		["array:array", ["b", [128]]],
		["array:_array_reconstructor", [new PyGlobal("array", "array"), "i", 8, new Uint8Array(3)]],
		["array:_array_reconstructor", [new PyGlobal("array", "array"), "w", 20, new Uint8Array([0, 0, 17, 0])]],
		["array:_array_reconstructor", [new PyGlobal("os", "system"), "i", 8, new Uint8Array(4)]],
		["pathlib:PurePosixPath", [1]],
		["re:_compile", ["(a+)+$", -1]],
		["ipaddress:IPv4Address", [1n << 32n]],
		["ipaddress:IPv4Network", ["192.0.2.1/24"]],
		["builtins:UnicodeDecodeError", ["utf-8"]],
		["builtins:ExceptionGroup", ["m", []]],
		["zoneinfo:ZoneInfo._unpickle", ["Europe/Paris"]],
	])("of %s stays inert with other arguments (%#)", (name, args) => {
		expect(load(name, ...args)).toBe(undefined);
	});
});

describe("the default registry", () => {
	test("gives no name to two entries", () => {
		const seen = new Map<string, AnyTypeEntry>();
		for (const entry of defaultRegistry.entries) {
			if (entry.load === undefined && !("value" in entry)) continue;
			for (const name of entry.names) {
				expect(seen.get(name), name).toBe(undefined);
				seen.set(name, entry);
			}
		}
	});
	test("writes what it reads", () => {
		const functions = ["builtins:bytes", "_codecs:encode", "builtins:getattr", "copyreg:"];
		for (const entry of defaultRegistry.entries) {
			const [name] = entry.names;
			if (entry.load === undefined || functions.some((one) => name.startsWith(one))) continue;
			expect(entry.type !== undefined || entry.reduce !== undefined || /^builtins:/.test(name), name).toBe(true);
		}
	});
});
