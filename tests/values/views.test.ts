/** Every view shows everything that a value holds: each leaf of every shape of inert object is found in each. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { treeLines } from "../../src/cli/tree.ts";
import * as pickle from "../../src/pickle/index.ts";
import { PyArray } from "../../src/registry/stdlib/array.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyDeque, PyOrderedDict } from "../../src/registry/stdlib/collections.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyFraction } from "../../src/registry/stdlib/fractions.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject, type PyOperation, PyPersistentId } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";
import { pformat } from "../../src/values/pprint.ts";
import { PyRange, PySlice } from "../../src/values/range.ts";
import { repr } from "../../src/values/repr.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

const cls = new PyGlobal("m", "C");
const made = (parts: object, ...operations: PyOperation[]): PyObject =>
	new PyObject({ callable: cls, ...parts, operations });
const built = (state: unknown): PyObject => made({}, { op: "build", state });
const reconstructor = new PyGlobal("copyreg", "_reconstructor");
const base = (name: string, content: unknown): PyObject =>
	made({
		via: "REDUCE",
		callable: reconstructor,
		args: tuple<unknown[]>(cls, new PyGlobal("builtins", name), content),
	});
const getattr = made({
	via: "REDUCE",
	callable: new PyGlobal("builtins", "getattr"),
	args: tuple<unknown[]>(cls, "method"),
});

/** Leaves are numbers of three digits and more, which no view writes for anything else. */
const SHAPES: Readonly<Record<string, PyObject>> = {
	"positional arguments": made({ args: tuple(101, tuple(102)) }),
	"keyword arguments": made({ via: "NEWOBJ_EX", kwargs: [["size", 103]] }),
	"keyword arguments with odd names": made({
		via: "NEWOBJ_EX",
		kwargs: [
			["$x", 103],
			["7", 104],
		],
	}),
	"a dict as state": built(new PyDict([["a", 105]])),
	"a plain object as state": built({ a: 105, $b: 106 }),
	"a state with names of our own": built(new PyDict([["$class", 107]])),
	"a state with numbers as names": built(new PyDict([["1023", 108]])),
	"a state with other keys": built(new PyDict([[109, 110]])),
	"names as bytes": built(new PyDict([[new Uint8Array([203]), 111]])),
	"a tuple as state": built(tuple(112, 113, 114)),
	"a pair that is no slots": built(tuple(115, 116)),
	"a list as state": built([117, [118]]),
	"a number as state": built(119),
	"bytes as state": built(new Uint8Array([201, 202])),
	"None as state": built(null),
	slots: built(tuple(null, { x: 120 })),
	"a dict and slots": built(tuple({ a: 121 }, new PyDict([["x", 122]]))),
	"two states that set the same": made({}, { op: "build", state: { a: 123 } }, { op: "build", state: { a: 124 } }),
	"two other states": made({}, { op: "build", state: 125 }, { op: "build", state: 126 }),
	items: made({}, { op: "append", items: [127] }, { op: "append", items: [128] }),
	members: made({}, { op: "add", items: [129] }),
	entries: made({}, { op: "setItem", items: [[130, 131]] }),
	"the content of a list by a helper": base("list", [132]),
	"the content of a dict by a helper": base("dict", new PyDict([["k", 133]])),
	"the content of a dict by a helper, plain": base("dict", { k: 133 }),
	"the content of an int by a helper": base("int", 134),
	"the content of a tuple by a helper": base("tuple", tuple(135)),
	"a call that was popped": made({}, { op: "call", callable: new PyGlobal("m", "f"), args: tuple(136, [137]) }),
	"a method of a class as callable": made({ via: "REDUCE", callable: getattr, args: tuple(138) }),
	"a computed callable": made({ via: "REDUCE", callable: made({ args: tuple(139) }), args: tuple(140) }),
	"an old instance": made({ via: "OBJ", args: tuple(141) }, { op: "build", state: { a: 142 } }),
};

/** A class to which the stream gave a state, and which was called on. */
const changed = new PyGlobal("m", "C");
changed.operations = [
	{ op: "build", state: { a: 143 } },
	{ op: "call", callable: cls, args: tuple(144) },
];

