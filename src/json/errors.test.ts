import { describe, expect, test } from "vitest";
import { isA, PyError, ValueError } from "../errors.ts";
import { JSONDecodeError } from "./errors.ts";
import { loads } from "./loads.ts";

function errorOf(text: string): JSONDecodeError {
	try {
		loads(text);
	} catch (error) {
		return error as JSONDecodeError;
	}
	throw new Error("no error");
}

describe("JSONDecodeError", () => {
	test("is a ValueError in Python's tree and in JavaScript's", () => {
		const error = errorOf("[1,");
		expect(error).toBeInstanceOf(JSONDecodeError);
		expect(error).toBeInstanceOf(ValueError);
		expect(error).toBeInstanceOf(PyError);
		expect([isA(error, "JSONDecodeError"), isA(error, "ValueError"), isA(error, "TypeError")]).toEqual([
			true,
			true,
			false,
		]);
		expect([error.name, error.code, error.offset]).toEqual(["JSONDecodeError", "json-truncated", 3]);
	});

	test("has msg, doc, pos, lineno, colno and Python's message", () => {
		const error = errorOf('{\n "a": 1,\n "b": tru\n}');
		expect(error.message).toBe("Expecting value: line 3 column 7 (char 17)");
		expect([error.msg, error.doc.length, error.pos, error.lineno, error.colno]).toEqual([
			"Expecting value",
			22,
			17,
			3,
			7,
		]);
	});

	test("counts code points, and lines by line feeds alone", () => {
		expect(errorOf('["\u{1f600}\u{1f600}", x]').pos).toBe(7);
		expect(errorOf('["\ud83d", x]').pos).toBe(6); // half a pair is a code point
		expect(errorOf("[1,\rx]").lineno).toBe(1);
		expect([errorOf("[1,\r\n\u{1f600}]").lineno, errorOf("[1,\r\n\u{1f600}]").colno]).toEqual([2, 1]);
	});

	test("can be made as in Python, also for places behind the end", () => {
		const error = new JSONDecodeError("m", "a\n\u{1f600}bc", 3);
		expect([error.pos, error.lineno, error.colno]).toEqual([3, 2, 2]);
		expect(new JSONDecodeError("m", "ab", 10).message).toBe("m: line 1 column 11 (char 10)");
	});
});

describe("the stack of a JSONDecodeError", () => {
	const HEAD =
		"JSONDecodeError: Expecting value: line 1 column 5 (char 4)\n    hint: line 1, column 5:\n    [1, x]\n        ^\n    at ";
	test("is made of what is known when it is read, begins at the caller, and is a string that stays", () => {
		const error = errorOf("[1, x]");
		expect(error.stack?.startsWith(HEAD)).toBe(true);
		expect(error.stack).toBe(error.stack);
		expect(error.stack).not.toContain("new JSONDecodeError");
		expect(Object.keys(error)).not.toContain("stack");
	});
	test("is carried by structuredClone, and can be set", () => {
		expect((structuredClone(errorOf("[1, x]")) as Error).stack?.startsWith(HEAD)).toBe(true);
		const error = errorOf("[1, x]");
		error.stack = "mine";
		expect([error.stack, Object.keys(error).includes("stack")]).toEqual(["mine", false]);
	});
	test("has no frames where none are taken", () => {
		const { stackTraceLimit } = Error;
		Error.stackTraceLimit = 0;
		const error = errorOf("[1, x]");
		Error.stackTraceLimit = stackTraceLimit;
		expect(error.stack).toBe(HEAD.slice(0, -"\n    at ".length));
	});
	test("is that of a class made of it too", () => {
		class Mine extends JSONDecodeError {}
		expect(new Mine("Expecting value", "[1, x]", 4).stack).toMatch(/^JSONDecodeError: .*?\^\n {4}at (?!new)/s);
	});
});
