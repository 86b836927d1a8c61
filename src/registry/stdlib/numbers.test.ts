import { describe, expect, test } from "vitest";
import { KEY } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { PyFloat } from "../../values/numbers.ts";
import { repr } from "../../values/repr.ts";
import { PyDecimal } from "./decimal.ts";
import { PyFraction } from "./fractions.ts";
import { PyUUID } from "./uuid.ts";

/** CPython's `str(Decimal(text))`; null where it refuses. */
const DECIMALS: readonly (readonly [string, string | null])[] = [
	["0", "0"],
	["-0", "-0"],
	["00", "0"],
	["+1", "1"],
	["1.", "1"],
	[".5", "0.5"],
	["0.50", "0.50"],
	["-.5e3", "-5E+2"],
	["1e3", "1E+3"],
	["1e-7", "1E-7"],
	["0.000001", "0.000001"],
	["0.0000001", "1E-7"],
	["123456.789e-3", "123.456789"],
	["1e-6", "0.000001"],
	["0e5", "0E+5"],
	["0e-5", "0.00000"],
	["0.00e2", "0"],
	["-0.0", "-0.0"],
	["inf", "Infinity"],
	["-Infinity", "-Infinity"],
	["nan", "NaN"],
	["NaN0012", "NaN12"],
	["-snan", "-sNaN"],
	["sNaN0", "sNaN"],
	["1_000.5", "1000.5"],
	["  7 ", "7"],
	["12345678901234567890e-25", "0.0000012345678901234567890"],
	["1e999999999999999999", "1E+999999999999999999"],
	["10e999999999999999999", null],
	["1e-999999999999999999", "1E-999999999999999999"],
	["abc", null],
	["", null],
	[".", null],
	["1e", null],
	["--1", null],
	["1 2", null],
	["0x10", null],
];

describe("PyDecimal", () => {
	test.each(DECIMALS)("of %j is Python's", (given, text) => {
		if (text === null) expect(() => new PyDecimal(given)).toThrow(/invalid decimal/);
		else expect(String(new PyDecimal(given))).toBe(text);
	});
	test("is one key with the numbers that it equals", () => {
		const dict = new PyDict<unknown, string>();
		dict.set(new PyDecimal("1.0"), "one");
		for (const same of [1, 1n, true, new PyFloat(1), new PyFraction(1), new PyDecimal("1E+0")]) {
			expect(dict.get(same)).toBe("one");
		}
		dict.set(0.5, "half");
		expect(dict.get(new PyDecimal("0.500"))).toBe("half");
		expect(dict.get(new PyFraction(1, 2))).toBe("half");
		dict.set(new PyFraction(1, 10), "tenth");
		expect(dict.get(new PyDecimal("0.1"))).toBe("tenth");
		expect(dict.has(0.1)).toBe(false);
		expect(dict.get(new PyDecimal("-0"))).toBe(undefined);
		expect(dict.size).toBe(3);
	});
	test("takes no time to compare, whatever its exponent", () => {
		for (const text of ["1E+999999999", "1E-999999999", `1${"0".repeat(100_000)}`]) {
			expect(new PyDict([[new PyDecimal(text), 1]]).get(new PyDecimal(text))).toBe(1);
		}
		expect(new PyDict<unknown, number>([[new PyDecimal("1E+20"), 1]]).get(10n ** 20n)).toBe(1);
	});
	test("NaN is found by identity, a signalling one not at all", () => {
		const nan = new PyDecimal("NaN");
		expect(new PyDict([[nan, 1]]).get(nan)).toBe(1);
		expect(new PyDict([[nan, 1]]).get(new PyDecimal("NaN"))).toBe(undefined);
		expect(() => new PyDict([[new PyDecimal("sNaN"), 1]])).toThrow("unhashable");
	});
	test("gives numbers and text", () => {
		expect(new PyDecimal("19.90").toNumber()).toBe(19.9);
		expect(new PyDecimal("-Infinity").toNumber()).toBe(Number.NEGATIVE_INFINITY);
		expect(JSON.stringify({ price: new PyDecimal(1.5) })).toBe('{"price":"1.5"}');
		expect(repr([new PyDecimal(10n ** 30n)])).toBe(`[Decimal('1${"0".repeat(30)}')]`);
	});
});

describe("PyFraction", () => {
	test("is in lowest terms", () => {
		expect(String(new PyFraction(-6, 8))).toBe("-3/4");
		expect(String(new PyFraction(6n, -3n))).toBe("-2");
		expect(repr(new PyFraction(0, 5))).toBe("Fraction(0, 1)");
		expect(() => new PyFraction(1, 0)).toThrow("Fraction(1, 0)");
	});
	test.each([
		[1n, 3n, 1 / 3],
		[10n ** 400n, 10n ** 399n, 10],
		[1n, 10n ** 300n, 1e-300],
		[2n ** 70n + 1n, 2n ** 70n, 1],
		[1n, 2n ** 1074n, 5e-324],
		[-3n, 2n ** 1075n, -1e-323],
		[10n ** 400n, 1n, Number.POSITIVE_INFINITY],
	])("%d/%d as number", (above, below, number) => {
		expect(new PyFraction(above, below).toNumber()).toBe(number);
	});
});

describe("PyUUID", () => {
	const text = "12345678-1234-5678-1234-567812345678";
	test("is read from every spelling", () => {
		for (const spelling of [text, text.replaceAll("-", ""), `urn:uuid:${text}`, `{${text.toUpperCase()}}`]) {
			expect(String(new PyUUID(spelling))).toBe(text);
		}
		expect(new PyUUID(text).int).toBe(24197857161011715162171839636988778104n);
		expect(new PyUUID(text).bytes[1]).toBe(0x34);
		expect(repr(new PyUUID(5n))).toBe("UUID('00000000-0000-0000-0000-000000000005')");
		expect(() => new PyUUID("12")).toThrow("badly formed");
		expect(() => new PyUUID(1n << 128n)).toThrow("badly formed");
	});
	test("is a key by its number", () => {
		expect(new PyUUID(5n)[KEY]()).toEqual({ tag: "uuid.UUID", parts: [5n] });
	});
});
