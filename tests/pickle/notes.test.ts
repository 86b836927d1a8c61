/** The notes of an error of `dumps` say where the value is, as Python's do; see make_notes.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { PyError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { PyChainMap, PyCounter, PyDefaultDict, PyDeque, PyOrderedDict } from "../../src/registry/stdlib/collections.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PySlice } from "../../src/values/range.ts";
import { PyFrozenSet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

/** What cannot be written. */
const bad = Symbol("bad");

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
				dumps(value, { protocol: Number(protocol) });
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
