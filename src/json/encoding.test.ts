import { describe, expect, test } from "vitest";
import { detectEncoding } from "./encoding.ts";
import { loads } from "./loads.ts";

const bytes = (...items: number[]): Uint8Array => Uint8Array.from(items);

describe("detectEncoding()", () => {
	test("takes bytes of any kind, and refuses others", () => {
		const bytes = Uint8Array.of(9, 0x31, 0, 0x32, 0);
		expect(detectEncoding(new DataView(bytes.buffer, 1))).toBe("utf-16-le");
		expect(detectEncoding(bytes.slice(1).buffer)).toBe("utf-16-le");
		expect(() => detectEncoding("1" as unknown as Uint8Array)).toThrow("a bytes-like object is required, not 'str'");
	});
	// The answers of CPython 3.13.
	test.each([
		[bytes(), "utf-8"],
		[bytes(0), "utf-8"],
		[bytes(0, 0), "utf-16-be"],
		[bytes(0, 97), "utf-16-be"],
		[bytes(97, 0), "utf-16-le"],
		[bytes(97, 98), "utf-8"],
		[bytes(97, 0, 0), "utf-8"],
		[bytes(0, 0, 0, 97), "utf-32-be"],
		[bytes(97, 0, 0, 0), "utf-32-le"],
		[bytes(0, 97, 0, 98), "utf-16-be"],
		[bytes(97, 0, 0, 98), "utf-16-le"],
		[bytes(97, 98, 0, 0), "utf-8"],
		[bytes(0xff, 0xfe), "utf-16"],
		[bytes(0xff, 0xfe, 0), "utf-16"],
		[bytes(0xff, 0xfe, 0, 0), "utf-32"],
		[bytes(0xfe, 0xff), "utf-16"],
		[bytes(0, 0, 0xfe, 0xff), "utf-32"],
		[bytes(0xef, 0xbb, 0xbf), "utf-8-sig"],
		[bytes(0xef, 0xbb), "utf-8"],
	])("%j", (given, expected) => {
		expect(detectEncoding(given)).toBe(expected);
	});
});

describe("loads() of bytes", () => {
	test.each([
		["two surrogates in UTF-16 join", bytes(0xff, 0xfe, 0x22, 0, 0x3d, 0xd8, 0, 0xde, 0x22, 0), "\u{1f600}"],
		["a lone surrogate in UTF-16 is kept", bytes(0xff, 0xfe, 0x22, 0, 0, 0xd8, 0x22, 0), "\ud800"],
		["a lone surrogate in UTF-8 is kept", bytes(0x22, 0xed, 0xa0, 0x80, 0x22), "\ud800"],
		[
			"a lone surrogate in UTF-32 is kept",
			bytes(0xff, 0xfe, 0, 0, 0x22, 0, 0, 0, 0, 0xd8, 0, 0, 0x22, 0, 0, 0),
			"\ud800",
		],
	])("%s", (_, given, expected) => {
		expect(loads(given)).toBe(expected);
	});

	test.each([
		[
			bytes(0x5b, 0, 0x31, 0, 0x5d),
			"'utf-16-le' codec can't decode byte 0x5d in position 4: truncated data",
			["decoding with 'utf-16-le' codec failed"],
		],
		[
			bytes(0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0, 0x5d, 0),
			"'utf-32-le' codec can't decode bytes in position 8-9: truncated data",
			[],
		],
		[
			bytes(0, 0, 0, 0x22, 0, 0x11, 0, 0),
			"'utf-32-be' codec can't decode bytes in position 4-7: code point not in range(0x110000)",
			["decoding with 'utf-32-be' codec failed"],
		],
		[
			bytes(0xef, 0xbb, 0xbf, 0x22, 0xff, 0x22),
			"'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
			["decoding with 'utf-8-sig' codec failed"],
		],
		[
			bytes(0x22, 0xed, 0xa0, 0x22),
			"'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte",
			[],
		],
		[bytes(0x22, 0xed, 0xa0), "'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte", []],
		[bytes(0x22, 0xed), "'utf-8' codec can't decode byte 0xed in position 1: unexpected end of data", []],
		[
			bytes(0x22, 0xf0, 0x9f, 0x98, 0x22),
			"'utf-8' codec can't decode bytes in position 1-3: invalid continuation byte",
			[],
		],
	])("%j is no text", (given, message, notes) => {
		expect(() => loads(given)).toThrow(expect.objectContaining({ name: "UnicodeDecodeError", message, notes }));
		expect(() => loads(given, { pythonVersion: "3.11" })).toThrow(expect.objectContaining({ message, notes: [] }));
	});

	test("a second byte order mark is not JSON", () => {
		expect(() => loads(bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x31))).toThrow(
			"Expecting value: line 1 column 1 (char 0)",
		);
	});
});
