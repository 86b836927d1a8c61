// Every standard library value that a Python has pickled: read to the same repr(), written back to the same bytes.
import { describe, expect, test } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { repr } from "../../src/values/repr.ts";
import { type GoldenCase, goldenVersions, KEEPS_NANS, readGolden, UNUSUAL_NANS } from "../golden/golden.mjs";

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

/** Classes that no entry knows: they stay inert, and repr() shows the call that would make them. */
const INERT =
	/^(decimal-(context|tuple)|objects?|deque-attribute|user-.*|http-status|regex-flag|url|argparse|template|struct-time|.*-io|default-dict-function)$/;

/** Classes whose instances reduce in another way below protocol 2, which an inert object does not know. */
const PER_PROTOCOL = /^(decimal-tuple|objects?|deque-attribute|user-.*|url|argparse|template|struct-time|.*-io)$/;

for (const version of goldenVersions()) {
	const { cases } = readGolden(version);
	describe(`Python ${version}`, () => {
		for (const entry of cases.filter(({ group }) => GROUPS.has(group))) {
			if (version.startsWith("2.")) test(entry.name, () => checkPython2(entry));
			else if (UNUSUAL_NANS.test(entry.name))
				test.skipIf(!KEEPS_NANS)(`${entry.name}, where the engine keeps a NaN's bits`, () =>
					check(entry, version.replace(/\.\d+\w*$/, "")),
				);
			else test(entry.name, () => check(entry, version.replace(/\.\d+\w*$/, "")));
		}
	});
}

function read(data: Uint8Array): unknown {
	return loads(data, { mode: "exact" });
}
function text(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("latin1");
}

/** Read from any protocol, a value has Python's text; written at any protocol, Python's bytes. */
function check(entry: GoldenCase, version: string): void {
	const { name, protocols, loaded } = entry;
	const newest = Object.values(protocols).at(-1);
	for (const [protocol, data] of Object.entries(protocols)) {
		const where = `protocol ${protocol}`;
		const options = { protocol: Number(protocol), pythonVersion: version };
		if (!INERT.test(name)) {
			expect(repr(read(data), { pythonVersion: version }), where).toBe(loaded[protocol] ?? entry.repr);
		}
		expect(text(dumps(read(data), options)), where).toBe(text(data));
		if (newest !== undefined && !PER_PROTOCOL.test(name)) {
			expect(text(dumps(read(newest), options)), `${where} from the newest`).toBe(text(data));
		}
	}
}

/** What Python 2 wrote is read as what Python 3 has, and comes back the same from our own pickle. */
function checkPython2({ name, protocols }: GoldenCase): void {
	for (const data of Object.values(protocols)) {
		const value = loads(data, { mode: "exact", encoding: "latin1" });
		if (!INERT.test(name)) expect(repr(value)).not.toContain("PyObject");
		expect(repr(read(dumps(value)))).toBe(repr(value));
	}
}
