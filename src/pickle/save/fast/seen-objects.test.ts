/** The memo of objects of any kind finds what a `Map` finds, before and after the first that comes again. */
import { describe, expect, it } from "vitest";
import { SeenObjects } from "./seen-objects.ts";

const objects = Array.from({ length: 500 }, (_, n) => ({ n }));

describe("the memo of objects that are mostly written once", () => {
	it("knows all that were given an index, once one comes again", () => {
		const seen = new SeenObjects();
		for (const [n, object] of objects.entries()) {
			expect(seen.get(object)).toBeUndefined();
			seen.set(object, 2 * n);
		}
		expect([...seen.entries()]).toEqual(objects.map((object, n) => [object, 2 * n]));
		for (const [n, object] of objects.entries()) expect(seen.get(object)).toBe(2 * n);
		const another = {};
		expect(seen.get(another)).toBeUndefined();
		seen.set(another, 7);
		expect(seen.get(another)).toBe(7);
		expect([...seen.entries()]).toHaveLength(501);
		seen.clear();
		expect([...seen.entries()]).toEqual([]);
		expect(seen.get(another)).toBeUndefined();
	});
	it("an object may get its index when others have got theirs", () => {
		const seen = new SeenObjects();
		for (const object of objects.slice(0, 50)) expect(seen.get(object)).toBeUndefined();
		for (let n = 49; n >= 0; n -= 2) seen.set(objects[n] as object, n);
		expect([...seen.entries()]).toHaveLength(25);
		for (let n = 0; n < 50; n += 2) seen.set(objects[n] as object, n);
		for (let n = 0; n < 50; n++) expect(seen.get(objects[n] as object)).toBe(n);
	});
	it("one that is asked for again before it has an index is still new", () => {
		const seen = new SeenObjects();
		const [first, second] = objects as [object, object];
		for (const object of [first, first, second, second, first]) expect(seen.get(object)).toBeUndefined();
		seen.set(second, 1);
		seen.set(first, 2);
		expect([seen.get(first), seen.get(second)]).toEqual([2, 1]);
	});
	it("one that has waited for long, or was never asked for, gets it too", () => {
		const seen = new SeenObjects();
		for (const object of objects) seen.get(object);
		seen.set(objects[0] as object, 5);
		const unasked = {};
		seen.set(unasked, 6);
		expect(seen.get(objects[0] as object)).toBe(5);
		expect(seen.get(unasked)).toBe(6);
		expect(seen.get(objects[1] as object)).toBeUndefined();
	});
	it("one that is asked for twice before it has an index has none", () => {
		const seen = new SeenObjects();
		const [first, second] = objects as [object, object];
		seen.get(first);
		expect(seen.get(first)).toBeUndefined();
		seen.set(first, 1);
		expect(seen.get(first)).toBe(1);
		expect(seen.get(second)).toBeUndefined();
	});
	it("looking without asking leaves nothing behind", () => {
		const seen = new SeenObjects();
		const [first, second] = objects as [object, object];
		expect(seen.peek(first)).toBeUndefined();
		seen.get(second);
		seen.set(second, 3);
		expect([...seen.entries()]).toEqual([[second, 3]]);
		expect(seen.peek(second)).toBe(3);
		expect(seen.peek(first)).toBeUndefined();
	});
});
