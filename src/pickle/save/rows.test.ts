/** Items of a list that need no task are written in loops of their own, as the same bytes. */
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../tests/effort.ts";
import { PyDict } from "../../values/dict.ts";
import { PyFloat } from "../../values/numbers.ts";
import { PySet } from "../../values/set.ts";
import { tuple } from "../../values/tuple.ts";
import { dumps } from "../dumps.ts";
import { loads } from "../loads.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** As every value is written that is shown to a hook first: one by one. */
const ONE_BY_ONE = { persistentId: (): undefined => undefined };

describe.each([0, 1, 2, 3, 4, 5])("protocol %i", (protocol) => {
	it("fetches objects from the memo as it does one by one, from index 0 to more than a byte holds, over many frames", () => {
		const pool = Array.from({ length: 400 }, (_, n) => [[n], { k: n }, new PyDict([["k", n]]), new PySet([n])][n % 4]);
		const list = Array.from({ length: 70_000 }, (_, n) => pool[(n * n) % 400]);
		expect(hex(dumps(list, { protocol }))).toBe(hex(dumps(list, { protocol, ...ONE_BY_ONE })));
	});
	it("writes floats of their own class among others", () => {
		const floats = Array.from({ length: 20_000 }, (_, n) => new PyFloat(n - 5));
		const shared = [1];
		const list = [
			...floats,
			shared,
			floats[0],
			1,
			shared,
			shared,
			null,
			floats[1],
			-0,
			2 ** 40,
			shared,
			"a",
			tuple(shared),
		];
		for (const value of [floats, list]) {
			expect(hex(dumps(value, { protocol }))).toBe(hex(dumps(value, { protocol, ...ONE_BY_ONE })));
		}
	});
});

/** Dicts of `size` entries: of ints, of ints with something else every so often, of plain properties. */
const dictsOf = (size: number): Map<unknown, unknown>[] => {
	const numbers = Array.from({ length: size }, (_, n) => (n * 7919) % 70_000);
	const others = [-0, 0.5, "a", 2 ** 40, null, [1], -1, new PyFloat(2)];
	return [
		new Map(numbers.map((n) => [n - 300, n * 40_000 - 2 ** 31])),
		new PyDict(numbers.map((n, i) => [i, i % 31 === 30 ? others[n % 8] : n])),
		new PyDict(numbers.map((n, i) => [i % 97 === 3 ? `k${n}` : i + 0.5 * (i % 5), n])),
		new Map(numbers.map((n, i) => [`k${n}`, i % 3 === 0 ? [i] : i])),
	];
};

describe.each([0, 1, 2, 4, 5])("dicts in protocol %i", (protocol) => {
	it.each(["3.13", "3.15"] as const)("are the same entry by entry, whatever the batches, for %s", (pythonVersion) => {
		for (const size of IS_SHORT ? [0, 1, 999, 1000, 1001, 2001] : [0, 1, 2, 999, 1000, 1001, 2000, 2001, 30_001]) {
			for (const dict of dictsOf(size)) {
				const options = { protocol, pythonVersion };
				expect(hex(dumps(dict, options))).toBe(hex(dumps(dict, { ...options, ...ONE_BY_ONE })));
			}
		}
	});
	it("a property whose getter gives nothing the second time breaks no pickle", () => {
		let reads = 0;
		const fickle = {
			get a(): number | undefined {
				return reads++ === 0 ? 1 : undefined;
			},
		};
		expect(() => dumps(fickle, { protocol })).toThrow("cannot pickle 'undefined' object");
		reads = 0;
		const others = Object.defineProperties({ b: 2, c: 3 }, Object.getOwnPropertyDescriptors(fickle));
		reads = 0;
		let written: Uint8Array | undefined;
		try {
			written = dumps(others, { protocol });
		} catch (error) {
			expect(String(error)).toContain("cannot pickle 'undefined' object");
		}
		if (written !== undefined)
			expect([
				{ b: 2, c: 3 },
				{ b: 2, c: 3, a: 1 },
			]).toContainEqual(loads(written));
	});
	it.each(["3.13", "3.15"] as const)(
		"plain objects are as maps, without what is undefined, for %s",
		(pythonVersion) => {
			for (const size of IS_SHORT ? [0, 1, 2, 1000, 1001, 2001] : [0, 1, 2, 3, 999, 1000, 1001, 2000, 2001, 2002]) {
				const entries = [...(dictsOf(size)[3] as Map<string, unknown>)];
				const map = new Map(entries);
				const none = { a: undefined, b: undefined };
				for (const object of [
					Object.fromEntries(entries),
					{ ...none, ...Object.fromEntries(entries) },
					{ ...Object.fromEntries(entries), ...none },
					Object.fromEntries(
						entries.flatMap(([key, value], i) => (i % 5 < 3 ? [[key, value]] : [[`x${i}`], [key, value]])),
					),
				]) {
					expect(hex(dumps(object, { protocol, pythonVersion }))).toBe(hex(dumps(map, { protocol, pythonVersion })));
				}
			}
		},
	);
});

