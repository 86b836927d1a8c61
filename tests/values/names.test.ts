import { describe, expect, it } from "vitest";
import { DType, NPScalar } from "../../src/numpy/index.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PySet } from "../../src/values/set.ts";

/** A `numpy.str_`, which equals a string and is none. */
const named = (text: string): NPScalar => new NPScalar(DType.of(`U${text.length}`), text);

describe("a key that equals a string", () => {
	it("is found by the string, and the string by it", () => {
		const dict = new PyDict<unknown, number>([
			[named("a"), 1],
			["b", 2],
		]);
		expect([dict.get("a"), dict.has("a"), dict.get(named("a")), dict.get(named("b")), dict.get("c")]).toEqual([
			1,
			true,
			1,
			2,
			undefined,
		]);
		dict.set("a", 3).set(named("b"), 4).set("c", 5);
		expect([[...dict.values()], [...dict.keys()][0] instanceof NPScalar]).toEqual([[3, 4, 5], true]);
		expect([dict.delete("a"), dict.has(named("a")), dict.size]).toEqual([true, false, 2]);
		dict.clear();
		expect(dict.set("a", 1).get("a")).toBe(1);
	});
	it("is one item of a set with the string", () => {
		const set = new PySet<unknown>([named("a"), "a", "b", named("b")]);
		expect([set.size, set.has("a"), set.has(named("b")), set.has("c")]).toEqual([2, true, true, false]);
		expect([set.delete("a"), set.size]).toEqual([true, 1]);
	});
});
