import { describe, expect, it } from "vitest";
import { builtins } from "../registry/builtins.ts";
import { createRegistry } from "../registry/registry.ts";
import { PyComplex } from "../values/complex.ts";
import { PyObject } from "../values/opaque.ts";
import { BareUnpickler } from "./bare-unpickler.ts";
import { Unpickler } from "./unpickler.ts";

/** `[1, "a", timedelta(3), 1+2j]`, as Python 2.7 and 3.x write it with protocol 2. */
const DATA = Buffer.from(
	"80025d71002 84b01580100000061710163646174657469 6d650a74696d6564656c74610a71024b034b004b008771035271 04635f5f6275696c74696e5f5f0a636f6d706c65780a710547 3ff0000000000000474000000000000000867106527107652e".replaceAll(
		" ",
		"",
	),
	"hex",
);

describe("a BareUnpickler", () => {
	it("has the types of its registry, and no others", () => {
		const read = new BareUnpickler(DATA, { registry: builtins }).loadSync() as unknown[];
		expect(read.slice(0, 2)).toEqual([1, "a"]);
		expect(read[2]).toBeInstanceOf(PyObject);
		expect((read[2] as PyObject).args).toEqual([3, 0, 0]);
		expect(read[3]).toEqual(new PyComplex(1, 2));
		const none = new BareUnpickler(DATA, { registry: createRegistry() }).loadSync() as unknown[];
		expect(none[3]).toBeInstanceOf(PyObject);
	});
	it("has the errors of an Unpickler, without hints", () => {
		const errorOf = (unpickler: { loadSync(): unknown }): unknown => {
			try {
				return unpickler.loadSync();
			} catch (error) {
				return error;
			}
		};
		const cut = DATA.subarray(0, 30);
		const bare = errorOf(new BareUnpickler(cut, { registry: builtins })) as Error;
		const full = errorOf(new Unpickler(cut)) as Error;
		expect({ ...bare }).toEqual({ ...full, hint: undefined });
		expect(bare.message).toBe(full.message);
		expect(Object.keys(full)).toContain("hint");
	});
	it("calls the methods of a subclass", () => {
		class Named extends BareUnpickler {
			override findClass(module: string, name: string): object | undefined {
				return name === "timedelta" ? { names: [`${module}:${name}`], load: (args: unknown[]) => args } : undefined;
			}
		}
		const [, , delta] = new Named(DATA, { registry: builtins }).loadSync() as unknown[];
		expect([...(delta as number[])]).toEqual([3, 0, 0]);
	});
	it("takes several values from one source", async () => {
		const unpickler = new BareUnpickler([DATA, DATA], { registry: builtins });
		expect(await unpickler.load()).toEqual(await unpickler.load());
	});
});
