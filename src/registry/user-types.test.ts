import { describe, expect, test } from "vitest";
import { goldenVersions, readGolden } from "../../tests/golden/golden.mjs";
import { dumps, loads } from "../pickle/index.ts";
import { equals } from "../values/equals.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { repr } from "../values/repr.ts";
import { tuple } from "../values/tuple.ts";
import { defaultRegistry } from "./default.ts";
import { enumType } from "./enum-types.ts";
import type { Registry } from "./registry.ts";
import { dataclassType, namedtupleType } from "./user-types.ts";

const color = enumType("golden_classes:Color", { RED: 1, GREEN: "green", BLUE: tuple(0, 0, 255), CRIMSON: 1 });
const level = enumType("golden_classes:Level", { LOW: 1, HIGH: 1000 });
const permission = enumType("golden_classes:Permission", { R: 4, W: 2, X: 1 }, { flag: true });
const point = namedtupleType("golden_classes:Point", ["x", "y"]);

class Plain {
	[name: string]: unknown;
}
class Record {
	name = "";
	labels: unknown[] = [];
	size: unknown = null;
}
class FrozenRecord {
	readonly name: string = "";
	readonly size: unknown = null;
}
class SlotsRecord {
	name = "";
	size = 0;
}
class FrozenSlotsRecord {
	name = "";
	size = 0;
}
const registry: Registry = defaultRegistry.with(
	color,
	level,
	permission,
	point,
	dataclassType("golden_classes:Plain", Plain),
	dataclassType("golden_classes:Record", Record, { fields: { name: "name", tags: "labels", size: "size" } }),
	dataclassType("golden_classes:FrozenRecord", FrozenRecord),
	dataclassType("golden_classes:SlotsRecord", SlotsRecord, { layout: "slots" }),
	dataclassType("golden_classes:FrozenSlotsRecord", FrozenSlotsRecord, {
		layout: "frozen-slots",
		fields: ["name", "size"],
	}),
);

const make = <T extends object>(Type: new () => T, properties: object): T => Object.assign(new Type(), properties);
const { members } = color;

/** Golden cases of classes that are mapped here, and what they are read as. */
const CASES: readonly (readonly [name: string, value: unknown])[] = [
	["enum-red", members.RED],
	["enum-green", members.GREEN],
	["enum-tuple", members.BLUE],
	["enum-alias", members.RED],
	["enum-int", level.members.HIGH],
	["enum-flag", permission.members.R],
	["enums", [members.RED, members.RED, members.GREEN, new Map([[members.RED, level.members.LOW]])]],
	["point-1-2", point.make(1, 2)],
	["points", [point.make(1, 2), point.make(3, 4)]],
	["point-floats", point.make(new PyFloat(1), -0.5)],
	["plain-none", new Plain()],
	["plain-one", make(Plain, { a: 1 })],
	["plain-several", make(Plain, { a: 1, b: [2], c: "x" })],
	["record-plain", make(Record, { name: "n" })],
	["record-full", make(Record, { name: "n", labels: ["t"], size: 3 })],
	["record-frozen", make(FrozenRecord, { name: "n", size: new PyFloat(1) })],
	["records", [make(Record, { name: "a", size: 1 }), make(Record, { name: "b", size: 2 })]],
	["record-slots", make(SlotsRecord, { name: "n", size: 1 })],
	["record-frozen-slots", make(FrozenSlotsRecord, { name: "n", size: 1 })],
];

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe.each(goldenVersions().filter((version) => !version.startsWith("2.")))("Python %s", (version) => {
	const pythonVersion = version.replace(/\.\d+\w*$/, "");
	const wanted = new Set(CASES.map(([name]) => name));
	const cases = new Map(
		readGolden(version).cases.flatMap((entry) => (wanted.has(entry.name) ? [[entry.name, entry]] : [])),
	);
	test.each(CASES)("has %s", (name, value) => {
		const entry = cases.get(name);
		for (const [protocol, data] of Object.entries(entry?.protocols ?? {})) {
			const where = `protocol ${protocol}`;
			const options = { registry, pythonVersion };
			const read = loads(data, { ...options, mode: "exact" });
			expect(repr(read), where).toBe(repr(value));
			if (typeof value === "object" && value?.constructor !== Array) {
				expect(Object.getPrototypeOf(read), where).toBe(Object.getPrototypeOf(value));
			}
			expect(text(dumps(value, { ...options, protocol: Number(protocol) })), where).toBe(text(data));
			expect(text(dumps(read, { ...options, protocol: Number(protocol) })), where).toBe(text(data));
		}
	});
});

