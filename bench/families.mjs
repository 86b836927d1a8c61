/**
 * Brine, CPython's C modules, V8's own and the packages of npm on families of values that are drawn from a seed, and on
 * real data beside them: the first and the fifth call of a fresh process, and the warm one.
 *
 * node bench/families.mjs --seed N [--count N] [--only REGEXP] [--largest BYTES] [--passes N] [--budget SECONDS]
 *   [--json FILE] [--markdown FILE] [--stop SECONDS] [--clock wall|cpu] [--no-peers] [--no-real] [--kept] [--keep]
 *
 * --no-peers    V8's own alone, without the packages of npm
 * --count N     N families for pickle and half as many for JSON (200); a name is pickle/12, json/3, or real/tokens
 * --json FILE   keeps the figures there, and leaves out what it has of the same seed: a run can be done in pieces
 * --clock cpu   time of all processors, V8's collector and compiler included, for a machine that has other work
 * --stop N      ends after N seconds; --budget N: seconds spent on each figure in each pass (0.1);
 * --warm N: seconds of calls on the family itself before it is timed warm (0.4)
 * --kept        also the worst families of earlier draws (families/kept.json); --keep adds those of this one
 * Exit code 1 only where a result is wrong, never for a time.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findPythons } from "../tests/python/pythons.mjs";
import { wholeNumber } from "../tests/whole-number.mjs";
import { measuresOf, reportOf } from "./families/report.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
	options: {
		seed: { type: "string" },
		count: { type: "string", default: "200" },
		only: { type: "string", default: "." },
		largest: { type: "string", default: "50000000" },
		passes: { type: "string", default: "2" },
		budget: { type: "string", default: "0.1" },
		json: { type: "string" },
		markdown: { type: "string" },
		stop: { type: "string", default: "Infinity" },
		"no-peers": { type: "boolean", default: false },
		"no-real": { type: "boolean", default: false },
		warm: { type: "string", default: "0.4" },
		clock: { type: "string", default: "wall" },
		kept: { type: "boolean", default: false },
		keep: { type: "boolean", default: false },
	},
});
if (options.seed === undefined) throw new Error("--seed N says which families are drawn");
const count = wholeNumber("--count", options.count, 0);
process.env.BENCH_CLOCK = options.clock;
process.env.BENCH_WARM = options.warm;
process.env.BENCH_PEERS = options["no-peers"] ? "no" : "yes";
const started = performance.now();
const pattern = new RegExp(options.only);
const folder = path.join(here, "..", ".cache", "bench", `families-${process.pid}`);
const warmFolder = path.join(folder, "warm");
const keptFile = path.join(here, "families", "kept.json");

const natives = (await findPythons({ pyodide: false })).filter(
	(found) => found.implementation === "CPython" && found.version.startsWith("3."),
);
// 3.13 is what the ratios of docs/speed.md are to; elsewhere the newest one there is.
const python = natives.filter((found) => found.version.startsWith("3.13.")).at(-1) ?? natives.at(-1);
if (python === undefined) throw new Error("the bench needs a native CPython 3 to draw from and to be compared with");
if (!options["no-peers"] && !existsSync(path.join(here, "node_modules")))
	spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], {
		cwd: here,
		stdio: "inherit",
	});

function run(command, args) {
	const ended = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28, cwd: path.join(here, "families") });
	if (ended.error !== undefined) throw ended.error;
	if (ended.status !== 0) {
		const lines = ended.stderr.split("\n");
		throw new Error(lines.find((line) => /Error/.test(line)) ?? `${ended.signal ?? ended.status}: ${lines.at(-2)}`);
	}
	return JSON.parse(ended.stdout);
}
const runPython = (...args) => run(python.command, [...python.args, "python.py", ...args]);
const runNode = (...args) => run(process.execPath, ["--expose-gc", "--max-old-space-size=8000", "run.mjs", ...args]);
const extension = (format) => (format === "json" ? "json" : "pkl");

/** What is measured: each family's seed, format, index and the largest size, by which it can be made again. */
function* families() {
	const { seed, largest } = options;
	if (options.kept) for (const kept of JSON.parse(readFileSync(keptFile, "utf8"))) yield { ...kept, kept: true };
	if (!options["no-real"])
		for (const index of runPython("real"))
			for (const format of ["pickle", "json"]) yield { seed: "real", format, index, largest: "0" };
	for (let index = 0; index < count; index++) {
		yield { seed, format: "pickle", index: String(index), largest };
		if (index % 2 === 0) yield { seed, format: "json", index: String(index / 2), largest };
	}
}
const nameOf = ({ seed, format, index, kept }) =>
	`${kept ? `kept ${seed}/` : seed === "real" ? "real/" : ""}${format}/${index}`;

