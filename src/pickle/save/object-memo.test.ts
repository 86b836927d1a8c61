/** The memo of what is written finds what a `Map` finds. */
import { describe, expect, it } from "vitest";
import { PyDecimal } from "../../registry/stdlib/decimal.ts";
import { FreshText } from "../../registry/types.ts";
import { PyDict } from "../../values/dict.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { PySet } from "../../values/set.ts";
import { tuple } from "../../values/tuple.ts";
import { dumps } from "../dumps.ts";
import { loads } from "../loads.ts";
import { ObjectMemo } from "./object-memo.ts";

/** Objects of all kinds, many of which look alike. */
function makeObject(n: number): object {
	const few = n % 7;
	switch (n % 15) {
		case 0:
			return [];
		case 1:
			return [few];
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
			return n % 2 === 0 ? new PyDecimal(n) : new FreshText("text");
		default:
			return [n * 64];
	}
}

describe.each([true, false])("the memo of objects, quiet: %s", (quiet) => {
	it("finds by identity what was added, whatever it looks like, and nothing else", () => {
		const memo = new ObjectMemo(quiet);
		for (const count of [5, 12, 13, 30_000, 200]) {
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

describe("what is shared", () => {
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
