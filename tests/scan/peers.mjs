// Runs other scanners on the same files: node tests/scan/peers.mjs FOLDER_OF_THEIR_PROGRAMS BENIGN_FOLDER > table
// Make the first by: python3 -m venv peers && peers/bin/pip install picklescan fickling modelscan modelaudit
// Attacks are made of attacks.ts, benign files are a sample of the folder. Each tool runs as a job of continuous integration
// sees it: one process for each file, and its exit code.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const [programs, benignFolder] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "brine-peers-"));
const here = (name) => new URL(name, import.meta.url);
await build({
	entryPoints: [here("attacks.ts").pathname],
	bundle: true,
	platform: "node",
	format: "esm",
	outfile: join(folder, "bundle.mjs"),
	logLevel: "error",
});
const text = readFileSync(join(folder, "bundle.mjs"), "utf8").replace(
	"import.meta.url",
	JSON.stringify(here("attacks.ts").href),
);
writeFileSync(join(folder, "attacks.mjs"), text);
const { FORMS, CONTAINERS, ALIASES, deniedNames, latin1 } = await import(join(folder, "attacks.mjs"));

const sets = { forms: [], names: [], containers: [], benign: [] };
const write = (set, name, bytes) => {
	mkdirSync(join(folder, set), { recursive: true });
	const path = join(folder, set, `${name.replace(/\W+/g, "_")}.pkl`);
	writeFileSync(path, bytes);
	sets[set].push(path);
};
for (const [name, form] of Object.entries(FORMS)) write("forms", name, latin1(form("posix", "system")));
const names = [...deniedNames(), ...ALIASES];
for (let i = 0; i < names.length; i += 17)
	write("names", `${i}_${names[i].join("_")}`, latin1(FORMS.reduce(...names[i])));
for (const [name, pack] of Object.entries(CONTAINERS))
	write("containers", name, pack(latin1(FORMS.reduce("posix", "system"))));
const files = readdirSync(benignFolder).filter(
	(name) => name.includes("__") && !name.includes("__own__") && !name.endsWith(".tsv"),
);
for (let i = 0; i < files.length; i += Math.ceil(files.length / 24)) sets.benign.push(join(benignFolder, files[i]));

const tools = {
	brine: [process.execPath, [new URL("../../dist/cli/main.js", import.meta.url).pathname, "scan"], [0], [1]],
	picklescan: [join(programs, "picklescan"), ["-p"], [0], [1]],
	"picklescan --strict": [join(programs, "picklescan"), ["--strict", "-p"], [0], [1]],
	fickling: [join(programs, "fickling"), ["--check-safety"], [0], [1]],
	modelscan: [join(programs, "modelscan"), ["-p"], [0], [1]],
	modelaudit: [join(programs, "modelaudit"), ["scan"], [0], [1]],
};
console.log(
	`| | ${Object.entries(sets)
		.map(([set, all]) => `${set} ${all.length}`)
		.join(" | ")} | seconds a file |`,
);
console.log(`| --- |${" --- |".repeat(Object.keys(sets).length + 1)}`);
for (const [tool, [program, options, clean, found]] of Object.entries(tools)) {
	const cells = [];
	let [seconds, runs] = [0, 0];
	for (const all of Object.values(sets)) {
		const counts = [0, 0, 0];
		for (const file of all) {
			const start = performance.now();
			const { status } = spawnSync(program, [...options, file], {
				stdio: "ignore",
				timeout: 30_000,
				cwd: folder,
			});
			seconds += (performance.now() - start) / 1000;
			runs++;
			counts[found.includes(status) ? 0 : clean.includes(status) ? 2 : 1]++;
		}
		cells.push(counts.join(" / "));
	}
	console.log(`| ${tool} | ${cells.join(" | ")} | ${(seconds / runs).toFixed(2)} |`);
}
