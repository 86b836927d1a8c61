// Writes the six tables of this folder with every Python of this machine: `node tests/golden/oracle/make.mjs [--check]`.
// A table is {"versions": {...}, "cases": {name: {...the question..., "answers": [[["3.8.18", "3.9.18"], {...answer...}], ...]}}}: versions that answer alike stand together.
// --check writes nothing and exits with 1 when a Python of a version that stands in the tables answers otherwise.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPythons, onePerMinor, runScript } from "../../python/pythons.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const check = process.argv.includes("--check");
const TABLES = ["pickle-loads", "pickle-dumps", "pickle-bytes", "json", "tools", "batch"];

const before = Object.fromEntries(TABLES.map((name) => [name, readTable(name)]));
const known = Object.keys(before["pickle-loads"]?.versions ?? {});
const pythons = onePerMinor(await findPythons()).filter(
	(python) =>
		python.implementation === "CPython" &&
		!python.version.startsWith("2.") &&
		(!check || known.includes(python.version)),
);

const documents = [];
for (const python of pythons) {
	const document = JSON.parse(await runScript(python, join(folder, "inputs.py")));
	documents.push(document);
	console.log(
		python.version.padEnd(10),
		TABLES.map((name) => `${name} ${Object.keys(document.tables[name]).length}`).join("  "),
	);
}

let differences = 0;
for (const name of TABLES) {
	const table = merge(name);
	if (check) compare(name, before[name], table);
	else writeFileSync(join(folder, `${name}.json`), format(table));
}
process.exitCode = differences > 0 ? 1 : 0;

function merge(name) {
	const versions = {};
	const cases = {};
	for (const { version, bits, tables } of documents) {
		versions[version] = { bits };
		for (const [key, { answer, ...question }] of Object.entries(tables[name])) {
			cases[key] ??= { ...question, answers: [] };
			const { answers, ...first } = cases[key];
			if (!same(first, question))
				throw new Error(
					`${name} ${key}: ${version} was asked something else\n${JSON.stringify(first)}\n${JSON.stringify(question)}`,
				);
			const group = answers.find(([, other]) => same(other, answer));
			if (group) group[0].push(version);
			else answers.push([[version], answer]);
		}
	}
	return { versions, cases };
}

function compare(name, old, fresh) {
	for (const [key, { answers }] of Object.entries(fresh.cases)) {
		for (const [versions, answer] of answers) {
			for (const version of versions) {
				const stored = old?.cases[key]?.answers.find(([those]) => those.includes(version))?.[1];
				if (same(stored, answer)) continue;
				differences++;
				console.log(
					`${name} ${key} ${version}\n  stored ${JSON.stringify(stored)}\n  now    ${JSON.stringify(answer)}`,
				);
			}
		}
	}
}

function same(left, right) {
	return JSON.stringify(left) === JSON.stringify(right);
}

function format({ versions, cases }) {
	const lines = Object.entries(cases).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
	return `{\n"versions": ${JSON.stringify(versions)},\n"cases": {\n${lines.join(",\n")}\n}\n}\n`;
}

function readTable(name) {
	const path = join(folder, `${name}.json`);
	return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
