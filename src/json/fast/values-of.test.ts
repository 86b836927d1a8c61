/** Values of keys are those of `Object.values`. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { dumps } from "../index.ts";
import { valuesOf } from "./values-of.ts";

it("in the same order, also where keys are ints, or have a getter", () => {
	const key = fc.oneof(fc.string({ maxLength: 5 }), fc.nat(5000).map(String), fc.constantFrom("__proto__", "-1", "01"));
	fc.assert(
		fc.property(fc.uniqueArray(key, { maxLength: 60 }), (keys) => {
			const object: Record<string, unknown> = {};
			for (const [i, name] of keys.entries()) {
				const property = i % 7 === 3 ? { get: () => i } : { value: i };
				Object.defineProperty(object, name, { ...property, enumerable: i % 5 !== 4 });
			}
			expect(valuesOf(object, Object.keys(object))).toEqual(Object.values(object));
		}),
		{ numRuns: 300 },
	);
	const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${(i * 7919) % 3000}`, i]));
	expect(dumps(many)).toBe(dumps(new Map(Object.entries(many))));
});
