/** Commands that try many cases: none says that all is well when it has run fewer than it was asked to. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "brine-fuzz-"));
afterAll(() => removeFolder(folder));

function run(cwd: string, script: string, ...args: string[]): { status: number | null; output: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd, encoding: "utf8" });
	return { status, output: stdout + stderr };
}

describe("a number of cases that is none", () => {
	const commands: [script: string, before: readonly string[]][] = [
		["tests/fuzz/cost.mjs", ["--count"]],
		["tests/fuzz/cost.mjs", ["--seconds"]],
		["tests/fuzz/cost.mjs", ["--count", "1", "--seed"]],
		["tests/fuzz/fuzz.mjs", ["--count"]],
		["tests/fuzz/fuzz.mjs", ["json", "--seconds"]],
		["tests/numpy/npy-live.mjs", ["1"]],
		["tests/joblib/live.mjs", []],
		["tests/json/ijson.mjs", ["--count"]],
		["tests/live/connection.mjs", ["--count"]],
		["bench/families.mjs", ["--seed", "1", "--count"]],
	];
	it.each(commands)("%s %s", (script, before) => {
		const { status, output } = run(root, script, ...before, "1o0");
		expect(status, output).not.toBe(0);
		expect(output).toContain("is a whole number from");
	});
});

describe("the cost mode", () => {
	it("runs as many cases as it is asked to", () => {
		const { status, output } = run(root, "tests/fuzz/cost.mjs", "--count", "4", "--seed", "1");
		expect(output).toMatch(/^cost: 4 cases /m);
		expect(status, output).toBe(0);
	});
	it("fails when its time is over before", () => {
		const { status, output } = run(root, "tests/fuzz/cost.mjs", "--count", "100000", "--seconds", "1");
		expect(output).toMatch(/^only \d+ of 100000 cases were run$/m);
		expect(status).toBe(1);
	});
	it("fails when its process ends before the first case", () => {
		cpSync(join(root, "tests/fuzz"), join(folder, "tests/fuzz"), { recursive: true });
		cpSync(join(root, "tests/whole-number.mjs"), join(folder, "tests/whole-number.mjs"));
		const { status, output } = run(folder, "tests/fuzz/cost.mjs", "--count", "2", "--seed", "1");
		expect(output).toMatch(/^seed 1 \(its input was not made\): the process ended \(1\)/m);
		expect(output).toContain("0 passed, ");
		expect(status).toBe(1);
	});
	it("has a shape for each seed", () => {
		const script = [
			'import { shapedJson, shapedPickle } from "./tests/fuzz/cost-shapes.mjs";',
			'import { costlyJson, costlyPickle } from "./tests/fuzz/cost-inputs.mjs";',
			'import { Random } from "./tests/fuzz/random.mjs";',
			"for (const make of [shapedJson, shapedPickle, costlyJson, costlyPickle])",
			"  for (let seed = 0; seed < 300; seed++)",
			"    if (make(new Random(seed), 2000).length === undefined) throw new Error(make.name + seed);",
		].join("\n");
		const { status, output } = run(root, "--input-type=module", "--eval", script);
		expect(status, output).toBe(0);
	});
});
