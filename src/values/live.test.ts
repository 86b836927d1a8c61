/** Edits of inert objects are written, at every protocol and in both modes; what cannot be edited says so. */
import { describe, expect, test } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { PyDict } from "./dict.ts";
import { equals } from "./equals.ts";
import { PyGlobal, PyObject, type PyOperation } from "./opaque.ts";
import { repr } from "./repr.ts";
import { tuple } from "./tuple.ts";

const cls = new PyGlobal("m", "C");
const inert = (...operations: PyOperation[]): PyObject => new PyObject({ callable: cls, operations });
const built = (state: unknown): PyObject => inert({ op: "build", state });
const reconstructor = new PyGlobal("copyreg", "_reconstructor");
const based = (base: string, content: unknown, ...operations: PyOperation[]): PyObject =>
	new PyObject({
		via: "REDUCE",
		callable: reconstructor,
		args: tuple<unknown[]>(cls, new PyGlobal("builtins", base), content),
		operations,
	});
const WAYS = [0, 1, 2, 3, 4, 5].flatMap((protocol) =>
	(["plain", "exact"] as const).map((mode) => ({ protocol, mode })),
);
const round = (value: unknown, protocol = 5): PyObject =>
	loads(dumps(value, { protocol }), { mode: "exact" }) as PyObject;

describe.each(WAYS)("at protocol $protocol in $mode mode", ({ protocol, mode }) => {
	/** Writes, reads, edits, writes and shows. */
	const edited = (object: PyObject, edit: (read: PyObject) => void): string => {
		const read = loads(dumps(object, { protocol }), { mode }) as PyObject;
		edit(read);
		const shown = repr(read);
		const again = round(read, protocol);
		expect(repr(again)).toBe(shown);
		expect(equals(again, read)).toBe(true);
		return shown;
	};
	test("attributes are set, added and deleted", () => {
		const edit = ({ attributes }: PyObject): void => {
			attributes.set("a", 10).set("b", [2]);
			attributes.delete("z");
		};
		expect(edited(built({ a: 1, z: 3 }), edit)).toBe("m.C(a=10, b=[2])");
		expect(edited(inert(), edit)).toBe("m.C(a=10, b=[2])");
		expect(edited(built(tuple(null, { a: 1, z: 3 })), edit)).toBe("m.C(a=10, b=[2])");
		expect(edited(built(tuple({ z: 3 }, { a: 1 })), edit)).toBe("m.C(a=10, b=[2])");
		expect(edited(built({ a: 1 }), (read) => read.attributes.clear())).toBe("m.C()");
	});
	test("the state is set", () => {
		expect(edited(built({ a: 1 }), (read) => Object.assign(read, { state: 7 }))).toBe("m.C(state=7)");
		expect(edited(inert(), (read) => Object.assign(read, { state: { a: 1 } }))).toBe("m.C(a=1)");
		expect(edited(built([1]), (read) => (read.state as unknown[]).push(2))).toBe("m.C(state=[1, 2])");
	});
	test("items are appended, set and taken away", () => {
		const edit = ({ items }: PyObject): void => {
			items.push(3);
			items[0] = "first";
			items.splice(1, 1);
		};
		const wanted = "m.C(*['first', 3])";
		expect(edited(inert({ op: "append", items: [1, 2] }), edit)).toBe(wanted);
		expect(edited(based("list", [1, 2]), edit)).toBe(wanted);
		expect(edited(inert({ op: "append", items: [1] }, { op: "append", items: [2] }), edit)).toBe(wanted);
		expect(edited(inert(), ({ items }) => items.push(1))).toBe("m.C(*[1])");
		expect(edited(built({ a: 1 }), ({ items }) => items.push(1))).toBe("m.C(*[1], a=1)");
	});
	test("entries are set, added and taken away", () => {
		const edit = ({ entries }: PyObject): void => {
			entries.push(["new", 3]);
			(entries[0] as [unknown, unknown])[1] = 10;
			entries.splice(1, 1);
		};
		const wanted = "m.C(**{'a': 10, 'new': 3})";
		const pairs = (): [unknown, unknown][] => [
			["a", 1],
			["b", 2],
		];
		expect(edited(inert({ op: "setItem", items: pairs() }), edit)).toBe(wanted);
		expect(edited(based("dict", new PyDict(pairs())), edit)).toBe(wanted);
		expect(edited(inert(), ({ entries }) => entries.push([1, 2]))).toBe("m.C(**{1: 2})");
	});
});

describe("what is only looked at", () => {
	test("is written as it was", () => {
		for (const object of [
			inert(),
			built({ a: 1 }),
			based("dict", new PyDict([["a", 1]])),
			based("list", [1]),
			inert({ op: "append", items: [] }),
		]) {
			for (const protocol of [0, 2, 5]) {
				const before = dumps(object, { protocol });
				expect([object.items, object.entries, object.attributes, object.state, repr(object)].length).toBe(5);
				expect(dumps(object, { protocol })).toEqual(before);
			}
		}
	});
	test("shows edits of the dict as well as of the list", () => {
		const dict = new PyDict<unknown, unknown>([["a", 1]]);
		const object = based("dict", dict);
		const { entries } = object;
		dict.set("b", 2);
		expect(object.entries).toBe(entries);
		expect(entries).toEqual([
			["a", 1],
			["b", 2],
		]);
		entries.push(["c", 3]);
		expect(repr(object)).toBe("m.C(**{'a': 1, 'b': 2, 'c': 3})");
		expect(dict.get("c")).toBe(3);
	});
});

describe("what cannot be edited", () => {
	const refuses = (edit: () => unknown): void => {
		expect(edit).toThrow(expect.objectContaining({ name: "TypeError" }));
	};
	test("throws", () => {
		for (const state of [tuple(1, 2, 3), 7, null, new Uint8Array([1]), new PyDict([[new Uint8Array([97]), 1]])]) {
			refuses(() => built(state).attributes.set("a", 1));
		}
		refuses(() => built({}).attributes.set(5 as unknown as string, 1));
		const twice = inert({ op: "append", items: [1] }, { op: "build", state: {} }, { op: "append", items: [2] });
		expect(twice.items).toEqual([1, 2]);
		refuses(() => twice.items.push(3));
		const entries = based("dict", new PyDict([["a", 1]]), { op: "setItem", items: [["b", 2]] });
		expect(entries.entries.length).toBe(2);
		refuses(() => entries.entries.push(["c", 3]));
		refuses(() => ((entries.entries[0] as unknown[])[1] = 3));
	});
	test("such as a property of JavaScript's own is an error when it is written", () => {
		const object = built({ a: 1 });
		Object.assign(object, { a: 2 });
		expect(() => dumps(object)).toThrow("property 'a' of an inert object is not written: use attributes.set()");
	});
});
