// CPython's own tests of json, with Brine behind them: of the newest Python here that has them, or with `--all` of all of those.
// `node tests/conformance/json/run.mjs [--all]` after a build; it fails on a failure that is no known gap, and on a gap that is none.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { findPythons, onePerMinor } from "../../python/pythons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const command = join(here, "../../../dist/cli/main.js");
/** The newest Python whose gaps are known. */
const NEWEST_MINOR = 13;
const execute = promisify(execFile);

/** The tests that are known to fail with a Python, and why. */
function knownGaps(minor) {
	const lines = readFileSync(join(here, "known-gaps.txt"), "utf8").split("\n");
	return new Map(
		lines
			.filter((line) => line !== "" && !line.startsWith("#"))
			.map((line) => line.split("\t"))
			.filter(([versions]) => versions === "all" || versions.split(" ").includes(minor))
			.map(([, test, reason]) => [test, reason]),
	);
}

/** Whether it is a Python whose tests have been looked through. */
function isKnown(version) {
	const [major, minor] = version.split(".").map(Number);
	return major === 3 && minor <= NEWEST_MINOR;
}

/** What each test came to; undefined for a Python without its tests. */
async function suite(python) {
	const script = [join(here, "run_suite.py"), process.execPath, join(here, "server.mjs"), command];
	try {
		const { stdout } = await execute(python.command, [...python.args, "-W", "ignore", ...script], {
			maxBuffer: 2 ** 28,
			timeout: 600_000,
			env: { ...process.env, PYTHONIOENCODING: "utf-8", NO_COLOR: "1" },
		});
		return JSON.parse(stdout);
	} catch (error) {
		if (/No module named '?test/.test(String(error.stderr))) return undefined;
		throw error;
	}
}

/** Counts the outcomes of one Python's suite. */
function count(told, version, print) {
	const gaps = knownGaps(version.split(".").slice(0, 2).join("."));
	const own = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const fail = (text) => {
		own.failed++;
		print(text);
	};
	for (const [test, [verdict, text]] of Object.entries(told)) {
		if (verdict === "skipped") own.skipped++;
		else if (gaps.has(test)) {
			if (verdict === "failed") own.gaps++;
			else fail(`${test} passes with Python ${version}: take it off known-gaps.txt`);
		} else if (verdict === "ok") own.passed++;
		else fail(`FAILED ${test} with Python ${version}\n${text}`);
	}
	for (const test of gaps.keys()) if (!(test in told)) fail(`${test} is no test of Python ${version}`);
	return own;
}

/** Runs the suites and gives the counts: passed, failed, gaps, skipped. */
export async function run({ all = false, print = console.log } = {}) {
	const counts = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const found = onePerMinor(await findPythons({ pyodide: false }))
		.filter(({ implementation, version }) => implementation === "CPython" && isKnown(version))
		.reverse();
	for (const python of found) {
		const told = await suite(python);
		if (told === undefined) {
			print(`Python ${python.version} has no tests`);
			continue;
		}
		const own = count(told, python.version, print);
		const { passed, failed, gaps, skipped } = own;
		print(`json, Python ${python.version}: ${passed} passed, ${failed} failed, ${gaps} known gaps, ${skipped} skipped`);
		for (const key of Object.keys(counts)) counts[key] += own[key];
		if (!all) break;
	}
	return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const { passed, failed, gaps, skipped } = await run({ all: process.argv.includes("--all") });
	console.log(`${passed} passed, ${failed} failed, ${gaps + skipped} skipped`);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
