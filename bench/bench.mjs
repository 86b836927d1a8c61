/**
 * Times Brine, a live CPython's C modules, V8's own codecs and the npm peers on the same data, in turn in one
 * run, each case in a process of its own. Prints medians and ratios.
 *
 * node bench/bench.mjs [PATTERN] [--json FILE] [--compare FILE] [--rounds N] [--passes N] [--quick] [--no-peers]
 *   [--clock wall|cpu]
 *
 * --clock cpu   time of all processors, for a machine that has other work
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		json: { type: "string" },
		compare: { type: "string" },
		rounds: { type: "string", default: "5" },
		passes: { type: "string", default: "4" },
		quick: { type: "boolean", default: false },
		"no-peers": { type: "boolean", default: false },
		clock: { type: "string", default: "wall" },
		"no-python": { type: "boolean", default: false },
	},
});
process.env.BENCH_CLOCK = options.clock;
const pattern = new RegExp(positionals[0] ?? ".");
const folder = path.join(here, "..", ".cache", "bench");

const { findPythons } = await import("../tests/python/pythons.mjs");
const natives = (await findPythons()).filter(
	(python) => python.kind !== "pyodide" && python.implementation === "CPython" && python.version.startsWith("3."),
);
const python = natives.sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true })).at(-1);
if (python === undefined)
	throw new Error("the bench needs a native CPython 3 to make its data and to be compared with");
const runPython = (...args) =>
	execFileSync(python.command, [...python.args, path.join(here, "cases.py"), ...args], {
		encoding: "utf8",
		maxBuffer: 2 ** 26,
	});

mkdirSync(folder, { recursive: true });
if (!existsSync(path.join(folder, "message.pkl"))) runPython("write", folder);
const names = readdirSync(folder)
	.filter((file) => /\.(pkl|json)$/.test(file))
	.map((file) => file.replace(/\.(pkl|json)$/, ""))
	.filter((name) => pattern.test(name))
	.sort();

const peers = options["no-peers"]
	? []
	: ["pickleparser", "jpickle", "json-custom-numbers", "lossless-json", "json-bigint", "json-with-bigint"];
if (peers.length > 0 && !existsSync(path.join(here, "node_modules"))) {
	execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: here, stdio: "inherit" });
}
const isFor = (library, name) => {
	if (library === "brine" || library === "v8") return true;
	if (library === "jpickle") return name === "records-p2";
	return (library === "pickleparser") !== name.startsWith("json-");
};
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

function runNode(library, name, rounds) {
	const run = spawnSync(
		process.execPath,
		[
			"--expose-gc",
			"--max-old-space-size=8000",
			path.join(here, "run-case.mjs"),
			library,
			name,
			folder,
			String(rounds),
		],
		{ encoding: "utf8", maxBuffer: 2 ** 26 },
	);
	return run.status === 0
		? JSON.parse(run.stdout)
		: { error: run.stderr.split("\n").find((line) => /Error|error/.test(line)) ?? "failed" };
}

/** Passes that the peers of npm take part in: they are far off, and slow. */
const PEER_PASSES = 2;

const results = {};
const rounds = options.quick ? 2 : Number(options.rounds);
for (const name of names) {
	const collected = {};
	for (let pass = 0; pass < (options.quick ? 1 : Number(options.passes)); pass++) {
		for (const library of ["python", "brine", "v8", ...(pass < PEER_PASSES ? peers : [])]) {
			if (library === "python" ? options["no-python"] : !isFor(library, name)) continue;
			const times =
				library === "python"
					? JSON.parse(runPython("time", name, folder, String(rounds)))
					: runNode(library, name, rounds);
			const into = (collected[library] ??= {});
			for (const [kind, list] of Object.entries(times)) {
				if (Array.isArray(list)) into[kind] = [...(into[kind] ?? []), ...list];
				else into[kind] = list;
			}
		}
	}
	results[name] = collected;
	printCase(name, collected);
	save();
}

/** Keeps what there is so far, so that a run can be stopped. */
function save() {
	if (options.json !== undefined)
		writeFileSync(
			options.json,
			JSON.stringify({
				python: python.version,
				node: process.version,
				clock: options.clock,
				load: os.loadavg()[0],
				date: new Date().toISOString().slice(0, 10),
				results,
			}),
		);
}

function printCase(name, collected) {
	const ms = (times) => (times?.length ? median(times) * 1000 : undefined);
	const show = (value) =>
		value === undefined ? "—" : value < 0.1 ? `${(value * 1000).toFixed(2)} µs` : `${value.toFixed(1)} ms`;
	const ratio = (a, b) => (a === undefined || b === undefined ? "—" : (a / b).toFixed(2));
	for (const kind of ["loads", "loads-exact", "dumps", "dumps-compact"]) {
		const ours = ms(collected.brine?.[kind]);
		if (ours === undefined) continue;
		const reference = kind === "loads-exact" ? "loads" : kind;
		const python = ms(collected.python?.[reference]);
		const v8 = ms(collected.v8?.[reference.replace("-compact", "")]);
		const others = peers
			.map((peer) => [peer, ms(collected[peer]?.[reference])])
			.filter(([, time]) => time !== undefined);
		const best = others.sort((a, b) => a[1] - b[1])[0];
		console.log(
			`${name.padEnd(20)} ${kind.padEnd(14)} brine ${show(ours).padStart(10)}  CPython ${show(python).padStart(10)} (${ratio(ours, python)})  V8 ${show(v8).padStart(10)} (${ratio(ours, v8)})` +
				(best ? `  ${best[0]} ${show(best[1])} (${ratio(ours, best[1])})` : ""),
		);
	}
	if (collected.brine?.error) console.log(`${name}: ${collected.brine.error}`);
}

function summary(filter, kind, against) {
	const ratios = [];
	for (const [name, collected] of Object.entries(results)) {
		if (!filter(name)) continue;
		const ours = collected.brine?.[kind];
		const theirs = collected[against]?.[kind.replace("-exact", "")];
		if (ours?.length && theirs?.length) ratios.push(median(ours) / median(theirs));
	}
	if (ratios.length === 0) return "—";
	return `${Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length).toFixed(2)} (worst ${Math.max(...ratios).toFixed(2)}, ${ratios.length} cases)`;
}
const isJson = (name) => name.startsWith("json-");
console.log(
	`\nCPython ${python.version}, Node ${process.version}, ${os.cpus()[0]?.model}, ${os.cpus().length} cores; geometric means of Brine's time over theirs`,
);
for (const [title, filter, kinds] of [
	["pickle", (n) => !isJson(n), ["loads", "loads-exact", "dumps"]],
	["json", isJson, ["loads", "loads-exact", "dumps", "dumps-compact"]],
]) {
	for (const kind of kinds)
		console.log(`${title} ${kind}: CPython ${summary(filter, kind, "python")}, V8 ${summary(filter, kind, "v8")}`);
}
if (options.compare !== undefined) {
	const before = JSON.parse(readFileSync(options.compare, "utf8")).results;
	for (const [name, collected] of Object.entries(results)) {
		for (const kind of ["loads", "loads-exact", "dumps", "dumps-compact"]) {
			const [now, then] = [collected.brine?.[kind], before[name]?.brine?.[kind]];
			if (now?.length && then?.length)
				console.log(`${name} ${kind}: ${(median(now) / median(then)).toFixed(2)} of before`);
		}
	}
}
