// The tests on Node 20 to 26, Bun and Deno, on the source and on the built package: `node tests/runtimes/run.mjs [NAME…]`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { CACHE, install, MODULES, RUNTIMES } from "./install.mjs";
import { testsFor } from "./suites.mjs";

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const sum = { passed: 0, failed: 0, skipped: 0 };

install();
mkdirSync(CACHE, { recursive: true });
for (const target of ["src", "dist"]) {
	const files = testsFor(target, "server");
	const outfile = join(CACHE, `${target}.mjs`);
	await bundle({ files, target, platform: "server", outfile, modules: MODULES });
	const report = join(CACHE, "report.json");
	const script = join(CACHE, `run-${target}.mjs`);
	writeFileSync(
		script,
		`import { writeFileSync } from "node:fs";
import { report } from ${JSON.stringify(`./${target}.mjs`)};
writeFileSync(${JSON.stringify(report)}, JSON.stringify(report));
globalThis.process.exit(0);
`,
	);
	for (const { name, command, args } of RUNTIMES) {
		if (wanted.length > 0 && !wanted.some((part) => name.toLowerCase().includes(part))) continue;
		rmSync(report, { force: true });
		const version = spawnSync(command, [...args.filter((arg) => /\.cjs$/.test(arg)), "--version"], {
			encoding: "utf8",
		});
		const start = Date.now();
		const { status, signal, stderr } = spawnSync(command, [...args, script], {
			encoding: "utf8",
			maxBuffer: 2 ** 28,
			timeout: 1_800_000,
		});
		const result = readReport(report) ?? {
			passed: 0,
			failed: 1,
			skipped: 0,
			failures: [`ended with ${signal ?? status}\n${stderr?.slice(-3000)}`],
		};
		for (const key of Object.keys(sum)) sum[key] += result[key];
		const { passed, failed, skipped } = result;
		const seconds = Math.round((Date.now() - start) / 1000);
		const number = version.stdout?.split("\n", 1)[0];
		console.log(`${name} (${number}), ${target}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`);
		for (const failure of result.failures) console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
	}
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

function readReport(path) {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return undefined;
	}
}
