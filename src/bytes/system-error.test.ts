import { describe, expect, test } from "vitest";
import { systemError, toOSError } from "./system-error.ts";

describe("systemError()", () => {
	// str() of the FileNotFoundError of open() of CPython 3.13
	test.each([
		["it's", '"it\'s"'],
		['a"b', "'a\"b'"],
		['it\'s "x"', "'it\\'s \"x\"'"],
		["a\nb\r\t\\", "'a\\nb\\r\\t\\\\'"],
		["\x01\x7f\xa0", "'\\x01\\x7f\\xa0'"],
		["é", "'é'"],
	])("quotes the name %j as Python's repr", (filename, quoted) => {
		const error = systemError("ENOENT", "file", { filename });
		expect([error.name, error.message, error.errno, error.filename]).toEqual([
			"FileNotFoundError",
			`[Errno 2] No such file or directory: ${quoted}`,
			"ENOENT",
			filename,
		]);
	});
	test("keeps the platform's text for what Linux has no number for", () => {
		expect(systemError("EXYZ", "file", { text: "strange" }).message).toBe("strange");
		expect(systemError("EXYZ", "file").message).toBe("EXYZ");
		expect(systemError("toString", "file").message).toBe("toString");
	});
});

describe("toOSError()", () => {
	test("takes a writer whose stream is gone for a broken pipe, and no reader", () => {
		for (const code of ["ERR_STREAM_DESTROYED", "ERR_STREAM_WRITE_AFTER_END", "ERR_STREAM_PREMATURE_CLOSE"]) {
			const cause = Object.assign(new Error("gone"), { code });
			expect(toOSError(cause, "sink")).toMatchObject({ name: "BrokenPipeError", errno: "EPIPE", cause });
			expect(toOSError(cause, "source")).toMatchObject({ name: "OSError", message: "gone", cause });
		}
	});
	test("takes anything that was thrown", () => {
		for (const thrown of ["text", null, 5, { message: 3 }]) {
			expect(toOSError(thrown, "source")).toMatchObject({ name: "OSError", message: String(thrown), cause: thrown });
		}
		const known = systemError("EACCES", "file");
		expect(toOSError(known, "source")).toBe(known);
	});
});
