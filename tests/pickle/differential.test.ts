/** A small part of the comparison with live CPythons; `differential.mjs` makes it in any size. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { dumpSync, dumps, loads } from "../../src/pickle/index.ts";
import { findPythons, onePerMinor, runScript } from "../python/pythons.mjs";
import { compareMutations, compareReading, compareWriting } from "./compare.ts";

const pythons = onePerMinor(await findPythons()).filter(
	({ version, implementation }) => implementation === "CPython" && /^3\.(8|13|14)\./.test(version),
);
/** Python in WebAssembly starts slowly. */
const countOf = (kind: string, count: number): number => (kind === "pyodide" ? count / 5 : count);

describe.each(pythons)("CPython $version", (python) => {
	const { kind } = python;
	test("random values of Python are read as they are", async () => {
		const findings = await compareReading(python, countOf(kind, 2000), 11);
		expect(findings.differences).toEqual([]);
		expect(findings.counts.size).toBeGreaterThan(5);
	});
	test("random values are written with Python's bytes, and read by it as equal", async () => {
		const count = countOf(kind, 2000);
		const findings = await compareWriting(python, count, 11);
		expect(findings.differences).toEqual([]);
		expect(findings.counts.get("read by Python as an equal value")).toBe(count);
	});
	test.skipIf(kind === "pyodide").each([1, 2])(
		"large graphs are read and written byte for byte, seed %s",
		async (seed) => {
			const lines = await runScript(python, fileURLToPath(new URL("graphs.py", import.meta.url)), [String(seed)]);
			let count = 0;
			for (const line of lines.trim().split("\n")) {
				const protocol = Number(line[0]);
				const bytes = Buffer.from(line.slice(2), "base64");
				const options = { protocol, pythonVersion: python.version };
				const value = loads(bytes, { mode: "exact" });
				expect(Buffer.compare(dumps(value, options), bytes)).toBe(0);
				// Written to a sink it is found by other means.
				const chunks: Uint8Array[] = [];
				dumpSync(value, { write: (chunk: Uint8Array) => chunks.push(chunk) }, options);
				expect(Buffer.compare(Buffer.concat(chunks), bytes)).toBe(0);
				count++;
			}
			expect(count).toBe(9);
		},
	);
	// The unpickler of 3.13 is the one whose every verdict is known.
	test.skipIf(!python.version.startsWith("3.13."))("broken pickles get Python's verdict", async () => {
		const findings = await compareMutations(python, 10_000, 11);
		expect(findings.differences).toEqual([]);
		expect(findings.counts.get("both refuse it, in the same words")).toBeGreaterThan(5000);
		expect(findings.counts.get("both take it, with the same text")).toBeGreaterThan(300);
	});
});
