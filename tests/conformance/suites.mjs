// What the suites have in common: which Pythons run them, and how outcomes and known gaps are counted.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findPythons, onePerMinor } from "../python/pythons.mjs";
import { removeFolder } from "../remove-folder.mjs";

const execute = promisify(execFile);

/** The tests that are known to fail with a Python, and why. */
function knownGaps(folder, minor) {
	const lines = readFileSync(new URL("known-gaps.txt", folder), "utf8").split("\n");
	const rows = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t"));
	return new Map(
		rows.filter(([versions]) => versions === "all" || versions.split(" ").includes(minor)).map(([, ...row]) => row),
	);
}

/** What each test came to; undefined for a Python without its tests. */
async function runSuite(python, folder, rest) {
	const script = [new URL("run_suite.py", folder), new URL("server.mjs", folder)].map((url) => fileURLToPath(url));
	const command = [...python.args, "-W", "ignore", script[0], process.execPath, script[1], ...rest];
	// Tests leave files in the folder that they are started in.
	const cwd = mkdtempSync(join(tmpdir(), "brine-conformance-"));
	try {
		const { stdout } = await execute(python.command, command, {
			cwd,
			maxBuffer: 2 ** 28,
			timeout: 900_000,
			env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1", NO_COLOR: "1" },
		});
		return JSON.parse(stdout);
	} catch (error) {
		if (/No module named '?test/.test(String(error.stderr))) return undefined;
		throw error;
	} finally {
		removeFolder(cwd);
	}
}

/** Counts the outcomes of one Python's suite. A gap that is none any more is a failure, and so is one of a test that is not there. */
function count(told, version, gaps) {
	const own = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const fail = (text) => {
		own.failed++;
		console.log(text);
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

/**
 * Runs one suite and closes with its counts; known gaps count as skipped there.
 *
 * @param name what it is called
 * @param folder the URL of its folder
 * @param options `isWanted` chooses among the CPythons here by their versions, `all` has every one of those run it and
 *   not only the newest that has its tests, `rest` are further arguments of its script
 */
export async function runSuites(name, folder, { isWanted, all = false, rest = [] }) {
	const counts = { passed: 0, failed: 0, gaps: 0, skipped: 0 };
	const found = onePerMinor(await findPythons({ pyodide: false }))
		.filter(({ implementation, version }) => implementation === "CPython" && isWanted(version))
		.reverse();
	for (const python of found) {
		const { version } = python;
		const told = await runSuite(python, folder, rest);
		if (told === undefined) {
			console.log(`Python ${version} has no tests`);
			continue;
		}
		const own = count(told, version, knownGaps(folder, version.split(".").slice(0, 2).join(".")));
		const { passed, failed, gaps, skipped } = own;
		console.log(
			`${name}, Python ${version}: ${passed} passed, ${failed} failed, ${gaps} known gaps, ${skipped} skipped`,
		);
		for (const key of Object.keys(counts)) counts[key] += own[key];
		if (!all) break;
	}
	const { passed, failed, gaps, skipped } = counts;
	console.log(`${passed} passed, ${failed} failed, ${gaps + skipped} skipped`);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