const VIEWS: Readonly<Record<string, (value: unknown) => string>> = {
	repr: (value) => repr(value),
	pformat: (value) => pformat(value, { width: 20 }),
	String: (value) => String(value),
	toPlain: (value) => JSON.stringify(toPlain(value), (_, part) => (part instanceof Uint8Array ? [...part] : part)),
	JSON: (value) => JSON.stringify(value),
	inspect: (value) => inspect(value, { depth: 9 }),
	"the tree": (value) => [...treeLines(value, { depth: undefined, items: undefined, colors: false })].join("\n"),
};

/** The leaves of a shape, as the definition above has them. */
function leaves(value: unknown, found = new Set<string>()): Set<string> {
	if (typeof value === "number") found.add(String(value));
	else if (value instanceof Uint8Array) for (const byte of value) found.add(String(byte));
	else if (value instanceof Map) for (const [key, item] of value) leaves([key, item], found);
	else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) leaves(item, found);
	return found;
}

describe.each(Object.entries(VIEWS))("%s shows", (view, show) => {
	test.each(Object.entries(SHAPES))("%s", (shape, object) => {
		const shown = show(object);
		const expected = [...leaves(object)];
		if (shape !== "None as state") expect(expected.length).toBeGreaterThan(0);
		const bytes = (number: string): string => `\\x${Number(number).toString(16)}`;
		// Bytes are text in Python's views and in the tree.
		const isShown = (leaf: string): boolean =>
			shown.includes(leaf) || (Number(leaf) < 256 && (shown.includes(bytes(leaf)) || shown.includes(`0x${leaf}`)));
		expect(expected.filter((leaf) => !isShown(leaf))).toEqual([]);
		expect(shown).not.toContain("[object");
		expect(shown, view).toContain(shape === "a computed callable" && view !== "JSON" ? "C" : "m.C");
		if (shape === "None as state") expect(shown).toMatch(/state/);
	});
});

const isControl = (character: string): boolean => (character < " " && character !== "\n") || character === "\u202e";

test.each(Object.entries(VIEWS).filter(([view]) => view !== "String"))(
	"%s shows what was done to a class",
	(_, show) => {
		const shown = show(changed);
		for (const leaf of ["143", "144", "m.C"]) expect(shown).toContain(leaf);
	},
);

describe("names from data", () => {
	const name = "\u001b[2Jm\u202e";
	const global = new PyGlobal(name, "C\u0007");
	const object = new PyObject({
		callable: global,
		operations: [{ op: "build", state: new PyDict([["\u001b]0;x\u0007", 1]]) }],
	});
	test.each(Object.entries(VIEWS).filter(([view]) => view !== "JSON" && view !== "toPlain"))(
		"are escaped in %s",
		(_, show) => {
			for (const value of [global, object, [object]]) expect([...show(value)].filter(isControl)).toEqual([]);
		},
	);
	test("are as they were in JSON", () => {
		expect(JSON.parse(JSON.stringify(object))).toEqual({ $class: `${name}.C\u0007`, "\u001b]0;x\u0007": 1 });
	});
});

describe("a console", () => {
	const cyclic = pickle.loads(
		new Uint8Array(Buffer.from("\x80\x02cm\nC\n)\x81q\x00}X\x04\x00\x00\x00selfh\x00sb.", "latin1")),
	);
	test("shows a cycle once", () => {
		expect(inspect(cyclic)).toBe("<ref *1> PyObject(m.C) { self: [Circular *1] }");
		expect(inspect([cyclic], { depth: Number.POSITIVE_INFINITY })).toContain("Circular");
	});
	test("shows as many levels as were asked for", () => {
		let value: unknown = null;
		for (let i = 0; i < 14; i++) value = made({ args: tuple(value, value) });
		expect(inspect(value).length).toBeLessThan(2000);
		expect(inspect(value, { depth: 0 })).toBe("PyObject(m.C) { '$args': [Array] }");
	});
	test("shows what it holds today", () => {
		const object = built({ a: 1, b: 2 });
		expect(inspect(object)).toBe("PyObject(m.C) { a: 1, b: 2 }");
		object.operations[0] = { op: "build", state: { b: 3, constructor: 4 } };
		expect(inspect(object)).toBe("PyObject(m.C) { b: 3, constructor: 4 }");
		object.operations.length = 0;
		expect(inspect(object)).toBe("PyObject(m.C)");
	});
});

