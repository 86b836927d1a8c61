// Runs every suite of CPython's own tests: `node tests/conformance/run.mjs [NAME…]`, after a build.
// Each folder here has a run.mjs that closes with its counts; the last line is their sum.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const suites = readdirSync(here).filter((name) => existsSync(join(here, name, "run.mjs")));
const COUNTS = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

/** Runs one suite, shows what it said, and gives its counts. */
async function run(name) {
	const child = spawn(process.execPath, [join(here, name, "run.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
	let text = "";
	child.stdout.setEncoding("utf8");
	child.stdout.on("data", (chunk) => {
		text += chunk;
	});
	const code = await new Promise((resolve) => child.once("close", resolve));
	console.log(`\n== ${name}\n${text}`);
	const found = text
		.trim()
		.split("\n")
		.reverse()
		.find((line) => COUNTS.test(line));
	const [passed, failed, skipped] = (COUNTS.exec(found ?? "") ?? ["", 0, 0, 0]).slice(1).map(Number);
	// Without a Python that has its own tests there was nothing to run.
	if (found !== undefined && passed + failed === 0) return { passed, failed, skipped: Math.max(1, skipped) };
	// A suite that ended badly, or without its counts, has failed.
	return { passed, failed: failed === 0 && (code !== 0 || found === undefined) ? 1 : failed, skipped };
}

const total = { passed: 0, failed: 0, skipped: 0 };
const left = suites.filter((suite) => wanted.length === 0 || wanted.includes(suite));
async function runThoseLeft() {
	for (let name = left.shift(); name !== undefined; name = left.shift()) {
		const counts = await run(name);
		for (const key of Object.keys(total)) total[key] += counts[key];
	}
}
// Two at a time: a suite's Python and our side of it wait for each other, so that one alone leaves a core idle.
await Promise.all([runThoseLeft(), runThoseLeft()]);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
