import { describe, expect, test } from "vitest";
import { isA } from "../../errors.ts";
import { repr } from "../../values/repr.ts";
import { tuple } from "../../values/tuple.ts";
import { PyException } from "./exceptions.ts";
import { PyPattern } from "./re.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `type(OSError(number, ""))` in CPython 3.13 on Linux, for all numbers that are not OSError itself. */
const OS_CLASSES: Readonly<Record<string, readonly number[]>> = {
	PermissionError: [1, 13],
	FileNotFoundError: [2],
	ProcessLookupError: [3],
	InterruptedError: [4],
	ChildProcessError: [10],
	BlockingIOError: [11, 114, 115],
	FileExistsError: [17],
	NotADirectoryError: [20],
	IsADirectoryError: [21],
	BrokenPipeError: [32, 108],
	ConnectionAbortedError: [103],
	ConnectionResetError: [104],
	TimeoutError: [110],
	ConnectionRefusedError: [111],
};

test("an OSError is of the class that its number tells", () => {
	for (let number = 0; number < 134; number++) {
		const expected = Object.entries(OS_CLASSES).find(([, numbers]) => numbers.includes(number))?.[0];
		const error = new PyException("OSError", [number, ""]);
		expect([number, error.name, error.isOSError]).toEqual([number, expected ?? "OSError", true]);
	}
});

describe("PyException", () => {
	test.each<[string, unknown[], string, string]>([
		["ValueError", [], "", "ValueError()"],
		["ValueError", ["x"], "x", "ValueError('x')"],
		["ValueError", [1, "a"], "(1, 'a')", "ValueError(1, 'a')"],
		["KeyError", ["a"], "'a'", "KeyError('a')"],
		["SystemExit", [3], "3", "SystemExit(3)"],
		["OSError", [2, "x", null], "[Errno 2] x", "FileNotFoundError(2, 'x', None)"],
		["OSError", [2, "x", "f"], "[Errno 2] x: 'f'", "FileNotFoundError(2, 'x')"],
		["OSError", [18, "x", "f", null, "g"], "[Errno 18] x: 'f' -> 'g'", "OSError(18, 'x')"],
		["OSError", ["one"], "one", "OSError('one')"],
		["OSError", [11, "later", 5], "[Errno 11] later", "BlockingIOError(11, 'later', 5)"],
		[
			"SyntaxError",
			["a", tuple<unknown[]>("/d/f", 1, 2, "t")],
			"a (f, line 1)",
			"SyntaxError('a', ('/d/f', 1, 2, 't'))",
		],
		[
			"UnicodeDecodeError",
			["utf-8", bytes("ab"), 0, 1, "r"],
			"'utf-8' codec can't decode byte 0x61 in position 0: r",
			"UnicodeDecodeError('utf-8', b'ab', 0, 1, 'r')",
		],
		[
			"UnicodeDecodeError",
			["utf-8", bytes("abc"), 0, 2, "r"],
			"'utf-8' codec can't decode bytes in position 0-1: r",
			"UnicodeDecodeError('utf-8', b'abc', 0, 2, 'r')",
		],
		[
			"UnicodeEncodeError",
			["ascii", "é", 0, 1, "r"],
			"'ascii' codec can't encode character '\\xe9' in position 0: r",
			"UnicodeEncodeError('ascii', 'é', 0, 1, 'r')",
		],
		[
			"UnicodeEncodeError",
			["ascii", "😀", 0, 1, "r"],
			"'ascii' codec can't encode character '\\U0001f600' in position 0: r",
			"UnicodeEncodeError('ascii', '😀', 0, 1, 'r')",
		],
		[
			"UnicodeTranslateError",
			["€€", 0, 2, "r"],
			"can't translate characters in position 0-1: r",
			"UnicodeTranslateError('€€', 0, 2, 'r')",
		],
	])("%s of %j has Python's texts", (name, args, text, shown) => {
		const error = new PyException(name, args);
		expect(String(error)).toBe(text);
		expect(repr(error)).toBe(shown);
	});
	test("of a group counts what is in it", () => {
		const held = [new PyException("ValueError", [1]), new PyException("KeyError")];
		const group = new PyException("ExceptionGroup", ["several", held]);
		expect(String(group)).toBe("several (2 sub-exceptions)");
		expect(group.exceptions).toEqual(held);
		expect(repr(group)).toBe("ExceptionGroup('several', [ValueError(1), KeyError()])");
	});
	test("of JSON knows its place", () => {
		const error = new PyException("JSONDecodeError", ["bad", "a\nb", 2], "json.decoder");
		expect(repr(error)).toBe("JSONDecodeError('bad: line 2 column 1 (char 2)')");
	});
	test("becomes an error to throw", () => {
		const error = new PyException("KeyError", ["k"]);
		error.attributes.set("__notes__", ["a note"]);
		const thrown = error.toError();
		expect([thrown.name, thrown.message, thrown.notes, thrown.cause]).toEqual(["KeyError", "'k'", ["a note"], error]);
		expect(isA(thrown, "KeyError")).toBe(true);
	});
	test("tells the parts of an error of the system", () => {
		const error = new PyException("OSError", [2, "No such file", "/a", null, "/b"]);
		expect([error.name, error.errno, error.filename, error.filename2]).toEqual(["FileNotFoundError", 2, "/a", "/b"]);
		expect(new PyException("ValueError", [2, "x", "y"]).filename).toBe(undefined);
	});
	test("named like something of JavaScript's is a name only", () => {
		expect(String(new PyException("constructor", ["x"]))).toBe("x");
		expect(String(new PyException("__proto__", []))).toBe("");
	});
});

describe("PyPattern", () => {
	test("is shown with its flags", () => {
		expect(repr(new PyPattern("a", 2 | 8))).toBe("re.compile('a', re.IGNORECASE|re.MULTILINE)");
		expect(repr(new PyPattern("a", 256))).toBe("re.compile('a', re.ASCII)");
		expect(repr(new PyPattern(bytes("a"), 4))).toBe("re.compile(b'a', re.LOCALE)");
		expect(repr(new PyPattern("x".repeat(300)))).toBe(`re.compile('${"x".repeat(199)})`);
		expect(new PyPattern("(").flags).toBe(32);
		expect(repr(new PyPattern("a", 1 | 2), { pythonVersion: "3.12" })).toBe(
			"re.compile('a', re.TEMPLATE|re.IGNORECASE)",
		);
		expect(repr(new PyPattern("a", 1 | 2), { pythonVersion: "3.13" })).toBe("re.compile('a', re.IGNORECASE|0x1)");
	});
});
