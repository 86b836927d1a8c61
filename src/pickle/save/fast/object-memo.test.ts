/** The memo of what is written finds what a `Map` finds. */
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../../tests/effort.ts";
import { PyDecimal } from "../../../registry/stdlib/decimal.ts";
import { UninternedString } from "../../../registry/uninterned.ts";
import { PyDict } from "../../../values/dict.ts";
import { PyGlobal, PyObject } from "../../../values/opaque.ts";
import { PySet } from "../../../values/set.ts";
import { PyTuple, tuple } from "../../../values/tuple.ts";
import { dumps } from "../../dumps.ts";
import { loads } from "../../loads.ts";
import { Pickler } from "../../pickler.ts";
import { ObjectMemo } from "./object-memo.ts";

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Objects of all kinds, many of which look alike. */
function makeObject(n: number): object {
	const few = n % 7;
	switch (n % 15) {
		case 0:
			return [];
		case 1:
			return n % 2 === 0 ? [few] : [n % 4 === 1];
		case 2:
			return [n, "text", few];
		case 3:
			return [[n], [few]];
		case 4:
			return tuple(`t${n}`, few / 2);
		case 5:
			return [`${few}`, "", null, true, undefined, 1e300, Number.NaN];
		case 6:
			return new PyDict([[few, n]]);
		case 7:
			return new PySet([n]);
		case 8:
			return new PyObject({ callable: new PyGlobal("m", "C") });
		case 9:
			return { n };
		case 10:
			return new Date(n);
		case 11:
			return new Uint8Array([1, 2, few]);
		case 12:
			return new Uint8Array(n % 100);
		case 13:
			return n % 2 === 0 ? new PyDecimal(n) : new UninternedString("text");
		default:
			return [n * 64];
	}
}

describe.each([true, false])("the memo of objects, quiet: %s", (quiet) => {
	it("finds by identity what was added, whatever it looks like, and nothing else", () => {
		const memo = new ObjectMemo(quiet);
		for (const count of [5, 12, 13, IS_SHORT ? 5000 : 30_000, 200]) {
			const objects = Array.from({ length: count }, (_, n) => makeObject(n));
			for (const [n, object] of objects.entries()) {
				expect(memo.get(object)).toBeUndefined();
				// A tuple is added when its items have been.
				if (n % 3 === 0) memo.get(objects[(n * 7) % count] as object);
				memo.set(object, 3 * n);
			}
			for (const [n, object] of objects.entries()) if (memo.get(object) !== 3 * n) expect.fail(`${n} is lost`);
			for (let n = 0; n < Math.min(count, 1000); n++) expect(memo.get(makeObject(n))).toBeUndefined();
			expect(new Map(memo.entries())).toEqual(new Map(objects.map((object, n) => [object, 3 * n])));
			memo.clear();
			for (const object of objects.slice(0, 100)) expect(memo.get(object)).toBeUndefined();
			expect([...memo.entries()]).toEqual([]);
		}
	});
});

/** A value of many containers, a third of which stand in several places; cycles too. */
function graph(seed: number): unknown[] {
	let state = seed;
	const next = (below: number): number => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return Math.floor(((state >>> 8) / 0x1000000) * below);
	};
	const made: unknown[] = [];
	for (let i = 0; i < 3000; i++) {
		const part = (): unknown => (next(3) > 0 || made.length === 0 ? next(5) : made[next(made.length)]);
		switch (next(6)) {
			case 0:
				made.push(tuple(part(), part()));
				break;
			case 1:
				made.push(new PyDict([[next(9), part()]]));
				break;
			case 2:
				made.push({ a: part(), b: next(3) });
				break;
			case 3:
				made.push(new Uint8Array([1, 2, next(4), next(2)]));
				break;
			default:
				made.push(Array.from({ length: next(4) }, part));
		}
	}
	for (const list of made) {
		if (Array.isArray(list) && !(list instanceof PyTuple) && next(4) === 0) list.push(made[next(made.length)]);
	}
	return made;
}

describe("what is shared", () => {
	it.each([2, 4, 5])("is written in protocol %i as by a pickler that has a Map for it", (protocol) => {
		for (let seed = 1; seed <= 12; seed++) {
			const value = graph(seed);
			const chunks: Uint8Array[] = [];
			new Pickler({ write: (chunk: Uint8Array) => chunks.push(chunk.slice()) }, { protocol }).dumpSync(value);
			const expected = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
			expect(equalBytes(dumps(value, { protocol }), expected), `seed ${seed}`).toBe(true);
		}
	});
	it("is found although another memo has noted the same dict", () => {
		const inner = new PyDict([["a", 1]]);
		const shared = Array.from({ length: 20 }, (_, n) => new PyDict([["n", n]]));
		const outer = [...shared, inner, inner];
		dumps([...shared].reverse());
		const back = loads(dumps(outer)) as unknown[];
		expect(back[20]).toBe(back[21]);
		expect(back[0]).not.toBe(back[1]);
	});
	it("stays apart for thousands of lists that are alike", () => {
		const lists = Array.from({ length: 5000 }, () => [1, 2]);
		const back = loads(dumps([lists, lists[4321], [...lists].reverse()])) as unknown[][];
		expect(new Set(back[0]).size).toBe(5000);
		expect(back[1]).toBe((back[0] as unknown[])[4321]);
		expect((back[2] as unknown[])[0]).toBe((back[0] as unknown[])[4999]);
	});
});
