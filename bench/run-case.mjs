/**
 * Times one library on one case in a process of its own, after a warm-up on mixed data, so that no case is
 * flattered by arrays and call sites that have seen only its own kind of value.
 *
 * node --expose-gc run-case.mjs LIBRARY NAME FOLDER ROUNDS [KIND]
 */
import { readFileSync } from "node:fs";
import { libraries } from "./libraries.mjs";

const [, , libraryName, name, folder, rounds, onlyKind] = process.argv;
const isJson = name.startsWith("json-");
const small = ["message", "json-message", "json-deep"].includes(name);
const repeat = small ? (name.endsWith("message") ? 10_000 : 2000) : 1;
const library = await libraries[libraryName](isJson);

/** How long a case is repeated beyond its rounds in each pass. The same stands in cases.py. */
const SECONDS = Number(rounds) > 2 ? 0.25 : 0;
const MOST_ROUNDS = 30;

const read = (file) =>
	isJson ? readFileSync(`${folder}/${file}.json`, "utf8") : new Uint8Array(readFileSync(`${folder}/${file}.pkl`));
const bytes = new Uint8Array(
	readFileSync(`${folder}/${isJson ? "json-records" : "records"}.${isJson ? "json" : "pkl"}`),
).length;
const input = library.input ? library.input(name, read, folder) : read(name);

/** Seconds: of a clock, or of all processors for this process. */
function now() {
	if (process.env.BENCH_CLOCK !== "cpu") return Number(process.hrtime.bigint()) / 1e9;
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

const out = { loads: [], dumps: [], bytes };
for (const kind of library.kinds(name)) {
	if (onlyKind !== undefined && kind !== onlyKind) continue;
	out[kind] = [];
	for (const warm of isJson ? ["json-records", "json-numbers", "json-message"] : ["records", "nested", "message"]) {
		try {
			const data = library.input ? library.input(warm, read, folder) : read(warm);
			for (let i = 0; i < (warm.endsWith("message") ? 3000 : 1); i++) library[kind](library.prepare(kind, data));
		} catch {
			// A peer that cannot read the warm-up goes without.
		}
	}
	const prepared = library.prepare(kind, input);
	library[kind](prepared);
	// What takes a few milliseconds is repeated until it is known; CPython does the same.
	let spent = 0;
	for (let round = 0; round < Number(rounds) || (spent < SECONDS && round < MOST_ROUNDS); round++) {
		globalThis.gc?.();
		const start = now();
		let result;
		for (let i = 0; i < repeat; i++) result = library[kind](prepared);
		const seconds = now() - start;
		out[kind].push(seconds / repeat);
		spent += seconds;
		if (result === undefined) throw new Error("no result");
	}
}
out.peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify(out));
