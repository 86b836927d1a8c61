/** `--describe` as pandas' own `describe(include="all")`: 200 frames and series of each of three pandas. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { frameText } from "../../src/cli/frames.ts";
import { array } from "../../src/numpy/index.ts";
import { DataFrame, registry } from "../../src/pandas/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { PyComplex } from "../../src/types/index.ts";

interface Case {
	readonly pickle: string;
	readonly text: string;
}
const golden = JSON.parse(gunzipSync(readFileSync("tests/golden/pandas/describe.json.gz")).toString()) as Record<
	string,
	readonly Case[]
>;
const options = { rows: undefined, columns: undefined, dtypes: false, describe: true };

describe.each(Object.keys(golden))("a description of pandas %s", (version) => {
	it.each((golden[version] as readonly Case[]).map((one, i) => [i, one] as const))("%i", (_, { pickle, text }) => {
		const value = loads(Buffer.from(pickle, "base64"), { registry, mode: "exact" });
		expect(frameText(value, options, version < "3" ? 10_000 : 80)).toBe(text);
	});
});

describe("what pandas cannot describe", () => {
	const complex = array([new PyComplex(1, 2)], { dtype: "c16" });
	it("is left out", () => {
		const frame = DataFrame.from({ c: complex, n: [1] });
		expect(frameText(frame, options, 80)).toBe(
			"         n\ncount  1.0\nmean   1.0\nstd    NaN\nmin    1.0\n25%    1.0\n50%    1.0\n75%    1.0\nmax    1.0",
		);
	});
	it("is an error where there is nothing else", () => {
		expect(() => frameText(DataFrame.from({ c: complex }), options, 80)).toThrow("nothing that can be described");
		expect(() => frameText(DataFrame.from({}), options, 80)).toThrow("nothing that can be described");
	});
});
