// CPython's own tests of pickle, run by the newest Python here that has them, with Brine behind them.
// `node tests/conformance/pickle/run.mjs [VERSION]` after a build, such as 3.12; it fails on a failure that is no known
// gap, and on a gap that is none.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { findPythons, onePerMinor } from "../../python/pythons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const execute = promisify(execFile);

/** The reasons by test, for one minor version of Python. */
function knownGaps(minor) {
	const lines = readFileSync(join(here, "known-gaps.txt"), "utf8").split("\n");
	const rows = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t"));
	return new Map(
		rows.filter(([versions]) => versions === "all" || versions.split(" ").includes(minor)).map(([, ...row]) => row),
	);
}

async function suite(python) {
	try {
		const { stdout } = await execute(
			python.command,
			[...python.args, "-W", "ignore", join(here, "run_suite.py"), process.execPath, join(here, "server.mjs")],
			{ maxBuffer: 2 ** 28, timeout: 900_000 },
		);
		return JSON.parse(stdout);
	} catch (error) {
		if (/No module named '?test/.test(String(error.stderr))) return undefined; // a Python without its tests
		throw error;
	}
}

/** Whether the tests can be run by a Python: 3.13 has the tests of errors, older ones the rest. */
const isWanted = (version) => (python) =>
	python.implementation === "CPython" &&
	/^3\.(9|1[0-4])\./.test(python.version) &&
	python.version.startsWith(version === undefined ? "3." : `${version}.`);

/** Runs the suite and gives the counts: passed, failed, gaps, skipped. */
export async function run(version, print = console.log) {
	const counts = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const found = onePerMinor(await findPythons({ pyodide: false })).filter(isWanted(version));
	for (const python of found.reverse()) {
		const told = await suite(python);
		if (told === undefined) continue;
		const gaps = knownGaps(python.version.split(".").slice(0, 2).join("."));
		for (const [test, [verdict, text]] of Object.entries(told)) {
			const isGap = gaps.has(test.slice("test.test_pickle.".length));
			if (verdict === "skipped") counts.skipped++;
			else if (isGap && verdict === "failed") counts.gaps++;
			else if (verdict === "ok" && !isGap) counts.passed++;
			else {
				counts.failed++;
				print(isGap ? `${test} passes: take it off known-gaps.txt` : `FAILED ${test}\n${text}`);
			}
		}
		const { passed, failed, gaps: known, skipped } = counts;
		print(
			`pickle, Python ${python.version}: ${passed} passed, ${failed} failed, ${known} known gaps, ${skipped} skipped`,
		);
		break;
	}
	return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	const { passed, failed, gaps, skipped } = await run(process.argv[2]);
	console.log(`${passed} passed, ${failed} failed, ${gaps + skipped} skipped`);
	process.exitCode = failed > 0 ? 1 : 0;
}
