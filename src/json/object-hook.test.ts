import { expect, it } from "vitest";
import type { PyDict } from "../values/dict.ts";
import { loads } from "./index.ts";

interface Point {
	x: number;
	y: number;
}

it("objectHook has a parameter that can be used, declared or not", () => {
	const text = '[{"x": 1, "y": 2}]';
	// Whether these compile is the test.
	expect(loads(text, { objectHook: (object) => object["x"] })).toEqual([1]);
	expect(loads(text, { objectHook: (object: Record<string, unknown>) => Object.keys(object) })).toEqual([["x", "y"]]);
	expect(loads(text, { objectHook: (point: Point) => point.x + point.y })).toEqual([3]);
	expect(loads(text, { objectHook: ({ x }: { x: number }) => x })).toEqual([1]);
	expect(loads(text, { mode: "exact", objectHook: (object: PyDict) => object.get("y") })).toEqual([2]);
	expect(loads(text, { objectHook: null })).toEqual([{ x: 1, y: 2 }]);
});
