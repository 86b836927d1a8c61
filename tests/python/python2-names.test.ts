/** The tables of Python 2's names against those that each Python of this machine has in `_compat_pickle`. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fromPython2, toPython2 } from "../../src/registry/python2-names.ts";
import { findPythons, onePerMinor } from "./pythons.mjs";

interface Facts {
	readonly version: string;
	readonly "load modules": Record<string, string>;
	readonly "dump modules": Record<string, string>;
	readonly "load names": Record<string, string>;
	readonly "dump names": Record<string, string>;
}

const SCRIPT = fileURLToPath(new URL("../../scripts/make-python2-names.py", import.meta.url));
const pythons = onePerMinor(await findPythons()).filter(({ version }) => /^3\.([6-9]|1\d)\./.test(version));

describe.skipIf(pythons.length === 0)("the tables are those of", () => {
	test.each(pythons.map((python) => [python.version, python] as const))("Python %s", (_, { command, args }) => {
		const facts = JSON.parse(execFileSync(command, [...args, SCRIPT, "--facts"], { encoding: "utf8" })) as Facts;
		const [major = 0, minor = 0] = facts.version.split(".").map(Number);
		const version = major * 10000 + minor * 100;
		for (const [direction, rename] of [
			["load", fromPython2],
			["dump", toPython2],
		] as const) {
			for (const [from, to] of Object.entries(facts[`${direction} modules`])) {
				expect(rename(from, "no such name", version), from).toEqual([to, "no such name"]);
			}
			for (const [from, to] of Object.entries(facts[`${direction} names`])) {
				const [module = "", name = ""] = from.split(":");
				expect(rename(module, name, version).join(":"), from).toBe(to);
			}
		}
		// Nothing more: what another version knows is not known here.
		expect(fromPython2("Tix", "", version)[0]).toBe(facts["load modules"]["Tix"] ?? "Tix");
		expect(fromPython2("CGIHTTPServer", "", version)[0]).toBe(
			facts["load modules"]["CGIHTTPServer"] ?? "CGIHTTPServer",
		);
	});
});
