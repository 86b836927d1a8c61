/** Mutated pickles that call something harmful in a live Python, which a scan has to see. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { findPythons, onePerMinor } from "./pythons.mjs";

const SCRIPT = fileURLToPath(new URL("../scan/mutations.mjs", import.meta.url));
const pythons = onePerMinor(await findPythons({ pyodide: false }));
// The oldest, whose readers differ most, and the newest.
const some = pythons.filter((_, index) => index === 0 || index === pythons.length - 1);

describe.skipIf(some.length === 0)("no mutation that calls a harmful name passes, in", () => {
	test.each(some.map(({ version, command }) => [version, command]))("Python %s", async (_, command) => {
		const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, "4000", "20261129", command]);
		const [, called, passed] = /(\d+) mutations called a harmful name; (\d+) of them passed/.exec(stdout) ?? [];
		expect(Number(called), stdout).toBe(4000);
		expect(Number(passed), stdout).toBe(0);
	});
});
