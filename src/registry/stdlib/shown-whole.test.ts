import { inspect } from "node:util";
import { expect, test } from "vitest";
import { PyRange } from "../../values/range.ts";
import { tuple } from "../../values/tuple.ts";
import { PyChainMap } from "./chain-map.ts";
import { PyDeque } from "./collections.ts";
import { PyException } from "./exceptions.ts";
import { PyNamespace } from "./types.ts";

test("String() of a value is Python's str(), never [object Object]", () => {
	expect(String(new PyNamespace([["a", tuple(1)]]))).toBe("namespace(a=(1,))");
	expect(String(new PyChainMap([{ a: 1 }]))).toBe("ChainMap({'a': 1})");
	expect(String(new PyRange(0, 5, 1))).toBe("range(0, 5)");
	expect(String(new PyRange(5, 0n, -1))).toBe("range(5, 0, -1)");
	expect(String(new PyDeque([1, "a"]))).toBe("deque([1, 'a'])");
});
test("a console is shown the notes, attributes and file names of an exception", () => {
	const noted = new PyException("ValueError", tuple("bad"));
	expect(inspect(noted)).toBe("ValueError('bad')");
	noted.attributes.set("__notes__", ["see the manual"]);
	expect(inspect(noted)).toContain("see the manual");
	const missing = new PyException("OSError", tuple<unknown[]>(2, "No such file", "a.txt"));
	expect(inspect(missing)).toContain("filename: 'a.txt'");
	expect(inspect({ deep: [missing] }, { depth: 4 })).toContain("a.txt");
});
test.each([
	["deques", (inner: unknown) => new PyDeque([inner])],
	["ChainMaps", (inner: unknown) => new PyChainMap([inner])],
	["exceptions", (inner: unknown) => new PyException("ValueError", tuple(inner))],
	["namespaces", (inner: unknown) => new PyNamespace([["a", inner]])],
])("a console that asks for all levels of %s is shown those that fit its stack", (_name, around) => {
	let value: unknown = 1;
	for (let level = 0; level < 20_000; level++) value = around(value);
	const text = inspect(value, { depth: Number.POSITIVE_INFINITY });
	expect(text).toMatch(/too deep to show|interrupted prematurely/);
	expect(text.length).toBeLessThan(2 ** 20);
});
