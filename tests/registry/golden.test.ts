// Every standard library value that a Python has pickled: read to the same repr(), written back to the same bytes.
import { describe, expect, test } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { repr } from "../../src/values/repr.ts";
import { type GoldenCase, goldenVersions, readGolden } from "../golden/golden.mjs";

const GROUPS = new Set([
	"dates",
	"numbers",
	"collections",
	"arrays",
	"identifiers",
	"paths",
	"exceptions",
	"builtins",
	"complex",
]);

/** Python's text where it is not what the pickle says, and where the value stays inert. */
const INERT = new Set(["decimal-context", "decimal-tuple"]);

for (const version of goldenVersions()) {
	const isPython2 = version.startsWith("2.");
	const short = version.replace(/\.\d+\w*$/, "");
	const { cases } = readGolden(version);
	describe(`Python ${version}`, () => {
		for (const entry of cases.filter(({ group, name }) => GROUPS.has(group) && !INERT.has(name))) {
			test(entry.name, () => check(entry, short, isPython2));
		}
	});
}

function check({ protocols, repr: text }: GoldenCase, version: string, isPython2: boolean): void {
	for (const [protocol, data] of Object.entries(protocols)) {
		const where = `protocol ${protocol}`;
		const value = loads(data, { mode: "exact", encoding: isPython2 ? "latin1" : "ASCII" });
		if (isPython2) continue;
		expect(repr(value, { pythonVersion: version }), where).toBe(text);
		const written = dumps(value, { protocol: Number(protocol), pythonVersion: version });
		expect(Buffer.from(written).toString("latin1"), where).toBe(Buffer.from(data).toString("latin1"));
	}
}
