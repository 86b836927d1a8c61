/** How standard library values show themselves, and rare ways in which pickles make them; as CPython 3.13 has it; see make_shown.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import { INSPECT } from "../../src/values/brand.ts";
import { repr } from "../../src/values/repr.ts";

interface Row {
	readonly repr: string;
	readonly str: string;
	readonly pickles: readonly string[];
}
interface Shown {
	[INSPECT](depth: number, options: object, inspect?: (value: unknown) => string): string;
}
const rows = JSON.parse(readFileSync("tests/registry/shown-golden.json", "utf8")) as Row[];
const pythonVersion = "3.13";
const options = { mode: "exact", pythonVersion } as const;

describe("shows itself as Python does, to people, consoles and JSON:", () => {
	test.each(rows.map((row) => [row.repr, row] as const))("%s", (shown, row) => {
		for (const pickle of row.pickles) {
			const value = loads(Buffer.from(pickle, "base64"), options) as Shown;
			expect(repr(value, { pythonVersion })).toBe(shown);
			// A pattern has no text of its own in JavaScript.
			if (!shown.startsWith("re.")) expect(String(value)).toBe(row.str);
			expect(value[INSPECT](1, {})).toContain(shown.slice(0, shown.indexOf("(")));
			const json: unknown = JSON.parse(JSON.stringify(value));
			expect([typeof json, json]).not.toEqual(["object", {}]);
		}
	});
	test("with the console's own text for what is inside", () => {
		const row = rows.find(({ str }) => str === "12:30:00+05:30") as Row;
		const value = loads(Buffer.from(row.pickles[0] as string, "base64")) as Shown;
		expect(value[INSPECT](1, {}, (inner) => `<${String(inner)}>`)).toBe("datetime.time(12, 30, tzinfo=<UTC+05:30>)");
	});
});

const read = (text: string): string => {
	try {
		return repr(
			loads(
				Uint8Array.from(text, (character) => character.charCodeAt(0)),
				options,
			),
			{ pythonVersion },
		);
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
};

describe("is read as CPython reads it:", () => {
	test.each([
		["cbuiltins\nset\n((lI1\naI2\natR.", "{1, 2}"],
		["cbuiltins\nset\n)R.", "set()"],
		["cbuiltins\nfrozenset\n((lI1\natR.", "frozenset({1})"],
		["cbuiltins\nbytearray\n(C\x03abctR(I0\nI65\nI-1\nI66\nu.", "bytearray(b'AbB')"],
		["cbuiltins\nbytearray\n(C\x03abctR(I5\nI65\nu.", "IndexError: bytearray index out of range"],
		["cbuiltins\nbytearray\n(C\x03abctR(I0\nI256\nu.", "ValueError: byte must be in range(0, 256)"],
		[
			"cbuiltins\nbytearray\n(C\x03abctR(VX\nI1\nu.",
			"TypeError: bytearray indices must be integers or slices, not str",
		],
		["cbuiltins\nslice\n(I1\nI2\nNtR.", "slice(1, 2, None)"],
		["ccopy_reg\n_reconstructor\n(ccollections\nCounter\ncbuiltins\ndict\n(dVa\nI1\nstR.", "Counter({'a': 1})"],
		["cbuiltins\ntype\n(NtR.", "<class 'NoneType'>"],
		["cre\n_compile\n(Va\nI34\ntR.", "re.compile('a', re.IGNORECASE)"],
		["I0x1f\n.", "31"],
		["I0o17\n.", "15"],
		["I0b101\n.", "5"],
		["I0x_1f\n.", "31"],
		["L0x1fL\n.", "31"],
		["I 12 \n.", "12"],
		["I1_000\n.", "1000"],
		["I-0b1\n.", "-1"],
		["L-0xffL\n.", "-255"],
		["I0X1F\n.", "31"],
		["I0x\n.", "ValueError: could not convert string to int"],
		["I0_1\n.", "ValueError: could not convert string to int"],
		["I017\n.", "15"],
		["L017L\n.", "ValueError: invalid literal for int() with base 0: '017'"],
		["I00\n.", "False"],
		["I9223372036854775807\n.", "9223372036854775807"],
		["I9223372036854775808\n.", "9223372036854775808"],
		["I-9223372036854775809\n.", "-9223372036854775809"],
		["I\t12\n.", "12"],
		["I12\t\n.", "12"],
		["I\x0b\x0c12\n.", "12"],
		["L\t12L\n.", "12"],
		["I99999999999999999999x\n.", "ValueError: could not convert string to int"],
		["I9223372036854775808x\n.", "ValueError: could not convert string to int"],
	])("%j", (pickle, expected) => {
		expect(read(pickle)).toBe(expected);
	});
});
