/** Runs and leaves are written by loops of their own; the plain way, which a hook that sees every value asks for, writes the same bytes. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { encodeLong } from "../../../bytes/long.ts";
import { PyDate, PyDateTime, PyTime } from "../../../registry/stdlib/datetime.ts";
import { PyDecimal } from "../../../registry/stdlib/decimal.ts";
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

it("containers of leaves, and those that are leaves up to some item, are the same bytes as one by one", () => {
	const leaf = fc.oneof(number, fc.constantFrom(null, true, "a", "k", new PyFloat(3)));
	const other = fc.constantFrom<unknown>([1], tuple(2), new PyDict([["k", 1]]), { a: 1 }, new Uint8Array(3), 2n ** 80n);
	const items = fc.array(fc.oneof({ weight: 12, arbitrary: leaf }, { weight: 1, arbitrary: other }), { maxLength: 12 });
	const key = fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.constantFrom<unknown>(null, 0.5, tuple(1, "a")));
	const entries = fc.array(fc.tuple(key, fc.oneof({ weight: 9, arbitrary: leaf }, { weight: 1, arbitrary: other })), {
		maxLength: 8,
	});
	const version = fc.constantFrom("3.13" as const, "3.15" as const);
	fc.assert(
		fc.property(items, entries, fc.integer({ min: 2, max: 5 }), version, (list, pairs, protocol, pythonVersion) => {
			const dict = new PyDict<unknown, unknown>(pairs);
			const value = [list, tuple(...list), dict, new Map(pairs), [dict, list], Object.fromEntries(pairs)];
			const options = { protocol, pythonVersion };
			const plain = dumps(value, { ...options, persistentId: () => undefined });
			expect(Buffer.compare(dumps(value, options), plain)).toBe(0);
		}),
		{ numRuns: 500 },
	);
});

it("dates, times and what else a reducer makes bytes and strings for are the same bytes as one by one", () => {
	const byte = fc.nat(23);
	const clock = fc.record({ hour: byte, minute: byte, second: byte, microsecond: fc.nat(999_999) });
	const values = fc.array(
		fc.oneof(
			fc
				.tuple(byte, clock)
				.map(([n, { hour, minute, ...rest }]) => new PyDateTime(1900 + n, 1, 1 + n, hour, minute, rest)),
			clock.map(({ hour, minute, ...rest }) => new PyTime(hour, minute, rest)),
			byte.map((n) => new PyDate(2000 + n, 1, 1 + n)),
			byte.map((n) => new PyDecimal(`${n}.5`)),
			fc.constantFrom<unknown>("a", new PyDate(1, 1, 1)),
		),
		{ maxLength: 30 },
	);
	fc.assert(
		fc.property(values, fc.integer({ min: 0, max: 5 }), (list, protocol) => {
			const plain = dumps(list, { protocol, persistentId: () => undefined });
			expect(Buffer.compare(dumps(list, { protocol }), plain)).toBe(0);
		}),
		{ numRuns: 200 },
	);
});

it("ints of 33 to 64 bits are the bytes of ints of any size", () => {
	fc.assert(
		fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(31), (value, cut) => {
			const int = value >> BigInt(cut);
			if (BigInt.asIntN(32, int) === int) return;
			const bytes = encodeLong(int);
			expect([...dumps(int, { protocol: 2 })]).toEqual([0x80, 2, 0x8a, bytes.length, ...bytes, 0x2e]);
		}),
		{ numRuns: 500 },
	);
});

it("frames end between the same values as one by one, wherever in an entry that is", () => {
	const dict = new PyDict(Array.from({ length: 9000 }, (_, i) => [i + 70_000, i * 3 + 70_000]));
	for (let offset = 0; offset < 12; offset++) {
		const value = ["x".repeat(offset), dict];
		const plain = dumps(value, { persistentId: () => undefined });
		expect(plain.length).toBeGreaterThan(80_000);
		expect(Buffer.compare(dumps(value), plain)).toBe(0);
	}
});
