// CPython's own tests of pickletools, run by every Python here that has them, with Brine behind them.
// `node tests/conformance/pickletools/run.mjs` after a build; it fails on a failure that is no known gap, and on a gap that is none.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { findPythons, onePerMinor } from "../../python/pythons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const execute = promisify(execFile);

function knownGaps() {
	const lines = readFileSync(join(here, "known-gaps.txt"), "utf8").split("\n");
	return lines
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => {
			const [versions, test, reason] = line.split("\t");
			return { versions, test, reason };
		});
}

async function suite(python) {
	try {
		const { stdout } = await execute(
			python.command,
			[...python.args, "-W", "ignore", join(here, "run_suite.py"), process.execPath, join(here, "server.mjs")],
			{ maxBuffer: 2 ** 28, timeout: 600_000 },
		);
		return JSON.parse(stdout);
	} catch (error) {
		if (/No module named '?test/.test(String(error.stderr))) return undefined; // a Python without its tests
		throw error;
	}
}

/** Runs the suites and gives the counts: passed, failed, gaps, skipped. */
export async function run(print = console.log) {
	const counts = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const found = onePerMinor(await findPythons({ pyodide: false }));
	for (const python of found) {
		if (python.implementation !== "CPython" || python.version.startsWith("2.")) continue;
		const told = await suite(python);
		if (told === undefined) {
			print(`Python ${python.version} has no tests`);
			continue;
		}
		const minor = python.version.split(".").slice(0, 2).join(".");
		const gaps = new Map(
			knownGaps()
				.filter(({ versions }) => versions === "all" || versions.split(" ").includes(minor))
				.map(({ test, reason }) => [test, reason]),
		);
		const own = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
		for (const [test, [verdict, text]] of Object.entries(told)) {
			if (verdict === "skipped") own.skipped++;
			else if (gaps.has(test)) {
				if (verdict === "failed") own.gaps++;
				else {
					own.failed++;
					print(`${test} passes with Python ${python.version}: take it off known-gaps.txt`);
				}
			} else if (verdict === "ok") own.passed++;
			else {
				own.failed++;
				print(`FAILED ${test} with Python ${python.version}\n${text}`);
			}
		}
		print(
			`pickletools, Python ${python.version}: ${own.passed} passed, ${own.failed} failed, ${own.gaps} known gaps, ${own.skipped} skipped`,
		);
		for (const key of Object.keys(counts)) counts[key] += own[key];
	}
	return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const { passed, failed, gaps, skipped } = await run();
	console.log(`${passed} passed, ${failed} failed, ${gaps + skipped} skipped`);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
