import { describe, expect, test } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { INSPECT } from "../values/brand.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { repr } from "../values/repr.ts";
import { tuple } from "../values/tuple.ts";
import { defaultRegistry } from "./default.ts";
import { enumType } from "./enum-types.ts";
import { dataclassType, namedtupleType } from "./user-types.ts";

const color = enumType("shop:Color", { RED: 1, GREEN: "green" });
const permission = enumType("shop:Permission", { R: 4, W: 2, X: 1 }, { flag: true });
const registry = defaultRegistry.with(color, permission);
const read = (callable: string, ...args: unknown[]): unknown => {
	const [module, qualname] = callable.split(":") as [string, string];
	const object = new PyObject({ via: "REDUCE", callable: new PyGlobal(module, qualname), args: tuple(...args) });
	return loads(dumps(object), { registry });
};

describe("a member of an enum", () => {
	test("shows itself as in Python, and is its value in JSON", () => {
		const { RED, GREEN } = color.members;
		expect([repr(RED), String(RED), RED[INSPECT](), JSON.stringify([RED, GREEN])]).toEqual([
			"<Color.RED: 1>",
			"Color.RED",
			"<Color.RED>",
			'[1,"green"]',
		]);
	});
	test("is found by its value, and nothing else makes one", () => {
		expect(read("shop:Color", 1)).toBe(color.members.RED);
		expect(read("shop:Color", "green")).toBe(color.members.GREEN);
		for (const args of [[2], [], [1, 2], [null]]) expect(read("shop:Color", ...args)).toBeInstanceOf(PyObject);
	});
	test("of flags may be several at once, or none", () => {
		// repr() of CPython 3.13
		expect(repr(read("shop:Permission", 6))).toBe("<Permission.R|W: 6>");
		expect(repr(read("shop:Permission", 7))).toBe("<Permission.R|W|X: 7>");
		expect(repr(read("shop:Permission", 0))).toBe("<Permission: 0>");
		expect(String(read("shop:Permission", 0))).toBe("Permission(0)");
		expect(read("shop:Permission", 6)).toEqual(read("shop:Permission", 6));
	});
});

describe("a named tuple and a dataclass", () => {
	test("are not made of more or fewer values than they have", () => {
		const points = defaultRegistry.with(namedtupleType("m:Point", ["x", "y"]));
		const make = (...args: unknown[]): unknown =>
			loads(dumps(new PyObject({ callable: new PyGlobal("m", "Point"), args: tuple(...args) })), { registry: points });
		for (const args of [[], [1], [1, 2, 3]]) expect(make(...args)).toBeInstanceOf(PyObject);
	});
	test("refuse a state that is none of theirs", () => {
		class Money {
			amount = 0;
		}
		const money = defaultRegistry.with(dataclassType("m:Money", Money));
		const make = (state: unknown, ...args: unknown[]): unknown => {
			const callable = new PyGlobal("m", "Money");
			const object = new PyObject({ callable, args: tuple(...args), operations: [{ op: "build", state }] });
			return loads(dumps(object), { registry: money });
		};
		expect(make(new Map([["amount", 5]]))).toEqual(Object.assign(new Money(), { amount: 5 }));
		expect(() => make(5)).toThrow(/Money/);
		expect(make(new Map(), 1)).toBeInstanceOf(PyObject);
	});
});
