/**
 * Large arrays beside numpy and joblib, frames of a million rows beside pandas: the processor's time of both in turns, each
 * in a process of its own, so that what else the machine does counts for little. With bounds; exits with 1 beyond them.
 *
 * node bench/arrays.mjs [--count 50000000] [--pairs 5] [--python PYTHON] [--pandas PYTHON,…]
 *
 * PYTHON has numpy and joblib; without it those that `node tests/joblib/live.mjs` and `node tests/pandas/live/run.mjs` made.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const cache = (name) => join(homedir(), ".cache", "brine", name, "bin", "python");
const { values: options } = parseArgs({
	options: {
		count: { type: "string", default: "50000000" },
		pairs: { type: "string", default: "5" },
		python: { type: "string", default: cache("joblib-1.6.0-py3.13") },
		pandas: {
			type: "string",
			default: ["3.1.1", "2.2.3", "1.5.3"].map((version) => cache(`pandas-${version}`)).join(),
		},
	},
});

/** The most that each may take of the other's time. */
const BOUNDS = { "protocol 2": 1.2, "protocol 4": 1.2, "protocol 5": 1.2, "joblib zlib": 1.5 };
const FRAME_BOUND = 1.5;

function run(program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
	return stdout.trim();
}
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "brine-arrays-"));

/**
 * Three readings by the built package, six of frames, in a process of its own; seconds of the processor. The first four of a
 * process wait for pages of memory, whoever asks for them, which the allocator has at hand after that.
 */
function brine(kind, file) {
	const program = `
import { readFileSync } from "node:fs";
import { loadJoblib } from "brine/joblib";
import { fileRanges } from "brine/node";
import { registry } from "brine/${kind === "pandas" ? "pandas" : "numpy"}";
import { loads } from "brine/pickle";
const limits = { memory: 2 ** 32 };
const times = [];
for (let i = 0; i < ${kind === "pandas" ? 6 : 3}; i++) {
	const start = process.cpuUsage();
	${kind === "joblib" ? `const source = fileRanges(${JSON.stringify(file)}); await loadJoblib(source, { limits }); source.close();` : `loads(readFileSync(${JSON.stringify(file)}), { registry, limits });`}
	const { user, system } = process.cpuUsage(start);
	times.push((user + system) / 1e6);
}
console.log(...times);`;
	return run(process.execPath, "--input-type=module", "-e", program);
}

const least = (text) => Math.min(...text.split(" ").map(Number));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
let failed = 0;

/** The best of each, in turns; the median of the pairs' ratios. */
function compare(name, bound, theirs, ours) {
	const pairs = Array.from({ length: Number(options.pairs) }, () => [least(theirs()), least(ours())]);
	const ratio = median(pairs.map(([their, our]) => our / their));
	const [their, our] = [0, 1].map((i) => median(pairs.map((pair) => pair[i])));
	if (ratio > bound) failed++;
	console.log(
		`${name}: ${our.toFixed(2)} s of ${their.toFixed(2)}, ${ratio.toFixed(2)} of ${bound} times${ratio > bound ? ": TOO MUCH" : ""}`,
	);
}

try {
	run(options.python, here("arrays.py"), "make", folder, options.count);
	for (const [name, bound] of Object.entries(BOUNDS)) {
		const kind = name === "joblib zlib" ? "joblib" : "numpy";
		const file = join(folder, kind === "joblib" ? "zlib.joblib" : `${name.at(-1)}.pkl`);
		compare(
			name,
			bound,
			() => run(options.python, here("arrays.py"), "read", kind, file),
			() => brine(kind, file),
		);
	}
	for (const python of options.pandas.split(",").filter((path) => path !== "")) {
		const file = join(folder, "frame.pkl");
		run(python, here("../tests/pandas/live/million.py"), "make", file);
		const version = run(python, "-c", "import pandas; print(pandas.__version__)");
		compare(
			`a million rows of pandas ${version}`,
			FRAME_BOUND,
			() => run(python, here("arrays.py"), "read", "pandas", file),
			() => brine("pandas", file),
		);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
