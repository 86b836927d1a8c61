import { describe, expect, test } from "vitest";
import { decodeRawUnicodeEscape, decodeRawUnicodePieces, encodeRawUnicodeEscape, escapeDecode } from "./escapes.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const text = (data: Uint8Array): string => String.fromCharCode(...data);

describe("escapeDecode()", () => {
	// Every row was asked of codecs.escape_decode (CPython 3.6 and 3.13 answer alike).
	test.each([
		["abc", "abc"],
		["\\x41", "A"],
		["\\101", "A"],
		["\\400", "\0"],
		["\\777", "\xff"],
		["\\8", "\\8"],
		["\\18", "\x018"],
		["\\012", "\n"],
		["\\q", "\\q"],
		["a\\\nb", "ab"],
		["\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"", "\x07\b\f\n\r\t\v\\'\""],
		["\\N\\u1234", "\\N\\u1234"],
		["\xff\\xff", "\xff\xff"],
		["\0\\0\\00", "\0\0\0"],
	])("decodes %j", (source, expected) => {
		expect(text(escapeDecode(bytes(`<${source}>`), 1, source.length + 1))).toBe(expected);
	});
	test.each([
		["\\", "Trailing \\ in string"],
		["a\\", "Trailing \\ in string"],
		["\\x", "invalid \\x escape at position 0"],
		["ab\\x4g", "invalid \\x escape at position 2"],
		["\\x4\\x41", "invalid \\x escape at position 0"],
		["\\x\xff1", "invalid \\x escape at position 0"],
	])("refuses %j", (source, message) => {
		expect(() => escapeDecode(bytes(`<${source}>`), 1, source.length + 1)).toThrow(
			expect.objectContaining({ name: "ValueError", message }),
		);
	});
	test("does not share memory with its input", () => {
		const source = bytes("abc");
		escapeDecode(source, 0, 3)[0] = 0;
		expect(source[0]).toBe(0x61);
	});
});

describe("decodeRawUnicodeEscape()", () => {
	test.each([
		["", ""],
		["\\", "\\"],
		["\\\\", "\\\\"],
		["\\u1234", "\u1234"],
		["\\U00012345", "\u{12345}"],
		["\\\\u1234", "\\\\u1234"],
		["\\\\\\u1234", "\\\\\u1234"],
		["\\ud83d", "\ud83d"],
		["\xe9\\x41", "\xe9\\x41"],
		["x\\U0010ffff", "x\u{10ffff}"],
	])("decodes %j", (source, expected) => {
		expect(decodeRawUnicodeEscape(bytes(`<${source}>`), 1, source.length + 1)).toBe(expected);
	});
	test.each([
		["\\u", "0-1: truncated \\uXXXX escape"],
		["\\u123", "0-4: truncated \\uXXXX escape"],
		["\\U0001", "0-5: truncated \\UXXXXXXXX escape"],
		["\\U00110000", "0-9: \\Uxxxxxxxx out of range"],
		["\\Uffffffff", "0-9: \\Uxxxxxxxx out of range"],
		["a\\u12g4", "1-4: truncated \\uXXXX escape"],
		["a\\U0001234g", "1-9: truncated \\UXXXXXXXX escape"],
		["\\u\xe9", "0-1: truncated \\uXXXX escape"],
		["\\u1234\\u", "6-7: truncated \\uXXXX escape"],
	])("refuses %j", (source, message) => {
		expect(() => decodeRawUnicodeEscape(bytes(`<${source}>`), 1, source.length + 1)).toThrow(
			expect.objectContaining({
				name: "UnicodeDecodeError",
				message: `'rawunicodeescape' codec can't decode bytes in position ${message}`,
			}),
		);
	});
});

describe("decodeRawUnicodePieces()", () => {
	test.each([
		["abc\\u1234", ["abc\u1234"]],
		["\\ud83d\\ude00", ["\ud83d", "\ude00"]],
		["x\\U0000d83d\\ude00y\\ud83d", ["x\ud83d", "\ude00y\ud83d"]],
		["\\ud83dx\\ude00", ["\ud83dx\ude00"]],
		["\\U0001f600\\ude00", ["\u{1f600}\ude00"]],
	])("cuts %j", (source, expected) => {
		expect(decodeRawUnicodePieces(bytes(source), 0, source.length)).toEqual(expected);
	});
});

describe("encodeRawUnicodeEscape()", () => {
	// `pickle.dumps(text, 0)` after V, in 3.6 and in 3.7.
	test.each([
		["a\\b", "a\\u005cb", "a\\u005cb"],
		["\n", "\\u000a", "\\u000a"],
		["\r\0\x1a", "\r\0\x1a", "\\u000d\\u0000\\u001a"],
		["\xe9", "\xe9", "\xe9"],
		["\u1234", "\\u1234", "\\u1234"],
		["x\u{1f600}y", "x\\U0001f600y", "x\\U0001f600y"],
		["\ud800", "\\ud800", "\\ud800"],
		["\\u1234", "\\u005cu1234", "\\u005cu1234"],
	])("encodes %j", (source, old, now) => {
		expect(text(encodeRawUnicodeEscape(source, 30615))).toBe(old);
		expect(text(encodeRawUnicodeEscape(source, 31402))).toBe(now);
		expect(decodeRawUnicodeEscape(bytes(now), 0, now.length)).toBe(source);
	});
});