/** A library's times in each pass. */
function timesOf(family, file, made) {
	const times = { python: [], brine: [], others: [] };
	// What Python's repr is may be longer than what a system takes as an argument.
	const details = `${file}.details`;
	writeFileSync(details, JSON.stringify(made));
	const pythonOptions = JSON.stringify(family.format === "json" ? made.options : { protocol: made.protocol });
	const rest = [family.format, file, options.budget, details, warmFolder];
	const turns = [
		() => times.python.push(runPython("time", family.format, file, options.budget, pythonOptions)),
		() => times.brine.push({ ...runNode("brine-loads", ...rest), ...runNode("brine-dumps", ...rest) }),
		() => times.others.push(runNode("others", ...rest)),
	];
	for (let pass = 0; pass < Number(options.passes); pass++)
		for (let turn = 0; turn < turns.length; turn++) turns[(turn + pass) % turns.length]();
	return times;
}

mkdirSync(warmFolder, { recursive: true });
const state = {
	seed: options.seed,
	clock: options.clock,
	python: python.version,
	node: process.version,
	cpu: os.cpus()[0]?.model,
	cores: os.cpus().length,
	loads: [],
	date: new Date().toISOString().slice(0, 10),
	results: {},
};
if (options.json !== undefined && existsSync(options.json)) {
	const before = JSON.parse(readFileSync(options.json, "utf8"));
	if (before.seed === options.seed && before.clock === options.clock) Object.assign(state, before);
}
state.loads.push(os.loadavg()[0]);
const wrong = [];
try {
	for (const format of ["pickle", "json"])
		for (let index = 0; index < 6; index++)
			runPython(
				"make",
				"warm-up",
				format,
				String(index),
				"20000",
				path.join(warmFolder, `${index}.${extension(format)}`),
			);
	for (const family of families()) {
		const name = nameOf(family);
		if (!pattern.test(name) || state.results[name] !== undefined) continue;
		if ((performance.now() - started) / 1000 > Number(options.stop)) break;
		const file = path.join(folder, `family.${extension(family.format)}`);
		try {
			const made = runPython("make", family.seed, family.format, family.index, family.largest, file);
			const times = timesOf(family, file, made);
			const { repr: _, ...rest } = made;
			const fault = times.brine.find((one) => one.wrong !== undefined)?.wrong;
			const result = { ...family, ...rest, times, ...(fault && { wrong: fault }) };
			if (fault !== undefined) wrong.push(`${name} (seed ${family.seed}): ${fault}`);
			state.results[name] = result;
			console.log(`${name.padEnd(18)} ${String(made.bytes).padStart(9)} B  ${measuresOf(result)}  ${made.shape}`);
		} catch (error) {
			wrong.push(`${name} (seed ${family.seed}): ${error.message}`);
		}
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}

if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(state));
const report = reportOf(state);
console.log(`\n${report.text}`);
if (options.markdown !== undefined) writeFileSync(options.markdown, report.markdown);
if (options.keep) {
	const kept = JSON.parse(readFileSync(keptFile, "utf8"));
	const known = new Set(kept.map((one) => nameOf({ ...one, kept: true })));
	for (const { seed, format, index, largest, why } of report.worst)
		if (seed !== "real" && !known.has(nameOf({ seed, format, index, kept: true })))
			kept.push({ seed, format, index, largest, why });
	writeFileSync(keptFile, `${JSON.stringify(kept, null, "\t")}\n`);
}
if (Object.keys(state.results).length === 0) wrong.push("no family was drawn");
if (wrong.length > 0) {
	console.log(`\nWrong:\n${wrong.join("\n")}`);
	process.exitCode = 1;
}
