/**
 * Frames and tensors of live Pythons as JSON and back, by the command: `brine convert a.pkl a.json && brine convert a.json b.pkl`.
 * The Python that made them finds them equal. A library that is not here is skipped, and counted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const SCRIPT = fileURLToPath(new URL("frames_tensors.py", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const CACHE = join(homedir(), ".cache");

/** The virtual environments that `tests/pandas/live` has made. */
function pandases(): [name: string, python: string][] {
	const folder = join(CACHE, "brine");
	const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("pandas-")) : [];
	return names.map((name) => [name, join(folder, name, "bin", "python")]);
}
/** A torch of one's own, and the system's. */
const torches: [name: string, python: string][] = [
	["torch of the cache", join(CACHE, "brine-torch", "new", "bin", "python")],
	["torch of the system", "/usr/bin/python3"],
];

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) removeFolder(folder);
});

function run(command: string, ...args: string[]): string {
	const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
	expect([args.slice(-3), status, stdout.slice(0, 3000), stderr.slice(-3000)]).toEqual([
		args.slice(-3),
		0,
		expect.any(String),
		expect.any(String),
	]);
	return stdout;
}
const has = (python: string, library: string): boolean =>
	existsSync(python) && spawnSync(python, ["-c", `import ${library}`]).status === 0;

function check(kind: "frames" | "tensors", python: string): void {
	const folder = mkdtempSync(join(tmpdir(), "brine-frames-"));
	folders.push(folder);
	const words = run(python, SCRIPT, kind, "make", folder).trim().split(/\s+/);
	expect(Number(words.at(-1))).toBeGreaterThan(15);
	for (const protocol of words.slice(0, -1)) {
		const [from, json, back] = [".pkl", ".json", ".back.pkl"].map((end) => join(folder, protocol + end)) as [
			string,
			string,
			string,
		];
		const tagged = ["--default", "tagged"];
		run(process.execPath, COMMAND, "convert", from, json, ...tagged);
		run(process.execPath, COMMAND, "convert", json, back, ...tagged, "--protocol", protocol);
	}
	expect(run(python, SCRIPT, kind, "check", folder)).toBe("");
}

describe("frames", () => {
	const found = pandases();
	test.skipIf(found.length === 0).each(found.length === 0 ? [["no pandas", ""] as const] : found)(
		"of %s are equal after convert and convert",
		(_name, python) => check("frames", python),
	);
});
describe("tensors", () => {
	for (const [name, python] of torches) {
		test.skipIf(!has(python, "torch"))(`of the ${name} are equal after convert and convert`, () =>
			check("tensors", python),
		);
	}
});
