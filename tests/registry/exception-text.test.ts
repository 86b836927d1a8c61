/** The texts of exceptions, as CPython 3.13 has them; see make_exceptions.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import type { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { repr } from "../../src/values/repr.ts";

interface Row {
	readonly repr: string;
	readonly str: string;
	readonly pickles: readonly string[];
}
const rows = JSON.parse(readFileSync("tests/registry/exceptions-golden.json", "utf8")) as Row[];

describe("str() and repr() of", () => {
	test.each(rows.map((row, index) => [`${index} ${row.repr}`, row] as const))("%s", (_, row) => {
		for (const pickle of row.pickles) {
			const value = loads(Buffer.from(pickle, "base64"), { mode: "exact", pythonVersion: "3.13" }) as PyException;
			expect([repr(value, { pythonVersion: "3.13" }), String(value)]).toEqual([row.repr, row.str]);
			expect(value.toError().message).toBe(row.str);
		}
	});
});
