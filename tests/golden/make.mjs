// Writes tests/golden/data/ with every Python of this machine: `node tests/golden/make.mjs [--check] [VERSION…]`.
// Each Python writes <version>.json, one case per line; pickles too long for a readable line stand once in large.json, by SHA-256.
// A minor version has one file. Another micro release of it is only written when it is named on the command line.
// --check writes nothing and exits with 1 when a Python that has a file would now write another one.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { compareVersions, findPythons, onePerMinor, runScript } from "../python/pythons.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const data = join(folder, "data");
const check = process.argv.includes("--check");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

mkdirSync(data, { recursive: true });
const large = readJson(join(data, "large.json")) ?? {};
let differences = 0;

for (const python of chosen(await findPythons())) {
	const { version } = python;
	const document = JSON.parse(await runScript(python, join(folder, "make.py")));
	const fresh = moveLarge(document);
	const text = format(document);
	const path = join(data, `${version}.json`);
	const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
	const verdict = before === undefined ? "new" : before === text ? "same" : "different";
	console.log(`${version.padEnd(10)} ${String(document.cases.length).padStart(5)} cases  ${verdict}`);
	if (verdict === "different") for (const name of changedCases(JSON.parse(before), document)) console.log(`  ${name}`);
	if (check) {
		if (verdict !== "same") differences++;
	} else {
		Object.assign(large, fresh);
		writeFileSync(path, text);
	}
}

if (check) {
	for (const [sha256, gz] of Object.entries(large)) if (digest(gunzip(gz)) !== sha256) differences++;
} else {
	writeManifest();
}
process.exitCode = differences > 0 ? 1 : 0;

/** With --check the Pythons that have a file; otherwise one per minor version, and those named. */
function chosen(pythons) {
	if (wanted.length > 0) return pythons.filter((python) => wanted.includes(python.version));
	if (check) return pythons.filter((python) => existsSync(join(data, `${python.version}.json`)));
	const minor = (version) => version.split(".").slice(0, 2).join(".");
	const present = new Map(versions().map((version) => [minor(version), version]));
	return onePerMinor(pythons.filter((python) => python.implementation === "CPython")).filter((python) =>
		[undefined, python.version].includes(present.get(minor(python.version))),
	);
}

/** Takes the long pickles out of a document and gives those that large.json does not have yet. */
function moveLarge(document) {
	const found = {};
	for (const entry of document.cases) {
		for (const streams of [entry.protocols, entry.pure, entry.unmapped]) {
			for (const stored of Object.values(streams ?? {})) {
				if (typeof stored !== "object") continue;
				const { gz, sha256 } = stored;
				if (digest(gunzip(gz)) !== sha256)
					throw new Error(`${entry.name}: the packed bytes are not those of ${sha256}`);
				if (!(sha256 in large)) found[sha256] = gz;
				delete stored.gz;
			}
		}
	}
	return found;
}

function writeManifest() {
	const used = new Set();
	const manifest = versions().map((version) => {
		const { implementation, bits, cases } = readJson(join(data, `${version}.json`));
		let pickles = 0;
		for (const { protocols, pure, unmapped } of cases) {
			for (const stored of [protocols, pure, unmapped].flatMap((streams) => Object.values(streams ?? {}))) {
				pickles++;
				if (typeof stored === "object") used.add(stored.sha256);
			}
		}
		return { version, implementation, bits, cases: cases.length, pickles };
	});
	writeFileSync(
		join(data, "manifest.json"),
		`[\n${manifest.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`,
	);
	const kept = Object.keys(large).filter((sha256) => used.has(sha256));
	const lines = kept.sort().map((sha256) => `${JSON.stringify(sha256)}: ${JSON.stringify(large[sha256])}`);
	writeFileSync(join(data, "large.json"), `{\n${lines.join(",\n")}\n}\n`);
	const missing = [...used].filter((sha256) => !(sha256 in large));
	if (missing.length > 0) throw new Error(`large.json lacks ${missing.join(", ")}`);
}

function format({ cases, ...head }) {
	const lines = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
	return `{\n${lines.join(",\n")},\n"cases": [\n${cases.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n}\n`;
}

function changedCases(before, after) {
	const old = new Map(before.cases.map((entry) => [entry.name, JSON.stringify(entry)]));
	const names = after.cases.filter((entry) => old.get(entry.name) !== JSON.stringify(entry)).map((entry) => entry.name);
	const gone = before.cases
		.filter(({ name }) => !after.cases.some((entry) => entry.name === name))
		.map(({ name }) => `${name} (gone)`);
	return [...names, ...gone].slice(0, 20);
}

function versions() {
	const names = readdirSync(data).map((name) => /^(\d+\.\d+\.\d+\w*)\.json$/.exec(name)?.[1]);
	return names.filter((version) => version !== undefined).sort(compareVersions);
}

function readJson(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function gunzip(base64) {
	return gunzipSync(Buffer.from(base64, "base64"));
}

function digest(content) {
	return createHash("sha256").update(content).digest("hex");
}
