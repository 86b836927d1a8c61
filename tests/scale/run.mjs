/**
 * Brine on real engines: Spark, BullMQ, Ray and Dask work on files among which are bombs and broken ones, and processes are killed
 * at random while they do. All they answer is compared with the run of a single process.
 *
 * node tests/scale/run.mjs [--only engines,archives,bullmq,spark,dask,ray,speed] [--rounds 20] [--files 2000] [--seed N] [--quick]    after a build
 */
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { debian } from "../live/setup.mjs";
import { removeFolder } from "../remove-folder.mjs";
import { wholeNumber } from "../whole-number.mjs";
import { queueRounds } from "./bullmq.mjs";
import { pydataPickles, sparkPickles } from "./engines.mjs";
import { makeFiles } from "./files.mjs";
import { members } from "./members.mjs";
import { pydataRounds } from "./pydata.mjs";
import { referenceOf } from "./reference.mjs";
import { environment, hasJava, project } from "./setup.mjs";
import { sparkRounds } from "./spark.mjs";
import { growth, speed } from "./speed.mjs";

const { values: given } = parseArgs({
	options: {
		only: { type: "string" },
		rounds: { type: "string", default: "20" },
		files: { type: "string", default: "2000" },
		seed: { type: "string", default: "1" },
		quick: { type: "boolean", default: false },
	},
});
const rounds = wholeNumber("--rounds", given.rounds);
const seed = wholeNumber("--seed", given.seed, 0);
let passed = 0;
let skipped = 0;
const failures = [];

function check(name, ok, shown = "") {
	if (ok) passed++;
	else {
		failures.push(`${name} ${shown}`);
		console.log(`FAILED ${failures.at(-1)}`);
	}
}
function skip(why) {
	skipped++;
	console.log(`skipped: ${why}`);
}

const OPTIONS = { convert: { max_memory: "512M" }, scan: { max_memory: "512M" } };
const ARGUMENTS = ["--max-memory", "512M"];
let prepared;
/** The files, and the answers of a single process. */
function prepare() {
	if (prepared === undefined) {
		const input = join(folder, "in");
		mkdirSync(input);
		makeFiles(input, wholeNumber("--files", given.files));
		const wanted = Object.fromEntries(["convert", "scan"].map((task) => [task, referenceOf(input, task, ARGUMENTS)]));
		prepared = { input, wanted, options: OPTIONS };
	}
	return prepared;
}

async function spark(folder) {
	if (!hasJava()) return skip("Spark: no Java is here");
	const { command, reason } = await environment("spark");
	if (reason !== undefined) return skip(`Spark: ${reason}`);
	await sparkRounds({ python: command, folder, rounds, seed, check, ...prepare() });
}

async function bullmq(folder) {
	if (!debian("redis-server", "redis-server")) return skip("BullMQ: no redis-server is here");
	const reason = project();
	if (reason !== undefined) return skip(`BullMQ: ${reason}`);
	await queueRounds({ folder, rounds, seed, check, ...prepare() });
}

/** The engines on the data platforms of Python, one after the other. */
async function pydata(folder, engine) {
	const { command, reason } = await environment("pydata");
	if (reason !== undefined) return skip(`${engine}: ${reason}`);
	await pydataRounds({ engine, python: command, folder, rounds: Math.ceil(rounds / 4), seed, check, ...prepare() });
}

async function engines(folder) {
	for (const [label, work] of [
		["spark", sparkPickles],
		["pydata", pydataPickles],
	]) {
		const { command, reason } = await environment(label);
		if (reason !== undefined) skip(`pickles of engines: ${reason}`);
		else await work(command, join(folder, label), check);
	}
}

async function archives(folder) {
	const { command } = hasJava() ? await environment("spark") : {};
	if (command === undefined) return skip("archives through Spark: it is not here");
	await members({ python: command, folder, check });
}

async function timings(folder) {
	const { command } = hasJava() ? await environment("spark") : {};
	if (command === undefined) skip("speed beside Spark: it is not here");
	await speed({ python: command, folder, check });
	await growth({ folder, check, most: given.quick ? 10_000 : 100_000 });
}

const PARTS = {
	engines,
	archives,
	bullmq,
	spark,
	dask: (own) => pydata(own, "dask"),
	ray: (own) => pydata(own, "ray"),
	speed: timings,
};

const folder = mkdtempSync(join(tmpdir(), "brine-scale-"));
try {
	const only = given.only?.split(",") ?? Object.keys(PARTS);
	for (const [name, part] of Object.entries(PARTS)) {
		if (!only.includes(name)) continue;
		const start = Date.now();
		console.log(`-- ${name}`);
		const own = join(folder, name);
		mkdirSync(own);
		await part(own);
		console.log(`-- ${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
	}
} catch (error) {
	failures.push(error.stack);
} finally {
	removeFolder(folder);
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed, ${skipped} skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
