// Makes entries.tar.gz and uncovered.txt: a real pickle for each name of the list, as far as folders of pickles have one.
// After `npm run build`: node tests/scan/make-entries.mjs FOLDER…
// Folders are made by scripts/scan-list/make-pickles.py and make-entry-pickles.py, with the newest libraries and older ones.
// Of all files that are safe, but for names that are unknown at best, it takes the smallest that hold names which no other has, so that the archive stays small.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";

const LONGEST = 60_000;
const here = (name) => new URL(name, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "brine-entries-"));
await build({
	entryPoints: [here("../../src/scan/allow-data.ts")],
	format: "esm",
	outfile: join(folder, "allow.mjs"),
	logLevel: "error",
});
const { ALLOWED } = await import(join(folder, "allow.mjs"));
const { scan, createPolicy } = await import(new URL("../../dist/scan/index.js", import.meta.url).href);

const listed = (name) => name.replace(/^numpy\._core(?=\.|$)/, "numpy.core");
const names = new Set(
	ALLOWED.split("\n").flatMap((line) => {
		const [module, ...groups] = line.split(" ");
		return groups.flatMap((group) =>
			group
				.split(":")[1]
				.split(",")
				.map((name) => `${module}.${name}`),
		);
	}),
);
const files = (path) =>
	readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)],
	);
const policy = createPolicy();
const pool = [];
for (const path of process.argv.slice(2).flatMap(files)) {
	const bytes = readFileSync(path);
	if (bytes.length > LONGEST) continue;
	const seen = new Set();
	const findings = [];
	const onImport = (name) => seen.add(listed(name));
	for await (const finding of scan(bytes, { policy, onImport })) findings.push(finding);
	const held = [...seen].filter((name) => names.has(name));
	// Some names are unknown at best.
	const isFine = findings.every(
		(finding) => finding.verdict === "safe" || finding.verdict === "no-pickle" || finding.rule === "never-safe",
	);
	if (isFine && held.length > 0) pool.push({ path, size: bytes.length, held });
}
const covered = new Set();
const target = join(folder, "entries");
mkdirSync(target);
for (let count = 0; ; count++) {
	let best;
	let most = 0;
	for (const file of pool) {
		const worth = file.held.filter((name) => !covered.has(name)).length / (file.size + 300);
		if (worth > most) [best, most] = [file, worth];
	}
	if (best === undefined) {
		console.log(`${count} files hold ${covered.size} of ${names.size} names`);
		break;
	}
	for (const name of best.held) covered.add(name);
	copyFileSync(best.path, join(target, `${String(count).padStart(4, "0")}__${basename(best.path).slice(-80)}`));
}
writeFileSync(
	here("uncovered.txt"),
	`${[...names]
		.filter((name) => !covered.has(name))
		.sort()
		.join("\n")}\n`,
);
const options = ["--sort=name", "--mtime=2026-01-01", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
const run = spawnSync("tar", [...options, "-czf", here("entries.tar.gz"), "-C", target, "."], { stdio: "inherit" });
rmSync(folder, { recursive: true, force: true });
process.exitCode = run.status ?? 1;
