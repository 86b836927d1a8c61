// The tests on Node 20 to 26, Bun and Deno, on the source and on the built package: `node tests/runtimes/run.mjs [--not-src] [--not-dist] [--times] [NAME…]`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { CACHE, install, MODULES, RUNTIMES } from "./install.mjs";
import { testsFor } from "./suites.mjs";

const wanted = process.argv
	.slice(2)
	.filter((name) => !name.startsWith("-"))
	.map((name) => name.toLowerCase());
const sum = { passed: 0, failed: 0, skipped: 0 };

install();
mkdirSync(CACHE, { recursive: true });
for (const target of ["src", "dist"].filter((name) => !process.argv.includes(`--not-${name}`))) {
	const outfile = join(CACHE, `${target}.mjs`);
	const files = await bundle({ files: testsFor("server"), target, platform: "server", outfile, modules: MODULES });
	const script = join(CACHE, `run-${target}.mjs`);
	writeFileSync(
		script,
		`import { writeFileSync } from "node:fs";
import process from "node:process";
import { run } from "./${target}.mjs";
const [name, path] = process.argv.slice(2);
writeFileSync(path, JSON.stringify(await run(name)));
process.exit(0);
`,
	);
	for (const { name, command, args } of RUNTIMES) {
		if (wanted.length > 0 && !wanted.some((part) => name.toLowerCase().includes(part))) continue;
		const version = spawnSync(command, [...args.filter((arg) => arg.endsWith(".cjs")), "--version"], {
			encoding: "utf8",
		});
		const start = Date.now();
		const total = { passed: 0, failed: 0, skipped: 0 };
		const failures = [];
		const skips = [];
		for (const file of files) {
			const begin = Date.now();
			const result = runFile(command, [...args, script, file]);
			if (process.argv.includes("--times")) console.log(`${Date.now() - begin} ms\t${file}`);
			for (const key of Object.keys(sum)) {
				total[key] += result[key];
				sum[key] += result[key];
			}
			failures.push(...result.failures);
			skips.push(...result.skips);
		}
		const { passed, failed, skipped } = total;
		const seconds = Math.round((Date.now() - start) / 1000);
		const number = version.stdout?.split("\n", 1)[0];
		console.log(`${name} (${number}), ${target}: ${passed} passed, ${failed} failed, ${skipped} skipped; ${seconds} s`);
		for (const skip of skips) console.log(`  skipped: ${skip}`);
		for (const failure of failures) console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
	}
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

/** Runs one file of tests in a process of its own, as vitest does, so that none has another's memory. */
function runFile(command, args) {
	const report = join(CACHE, "report.json");
	rmSync(report, { force: true });
	const options = { encoding: "utf8", maxBuffer: 2 ** 28, timeout: 900_000 };
	const { status, signal, stderr } = spawnSync(command, [...args, report], options);
	try {
		return JSON.parse(readFileSync(report, "utf8"));
	} catch {
		const failure = `${args.at(-1)}: ended with ${signal ?? status}\n${stderr?.slice(0, 1500)}`;
		return { passed: 0, failed: 1, skipped: 0, failures: [failure], skips: [] };
	}
}
