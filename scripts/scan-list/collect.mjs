// Gathers what pickles in folders do with names: node scripts/scan-list/collect.mjs LIBRARY=VERSION… -- FOLDER…
// After `npm run build`. Prints rows as those of the lists for every name that is not on the list yet, or not for that use;
// names that are only kept or made by __new__ can go to made.tsv as they are, calls are for a person to look at.
import { spawnSync } from "node:child_process";

const split = process.argv.indexOf("--");
const versions = new Map(process.argv.slice(2, split).map((pair) => pair.split("=")));
const run = spawnSync(
	process.execPath,
	["dist/cli/main.js", "scan", "--jsonl", "--imports", ...process.argv.slice(split + 1)],
	{ encoding: "utf8", maxBuffer: 2 ** 30 },
);
const WANTED = new Set(["unlisted-name", "unlisted-call", "unlisted-stdlib", "kind-of-use", "argument", "attribute"]);
const rows = new Map();
for (const line of run.stdout.split("\n")) {
	if (line === "") continue;
	const { findings, imports } = JSON.parse(line);
	const uses = new Map((imports ?? []).map(({ name, uses }) => [name, uses]));
	for (const { rule, module, name, why } of findings) {
		// An attribute is a name of its own, when it is one of a library.
		if (!WANTED.has(rule) || (rule === "attribute" && !name.includes("."))) continue;
		const full = `${module}.${name}`;
		const library = module.split(".")[0];
		const row = rows.get(full) ?? { library, module, name, kinds: new Set(), files: 0, why: new Set() };
		for (const use of uses.get(full) ?? []) row.kinds.add(use);
		row.kinds.delete("import");
		row.files++;
		if (rule === "argument") row.why.add(why);
		rows.set(full, row);
	}
}
for (const { library, module, name, kinds, files, why } of [...rows.values()].sort((a, b) =>
	`${a.module}.${a.name}` < `${b.module}.${b.name}` ? -1 : 1,
)) {
	const seen = versions.get(library) ?? "";
	console.log(
		[library, seen, module, name, [...kinds].sort().join(",") || "ref", "", [...why].join("; "), files].join("\t"),
	);
}
