import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/bytes/utf8.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { Ellipsis, NotImplemented } from "../../src/values/constants.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PyRange, PySlice } from "../../src/values/range.ts";
import { repr } from "../../src/values/repr.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const rows = read("repr-rows.json") as [python: string, javascript: string][];
const golden = read("repr-golden.json") as Record<string, (string | { length: number; sha256: string })[]>;

/** Every block that holds characters, with the edges of what holds none. */
function allCharacters(): string {
	const pieces: string[] = [];
	const ranges = [
		[0, 0xd800],
		[0xe000, 0x34000],
		[0xdff00, 0xe0200],
	] as const;
	for (const [from, to] of ranges) {
		for (let point = from; point < to; point++) pieces.push(String.fromCodePoint(point));
	}
	return pieces.join("");
}

function recursive(kind: string): unknown {
	const list: unknown[] = kind === "list" ? [1] : [];
	switch (kind) {
		case "list":
			list.push(list);
			return list;
		case "dict": {
			const dict = new PyDict();
			dict.set("a", [dict]);
			return dict;
		}
		case "tuple": {
			const made = tuple(list);
			list.push(made);
			return made;
		}
		case "slice":
			list.push(new PySlice(list, null));
			return list;
		default: {
			const dict: Record<string, unknown> = {};
			dict["other"] = list;
			list.push(dict);
			return [dict, list];
		}
	}
}

const names = {
	PyByteArray,
	Ellipsis,
	NotImplemented,
	PyDict,
	PyComplex,
	PyFloat,
	PyGlobal,
	PyRange,
	PySlice,
	PySet,
	PyFrozenSet,
};
const scope = { ...names, tuple, recursive, allCharacters };
const evaluate = (source: string): unknown =>
	new Function(...Object.keys(scope), `return (${source});`)(...Object.values(scope));

/** How many surrogate pairs there are: Python counts code points. */
function countPairs(text: string): number {
	let pairs = 0;
	for (let i = 0; i < text.length; i++) if ((text.codePointAt(i) as number) > 0xffff) pairs++;
	return pairs;
}

function answer(value: unknown, pythonVersion: string): unknown {
	let text: string;
	try {
		text = repr(value, { pythonVersion });
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
	const points = text.length <= 2000 ? text.length : text.length - countPairs(text);
	if (points <= 2000) return text;
	return { length: points, sha256: createHash("sha256").update(encodeUtf8(text)).digest("hex") };
}

describe.each(Object.entries(golden))("repr() says what Python %s says", (version, answers) => {
	test.each(rows.map(([python, javascript], i) => [python, javascript, answers[i]] as const))(
		"for %s",
		(_python, javascript, expected) => {
			expect(answer(evaluate(javascript), version)).toEqual(expected);
		},
	);
});
