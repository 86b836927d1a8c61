import { describe, expect, test } from "vitest";
import { effort } from "../../tests/effort.ts";
import { fromBase64, toBase64 } from "../bytes/base64.ts";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { createRegistry } from "../registry/registry.ts";
import { PyOrderedDict } from "../registry/stdlib/collections.ts";
import { PyDateTime } from "../registry/stdlib/datetime.ts";
import { utc } from "../registry/stdlib/timedelta.ts";
import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject, PyPersistentId } from "../values/opaque.ts";
import { repr } from "../values/repr.ts";
import { PyFrozenSet, PySet } from "../values/set.ts";
import { tuple } from "../values/tuple.ts";
import { fromTagged, toTagged } from "./tagged.ts";

const cls = new PyGlobal("m", "C");
const dict = (...entries: [unknown, unknown][]): PyDict => new PyDict(entries);

describe("toTagged()", () => {
	test.each<[unknown, unknown]>([
		[
			[null, true, "x", 1, 1.5],
			[null, true, "x", 1, 1.5],
		],
		[2n ** 53n, { $int: "9007199254740992" }],
		[new PyFloat(1), { $float: "1.0" }],
		[-0, { $float: "-0.0" }],
		[Number.NEGATIVE_INFINITY, { $float: "-inf" }],
		[1e16, { $float: "1e+16" }],
		[dict(["a", 1], ["b", [2]]), { a: 1, b: [2] }],
		[dict(["$a", 1]), { $dict: [["$a", 1]] }],
		[
			dict(["b", 1], ["1", 2]),
			{
				$dict: [
					["b", 1],
					["1", 2],
				],
			},
		],
		[dict([tuple(1), new PySet([2])]), { $dict: [[{ $tuple: [1] }, { $set: [2] }]] }],
		[new PyFrozenSet([1]), { $frozenset: [1] }],
		[cls, { $global: "m:C" }],
		[new PyGlobal("a:b", "c"), { $global: ["a:b", "c"] }],
		[new PyDateTime(2024, 2, 29, 1, 2, { fold: 1 }), { $datetime: "2024-02-29T01:02:00", fold: 1 }],
		[new PyPersistentId(["p"]), { $persistent: ["p"] }],
		[new PyOrderedDict([["a", 1]]), { $call: "collections:OrderedDict", entries: [["a", 1]] }],
		[
			new PyObject({ callable: cls, args: tuple(1), kwargs: [["k", 2]], via: "NEWOBJ_EX" }),
			{ $object: "m:C", via: "NEWOBJ_EX", args: [1], kwargs: [["k", 2]] },
		],
		[
			new PyObject({
				callable: cls,
				operations: [
					{ op: "build", state: 1 },
					{ op: "append", items: [2] },
					{ op: "call", callable: cls, args: tuple(3) },
				],
			}),
			{
				$object: "m:C",
				operations: [{ state: 1 }, { items: [2] }, { call: { $global: "m:C" }, args: { $tuple: [3] } }],
			},
		],
	])("%#: has one tag for each value, and fromTagged() knows it", (value, tagged) => {
		expect(toTagged(value)).toEqual(tagged);
		expect(dumps(fromTagged(tagged))).toEqual(dumps(value));
	});
	test("writes what is shared once, and a cycle as a reference", () => {
		const shared = tuple([1]);
		expect(toTagged([shared, shared])).toEqual([{ $id: 1, $value: { $tuple: [[1]] } }, { $ref: 1 }]);
		const object = new PyObject({ callable: cls });
		object.operations.push({ op: "build", state: dict(["self", object]) });
		expect(toTagged(object)).toEqual({ $id: 1, $value: { $object: "m:C", state: { self: { $ref: 1 } } } });
		const again = fromTagged(toTagged(object)) as PyObject;
		expect(again.attributes.get("self")).toBe(again);
	});
	test("writes what a registry knows, and reads it without one as an inert object", () => {
		const when = new PyDateTime(2024, 2, 29, 1, 2, { tzinfo: utc });
		const tagged = toTagged(when);
		expect(repr(fromTagged(tagged))).toBe(repr(when));
		const inert = fromTagged(tagged, { registry: createRegistry() });
		expect(inert).toBeInstanceOf(PyObject);
		expect(toTagged(inert)).toEqual(tagged);
	});
	test("a million levels deep", () => {
		let value: unknown = null;
		for (let i = 0; i < effort(300_000); i++) value = i % 2 === 0 ? tuple(value) : dict(["k", value]);
		const back = fromTagged(toTagged(value));
		expect(dumps(back).length).toBe(dumps(value).length);
	});
});