describe("JSON.stringify of an inert object", () => {
	const nested = (levels: number): unknown => {
		let value: unknown = null;
		for (let i = 0; i < levels; i++) value = built({ next: value });
		return value;
	};
	test("that leads back to itself is a typed error", () => {
		const object = built({});
		(object.state as { self?: unknown }).self = [object];
		for (const value of [object, [object], { a: { b: object } }, new PyDict([["k", object]])]) {
			expect(() => JSON.stringify(value)).toThrow(expect.objectContaining({ code: "circular", name: "ValueError" }));
		}
	});
	test("that is deep works, or is a typed error", () => {
		expect(JSON.stringify(nested(300)).length).toBeGreaterThan(300);
		expect(() => JSON.stringify(nested(100_000))).toThrow(expect.objectContaining({ code: "depth" }));
		expect(() => JSON.stringify([made({ args: tuple(nested(999)) })])).toThrow(
			expect.objectContaining({ code: "depth" }),
		);
	});
	test("whose text explodes ends at once", () => {
		let value: unknown = "lol";
		for (let i = 0; i < 60; i++) value = tuple(value, value);
		expect(() => JSON.stringify(built({ value }))).toThrow(expect.objectContaining({ code: "limit", limit: "text" }));
	});
});

describe("value classes", () => {
	const marked = new PyOrderedDict<unknown, unknown>([["k", 101]]);
	marked.attributes.set("extra", 102);
	const failed = new PyException("ValueError", ["text", 103]);
	failed.attributes.set("extra", tuple(104));
	const maps = new PyChainMap([{ a: 105 }, new PyDict([["b", 106]])]);
	const HOLDERS: readonly (readonly [name: string, value: unknown, leaves: readonly number[]])[] = [
		["OrderedDict with attributes", marked, [101, 102]],
		["an exception", failed, [103, 104]],
		["ChainMap", maps, [105, 106]],
		["deque", new PyDeque([107, [108]]), [107, 108]],
		["defaultdict", new PyDefaultDict(null, [["k", 109]]), [109]],
		["Counter", new PyCounter([["k", 110]]), [110]],
		["SimpleNamespace", new PyNamespace([["a", tuple(111)]]), [111]],
		["slice", new PySlice(112, 113, 114), [112, 113, 114]],
		["range", new PyRange(115, 116, 117), [115, 116, 117]],
		["complex", new PyComplex(118.5, 119.5), [118.5, 119.5]],
		["set", new PySet([120, tuple(121)]), [120, 121]],
		["frozenset", new PyFrozenSet([122]), [122]],
		["dict with other keys", new PyDict([[tuple(123), 124]]), [123, 124]],
		["array", new PyArray("i", new Int32Array([125])), [125]],
		["persistent id", new PyPersistentId([126]), [126]],
		["fraction", new PyFraction(127, 128), [127, 128]],
		["Decimal", new PyDecimal("129.5"), [129.5]],
	];
	// Python's own text of an OrderedDict or an exception has no attributes, which repr follows.
	const views = Object.entries(VIEWS).filter(([view]) => ["toPlain", "JSON", "the tree"].includes(view));
	for (const [view, show] of views) {
		test.each(HOLDERS)(`show all of %s in ${view}`, (_, value, expected) => {
			const shown = show(value);
			expect(expected.filter((leaf) => !shown.includes(String(leaf)))).toEqual([]);
		});
	}
	test("tell a cycle through an exception by a typed error", () => {
		const error = new PyException("ValueError", ["text"]);
		error.attributes.set("again", [error]);
		expect(() => JSON.stringify(error)).toThrow(expect.objectContaining({ code: "circular" }));
		expect(JSON.stringify(toPlain(error, { preset: "json" }))).toContain('"$ref":"#"');
	});
});
