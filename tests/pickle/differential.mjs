// The comparisons of `compare.ts` in any size:
// `node tests/pickle/differential.mjs --random 100000 --mutations 1000000 --writes 100000 --seed 1 --python 3.13`
// With `--seconds` the mutations end then; the counts say how many there were.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { findPythons, onePerMinor } from "../python/pythons.mjs";
import { removeFolder } from "../remove-folder.mjs";
import { wholeNumber } from "../whole-number.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const number = { type: "string", default: "0" };
const { values } = parseArgs({
	options: {
		random: number,
		mutations: number,
		writes: number,
		seconds: { type: "string", default: "Infinity" },
		seed: { type: "string", default: "1" },
		python: { type: "string", default: "3.13" },
	},
});

const folder = mkdtempSync(join(tmpdir(), "brine-differential-"));
try {
	const outfile = join(folder, "compare.mjs");
	await build({
		entryPoints: [join(here, "compare.ts")],
		outfile,
		bundle: true,
		platform: "node",
		format: "esm",
		logLevel: "error",
		plugins: [
			{
				name: "pythons stay where their workers are",
				setup(made) {
					const path = pathToFileURL(join(here, "../python/pythons.mjs")).href;
					made.onResolve({ filter: /pythons\.mjs$/ }, () => ({ path, external: true }));
				},
			},
		],
	});
	const compare = await import(pathToFileURL(outfile).href);
	const wanted = values.python.split(",");
	const pythons = onePerMinor(await findPythons()).filter(
		({ version, implementation }) =>
			implementation === "CPython" && wanted.includes(version.split(".").slice(0, 2).join(".")),
	);
	let compared = 0;
	const seed = wholeNumber("--seed", values.seed, 0);
	for (const python of pythons) {
		for (const [option, what] of [
			["random", compare.compareReading],
			["mutations", compare.compareMutations],
			["writes", compare.compareWriting],
		]) {
			const count = wholeNumber(`--${option}`, values[option], 0);
			if (count === 0) continue;
			const start = performance.now();
			const findings = await what(python, count, seed, Number(values.seconds));
			const seconds = ((performance.now() - start) / 1000).toFixed(0);
			console.log(`== ${option}, Python ${python.version}, seed ${seed}: ${count} in ${seconds} s\n${findings}`);
			compared += count;
			if (findings.differences.length > 0) process.exitCode = 1;
		}
	}
	if (compared === 0)
		throw new Error(`nothing was compared: no Python ${values.python}, or no --random, --mutations or --writes`);
} finally {
	removeFolder(folder);
}
