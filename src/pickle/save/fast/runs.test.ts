/** Runs are written by loops of their own; the plain way, which a hook that sees every value asks for, writes the same bytes. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { PyDict } from "../../../values/dict.ts";
import { PyFloat } from "../../../values/numbers.ts";
import { tuple } from "../../../values/tuple.ts";
import { dumps } from "../../dumps.ts";

const number = fc.oneof(
	fc.integer({ min: -2, max: 300 }),
	fc.integer(),
	fc.maxSafeInteger(),
	fc.double(),
	fc.constantFrom(
		0,
		-0,
		255,
		256,
		65535,
		65536,
		2 ** 31 - 1,
		2 ** 31,
		-(2 ** 31),
		Number.NaN,
		Number.POSITIVE_INFINITY,
	),
);
const repeated = [{ a: 1 }, new PyDict([[1, 2]]), [1, 2], tuple(1, "a"), new Uint8Array([1, 2, 3])];
const item = fc.oneof(
	{ weight: 8, arbitrary: number },
	{ weight: 2, arbitrary: fc.constantFrom(...repeated) },
	{ weight: 1, arbitrary: fc.integer().map((value) => new PyFloat(value)) },
	{ weight: 1, arbitrary: fc.constantFrom(null, true, "a", "b", "é", 2n ** 70n) },
);
const stretched = fc.tuple(fc.array(item, { maxLength: 30 }), fc.constantFrom(1, 40, 1000, 5000));

it("lists, rows and dicts of numbers and of known objects are the same bytes as one by one", () => {
	fc.assert(
		fc.property(stretched, fc.integer({ min: 1, max: 5 }), ([items, times], protocol) => {
			const list = Array.from({ length: items.length > 0 ? times : 0 }, (_, i) => items[i % items.length]);
			const ints = new PyDict(list.map((value, i) => [i, typeof value === "number" ? value : 0]));
			const value = [list, tuple(...items), ints, list, { items }];
			const plain = dumps(value, { protocol, persistentId: () => undefined });
			expect(Buffer.compare(dumps(value, { protocol }), plain)).toBe(0);
		}),
		{ numRuns: 150 },
	);
});
