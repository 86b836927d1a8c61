/** An object that its own arguments lead back to is made more than once, and what was done to it is done once. */
import { describe, expect, it } from "vitest";
import { equals, fromTagged, pickle, toTagged } from "../../src/index.ts";
import { compareVersions, findPythons, NONE, onePerMinor, runScript } from "./pythons.mjs";

const SCRIPT = new URL("./own_arguments.py", import.meta.url).pathname;
const found = (await findPythons({ pyodide: false })).filter(({ implementation, version }) => {
	return implementation === "CPython" && compareVersions(version, "3.6.0") >= 0;
});
const pythons = found.length === 0 ? [NONE] : onePerMinor(found);

describe.skipIf(found.length === 0).each(pythons)("an object in its own arguments, of Python $version", (python) => {
	it("is written as it was read, is equal to its tagged form, and Python reads the same from both", async () => {
		type Row = readonly [name: string, protocol: number, data: string, outcome: unknown];
		const rows = JSON.parse(await runScript(python, SCRIPT)) as Row[];
		expect(rows.length).toBeGreaterThanOrEqual(25);
		const pythonVersion = /^3\.\d+/.exec(python.version)?.[0] as `3.${number}`;
		const again: Uint8Array[] = [];
		for (const [name, protocol, data] of rows) {
			const bytes = Buffer.from(data, "base64");
			const value = pickle.loads(bytes, { mode: "exact" });
			const back = fromTagged(toTagged(value));
			expect([name, protocol, equals(value, back), equals(back, value)]).toEqual([name, protocol, true, true]);
			const written = pickle.dumps(value, { protocol, pythonVersion });
			expect([name, protocol, Buffer.from(written).toString("latin1")]).toEqual([
				name,
				protocol,
				bytes.toString("latin1"),
			]);
			again.push(pickle.dumps(back, { protocol, pythonVersion }));
		}
		const texts = again.map((bytes) => Buffer.from(bytes).toString("base64"));
		const outcomes = JSON.parse(await runScript(python, SCRIPT, texts)) as unknown[];
		expect(outcomes).toEqual(rows.map(([, , , outcome]) => outcome));
	});
});
