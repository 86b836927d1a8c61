// Mutants by Stryker's mutators: all of them are listed, a seeded sample of them is put into the sources.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Random } from "../fuzz/random.mjs";

export const CACHE = resolve(".cache/mutation");
const PACKAGE = "@stryker-mutator/instrumenter";
const ENTRY = join(CACHE, "node_modules", PACKAGE, "dist/src/index.js");

/** Fetches Stryker's instrumenter from the npm registry, once. */
function install() {
	if (existsSync(ENTRY)) return;
	mkdirSync(CACHE, { recursive: true });
	writeFileSync(join(CACHE, "package.json"), '{ "private": true }\n');
	const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", `${PACKAGE}@9`];
	const npm = spawnSync("npm", args, { cwd: CACHE, stdio: "inherit", shell: process.platform === "win32" });
	if (npm.status !== 0) throw new Error("npm could not install Stryker's instrumenter");
}

const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
const OPTIONS = { plugins: null, excludedMutations: [], ignorers: [] };

/** What tells a mutant from all others, in both passes. */
const keyOf = ({ fileName, location: { start, end }, mutatorName, replacement }) =>
	[fileName, start.line, start.column, end.line, end.column, mutatorName, replacement].join("\0");

/** The sources of some rooms with `count` of their mutants inside, chosen by `seed`. */
export async function sampleMutants(rooms, count, seed) {
	install();
	const { Instrumenter } = await import(pathToFileURL(ENTRY).href);
	const instrumenter = new Instrumenter(silent);
	const files = rooms
		.flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => join(room, name)))
		.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
		.sort()
		.map((name) => ({ name, content: readFileSync(name, "utf8"), mutate: true }));
	const all = (await instrumenter.instrument(files, OPTIONS)).mutants;

	const chosen = new Map();
	const random = new Random(seed);
	const rest = [...all];
	while (chosen.size < count && rest.length > 0) {
		const [mutant] = rest.splice(random.below(rest.length), 1);
		chosen.set(keyOf(mutant), mutant);
	}
	// The others are left out, lest code that is a hundred switches makes tests slow.
	const byFile = new Map();
	for (const { fileName, location } of chosen.values())
		byFile.set(fileName, [...(byFile.get(fileName) ?? []), location]);
	const second = files
		.filter(({ name }) => byFile.has(name))
		.map((file) => ({ ...file, mutate: byFile.get(file.name) }));
	const { files: mutated, mutants } = await instrumenter.instrument(second, OPTIONS);
	const drawn = [...chosen.keys()];
	const sample = mutants
		.filter((mutant) => chosen.has(keyOf(mutant)))
		.sort((a, b) => drawn.indexOf(keyOf(a)) - drawn.indexOf(keyOf(b)));
	const originals = new Map(files.map(({ name, content }) => [name, content.split("\n")]));
	return {
		all: all.length,
		sources: new Map(mutated.map(({ name, content }) => [resolve(name), content])),
		mutants: sample.map((mutant) => ({ ...mutant, original: textAt(originals.get(mutant.fileName), mutant.location) })),
	};
}

/** The text of a place; lines and columns count from 0. */
function textAt(lines, { start, end }) {
	const part = lines.slice(start.line, end.line + 1);
	part[part.length - 1] = part[part.length - 1].slice(0, end.column);
	part[0] = part[0].slice(start.column);
	return part.join("\n");
}
