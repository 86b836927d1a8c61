import { expect, test } from "vitest";
import { Dicts } from "./dicts.ts";

test("small dicts stay plain objects after millions of keys, whichever of them are counted", () => {
	const { random } = Math;
	for (const chance of [0, 0.5, 1]) {
		Math.random = () => chance;
		try {
			const dicts = new Dicts(true, 31400, Number.POSITIVE_INFINITY);
			const stack: unknown[] = [];
			for (let i = 0; i < 600; i++) stack.push(`k${i}`, i);
			const large = dicts.make() as Record<string, unknown>;
			for (let i = 0; i < 7200; i++) expect(dicts.fill(large, stack, 0, stack.length)).toBe(large);
			for (const count of [1, 2, 400, 499, 500, 600]) {
				const small = dicts.make() as Record<string, unknown>;
				for (let i = 0; i < 3; i++) expect(dicts.fill(small, stack, 0, 2 * count)).toBe(small);
				expect(Object.keys(small).length).toBe(count);
			}
		} finally {
			Math.random = random;
		}
	}
});
