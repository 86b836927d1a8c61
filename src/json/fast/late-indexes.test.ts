import { describe, expect, it } from "vitest";
import { JSONDecodeError } from "../errors.ts";
import { load, loads } from "../index.ts";

const HOOK = { objectHook: (object: unknown) => object };
const textOf = (keys: readonly (number | string)[]): string => `{${keys.map((key, i) => `"${key}":${i}`).join(",")}}`;
const shuffled = (length: number, step = 1): number[] => {
	const keys = Array.from({ length }, (_, i) => i * step);
	let state = 7;
	for (let i = length - 1; i > 0; i--) {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		const j = state % (i + 1);
		[keys[i], keys[j]] = [keys[j] as number, keys[i] as number];
	}
	return keys;
};
const descending = Array.from({ length: 1000 }, (_, i) => 1000 - i);

describe("objects with many index keys in no order", () => {
	const cases: [name: string, keys: (number | string)[]][] = [
		["descending", descending],
		["shuffled", shuffled(5000)],
		["shuffled, with gaps", shuffled(3000, 1000)],
		["sparse, up to the last index", [...shuffled(100, 40_000_000), 4294967294, 4294967295, 4294967296]],
		["31 to 34 of them", descending.slice(0, 31)],
		["32", descending.slice(0, 32)],
		["33", descending.slice(0, 33)],
		["34", descending.slice(0, 34)],
		["with others after them", [...descending, "a", "__proto__", "01", 5000, "b"]],
		["with others in front", ["a", "b", ...descending]],
		["the same again", [...descending, ...descending.toReversed(), 7, 7]],
		["in two heaps far apart", [...shuffled(2000), ...shuffled(2000).map((key) => key + 6000)]],
	];
	it.each(cases)("%s", (_name, keys) => {
		const text = textOf(keys);
		const expected = JSON.parse(text) as object;
		const read = loads(text, HOOK) as object;
		expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
		expect(Object.entries(read)).toEqual(Object.entries(expected));
		const nested = loads(`[${text},{"x":${text}}]`, HOOK) as [object, { x: object }];
		expect(Object.entries(nested[0])).toEqual(Object.entries(expected));
		expect(Object.entries(nested[1].x)).toEqual(Object.entries(expected));
	});
	it("objects within each other", () => {
		const text = `{${descending.map((key) => `"${key}":{"${key}":[${textOf(descending.slice(0, 40))}]}`).join(",")}}`;
		expect(loads(text, HOOK)).toEqual(JSON.parse(text));
	});
	it("from a stream, and where keys must differ", async () => {
		const text = textOf(shuffled(2000));
		const pieces = Array.from({ length: Math.ceil(text.length / 97) }, (_, i) => text.slice(i * 97, i * 97 + 97));
		expect(await load(pieces)).toEqual(JSON.parse(text));
		expect(loads(text, { duplicateKeys: "error" })).toEqual(JSON.parse(text));
		expect(() => loads(textOf([...descending, 500]), { duplicateKeys: "error" })).toThrow(JSONDecodeError);
	});
});
