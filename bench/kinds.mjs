/**
 * Least times of `pickle` for lists and dicts of one kind of value each, and their ratio to CPython's C: where to look
 * for what is slow. One figure is worth ±30 %; the cases that count are those of bench.mjs.
 *
 * node bench/kinds.mjs [PATTERN]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, "..", ".cache", "kinds");
const MILLISECONDS = 500;

/** Times one kind of work on one file, in this process, after a warm-up on mixed data. */
async function measure(kind, file) {
	const { pickle } = await import("../dist/index.js");
	const work = {
		loads: (input) => pickle.loads(input),
		exact: (input) => pickle.loads(input, { mode: "exact" }),
		dumps: (input) => pickle.dumps(input, { protocol: 5 }),
	}[kind];
	const read = (name) => {
		const bytes = new Uint8Array(readFileSync(name));
		return kind === "dumps" ? pickle.loads(bytes, { mode: "exact" }) : bytes;
	};
	const mixed = read(path.join(folder, "dict of 2 strs.pkl"));
	for (let i = 0; i < 3; i++) work(mixed);
	const input = read(file);
	let least = Number.POSITIVE_INFINITY;
	const end = performance.now() + MILLISECONDS;
	for (let round = 0; round < 5 || performance.now() < end; round++) {
		globalThis.gc?.();
		const start = performance.now();
		work(input);
		least = Math.min(least, performance.now() - start);
	}
	return least;
}

if (process.argv[2] === "--one") {
	console.log(await measure(process.argv[3], process.argv[4]));
} else {
	const { findPythons } = await import("../tests/python/pythons.mjs");
	const python = (await findPythons())
		.filter(
			({ kind, implementation, version }) => kind !== "pyodide" && implementation === "CPython" && /^3/.test(version),
		)
		.sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }))
		.at(-1);
	if (python === undefined) throw new Error("it needs a native CPython 3 to make its data and to be compared with");
	mkdirSync(folder, { recursive: true });
	const pattern = process.argv[2] ?? ".";
	const answer = execFileSync(
		python.command,
		[...python.args, path.join(here, "kinds.py"), folder, `${pattern}|^dict of 2 strs$`],
		{ encoding: "utf8" },
	);
	console.log(`Brine's milliseconds, and times CPython ${python.version}`);
	for (const [name, seconds] of Object.entries(JSON.parse(answer))) {
		const cells = ["loads", "exact", "dumps"].map((kind) => {
			const script = [fileURLToPath(import.meta.url), "--one", kind, path.join(folder, `${name}.pkl`)];
			const ours = Number(execFileSync(process.execPath, ["--expose-gc", ...script], { encoding: "utf8" }));
			const theirs = seconds[kind === "dumps" ? "dumps" : "loads"] * 1000;
			return `${kind} ${ours.toFixed(2).padStart(7)} (${(ours / theirs).toFixed(2)})`.padEnd(24);
		});
		console.log(`${name.padEnd(22)} ${cells.join(" ").trimEnd()}`);
	}
}
