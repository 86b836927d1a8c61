import { describe, expect, it } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import { dumpsBuffer } from "./dumps-buffer.ts";

describe("dumpsBuffer", () => {
	it("returns the bytes of dumps, as a Buffer of exactly these", () => {
		for (const value of [1, { user: "bob" }, [new Uint8Array(100_000)], "é"]) {
			for (const options of [undefined, { protocol: 2 }, { pythonVersion: "3.8" }]) {
				const bytes = dumpsBuffer(value, options);
				expect(Buffer.isBuffer(bytes)).toBe(true);
				expect(bytes.equals(dumps(value, options))).toBe(true);
			}
		}
	});
	it("shares no memory: a later call leaves the bytes as they are", () => {
		const first = dumpsBuffer({ n: 1 });
		const copy = Buffer.from(first);
		for (let i = 0; i < 100; i++) dumpsBuffer({ n: i, text: "x".repeat(i) });
		expect(first.equals(copy)).toBe(true);
		expect(loads(first)).toEqual({ n: 1 });
	});
	it("throws as dumps does", () => {
		expect(() => dumpsBuffer(Symbol("x"))).toThrow(/cannot pickle/i);
		expect(() => dumpsBuffer(1, { protocl: 2 } as never)).toThrow("unexpected keyword argument 'protocl'");
	});
});
