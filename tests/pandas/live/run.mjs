/**
 * Brine beside real pandas, in all generations that can be installed: frames both ways, by every way that there is.
 *
 * node tests/pandas/live/run.mjs [PART...] [--pandas 3.1,1.5] [--count N]     after a build; see PARTS
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { removeFolder } from "../../remove-folder.mjs";
import { wholeNumber } from "../../whole-number.mjs";
import { arrow } from "./arrow.mjs";
import { archives, files } from "./files.mjs";
import { frames } from "./frames.mjs";
import { geopandas } from "./geopandas.mjs";
import { portable } from "./portable.mjs";
import { pandases } from "./venvs.mjs";

/** What is tried, and with which pandas: those with pyarrow, or all. */
const PARTS = {
	archives: { run: archives, from: "1.5" },
	arrow: { run: arrow, from: "1.5" },
	files: { run: files, from: "1.5" },
	frames: { run: frames, from: "1.5" },
	geopandas: { run: geopandas, from: "2.2" },
	portable: { run: portable, from: "0" },
};

const { values: options, positionals } = parseArgs({
	options: { pandas: { type: "string" }, count: { type: "string", default: "1000" } },
	allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0) throw new Error(`no part is named ${unknown.join(", ")}: ${Object.keys(PARTS).join(", ")}`);

/** Runs one of the scripts of this folder; returns the counts that it ended with. */
function script(python, name, args) {
	const path = fileURLToPath(new URL(name, import.meta.url));
	const { status, stdout, stderr } = spawnSync(python, [path, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
	if (status !== 0) throw new Error(`${name} ${args.join(" ")}: ${stderr.slice(-3000)}`);
	const lines = stdout.trim().split("\n");
	for (const line of lines.slice(0, -1)) console.log(line);
	return (lines.at(-1) ?? "").split(" ").map(Number);
}

let [passed, failed] = [0, 0];
for (const pandas of await pandases(options.pandas?.split(","))) {
	for (const [name, { run, from }] of Object.entries(PARTS)) {
		if (positionals.length > 0 && !positionals.includes(name)) continue;
		if (Number.parseFloat(pandas.version) < Number.parseFloat(from)) continue;
		const folder = mkdtempSync(join(tmpdir(), "brine-pandas-"));
		try {
			const [good, bad = 0] = await run(pandas, folder, script, wholeNumber("--count", options.count));
			console.log(`pandas ${pandas.version}, ${name}: ${good} passed, ${bad} failed`);
			passed += good;
			failed += bad;
		} catch (error) {
			console.log(`FAILED pandas ${pandas.version}, ${name}: ${error.stack}`);
			failed++;
		} finally {
			removeFolder(folder);
		}
	}
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
