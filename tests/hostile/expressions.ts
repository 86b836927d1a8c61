/** Regular expressions and loops over text from data: the worst string of each, in megabytes, is read in linear time, and ends in a value or an error of ours. */
import { describe, expect, it } from "vitest";
import { colorizeJSON } from "../../src/cli/json-colors.ts";
import { equals, json, PyDict, PyError, pformat, pickle, pickletools, repr, toPlain } from "../../src/index.ts";
import { PyDateTime, PyDecimal, PyPath, PyUUID } from "../../src/types/index.ts";
import { bytes, computed, unicode } from "./bytes.ts";

/** The tests, on so many characters, each of which is to take that many milliseconds of computing at most. */
export function expressions(size: number, most: number): void {
	const fill = (text: string): string => text.repeat(size / text.length);
	/** Runs something on a long text: it ends in time, in a value or an error of ours. */
	function ends(work: () => unknown): unknown {
		const start = computed();
		let result: unknown;
		try {
			result = work();
		} catch (error) {
			expect(error).toBeInstanceOf(PyError);
			result = error;
		}
		expect(computed() - start).toBeLessThan(most);
		return result;
	}
	const call = (name: string, text: string): Uint8Array => bytes(`c${name}\n`, unicode(text), "\x85R.");

	describe("text opcodes", () => {
		const lines: [name: string, head: string, middle: string, tail: string][] = [
			["INT, underscores", "I", "1_", "1\n."],
			["INT, hexadecimal", "I0x", "a_", "1\n."],
			["INT, zeros and underscores", "I", "0_", "z\n."],
			["INT, zeros", "I", "0", "1\n."],
			["INT, spaces", "I", " ", "1\n."],
			["LONG", "L", "1_", "1L\n."],
			["LONG, doubled underscore", "L", "1_", "_1L\n."],
			["LONG, octal", "L0o", "7_", "8L\n."],
			["GET", "N0g", "1_", "1\n."],
			["PUT", "N0p", "1_", "1\n."],
			["FLOAT", "F", "1", "e5\n."],
			["FLOAT, underscores", "F", "1_", "1\n."],
			["FLOAT, point", "F", "1", ".1x\n."],
			["UNICODE", "V", "\\u12", "\n."],
			["STRING", "S'", "\\x4", "'\n."],
			["GLOBAL", "c", "a.", "\nb\n."],
			["PERSID", "P", "a", "\n."],
		];
		it.each(lines)("%s", (_name, head, middle, tail) => {
			const data = bytes(head, fill(middle), tail);
			ends(() => pickle.loads(data));
			ends(() => pickle.loads(data, { persistentLoad: "keep" }));
			ends(() => [...pickletools.genops(data)].length);
		});
		it("a number of millions of digits that is read is the number", () => {
			expect(pickle.loads(bytes("L", "1_".repeat(2000), "1L\n."))).toBe(BigInt("1".repeat(2001)));
			for (const text of ["1__1", "_1", "1_", "0x_", "0x__1", "0b2", "0o8", "0xg", "", "-", "+_1"])
				expect(() => pickle.loads(bytes("L", text, "L\n.")), text).toThrow(/invalid literal/);
			for (const [text, value] of [
				["0x_fF", 255],
				["0b_1_0", 2],
				["-0o17", -15],
				["+1_0", 10],
				["0_0", 0],
			] as const)
				expect(pickle.loads(bytes("L", text, "L\n."), { pythonVersion: "3.13" })).toBe(value);
		});
	});

	describe("types of the standard library", () => {
		const texts: [name: string, fills: string[]][] = [
			["decimal\nDecimal", ["1", "0", "1_", " ", ".", "1.", "nan", "inf", "e1", `1${"0".repeat(99)}`]],
			["pathlib\nPurePosixPath", ["a/", "/", "./"]],
			["pathlib\nPureWindowsPath", ["a\\", "\\", "\\\\", ":", "\\\\?\\UNC\\"]],
			["fractions\nFraction", ["1", "1/", "-"]],
			["re\n_compile", ["(", "[", "\\"]],
			["uuid\nUUID", ["1", "-", "urn:uuid:", "{"]],
			["ipaddress\nIPv4Address", ["1.", ".", "1"]],
			["ipaddress\nIPv4Network", ["1.", "/", "1/"]],
			["ipaddress\nIPv6Address", [":", "1:", "::", "%", "1%", "."]],
			["ipaddress\nIPv6Network", [":", "/1", "%a"]],
			["zoneinfo\nZoneInfo._unpickle", ["a/"]],
			["datetime\ndate", ["\x07"]],
		];
		it.each(texts)("%j", (name, fills) => {
			for (const text of fills) {
				for (const whole of [fill(text), `1${fill(text)}1`]) {
					const value = ends(() => pickle.loads(call(name, whole)));
					ends(() => new PyDict([[value, 1]]).has(value));
				}
			}
		});
		it("a Decimal of many digits as a key", () => {
			for (const text of [
				`1${"0".repeat(size)}1`,
				`0.${"0".repeat(size)}1`,
				`${"0".repeat(size)}1`,
				`1${"0".repeat(size)}`,
				`1.${"0".repeat(size)}1`,
			]) {
				const value = ends(() => new PyDecimal(text)) as PyDecimal;
				ends(() => new PyDict([[value, 1]]).has(value));
				ends(() => equals(value, new PyDecimal(text)));
			}
		});
		it("constructors and parsers by themselves", () => {
			for (const text of ["-", "{", "a", "urn:uuid:"]) ends(() => new PyUUID(fill(text)));
			for (const text of ["1", "2024-01-01T", ":"]) ends(() => PyDateTime.fromisoformat(fill(text)));
			for (const text of ["a/", "\\", ":"]) {
				ends(() => new PyPath("PureWindowsPath", fill(text)).toString());
				ends(() => new PyPath("PurePosixPath", fill(text)).parts);
			}
			expect(new PyUUID("urn:uuid:{12345678-1234-5678-1234-567812345678}").hex).toBe(
				"12345678123456781234567812345678",
			);
		});
	});

	describe("looking at text", () => {
		const strings = ["a", "'", "\\", "\u{1f600}", "\ud800", "\x01", "\n", "\u3000 ", "a b", '"'];
		it.each(strings)("of %j", (text) => {
			const value = fill(text);
			ends(() => repr(value));
			ends(() => pformat(value));
			ends(() => json.dumps(value));
			ends(() => json.dumps(value, { ensureAscii: false }));
			ends(() => toPlain([value]));
			ends(() => pickle.loads(pickle.dumps(value)));
			ends(() => pickle.dumps(value, { protocol: 0 }));
			ends(() => pickletools.dis(pickle.dumps(value)));
			ends(() => colorizeJSON(JSON.stringify(value)));
		});
		it("names of classes and attributes", () => {
			for (const text of ["a.", "a", ".", "\u00e9"]) {
				const name = fill(text).slice(0, 2_000_000);
				const data = bytes("\x80\x04", unicode(name), unicode(name), "\x93)\x81}", unicode(name), "K\x01sb.");
				const value = ends(() => pickle.loads(data));
				ends(() => repr(value));
				ends(() => pformat(value));
				ends(() => pickle.dumps(value, { protocol: 3, pythonVersion: "3.13" }));
				ends(() => json.dumps(value));
			}
		});
		it("colours of JSON are as they were", () => {
			const shown = colorizeJSON('{"a\\"b": [1, -2.5e3, "c\\\\", true, null, NaN, -Infinity]}').replaceAll("\x1b", "^");
			expect(shown).toMatchInlineSnapshot(
				`"{^[1m"a\\"b"^[0m: [^[33m1^[0m, ^[33m-2.5e3^[0m, ^[32m"c\\\\"^[0m, ^[1;34mtrue^[0m, ^[1;34mnull^[0m, ^[33mNaN^[0m, ^[33m-Infinity^[0m]}"`,
			);
		});
		it("Python 2 strings in Shift JIS, of the characters that platforms mix up", () => {
			for (const character of ["\x1a", "\x1c", "\x7f"]) {
				const length = new Uint8Array(new Uint32Array([size]).buffer);
				const data = bytes("T", length, fill(character), ".");
				const value = ends(() => pickle.loads(data, { encoding: "shift_jis" })) as string;
				expect(value.length).toBe(size);
				expect(value[0]).toBe(character);
			}
		});
	});
}
