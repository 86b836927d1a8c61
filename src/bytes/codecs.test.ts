import { describe, expect, test } from "vitest";
import { decodeText } from "./codecs.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const outcome = (data: string, encoding: string, errors: string): string => {
	try {
		return decodeText(bytes(data), encoding, errors);
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
};

// `bytes.decode()` of CPython 3.13.
describe("decodeText()", () => {
	test.each([
		["latin-1", "\xe9", "é"],
		["cp1252", "\x80", "€"],
		["cp1251", "\xcf", "П"],
		["windows-1251", "\xcf", "П"],
		["iso8859-2", "\xb1", "ą"],
		["iso8859_5", "\xcf", "Я"],
		["ISO-8859-5", "\xcf", "Я"],
		["koi8-r", "\xcf", "о"],
		["utf-16", "\xff\xfea\0", "a"],
		["utf-16-be", "\0a", "a"],
		["shift_jis", "\x82\xa0", "あ"],
		["cp932", "\x82\xa0", "あ"],
		["euc_jp", "\xa4\xa2", "あ"],
		["gbk", "\xc4\xe3", "你"],
		["gb2312", "\xc4\xe3", "你"],
		["big5", "\xa7A", "你"],
		["euc-kr", "\xb0\xa1", "가"],
		["cp949", "\xb0\xa1", "가"],
		["mac_roman", "\x8e", "é"],
		["cp874", "\xa1", "ก"],
		["utf_8", "\xc3\xa9", "é"],
		["ascii", "abc", "abc"],
	])("knows %s", (encoding, data, expected) => {
		expect(decodeText(bytes(data), encoding, "strict")).toBe(expected);
	});
	test.each([
		[
			"utf-8",
			"strict",
			"a\xffb",
			"UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
		],
		["utf-8", "ignore", "a\xffb", "ab"],
		["utf-8", "replace", "a\xffb", "a\ufffdb"],
		["utf-8", "backslashreplace", "a\xffb", "a\\xffb"],
		["utf-8", "surrogateescape", "a\xffb", "a\udcffb"],
		["utf-8", "surrogatepass", "\xed\xa0\x80", "\ud800"],
		["ascii", "replace", "a\xffb", "a\ufffdb"],
		["ascii", "ignore", "\xff\xfe", ""],
		["shift_jis", "ignore", "a\x82", "a"],
		["shift_jis", "replace", "a\x82", "a\ufffd"],
		["utf-16-le", "ignore", "a\0b", "a"],
		["utf-16-le", "replace", "a\0b", "a\ufffd"],
		["cp1252", "strict", "a\x80\x9f\xe9", "a\u20ac\u0178\xe9"],
		[
			"cp1252",
			"strict",
			"a\x80\x81",
			"UnicodeDecodeError: 'charmap' codec can't decode byte 0x81 in position 2: character maps to <undefined>",
		],
		["windows-1252", "ignore", "a\x80\x81\x9fb\xe9", "a\u20ac\u0178b\xe9"],
		["1252", "replace", "\x81\x8d\x8f\x90\x9d", "\ufffd".repeat(5)],
		["cp1252", "backslashreplace", "\x81b", "\\x81b"],
		["nope", "strict", "a", "LookupError: unknown encoding: nope"],
		// Differences of browsers.
		[
			"cp1251",
			"strict",
			"a\x98",
			"UnicodeDecodeError: 'charmap' codec can't decode byte 0x98 in position 1: character maps to <undefined>",
		],
		["cp1255", "replace", "\x80\x81\xe0\xff", "\u20ac\ufffd\u05d0\ufffd"],
		["1250", "backslashreplace", "\x81\x9a\x98", "\\x81\u0161\\x98"],
		["cp1253", "ignore", "\xaa\xe1", "\u03b1"],
		["iso8859-9", "strict", "\x80\x9f\xfe", "\x80\x9f\u015f"],
		["latin5", "strict", "\x92\xf0", "\x92\u011f"],
		["iso8859_11", "strict", "\x85\xa0\xa1", "\x85\xa0\u0e01"],
		["tis_620", "ignore", "\xa0\xa1\xdb", "\u0e01"],
		["cp866", "strict", "\x1a\x1c\x7f\x80", "\x1a\x1c\x7f\u0410"],
		["shift_jis", "strict", "\x1a\x1c\x7f\x82\xa0", "\x1a\x1c\x7f\u3042"],
		["iso_8859_5_1988", "strict", "\xcf", "\u042f"],
		["utf-8", "nope", "\xff", "LookupError: unknown error handler name 'nope'"],
	])("of %s does with %s what Python does", (encoding, errors, data, expected) => {
		expect(outcome(data, encoding, errors)).toBe(expected);
	});
	test("refuses what a codec of the platform refuses", () => {
		for (const [encoding, data] of [
			["shift_jis", "a\x82"],
			["euc_kr", "a\x80"],
			["big5", "a\x80"],
			["utf-16-le", "a\0b"],
		] as const) {
			expect(outcome(data, encoding, "strict")).toMatch(
				new RegExp(`^UnicodeDecodeError: '${encoding}' codec can't decode`),
			);
		}
	});
	test("takes long texts with faults here and there", () => {
		const piece = "é".repeat(100);
		const encoded = "\xc3\xa9".repeat(100);
		const data = `${encoded}\xff`.repeat(100);
		expect(outcome(data, "utf-8", "replace")).toBe(`${piece}\ufffd`.repeat(100));
		expect(outcome(`${"a".repeat(5000)}\xff${"b".repeat(70)}`, "ascii", "ignore")).toBe(
			"a".repeat(5000) + "b".repeat(70),
		);
	});
});
