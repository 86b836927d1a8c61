import { expect, test } from "vitest";
import { addExtension, clearExtensionCache, constructor, pickle, removeExtension } from "./copyreg.ts";
import { createRegistry } from "./registry.ts";

const empty = createRegistry();

test("pickle() gives another registry, and leaves the first as it is", () => {
	class Thing {}
	const registry = pickle(empty, Thing, () => "m:Thing");
	expect(registry.byValue(new Thing())?.reduce).toBeDefined();
	expect(registry.byName("builtins:object")).toBe(undefined);
	expect(empty.byValue(new Thing())).toBe(undefined);
});

test("pickle() and constructor() have Python's complaints", () => {
	class Thing {}
	expect(() => pickle(empty, Thing, 5 as never)).toThrow("reduction functions must be callable");
	expect(() => pickle(empty, Thing, () => "m:n", 5)).toThrow("constructors must be callable");
	expect(() => constructor(empty, "x")).toThrow("constructors must be callable");
	expect(constructor(empty, Thing)).toBe(empty);
});

test("addExtension() and removeExtension() have Python's rules", () => {
	const one = addExtension(empty, "m", "n", 5);
	expect(one.codeOf("m:n")).toBe(5);
	expect(one.byCode(5)).toBe("m:n");
	expect(empty.codeOf("m:n")).toBe(undefined);
	expect(addExtension(one, "m", "n", 5)).toBe(one);
	expect(() => addExtension(one, "m", "n", 6)).toThrow("key ('m', 'n') is already registered with code 5");
	expect(() => addExtension(one, "m", "x", 5)).toThrow("code 5 is already in use for key ('m', 'n')");
	for (const code of [0, -1, 2 ** 31, 1.5])
		expect(() => addExtension(one, "m", "x", code)).toThrow("code out of range");
	expect(addExtension(one, "m", "x", 2 ** 31 - 1).codeOf("m:x")).toBe(2 ** 31 - 1);
	expect(removeExtension(one, "m", "n", 5).codeOf("m:n")).toBe(undefined);
	expect(() => removeExtension(one, "m", "n", 6)).toThrow("key ('m', 'n') is not registered with code 6");
	expect(clearExtensionCache(one)).toBe(one);
});
