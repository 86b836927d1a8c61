import { describe, expect, test } from "vitest";
import { PyByteArray } from "../values/bytearray.ts";
import { genops } from "./genops.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const args = (text: string): unknown[] => Array.from(genops(bytes(text)), ({ arg }) => arg);

describe("genops()", () => {
	test("gives opcodes, arguments and positions", () => {
		const seen = Array.from(genops(bytes("\x80\x04K\x05.junk")), ({ opcode, arg, pos }) => [opcode.name, arg, pos]);
		expect(seen).toEqual([
			["PROTO", 4, 0],
			["BININT1", 5, 2],
			["STOP", null, 4],
		]);
	});
	test("gives arguments as values", () => {
		expect(args("I01\nI-5\nL99999999999999999999L\nG?\xf0\0\0\0\0\0\0C\x02ab.")).toEqual([
			true,
			-5,
			99999999999999999999n,
			1,
			bytes("ab"),
			null,
		]);
		expect(args("\x96\x01\0\0\0\0\0\0\0a.")[0]).toBeInstanceOf(PyByteArray);
	});
	test("gives copies of bytes", () => {
		const data = bytes("C\x02ab.");
		const [first] = genops(data);
		(first?.arg as Uint8Array)[0] = 0;
		expect(data[2]).toBe(0x61);
	});
	test("takes an ArrayBuffer", () => {
		expect([...genops(bytes("N.").buffer as ArrayBuffer)]).toHaveLength(2);
	});
	test("knows where an error is", () => {
		expect(() => args("NI1x\n.")).toThrow(expect.objectContaining({ name: "ValueError", offset: 1, opcode: "INT" }));
		expect(() => args("N\xff")).toThrow(expect.objectContaining({ code: "unknown-opcode", offset: 1 }));
	});
	test("has no protocol 5 before Python 3.8", () => {
		expect(() => [...genops(bytes("\x97."), { pythonVersion: "3.7" })]).toThrow(
			"at position 0, opcode b'\\x97' unknown",
		);
		expect([...genops(bytes("\x97."), { pythonVersion: "3.8" })]).toHaveLength(2);
	});
});

describe("genops() over objects like files", () => {
	test.each([
		["N.", "'str' object has no attribute 'read'"],
		[5, "'int' object has no attribute 'read'"],
		[null, "'NoneType' object has no attribute 'read'"],
		[{ read() {} }, "'dict' object has no attribute 'readline'"],
	])("refuses %j", (source, message) => {
		expect(() => genops(source as never)).toThrow(expect.objectContaining({ name: "AttributeError", message }));
	});
	test("never asks for a length that only the data claims", () => {
		const data = bytes("\x8e\xff\xff\xff\xff\xff\xff\x1f\0ab");
		let at = 0;
		let most = 0;
		const file = {
			read(size: number) {
				most = Math.max(most, size);
				const start = at;
				at = Math.min(data.length, start + size);
				return data.subarray(start, at);
			},
			readline: () => new Uint8Array(0),
		};
		expect(() => [...genops(file)]).toThrow("expected 9007199254740991 bytes in a bytes8, but only 2 remain");
		expect(most).toBeLessThanOrEqual(2 ** 20);
	});
	test("refuses answers that are no bytes, or too many", () => {
		const file = (answer: unknown): never => ({ read: () => answer, readline: () => answer }) as never;
		expect(() => [...genops(file("N"))]).toThrow("read() should have returned a bytes object, not 'str'");
		expect(() => [...genops(file(new Uint8Array(2)))]).toThrow("read(1) returned 2 bytes");
	});
});
