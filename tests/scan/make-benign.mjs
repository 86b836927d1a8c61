// Makes benign.tar.gz of a folder of pickles that libraries wrote: node tests/scan/make-benign.mjs FOLDER
// Of each kind of value (library and name) it takes the first and the last file, so that old and new versions are there.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const [folder] = process.argv.slice(2);
const kinds = new Map();
for (const file of readdirSync(folder).sort()) {
	const [, library, name] = file.split("__");
	if (name === undefined || library === "own") continue;
	const kind = `${library} ${name.replace(/\.p\d\.pkl$/, "")}`;
	kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
}
const own = readdirSync(folder).filter((file) => file.includes("__own__"));
const files = [...new Set([...kinds.values()].flatMap((all) => [all[0], all.at(-1)])), ...own].sort();
const target = new URL("benign.tar.gz", import.meta.url).pathname;
const options = ["--sort=name", "--mtime=2026-01-01", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
const run = spawnSync("tar", [...options, "-czf", target, "-C", folder, ...files], { stdio: "inherit" });
console.log(`${files.length} files`);
process.exitCode = run.status ?? 1;
