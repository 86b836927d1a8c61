import { describe, expect, test } from "vitest";
import { PyDict } from "./dict.ts";
import { pformat } from "./pprint.ts";
import { PyFrozenSet } from "./set.ts";
import { tuple } from "./tuple.ts";

const numbered = (...keys: unknown[]): PyDict<unknown, number> =>
	new PyDict(keys.map((key, index) => [key, index + 1]));
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("pformat() sorts keys as pprint of CPython 3.13:", () => {
	test.each([
		["bytes", numbered(bytes("b"), bytes("a"), bytes("ab"), bytes("")), "{b'': 4, b'a': 2, b'ab': 3, b'b': 1}"],
		[
			"bytes of one length",
			numbered(bytes("ab"), bytes("aa"), bytes("b"), bytes("ac")),
			"{b'aa': 2, b'ab': 1, b'ac': 4, b'b': 3}",
		],
		[
			"text by code points",
			numbered("a\u{1f600}", "a\uffff", "a\u{1f601}", "a"),
			"{'a': 4, 'a\\uffff': 2, 'a\u{1f600}': 1, 'a\u{1f601}': 3}",
		],
		[
			"tuples",
			numbered(tuple(1, 2), tuple(1), tuple(0, 5), tuple(1, "x")),
			"{(0, 5): 3, (1,): 2, (1, 2): 1, (1, 'x'): 4}",
		],
		["bools as numbers", numbered(true, 0, -1), "{-1: 3, 0: 2, True: 1}"],
		[
			"frozensets by inclusion",
			numbered(new PyFrozenSet([1, 2]), new PyFrozenSet([1]), new PyFrozenSet()),
			"{frozenset(): 3, frozenset({1}): 2, frozenset({1, 2}): 1}",
		],
		[
			"tuples in tuples",
			numbered(tuple(1, tuple(2, 3)), tuple(1, tuple(2)), tuple(1, tuple(2, 3), 0)),
			"{(1, (2,)): 2, (1, (2, 3)): 1, (1, (2, 3), 0): 3}",
		],
		[
			"dates",
			numbered(new Date(Date.UTC(2024, 0, 2)), new Date(Date.UTC(2023, 0, 2))),
			"{datetime.datetime(2023, 1, 2, 0, 0, tzinfo=datetime.timezone.utc): 2, datetime.datetime(2024, 1, 2, 0, 0, tzinfo=datetime.timezone.utc): 1}",
		],
		["bytes in tuples", numbered(tuple(1, bytes("x")), tuple(1, bytes("a"))), "{(1, b'a'): 2, (1, b'x'): 1}"],
	])("%s", (_, value, expected) => {
		expect(pformat(value, { width: 1000 })).toBe(expected);
	});
	test("many, in a stable order", () => {
		const keys = Array.from({ length: 500 }, (_, i) => tuple((i * 7919) % 500, "x"));
		const shown = pformat(numbered(...keys), { width: 1 });
		expect([...shown.matchAll(/\((\d+),/g)].map(([, number]) => Number(number))).toEqual(
			Array.from({ length: 500 }, (_, i) => i),
		);
	});
});
