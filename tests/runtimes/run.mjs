// The tests on Node 20 to 26, Bun and Deno, on the source and on the built package: `node tests/runtimes/run.mjs [--not-src] [--not-dist]
// [--times] [--files=PATTERN] [NAME…]`, such as `--not-src --files=^tests/node/ deno`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { CACHE, install, MODULES, RUNTIMES } from "./install.mjs";
import { countTests, reasonFor, Tally } from "./suites.mjs";

const wanted = process.argv
	.slice(2)
	.filter((name) => !name.startsWith("-"))
	.map((name) => name.toLowerCase());
const chosen = RUNTIMES.filter(
	({ name }) => wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part)),
);
const sum = { passed: 0, failed: 0, skipped: 0 };

install();
mkdirSync(CACHE, { recursive: true });
const pattern = process.argv.find((arg) => arg.startsWith("--files="))?.slice("--files=".length) ?? "";
const counts = new Map([...countTests()].filter(([file]) => new RegExp(pattern).test(file)));
for (const target of ["src", "dist"].filter((name) => !process.argv.includes(`--not-${name}`))) {
	const outdir = join(CACHE, `server-${target}`);
	const somewhere = [...counts.keys()].filter((file) =>
		chosen.some(({ engine }) => reasonFor(file, { engine, target }) === undefined),
	);
	const { inner } = await bundle({ files: somewhere, target, platform: "server", outdir, modules: MODULES });
	const script = join(outdir, "run.mjs");
	writeFileSync(
		script,
		`import { writeFileSync } from "node:fs";
import process from "node:process";
import { run } from "./tests.mjs";
const [name, path] = process.argv.slice(2);
writeFileSync(path, JSON.stringify(await run(name)));
process.exit(0);
`,
	);
	for (const { name, engine, command, args } of chosen) {
		const version = spawnSync(command, [...args.filter((arg) => arg.endsWith(".cjs")), "--version"], {
			encoding: "utf8",
		});
		const start = Date.now();
		const tally = new Tally();
		for (const [file, count] of counts) {
			const reason =
				reasonFor(file, { engine, target }) ??
				(inner.includes(file) ? "tests what the package does not export" : undefined);
			if (reason !== undefined) {
				tally.leftOut(file, count, reason);
				continue;
			}
			const begin = Date.now();
			tally.ran(file, runFile(command, [...args, script, file]), count);
			if (process.argv.includes("--times")) console.log(`${Date.now() - begin} ms\t${file}`);
		}
		for (const key of Object.keys(sum)) sum[key] += tally[key];
		const seconds = Math.round((Date.now() - start) / 1000);
		tally.print(`${name} (${version.stdout?.split("\n", 1)[0]}), ${target}, ${seconds} s`);
	}
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

/** Runs one file of tests in a process of its own, as vitest does, so that none has another's memory. */
function runFile(command, args) {
	const report = join(CACHE, `report-${process.pid}.json`);
	rmSync(report, { force: true });
	const options = { encoding: "utf8", maxBuffer: 2 ** 28, timeout: 900_000 };
	const { status, signal, stderr } = spawnSync(command, [...args, report], options);
	try {
		return JSON.parse(readFileSync(report, "utf8"));
	} catch {
		const failure = `${args.at(-1)}: ended with ${signal ?? status}\n${stderr?.slice(0, 1500)}`;
		return { passed: 0, failed: 1, skipped: 0, failures: [failure], skips: [] };
	} finally {
		rmSync(report, { force: true });
	}
}
