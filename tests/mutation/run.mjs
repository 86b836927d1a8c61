// Whether the tests notice mistakes: `node tests/mutation/run.mjs [--count 400] [--seed 1] [--minutes 30] [--rooms src/pickle,src/json,src/values]`.
// Puts a random sample of Stryker's mutants into the sources, and runs for each the tests that reach it, those that
// take seconds left out, until one fails. Survivors are printed, and .cache/mutation/report.json has all of it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../runtimes/bundle.mjs";
import { countTests, reasonFor } from "../runtimes/suites.mjs";
import { CACHE, sampleMutants } from "./sample.mjs";

const { values } = parseArgs({
	options: {
		count: { type: "string", default: "400" },
		seed: { type: "string", default: "1" },
		minutes: { type: "string", default: "600" },
		rooms: { type: "string", default: "src/pickle,src/json,src/values" },
	},
});
/** Files of tests that take more of a processor's time are left out. */
const MOST_MS = 8000;

const { all, sources, mutants } = await sampleMutants(
	values.rooms.split(","),
	Number(values.count),
	Number(values.seed),
);
const runtime = { engine: "node", target: "src" };
const files = [...countTests().keys()].filter((file) => reasonFor(file, runtime) === undefined);
const outdir = join(CACHE, "tests");
mkdirSync(CACHE, { recursive: true });
await bundle({ files, target: "src", platform: "server", outdir, modules: undefined, sources });
const script = join(outdir, "run.mjs");
writeFileSync(
	script,
	`import { writeFileSync } from "node:fs";
import process from "node:process";
import { run } from "./tests.mjs";
const [name, path] = process.argv.slice(2);
const result = await run(name, { bail: true });
const { mutantCoverage } = globalThis.__stryker__ ?? {};
const reached = Object.keys({ ...mutantCoverage?.static, ...mutantCoverage?.perTest?.[""] });
const { user, system } = process.cpuUsage();
writeFileSync(path, JSON.stringify({ ...result, reached, ms: Math.round((user + system) / 1000) }));
process.exit(0);
`,
);

/** Runs one file of tests, with a mutant or with none. */
function runFile(file, mutant, timeout) {
	const report = join(CACHE, "report-of-one.json");
	rmSync(report, { force: true });
	const env = { ...process.env, ...(mutant === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: mutant }) };
	const { error } = spawnSync(process.execPath, ["--max-old-space-size=3072", script, file, report], {
		env,
		timeout,
		killSignal: "SIGKILL",
		stdio: "ignore",
	});
	try {
		return JSON.parse(readFileSync(report, "utf8"));
	} catch {
		return { ms: 0, failed: 1, failures: [error?.code === "ETIMEDOUT" ? "timeout" : "the process ended"], reached: [] };
	}
}

/** The files of tests that reach each mutant, the quickest first. */
const reaching = new Map(mutants.map(({ id }) => [id, []]));
const dry = [];
for (const file of files) {
	const result = runFile(file, undefined, 300_000);
	if (result.failed > 0) console.log(`left out, since it fails without a mutant: ${file}: ${result.failures[0]}`);
	else if (result.ms > MOST_MS) console.log(`left out, since it takes ${(result.ms / 1000).toFixed(1)} s: ${file}`);
	else dry.push({ file, ...result });
}
dry.sort((a, b) => a.ms - b.ms);
for (const { file, ms, reached } of dry) for (const id of reached) reaching.get(id)?.push({ file, ms });

const report = [];
// In the order in which they were drawn: whoever stops early has a sample still.
const end = Date.now() + Number(values.minutes) * 60_000;
for (const [index, { id, fileName, location, mutatorName, original, replacement }] of mutants.entries()) {
	if (Date.now() > end) break;
	let verdict = reaching.get(id).length === 0 ? "not reached" : "survived";
	let by;
	for (const { file, ms } of reaching.get(id)) {
		const { failed, failures } = runFile(file, id, 20_000 + 10 * ms);
		if (failed === 0) continue;
		verdict = failures[0] === "timeout" ? "timeout" : "killed";
		by = failures[0].split("\n", 1)[0];
		break;
	}
	const place = `${fileName}:${location.start.line + 1}:${location.start.column + 1}`;
	report.push({ place, mutatorName, original, replacement, verdict, by });
	if (verdict === "survived" || verdict === "not reached")
		console.log(`${verdict}: ${place} ${mutatorName}\n  - ${original}\n  + ${replacement}`);
	if (index % 25 === 24) console.log(`# ${index + 1} of ${mutants.length}`);
}
const sum = {};
for (const { verdict } of report) sum[verdict] = (sum[verdict] ?? 0) + 1;
writeFileSync(join(CACHE, "report.json"), JSON.stringify({ ...values, all, sum, report }, null, "\t"));
const detected = (sum.killed ?? 0) + (sum.timeout ?? 0);
const share = ((100 * detected) / report.length).toFixed(1);
console.log(`\n${report.length} of ${all} mutants, seed ${values.seed}: ${JSON.stringify(sum)}; ${share} % noticed`);