describe("enumType()", () => {
	test("has one object for each member", () => {
		expect(loads(dumps([members.RED, members.CRIMSON], { registry }), { registry })).toEqual([
			members.RED,
			members.RED,
		]);
		expect(members.CRIMSON).toBe(members.RED);
		expect(repr(members.BLUE)).toBe("<Color.BLUE: (0, 0, 255)>");
		expect(String(members.RED)).toBe("Color.RED");
	});
	test("takes a TypeScript enum", () => {
		const compiled = { Up: 1, Down: 2, 1: "Up", 2: "Down" };
		expect(Object.keys(enumType("m:Direction", compiled).members)).toEqual(["Up", "Down"]);
	});
	test("combines flags", () => {
		const golden = readGolden("3.13.0").cases.find(({ name }) => name === "enum-flags")?.protocols["4"] as Uint8Array;
		const both = loads(golden, { registry });
		expect(repr(both)).toBe("<Permission.R|W: 6>");
		expect(loads(golden, { registry })).toBe(both);
		expect(text(dumps(both, { registry, protocol: 4 }))).toBe(text(golden));
	});
	test("leaves values that are no member inert", () => {
		const other = enumType("golden_classes:Color", { RED: 1 });
		const data = dumps(members.GREEN, { registry });
		expect(repr(loads(data, { registry: defaultRegistry.with(other) }))).toBe("golden_classes.Color('green')");
	});
	test("reads members by name", () => {
		// The forms that enum.pickle_by_enum_name and enum.pickle_by_global_name write.
		const getattr = "c__builtin__\ngetattr\n(cgolden_classes\nColor\nVRED\ntR.";
		const dotted = "\x80\x04\x8c\x0egolden_classes\x8c\x09Color.RED\x93.";
		for (const stream of [getattr, dotted])
			expect(loads(Buffer.from(stream, "latin1"), { registry })).toBe(members.RED);
	});
});

describe("namedtupleType()", () => {
	test("gives tuples with names", () => {
		const one = point.make(1, 2);
		expect([one.x, one.y, one.length]).toEqual([1, 2, 2]);
		expect(equals(one, tuple(1, 2))).toBe(true);
		expect(repr(one)).toBe("Point(x=1, y=2)");
	});
});

describe("dataclassType()", () => {
	class Child {
		a: unknown = 1;
		inherited: unknown = 2;
	}
	const stateOf = (data: Uint8Array): unknown => (loads(data, { mode: "exact" }) as PyObject).state;
	test("writes inherited slots as slots, beside the __dict__", () => {
		const registry = defaultRegistry.with(dataclassType("m:Child", Child, { slots: ["inherited"] }));
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			const data = dumps(new Child(), { registry, protocol });
			expect(repr(stateOf(data))).toBe("({'a': 1}, {'inherited': 2})");
			expect(loads(data, { registry })).toEqual(new Child());
		}
		const only = defaultRegistry.with(dataclassType("m:Child", Child, { fields: ["inherited"], slots: ["inherited"] }));
		expect(repr(stateOf(dumps(new Child(), { registry: only })))).toBe("(None, {'inherited': 2})");
	});
	test("writes what was read from slots into slots again", () => {
		const registry = defaultRegistry.with(dataclassType("m:Child", Child));
		const object = new PyObject({
			callable: new PyGlobal("m", "Child"),
			operations: [{ op: "build", state: tuple({ a: 1 }, { inherited: 2 }) }],
		});
		const read = loads(dumps(object), { registry }) as Child;
		read.inherited = 3;
		expect(repr(stateOf(dumps(read, { registry })))).toBe("({'a': 1}, {'inherited': 3})");
		expect(repr(stateOf(dumps(new Child(), { registry })))).toBe("{'a': 1, 'inherited': 2}");
	});
	test("keeps names from data away from prototypes and setters", () => {
		class Guarded {
			touched = false;
			set trap(_: unknown) {
				this.touched = true;
			}
		}
		const own = defaultRegistry.with(dataclassType("m:Guarded", Guarded));
		const state = new Map<string, unknown>([
			["__proto__", { polluted: true }],
			["trap", 1],
			["constructor", 2],
		]);
		const guarded = new PyObject({ callable: new PyGlobal("m", "Guarded"), operations: [{ op: "build", state }] });
		const data = dumps(guarded);
		const read = loads(data, { registry: own }) as Guarded;
		expect(read).toBeInstanceOf(Guarded);
		expect([read.touched, Object.keys(read)]).toEqual([undefined, ["__proto__", "trap", "constructor"]]);
		expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
	});
	test("asks for the order of frozen slots", () => {
		expect(() => dataclassType("m:n", Record, { layout: "frozen-slots" })).toThrow("needs its fields");
		expect(() => dataclassType("m" as never, Record)).toThrow("module:qualname");
		expect(() => dataclassType("m:n", Record, { layout: "slots", slots: ["a"] })).toThrow(
			'slots belongs to layout "dict"',
		);
	});
});
