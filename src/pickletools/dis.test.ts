import { describe, expect, test } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { type DisError, dis } from "./dis.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const caught = (run: () => unknown): DisError & { code: string; offset: number } => {
	try {
		run();
	} catch (error) {
		return error as never;
	}
	throw new Error("nothing was thrown");
};

describe("dis()", () => {
	test("shows a pickle as text", () => {
		expect(dis(bytes("(K\x01S'a'\nt."))).toBe(
			[
				"    0: (    MARK",
				"    1: K        BININT1    1",
				"    3: S        STRING     'a'",
				"    8: t        TUPLE      (MARK at 0)",
				"    9: .    STOP",
				"highest protocol among opcodes = 1",
				"",
			].join("\n"),
		);
	});
	test("describes opcodes when asked to", () => {
		expect(dis(bytes("N."), { annotate: 20 })).toBe(
			[
				"    0: N    NONE            Puts None.",
				"    1: .    STOP            Ends the pickle; the top is its value.",
				"highest protocol among opcodes = 0",
				"",
			].join("\n"),
		);
	});
	test("writes to an object that takes text", () => {
		let text = "";
		expect(dis(bytes("N."), { out: { write: (piece) => (text += piece) } })).toBe("");
		expect(text).toBe(dis(bytes("N.")));
	});
	test("keeps the halves of a pair apart where the pickle does", () => {
		const utf8 = "X\x0a\0\0\0\xed\xa0\xbd\xed\xb8\x80\xf0\x9f\x98\x80";
		expect(dis(bytes(`(V\\ud83d\\ude00\n${utf8}t.`))).toBe(
			[
				"    0: (    MARK",
				"    1: V        UNICODE    '\\ud83d\\ude00'",
				"   15: X        BINUNICODE '\\ud83d\\ude00\u{1f600}'",
				"   30: t        TUPLE      (MARK at 0)",
				"   31: .    STOP",
				"highest protocol among opcodes = 1",
				"",
			].join("\n"),
		);
	});
	test("carries what it printed on its errors", () => {
		const error = caught(() => dis(bytes("NNR\xff")));
		expect([error.name, error.message, error.offset]).toEqual([
			"ValueError",
			"at position 3, opcode b'\\xff' unknown",
			3,
		]);
		expect(error.output).toBe("    0: N    NONE\n    1: N    NONE\n    2: R    REDUCE\n");
	});
	test("prints the position of an opcode whose argument has no text", () => {
		const error = caught(() => dis(bytes(`\x8b\xd0\x07\0\0${"\x7f".repeat(2000)}.`)));
		expect(error.message).toMatch(/^Exceeds the limit \(4300 digits\)/);
		expect(error.output).toBe("    0: ");
	});
	test("refuses options of other kinds", () => {
		expect(() => dis(bytes("N."), { annotate: 1.5 })).toThrow("annotate must be an integer, not 1.5");
		expect(() => dis(bytes("N."), { indentLevel: "4" as never })).toThrow("indentLevel must be an integer, not 4");
		expect(() => dis(bytes("N."), { nope: 1 } as never)).toThrow("dis() got an unexpected keyword argument 'nope'");
	});
});

describe("dis() of hostile pickles", () => {
	test("indentation cannot fill memory", () => {
		const error = caught(() => dis(bytes("(".repeat(100_000)), { limits: { text: 1_000_000 } }));
		expect([error.name, error.code]).toEqual(["LimitError", "limit"]);
		expect(error.output.length).toBeLessThanOrEqual(1_000_000);
		const out = { write: () => true };
		expect(() => dis(bytes("(".repeat(100_000)), { out, limits: { text: 1_000_000 } })).toThrow("text is 1000000");
	});
	test("many opcodes take linear time", () => {
		const elapsed = stopwatch();
		expect(dis(bytes(`${"(".repeat(500)}${"t".repeat(500)}${"N0".repeat(200_000)}0N.`)).length).toBeGreaterThan(
			6_000_000,
		);
		expect(elapsed()).toBeLessThan(20_000);
	});
	test("memo numbers that V8 hashes alike do not slow it down", () => {
		const puts = Array.from({ length: 20_000 }, (_, i) => `Np${BigInt(i) << 64n}\n0`).join("");
		const elapsed = stopwatch();
		dis(bytes(`${puts}N.`));
		expect(elapsed()).toBeLessThan(10_000);
	});
});
