import { describe, expect, test } from "vitest";
import { INSPECT } from "./brand.ts";
import { PyDict } from "./dict.ts";
import { PyGlobal, PyObject, type PyOperation } from "./opaque.ts";
import { tuple } from "./tuple.ts";

const cart = new PyGlobal("shop", "Cart");
const list = (...names: string[]): PyOperation[] => names.map((name) => ({ op: "append", items: [name] }));

describe("PyObject", () => {
	test("knows the class of what copyreg's helpers make, and none for what a function returned", () => {
		for (const [module, qualname] of [
			["copyreg", "_reconstructor"],
			["copy_reg", "_reconstructor"],
			["copyreg", "__newobj__"],
			["copyreg", "__newobj_ex__"],
		] as const) {
			const object = new PyObject({ callable: new PyGlobal(module, qualname), args: tuple(cart, 1) });
			expect([object.pyClass, object.className]).toEqual([cart, "Cart"]);
		}
		const odd = new PyObject({ callable: new PyGlobal("copyreg", "__newobj__"), args: tuple(1) });
		expect([odd.pyClass, odd.className]).toEqual([undefined, "__newobj__"]);
		const called = new PyObject({ callable: new PyObject({ callable: cart }) });
		expect([called.pyClass, called.className]).toEqual([undefined, "object"]);
	});
	test("derives items, entries, state and attributes from the log", () => {
		const object = new PyObject({
			callable: cart,
			operations: [
				...list("a", "b"),
				{ op: "add", items: ["c"] },
				{ op: "setItem", items: [["k", 1]] },
				{ op: "build", state: { x: 1, y: 2 } },
				{
					op: "build",
					state: tuple(
						new PyDict<unknown, unknown>([
							["y", 3],
							[5, 6],
						]),
						{ slot: 4 },
					),
				},
				{ op: "setItem", items: [["k", 2]] },
			],
		});
		expect(object.items).toEqual(["a", "b", "c"]);
		expect(object.entries).toEqual([
			["k", 1],
			["k", 2],
		]);
		expect([...object.attributes]).toEqual([
			["x", 1],
			["y", 3],
			["slot", 4],
		]);
		expect(object.state).toBe((object.operations[5] as { state: unknown }).state);
		expect(new PyObject({ callable: cart, operations: list("a") }).state).toBeUndefined();
		expect(new PyObject({ callable: cart, operations: [{ op: "build", state: 7 }] }).attributes.size).toBe(0);
	});
	test("shows in JSON and to Node's inspect what there is, and nothing else", () => {
		const bare = new PyObject({ callable: cart });
		const full = new PyObject({
			callable: cart,
			args: tuple(1),
			operations: [...list("a"), { op: "setItem", items: [["k", 1]] }, { op: "build", state: { __proto__x: 1 } }],
		});
		expect(JSON.stringify(bare)).toBe('{"$class":"shop.Cart"}');
		expect(JSON.stringify(full)).toBe(
			'{"$class":"shop.Cart","$args":[1],"__proto__x":1,"$items":["a"],"$entries":[["k",1]]}',
		);
		expect(bare[INSPECT]()).toBe("PyObject(shop.Cart)");
		const shown = full[INSPECT]() as object;
		expect(shown.constructor.name).toBe("PyObject(shop.Cart)");
		expect(Object.entries(shown)).toEqual([
			["$args", [1]],
			["__proto__x", 1],
			["$items", ["a"]],
			["$entries", [["k", 1]]],
		]);
		expect(full[INSPECT]()).toBe(shown);
	});
	test("shows a console no more of a name than Node of a string, and no two names as one", () => {
		const long = "n".repeat(20_000);
		const shown = new PyObject({
			callable: new PyGlobal("m", long),
			operations: [{ op: "build", state: { [`${long}a`]: 1, [`${long}b`]: 2, [`${long}c`]: 3, short: 4 } }],
		})[INSPECT]() as object;
		const cut = `${"n".repeat(10_000)}... 10001 more characters`;
		expect(Object.entries(shown)).toEqual([
			[cut, 1],
			[`${cut} (2)`, 2],
			[`${cut} (3)`, 3],
			["short", 4],
		]);
		expect(shown.constructor.name).toBe(`PyObject(m.${"n".repeat(9998)}... 10002 more characters)`);
		expect(new PyGlobal("m", "\x1b[".repeat(9e6))[INSPECT]()).toHaveLength(
			"PyGlobal(m.".length + 4999 * 5 + "... 17990002 more characters)".length,
		);
		expect(
			Object.keys(new PyObject({ callable: cart, operations: [{ op: "build", state: { [long]: 1 } }] })[INSPECT]()),
		).toEqual([`${"n".repeat(10_000)}... 10000 more characters`]);
	});
});
