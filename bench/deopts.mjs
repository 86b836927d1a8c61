/**
 * Families of which V8 throws machine code away again and again when it should long be warm: after half a second of
 * calls, as many deoptimizations in a third of a second as a loop makes, and no process that is warm.
 *
 * node bench/deopts.mjs [--seed N] [--from N] [--to N] [--format pickle|json] [--most N]    exit code 1 when there is one
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findPythons } from "../tests/python/pythons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
	options: {
		seed: { type: "string", default: "1" },
		from: { type: "string", default: "0" },
		to: { type: "string", default: "10" },
		format: { type: "string", default: "pickle" },
		largest: { type: "string", default: "60000" },
		most: { type: "string", default: "8" },
	},
});
const { format } = options;
const python = (await findPythons({ pyodide: false })).filter((found) => found.version.startsWith("3.")).at(-1);
if (python === undefined) throw new Error("families are drawn by a native CPython 3");
const folder = mkdtempSync(path.join(os.tmpdir(), "brine-deopts-"));

function run(command, args) {
	const ended = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 30, cwd: path.join(here, "families") });
	if (ended.status !== 0) throw new Error(ended.stderr.split("\n").at(-2));
	return ended.stdout;
}
const make = (seed, index, name) => {
	const file = path.join(folder, `${name}.${format === "json" ? "json" : "pkl"}`);
	const made = run(python.command, [...python.args, "python.py", "make", seed, format, index, options.largest, file]);
	return { file, ...JSON.parse(made) };
};

let failed = 0;
try {
	for (let index = 0; index < 4; index++) make("warm-up", String(index), `warm-${index}`);
	for (let index = Number(options.from); index < Number(options.to); index++) {
		const { file, about, protocol } = make(options.seed, String(index), "family");
		for (const kind of ["loads", "loads-exact", "dumps"]) {
			const output = run(process.execPath, [
				"--trace-deopt",
				"again.mjs",
				folder,
				file,
				format,
				kind,
				String(protocol),
			]);
			const after = output.slice(output.indexOf("WARM"));
			const counts = new Map();
			for (const [, reason, name] of after.matchAll(/reason: ([^)]*)\).*JSFunction ([#\w]+)/g))
				counts.set(`${name}: ${reason}`, (counts.get(`${name}: ${reason}`) ?? 0) + 1);
			const sum = [...counts.values()].reduce((total, count) => total + count, 0);
			if (sum <= Number(options.most)) continue;
			failed++;
			const worst = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
			console.log(
				`${format}/${index} ${kind}: ${worst.map(([what, count]) => `${what} (${count})`).join(", ")}\n  ${about}`,
			);
		}
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(
	`${failed} of seed ${options.seed}, ${format} ${options.from} to ${options.to}, lose their machine code again and again`,
);
if (failed > 0) process.exitCode = 1;
