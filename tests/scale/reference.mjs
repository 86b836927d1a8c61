/** The run of a single process, that all others are compared with. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const MAIN = resolve("dist/cli/main.js");

/** All files of a folder, in order. */
export function filesOf(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.name.startsWith("."))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** The answers of one worker for files, by id. */
export function referenceOf(folder, task, args) {
	const input = filesOf(folder).map((path) => `${path}\n`);
	const { stdout, status, stderr } = spawnSync(process.execPath, [MAIN, "worker", task, ...args], {
		input: input.join(""),
		maxBuffer: 2 ** 30,
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(`the reference run failed: ${stderr}`);
	return byId(stdout.split("\n").slice(0, -1).map(answerIn));
}

/** An answer whose value stays text: it may have a million levels. */
export function answerIn(line) {
	const at = line.indexOf(',"value":');
	if (at < 0) return JSON.parse(line);
	return { ...JSON.parse(`${line.slice(0, at)}}`), value: line.slice(at + ',"value":'.length, -1) };
}

function byId(records) {
	const map = new Map();
	for (const record of records) {
		if (map.has(record.id)) throw new Error(`two records of ${record.id}`);
		map.set(record.id, record);
	}
	return map;
}

/** The table of Python's adapters as answers. */
export function answerOf(row) {
	const { id, sha256, size, ok, pickles, value, verdict, unscannable, findings, text } = row;
	const head = { id: id.replace(/^file:\/*(?=\/)/, ""), sha256, size, ok };
	if (!ok) {
		const error = {};
		for (const name of ["name", "message", "code", "offset", "opcode", "hint"]) {
			const given = row[`error_${name}`];
			if (given !== null && given !== undefined) error[name] = given;
		}
		return { ...head, error };
	}
	if (verdict !== undefined) return { ...head, verdict, unscannable, findings: JSON.parse(findings) };
	return text === undefined ? { ...head, pickles, value } : { ...head, text };
}

/** Rows that are JSON Lines. */
export function rowsIn(path) {
	return readFileSync(path, "utf8")
		.split("\n")
		.slice(0, -1)
		.map((line) => JSON.parse(line));
}

/** The records of the engines have the address of a file in findings; a single process has its path. */
function comparable(record) {
	const { error, findings, ...rest } = record;
	if (error !== undefined) {
		const { path: _, ...known } = error;
		return { ...rest, error: known };
	}
	return findings === undefined ? rest : { ...rest, findings: findings.map(({ file: _, ...finding }) => finding) };
}

/** The first records that differ; an empty list where all are the same, each once. */
export function differences(wanted, answers) {
	const wrong = [];
	const seen = new Set();
	for (const answer of answers) {
		const expected = wanted.get(answer.id);
		if (seen.has(answer.id)) wrong.push(`${answer.id} is there twice`);
		seen.add(answer.id);
		const [a, b] = [expected, answer].map((one) => JSON.stringify(one === undefined ? null : sorted(comparable(one))));
		if (a !== b) wrong.push(`${answer.id}: ${b.slice(0, 300)} instead of ${a.slice(0, 300)}`);
	}
	for (const id of wanted.keys()) if (!seen.has(id)) wrong.push(`${id} is missing`);
	return wrong;
}

/** The same with members in one order. */
function sorted(value) {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((key) => [key, sorted(value[key])]),
	);
}
