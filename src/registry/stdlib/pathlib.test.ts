import { describe, expect, test } from "vitest";
import { PyDict } from "../../values/dict.ts";
import { repr } from "../../values/repr.ts";
import { type PathKind, PyPath } from "./pathlib.ts";

/** CPython 3.13's path of segments: class, segments, str(), parts, drive, root, name. */
const PATHS: [PathKind, string[], string, string[], string, string, string][] = [
	["PurePosixPath", ["a", "/b", "c"], "/b/c", ["/", "b", "c"], "", "/", "c"],
	["PurePosixPath", ["//a", "b"], "//a/b", ["//", "a", "b"], "", "//", "b"],
	["PurePosixPath", ["///a"], "/a", ["/", "a"], "", "/", "a"],
	["PurePosixPath", ["/"], "/", ["/"], "", "/", ""],
	["PurePosixPath", [""], ".", [], "", "", ""],
	["PurePosixPath", ["a//b/"], "a/b", ["a", "b"], "", "", "b"],
	["PurePosixPath", ["..", "."], "..", [".."], "", "", ".."],
	["PureWindowsPath", ["C:/a/b"], "C:\\a\\b", ["C:\\", "a", "b"], "C:", "\\", "b"],
	["PureWindowsPath", ["C:a"], "C:a", ["C:", "a"], "C:", "", "a"],
	["PureWindowsPath", ["C:", "a"], "C:a", ["C:", "a"], "C:", "", "a"],
	["PureWindowsPath", ["C:", "/a"], "C:\\a", ["C:\\", "a"], "C:", "\\", "a"],
	["PureWindowsPath", ["C:/x", "D:y"], "D:y", ["D:", "y"], "D:", "", "y"],
	["PureWindowsPath", ["C:/x", "C:y"], "C:\\x\\y", ["C:\\", "x", "y"], "C:", "\\", "y"],
	["PureWindowsPath", ["C:/x", "c:y"], "c:\\x\\y", ["c:\\", "x", "y"], "c:", "\\", "y"],
	["PureWindowsPath", ["C:/x", "/y"], "C:\\y", ["C:\\", "y"], "C:", "\\", "y"],
	["PureWindowsPath", ["//s/sh/x", "/y"], "\\\\s\\sh\\y", ["\\\\s\\sh\\", "y"], "\\\\s\\sh", "\\", "y"],
	["PureWindowsPath", ["//s/sh"], "\\\\s\\sh\\", ["\\\\s\\sh\\"], "\\\\s\\sh", "\\", ""],
	["PureWindowsPath", ["//s"], "\\\\s", ["\\\\s"], "\\\\s", "", ""],
	["PureWindowsPath", ["\\\\?\\C:\\a"], "\\\\?\\C:\\a", ["\\\\?\\C:\\", "a"], "\\\\?\\C:", "\\", "a"],
	[
		"PureWindowsPath",
		["\\\\?\\UNC\\s\\h\\x"],
		"\\\\?\\UNC\\s\\h\\x",
		["\\\\?\\UNC\\s\\h\\", "x"],
		"\\\\?\\UNC\\s\\h",
		"\\",
		"x",
	],
	["PureWindowsPath", ["\\\\.\\dev\\x"], "\\\\.\\dev\\x", ["\\\\.\\dev\\", "x"], "\\\\.\\dev", "\\", "x"],
	["PureWindowsPath", ["/a"], "\\a", ["\\", "a"], "", "\\", "a"],
	["PureWindowsPath", ["a/b\\c"], "a\\b\\c", ["a", "b", "c"], "", "", "c"],
	["PureWindowsPath", [""], ".", [], "", "", ""],
	["PureWindowsPath", ["C:"], "C:", ["C:"], "C:", "", ""],
	["PureWindowsPath", ["C:/"], "C:\\", ["C:\\"], "C:", "\\", ""],
	["PureWindowsPath", ["//s/sh/", "x"], "\\\\s\\sh\\x", ["\\\\s\\sh\\", "x"], "\\\\s\\sh", "\\", "x"],
	["PureWindowsPath", ["/a", "C:b"], "C:b", ["C:", "b"], "C:", "", "b"],
	["PureWindowsPath", ["C:/x", "//s/h/q"], "\\\\s\\h\\q", ["\\\\s\\h\\", "q"], "\\\\s\\h", "\\", "q"],
	["PureWindowsPath", ["./C:a"], ".\\C:a", ["C:a"], "", "", "C:a"],
	["PureWindowsPath", ["//./x"], "\\\\.\\x", ["\\\\.\\x"], "\\\\.\\x", "", ""],
	["PureWindowsPath", ["///a/b"], "\\\\\\a\\b", ["\\\\\\a\\", "b"], "\\\\\\a", "\\", "b"],
	["PureWindowsPath", ["//s//b"], "\\\\s\\\\b", ["\\\\s\\\\", "b"], "\\\\s\\", "\\", "b"],
];

describe("PyPath", () => {
	test.each(PATHS)("%s of %j is Python's", (kind, segments, text, parts, drive, root, name) => {
		const path = new PyPath(kind, ...segments);
		expect([String(path), path.parts, path.drive, path.root, path.name]).toEqual([text, parts, drive, root, name]);
	});
	test("is shown with forward slashes", () => {
		expect(repr(new PyPath("PureWindowsPath", "C:\\a", "b"))).toBe("PureWindowsPath('C:/a/b')");
		expect(repr(new PyPath("PosixPath", "it's"))).toBe('PosixPath("it\'s")');
	});
	test("is one key with its pure sibling, and on Windows in any case", () => {
		const dict = new PyDict<unknown, number>([
			[new PyPath("PurePosixPath", "/a/b"), 1],
			[new PyPath("PureWindowsPath", "C:/A"), 2],
		]);
		expect(dict.get(new PyPath("PosixPath", "/a", "b"))).toBe(1);
		expect(dict.get(new PyPath("WindowsPath", "c:\\a"))).toBe(2);
		expect(dict.has(new PyPath("PosixPath", "/A/b"))).toBe(false);
		expect(dict.has("/a/b")).toBe(false);
	});
});
