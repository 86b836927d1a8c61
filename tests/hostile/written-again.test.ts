/** A small value that writes much: parts without a memo, in Python as here, which each use writes as a whole. */
import { describe, expect, it } from "vitest";
import { LimitError } from "../../src/errors.ts";
import * as pickle from "../../src/pickle/index.ts";
import { fromTagged, toTagged } from "../../src/tagged/index.ts";
import { PyPersistentId } from "../../src/values/opaque.ts";
import { tuple } from "../../src/values/tuple.ts";
import { IS_SHORT } from "../effort.ts";

/** How much less is written, within so much less memory, in `npm test`. */
const PART = IS_SHORT ? 8 : 1;
const int = 1n << (8n * 54_000n);
/** Objects at protocol 2 as `copyreg._reconstructor` makes them, all from one content. */
function copies(base: string, content: string, count: number): unknown {
	const text = `\x80\x02${content}q\0ccopy_reg\n_reconstructor\nq\x02cm\nC\nq\x01c__builtin__\n${base}\nq\x03](`;
	const all = `${text}${"h\x02h\x01h\x03h\0\x87R".repeat(count)}e.`;
	return pickle.loads(
		Uint8Array.from(all, (unit) => unit.charCodeAt(0)),
		{ limits: { memory: 2 ** 40 } },
	);
}
const numbers = Array.from({ length: 2200 }, (_, i) => `M${String.fromCharCode(i & 255, i >> 8)}`);
const CASES: readonly (readonly [name: string, value: unknown, protocol: number, memory?: number])[] = [
	["an int of 54 kB, 18,000 times", new Array(18_000 / PART).fill(int), 5],
	["the same in tuples", Array.from({ length: 18_000 / PART }, () => tuple(int)), 2],
	["a persistent id of 60 kB at protocol 0", new Array(18_000 / PART).fill(new PyPersistentId("x".repeat(60_000))), 0],
	["a list that 2,200 objects were made from", copies("list", `](${numbers.join("")}e`, 2200 / PART), 5],
	["a list of lists", copies("list", `](${"]".repeat(2200)}e`, 2200 / PART), 5],
	["a dict", copies("dict", `}(${numbers.slice(0, 1000).join("N")}Nu`, 1000 / PART), 5, 2 ** 27],
	["a list, at protocol 0", copies("list", `](${numbers.join("")}e`, 2200 / PART), 0],
];

describe("dumps() of a value of 200 kB ends before memory is gone:", () => {
	for (const [name, value, protocol, all = 2 ** 30] of CASES)
		it(name, () => {
			const memory = all / PART;
			const error = (() => {
				try {
					return pickle.dumps(value, { protocol, limits: { memory } });
				} catch (thrown) {
					return thrown;
				}
			})();
			expect(error instanceof LimitError).toBe(true);
			expect(error).toMatchObject({ limit: "memory", code: "limit" });
			expect((error as Error).message).toContain(
				"raise it with { limits: { memory: … } }, or write to a sink with dump()",
			);
			// A persistent id is text in memory, which is there once, at any other protocol.
			if (!(Array.isArray(value) && value[0] instanceof PyPersistentId)) {
				expect(() => toTagged(value, { limits: { memory } })).toThrow(LimitError);
			}
			// A sink has no bound.
			let written = 0;
			const enough = { write: (chunk: Uint8Array) => (written += chunk.length) > 2 ** 20 / PART && stop() };
			expect(() => pickle.dumpSync(value, enough, { protocol })).toThrow("enough");
		});
});
function stop(): never {
	throw new RangeError("enough");
}

describe("what is not written again counts nothing:", () => {
	it("one large content, however often it is written", () => {
		const value = copies("list", `](${numbers.join("")}e`, 3);
		const first = pickle.dumps(value, { limits: { memory: 3 * 256 * 2200 } });
		for (let i = 0; i < 5; i++) {
			expect(pickle.dumps(value, { limits: { memory: 3 * 256 * 2200 } })).toEqual(first);
			expect(pickle.dumps(value)).toEqual(first);
		}
		expect(() => pickle.dumps(value, { limits: { memory: 256 * 2200 } })).toThrow("memory");
	});
	it("an int, raised", () => {
		const value = new Array(4).fill(int);
		expect(() => pickle.dumps(value, { limits: { memory: 2 ** 20 } })).toThrow("memory");
		expect(pickle.dumps(value, { limits: { memory: 2 ** 21 } }).length).toBeGreaterThan(4 * 54_000);
		expect(fromTagged(toTagged(value))).toEqual(value);
		expect(() => toTagged(value, { limits: { memory: 2 ** 20 } })).toThrow("memory");
	});
	it("ids of many digits", () => {
		const ids = Array.from({ length: 50_000 }, (_, i) => (1n << 4000n) + BigInt(i));
		expect(pickle.dumps(ids, { limits: { memory: 2 ** 20 } }).length).toBeGreaterThan(2 ** 24);
	});
});
