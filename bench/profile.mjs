/**
 * Where the time of a case goes: `npm run profile -- CASE [loads|loads-exact|dumps]`. Leaves a .cpuprofile for an
 * editor or a browser, and prints the functions that take most.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { removeFolder } from "../tests/remove-folder.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const cache = path.join(here, "..", ".cache");
const [, , name, kind = "loads"] = process.argv;
if (name === undefined) throw new Error("usage: npm run profile -- CASE [loads|loads-exact|dumps]");
const folder = path.join(cache, "profile");
removeFolder(folder);
const run = spawnSync(
	process.execPath,
	[
		"--expose-gc",
		"--cpu-prof",
		`--cpu-prof-dir=${folder}`,
		path.join(here, "run-case.mjs"),
		"brine",
		name,
		path.join(cache, "bench"),
		"20",
		kind,
	],
	{ stdio: ["ignore", "ignore", "inherit"] },
);
if (run.status !== 0) process.exit(run.status ?? 1);

const [file] = readdirSync(folder);
const profile = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
const self = new Map();
let total = 0;
for (const [i, sample] of profile.samples.entries()) {
	const { functionName, url, lineNumber } = nodes.get(sample).callFrame;
	const key = `${functionName || "(top)"} ${url === "" ? "" : `${path.basename(url)}:${lineNumber + 1}`}`;
	self.set(key, (self.get(key) ?? 0) + profile.timeDeltas[i]);
	total += profile.timeDeltas[i];
}
for (const [key, time] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 25)) {
	console.log(`${((time / total) * 100).toFixed(1).padStart(5)} %  ${key}`);
}
console.log(path.join(".cache", "profile", file));