/** The opcodes and bytes of an int beyond 32 bits, by arithmetic alone. */
function longHex(value: bigint): string {
	let length = 1;
	while (value < -(1n << BigInt(8 * length - 1)) || value >= 1n << BigInt(8 * length - 1)) length++;
	const bytes: number[] = [];
	for (let i = 0; i < length; i++) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
	const header = length < 256 ? [0x8a, length] : [0x8b, length & 0xff, length >> 8, 0, 0];
	return hex(Uint8Array.from([...header, ...bytes]));
}

it("ints around each power of 256 are as many bytes as they need", () => {
	for (let bits = 31n; bits < 2100n; bits += bits < 100n ? 1n : 7n) {
		for (const delta of [-1n, 0n, 1n, 12345n]) {
			for (const sign of [1n, -1n]) {
				const value = sign * ((1n << bits) + delta);
				if (BigInt.asIntN(32, value) === value) continue;
				const expected = `8002${longHex(value)}2e`;
				expect(hex(dumps(value, { protocol: 2 }))).toBe(expected);
				const number = Number(value);
				expect(loads(Buffer.from(expected, "hex"))).toBe(Number.isSafeInteger(number) ? number : value);
				if (Number.isSafeInteger(number)) expect(hex(dumps(number, { protocol: 2 }))).toBe(expected);
			}
		}
	}
});

it.each(["a", "é", "語", "😀", "\ud800"])("texts of %j have the header of their length in bytes", (unit) => {
	for (const count of [1, 12, 16, 28, 42, 63, 64, 85, 86, 127, 128, 129, 255, 256, 257, 1000]) {
		const text = unit.repeat(count) + "x".repeat(count % 3);
		const payload = utf8(text);
		const { length } = payload;
		for (const protocol of [1, 3, 4]) {
			const short = protocol === 4 && length < 256;
			const header = short ? [0x8c, length] : [0x58, length & 0xff, length >> 8, 0, 0];
			const found = hex(dumps(text, { protocol }));
			expect(found).toContain(hex(Uint8Array.from([...header, ...payload, ...(protocol === 4 ? [0x94] : [])])));
		}
	}
});

/** UTF-8 by arithmetic, halves of characters as three bytes. */
function utf8(text: string): number[] {
	return [...text].flatMap((character) => {
		const point = character.codePointAt(0) as number;
		const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
		if (point < 0x80) return [point];
		if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
		if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
		return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
	});
}

it("texts that come new after each other, and again, are written as one by one", () => {
	const alphabets = ["abc", "éü", "日本語", "😀", "\ud800", "\udc00x", "\u0000\u007f\u0080\u07ff\u0800\uffff"];
	const list = Array.from({ length: 1200 }, (_, n) => {
		const units = alphabets[(n >> 3) % alphabets.length] as string;
		return n % 5 === 4 ? `${n >> 3}` : `${n}${units.repeat(n % 11)}`;
	});
	// In one frame: PROTO 4, its length, EMPTY_LIST, and batches of a thousand.
	const items: number[] = [];
	const known = new Map<string, number>();
	for (const [n, text] of list.entries()) {
		if (n % 1000 === 0) items.push(...(n > 0 ? [0x65] : []), 0x28);
		const index = known.get(text);
		if (index === undefined) {
			const bytes = utf8(text);
			items.push(0x8c, bytes.length, ...bytes, 0x94);
			known.set(text, known.size + 1);
		} else if (index < 256) {
			items.push(0x68, index);
		} else {
			items.push(0x6a, index & 0xff, index >> 8, 0, 0);
		}
	}
	const frame = [0x5d, 0x94, ...items, 0x65, 0x2e];
	expect(frame.length).toBeLessThan(65536);
	const { length } = frame;
	const expected = [0x80, 4, 0x95, length & 0xff, length >> 8, 0, 0, 0, 0, 0, 0, ...frame];
	expect(hex(dumps(list, { protocol: 4 }))).toBe(hex(Uint8Array.from(expected)));
});
