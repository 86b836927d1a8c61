import { describe, expect, test } from "vitest";
import * as constants from "../pickle/opcodes.ts";
import { code2op, opcodes } from "./opcode-info.ts";

describe("the opcode records", () => {
	test("agree with the machine's own table", () => {
		const { HIGHEST_PROTOCOL, DEFAULT_PROTOCOL: _, ...bytes } = constants;
		expect(Object.fromEntries(opcodes.map(({ name, code }) => [name, code.charCodeAt(0)]))).toEqual(bytes);
		expect(Math.max(...opcodes.map(({ proto }) => proto))).toBe(HIGHEST_PROTOCOL);
	});
	test("are 68, with a name, a code and a text each of their own", () => {
		for (const field of ["name", "code", "doc"] as const)
			expect(new Set(opcodes.map((info) => info[field])).size).toBe(68);
		for (const info of opcodes) expect(code2op.get(info.code)).toBe(info);
	});
	test("say in one short line what an opcode does", () => {
		for (const { doc } of opcodes) {
			const [first, second] = doc.split("\n") as [string, string?];
			expect(first).toMatch(/^[A-Z][^\n]{5,110}\.$/);
			expect(second ?? "").toBe("");
		}
	});
	test("cannot be changed", () => {
		expect(() => Object.assign(opcodes[0] as object, { name: "X" })).toThrow(TypeError);
		expect(() => (opcodes as unknown[]).push(1)).toThrow(TypeError);
	});
});
