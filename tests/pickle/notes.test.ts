/** The notes of an error of `dumps` say where the value is, as Python's do; see make_notes.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type PyError, PyTypeError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import type { Reduction } from "../../src/registry/registry.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import { PyCounter, PyDefaultDict, PyDeque, PyOrderedDict } from "../../src/registry/stdlib/collections.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";

import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PySlice } from "../../src/values/range.ts";
import { PyFrozenSet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

/** What cannot be written. */
const bad = Symbol("bad");

/** Reduced to what it was given. */
class Thing {
	readonly reduction: Reduction;
	constructor(reduction: Reduction) {
		this.reduction = reduction;
	}
}
/** As what cannot be written, and could be called. */
class PyBad {}
const registry = defaultRegistry.with(
	defineType({ names: ["__main__:Thing"], type: Thing, load: () => undefined, reduce: (thing) => thing.reduction }),
	defineType({
		names: ["__main__:Bad"],
		type: PyBad,
		load: () => undefined,
		reduce: () => {
			throw new PyTypeError("bad", { code: "argument" });
		},
	}),
);
const [LIST, DICT] = ["builtins:list", "builtins:dict"] as const;
const MANY = Array.from({ length: 1500 }, (_, i) => i);

const VALUES: Readonly<Record<string, readonly [value: unknown, path: string]>> = {
	list: [[1, bad], "[1]"],
	"long list": [[...Array.from({ length: 2000 }, (_, i) => i), bad], "[2000]"],
	tuple: [tuple(bad), "[0]"],
	"long tuple": [tuple(1, 2, 3, bad), "[3]"],
	dict: [{ a: bad }, ".a"],
	"dict, later": [
		new PyDict<unknown, unknown>([
			[1, 1],
			[tuple(2), bad],
		]),
		"[(2,)]",
	],
	"dict key": [new Map([[tuple(1, bad), 1]]), ""],
	set: [new Set([tuple(bad)]), ""],
	frozenset: [new PyFrozenSet([tuple(bad)]), ""],
	nested: [{ x: [{ y: tuple(1, [bad]) }] }, ".x[0].y[1][0]"],
	deque: [new PyDeque([0, bad]), ""],
	OrderedDict: [new PyOrderedDict([["k", bad]]), ""],
	defaultdict: [new PyDefaultDict(new PyGlobal("builtins", "int"), [["k", bad]]), ""],
	Counter: [new PyCounter([["k", bad]]), ""],
	ChainMap: [new PyChainMap([{ k: bad }]), ""],
	SimpleNamespace: [new PyNamespace([["a", bad]]), ""],
	ValueError: [new PyException("ValueError", tuple(1, bad)), ""],
	slice: [new PySlice(null, bad, null), ""],
	callable: [new Thing({ callable: new PyBad(), args: [] }), ""],
	arguments: [new Thing({ callable: LIST, args: [bad] }), ".args[0]"],
	__newobj__: [new Thing({ via: "NEWOBJ", callable: "__main__:Thing", args: [1, bad] }), ""],
	__newobj_ex__: [new Thing({ via: "NEWOBJ_EX", callable: "__main__:Thing", args: [1, bad] }), ""],
	"__newobj_ex__ by name": [
		new Thing({ via: "NEWOBJ_EX", callable: "__main__:Thing", args: [], kwargs: [["k", bad]] }),
		"",
	],
	state: [new Thing({ callable: LIST, args: [], state: { k: bad } }), ""],
	"plain state": [new Thing({ callable: LIST, args: [], state: bad }), ""],
	items: [new Thing({ callable: LIST, args: [], items: [1, bad] }), "[1]"],
	"many items": [new Thing({ callable: LIST, args: [], items: [...MANY, bad] }), "[1500]"],
	entries: [new Thing({ callable: DICT, args: [], entries: [["k", bad]] }), ".k"],
	"many entries": [
		new Thing({ callable: DICT, args: [], entries: [...MANY.map((i) => [i, i] as const), ["k", bad]] }),
		".k",
	],
	"an entry's key": [new Thing({ callable: DICT, args: [], entries: [[tuple(1, bad), 1]] }), ""],
	"state of a setter": [new Thing({ callable: LIST, args: [], state: bad, stateSetter: "builtins:setattr" }), ""],
	"state setter": [new Thing({ callable: LIST, args: [], state: 1, stateSetter: new PyBad() }), ""],
};

const golden = JSON.parse(readFileSync("tests/pickle/notes-golden.json", "utf8")) as Record<
	string,
	Record<string, string[]>
>;

describe("the notes of an error say where the value is, in", () => {
	test.each(Object.keys(golden))("%s", (name) => {
		const [value, path] = VALUES[name] as readonly [unknown, string];
		for (const [protocol, notes] of Object.entries(golden[name] ?? {})) {
			let error: PyError | undefined;
			try {
				dumps(value, { protocol: Number(protocol), registry });
			} catch (thrown) {
				error = thrown as PyError;
			}
			expect([protocol, error?.notes]).toEqual([protocol, notes]);
			if (path !== "") expect([protocol, error?.path]).toEqual([protocol, path]);
		}
	});
	test("every value that Python was asked about", () => {
		expect(Object.keys(VALUES)).toEqual(Object.keys(golden));
	});
});

test("keyword arguments are written for copyreg.__newobj_ex__ at protocols 0 and 1, as by CPython 3.13", () => {
	const thing = new Thing({ via: "NEWOBJ_EX", callable: "__main__:Thing", args: [1], kwargs: [["k", 2]] });
	const written = [0, 1].map((protocol) => Buffer.from(dumps(thing, { protocol, registry })).toString("hex"));
	expect(written).toEqual([
		"63636f70795f7265670a5f5f6e65776f626a5f65785f5f0a70300a28635f5f6d61696e5f5f0a5468696e670a70310a2849310a7470320a286470330a566b0a70340a49320a737470350a5270360a2e",
		"63636f70795f7265670a5f5f6e65776f626a5f65785f5f0a710028635f5f6d61696e5f5f0a5468696e670a7101284b017471027d710358010000006b71044b02737471055271062e",
	]);
});