describe("fromTagged()", () => {
	test("takes a reference before what it refers to", () => {
		const [first, second] = fromTagged([{ $ref: "x" }, { $id: "x", $value: [1] }]) as unknown[];
		expect(first).toBe(second);
		expect(first).toEqual([1]);
	});
	test("hashes a key when it is complete", () => {
		const key = { $id: 1, $value: { $frozenset: [{ $tuple: [{ $frozenset: [1, 2] }] }] } };
		const read = fromTagged([key, { $dict: [[{ $ref: 1 }, "found"]] }]) as [unknown, PyDict];
		expect(read[1].get(new PyFrozenSet([tuple(new PyFrozenSet([2, 1]))]))).toBe("found");
	});
	test("takes what json.loads returns in exact mode", () => {
		expect(fromTagged(dict(["$tuple", [1n, new PyFloat(2)]]), { mode: "plain" })).toEqual(tuple(1, 2));
	});
	test.each<[unknown, string]>([
		[{ $nope: 1 }, "the tag $nope is not known"],
		[{ $tuple: 1 }, "$tuple is not a list"],
		[{ $tuple: [], $set: [] }, "'$tuple' and '$set' are in one object"],
		[{ $tuple: [], a: 1 }, "$tuple has other keys beside it"],
		[{ $int: "1.5" }, "$int is not a number"],
		[{ $int: "9".repeat(6000) }, "$int has too many digits: write 0x and hexadecimal ones"],
		[{ $float: "x" }, "$float is not a number"],
		[{ $dict: [[1]] }, "a pair is not a list of two"],
		[{ $ref: 1 }, "there is no $id 1"],
		[{ $id: 1, $value: { $ref: 1 } }, "a reference leads to itself"],
		[
			[
				{ $id: 1, $value: 1 },
				{ $id: 1, $value: 2 },
			],
			"$id 1 is there twice",
		],
		[{ $value: 1 }, "$value belongs to an $id and nothing else"],
		[{ $global: "m" }, "'m' is not module:name"],
		[{ $object: "m:C", via: "REDUCE" }, "$object has another via"],
		[{ $object: "m:C", oops: 1 }, "there is no field 'oops'"],
		[{ $object: "m:C", state: 1, operations: [] }, "operations are all steps, or none"],
		[{ $object: "m:C", operations: [{ state: 1, items: [] }] }, "a step with 'items' has other keys"],
		[{ $date: "2024-02-29", zone: 1 }, "$date has no field 'zone'"],
		[2 ** 60, "a whole number beyond 2^53 is not exact: write $int or $float"],
		[() => 1, "function has no form"],
		[new Date(0), "an object of a class has no form"],
	])("%#: refuses what is not tagged JSON", (tagged, message) => {
		expect(() => fromTagged(tagged)).toThrow(
			expect.objectContaining({ code: "json-value", message: `not tagged JSON: ${message}` }),
		);
	});
	test("makes what the registry makes, and refuses options that are not its own", () => {
		expect(fromTagged({ $call: "os:system", args: ["ls"] })).toBeInstanceOf(PyObject);
		expect(() => fromTagged(1, { dict: "map" } as object)).toThrow(expect.objectContaining({ code: "option" }));
		expect(() => toTagged(1, { mode: "plain" } as object)).toThrow(expect.objectContaining({ code: "option" }));
		const deep = dumps([[1]]);
		expect(() => toTagged(loads(deep), { limits: { stack: 1 } })).toThrow(expect.objectContaining({ code: "limit" }));
	});
});

describe("base64", () => {
	test("is that of RFC 4648, both ways", () => {
		for (let length = 0; length < 300; length++) {
			const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
			const text = Buffer.from(bytes).toString("base64");
			expect(toBase64(bytes)).toBe(text);
			expect(fromBase64(text)).toEqual(bytes);
		}
		const long = new Uint8Array(100_001).fill(77);
		expect(fromBase64(toBase64(long))).toEqual(long);
	});
	test.each(["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA=A", "A A=", "AAA$", "====", "-_=="])(
		"refuses %s",
		(text) => {
			expect(() => fromBase64(text)).toThrow(expect.objectContaining({ code: "argument" }));
		},
	);
});

describe("long ints", () => {
	test("come back as they were, where one is used again and again beside others", () => {
		const long = 7n ** 20_000n;
		const value = [long, -long, long + 1n, 2n ** 4095n, -(2n ** 4095n), ...Array.from({ length: 50 }, () => long)];
		const tagged = toTagged(value) as { $int: string }[];
		expect(fromTagged(tagged)).toEqual(value);
		expect(new Set(tagged.map((node) => node.$int)).size).toBe(5);
	});
});

describe("references", () => {
	const seconds = (work: () => unknown): number => {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1e6;
	};
	test.each([
		["plain objects", (entries: [string, unknown][]) => Object.fromEntries(entries)],
		["dicts", (entries: [string, unknown][]) => new PyDict<unknown, unknown>(entries)],
	])("to one large node are each a look, for %s", (_, dict) => {
		const large = dict(Array.from({ length: 8000 }, (_item, i) => [`n${i}`, i]));
		const first = dict([
			["$id", "1"],
			["$value", large],
		]);
		const tagged = [first, ...Array.from({ length: 8000 }, () => dict([["$ref", "1"]]))];
		let made: unknown[] = [];
		expect(seconds(() => (made = fromTagged(tagged) as unknown[]))).toBeLessThan(1);
		expect(new Set(made).size).toBe(1);
		expect((made[0] as PyDict).size).toBe(8000);
	});
	test("to references are followed once", () => {
		const count = 4000;
		const chain = Array.from({ length: count }, (_, i) => ({ $id: i, $value: i === 0 ? [1] : { $ref: i - 1 } }));
		const tagged = [...chain, ...Array.from({ length: count }, () => ({ $ref: count - 1 }))].reverse();
		let made: unknown[] = [];
		expect(seconds(() => (made = fromTagged(tagged) as unknown[]))).toBeLessThan(1);
		expect(new Set(made).size).toBe(1);
		expect(made[0]).toEqual([1]);
	});
	test("that lead to themselves are refused", () => {
		const around = [
			{ $id: 1, $value: { $ref: 2 } },
			{ $id: 2, $value: { $ref: 1 } },
		];
		expect(() => fromTagged(around)).toThrow(/a reference leads to itself/);
		expect(() => fromTagged({ $id: 1, $value: { $ref: 1 } })).toThrow(/a reference leads to itself/);
	});
});
