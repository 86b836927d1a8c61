/**
 * The cost mode of the fuzzer: no input of up to 200 kB takes time or memory out of proportion, neither when it is read nor
 * when its value is looked at, compared or written. Every step is held to a multiple of the median time per byte of all
 * cases, the memory of a value to a number of bytes for each byte read, in processes with 512 MiB of heap; one that dies, or does not end, is a
 * finding. What seems slow is timed again alone, since a machine that is busy is not.
 *
 * node tests/fuzz/cost.mjs [--seconds N | --count N] [--seed N]      after a build
 */
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { wholeNumber } from "../whole-number.mjs";
import { costlyPickle } from "./cost-inputs.mjs";
import { Random } from "./random.mjs";

/** Times the median per byte that a step may take, beyond what every step is allowed. */
const MULTIPLE = 50;
/** Milliseconds that any step may take, whatever its size: a collection of garbage, a busy machine. */
const ALLOWED = 400;
/** Bytes that any value may hold: in a pickle copies of one part are not refused before they come to about this (`FREE_COPIES`). */
const ALLOWED_MEMORY = { pickle: 2 ** 26, json: 2 ** 21 };
/**
 * Bytes that a value may hold for each byte read. An opcode of one byte makes an empty dict, set or object, which takes V8 up
 * to 250; a median over all cases says nothing here, since long strings hold one byte for each.
 */
const MEMORY_PER_BYTE = 512;
/** Milliseconds after which a case counts as one that does not end. */
const HANG = 120_000;
/** Megabytes of resident memory that a process may reach: the heap, text beside it, and V8 itself. */
const MOST_MEMORY = 900;
/** How often a step that seems slow is timed again. */
const AGAIN = 3;
/** Cases that one process runs before a fresh one takes over. */
const BATCH = 150;
/** Cases in a hundred that also go through the command. */
const COMMANDS = 2;

const { values: options } = parseArgs({
	options: { seconds: { type: "string" }, count: { type: "string" }, seed: { type: "string", default: "1" } },
});
const most = options.count === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--count", options.count);
const seconds =
	options.seconds === undefined
		? options.count === undefined
			? 60
			: Number.POSITIVE_INFINITY
		: wholeNumber("--seconds", options.seconds);
const firstSeed = wholeNumber("--seed", options.seed, 0);
const WORKER = fileURLToPath(new URL("./cost-worker.mjs", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const failures = [];
/** Every step: name, milliseconds, bytes read and written, seed. */
const steps = [];
/** What each value holds: bytes, bytes read, seed. */
const held = [];
/** Cases that ran to their end or ended the process, and how often the command was run. */
let cases = 0;
let commands = 0;
let resident = 0;

/** Runs one process over a batch of seeds; resolves to the seed to go on with. */
function batch(first, count, until, into = steps) {
	return new Promise((resolve) => {
		const flags = ["--max-old-space-size=512", "--expose-gc"];
		const child = spawn(process.execPath, [...flags, WORKER, String(first), String(count)], {
			stdio: ["ignore", "pipe", "pipe"],
		});
		let current;
		let next = first;
		let stderr = "";
		let timer;
		let isOver = false;
		child.stderr.on("data", (chunk) => {
			stderr = (stderr + chunk).slice(-2000);
		});
		const lines = createInterface({ input: child.stdout });
		lines.on("line", (line) => {
			if (isOver) return;
			const record = JSON.parse(line);
			clearTimeout(timer);
			if (record.problem !== undefined)
				failures.push(`seed ${current.seed} (${current.format}, ${current.size}): ${record.problem}`);
			else if (record.done !== undefined) {
				next = record.done + 1;
				if (into === steps) cases++;
				// Buffers out of band are input, too.
				const bytes = current.size + record.given;
				for (const [name, ms, size] of record.steps) into.push([name, ms, bytes + size, current.seed]);
				held.push([record.held, bytes, current.seed, current.format]);
				resident = Math.max(resident, record.rss);
				if (record.rss > MOST_MEMORY)
					failures.push(`seed ${current.seed} (${current.format}, ${current.size}): ${record.rss} MB resident`);
				current = undefined;
				if (Date.now() > until) {
					isOver = true;
					child.kill("SIGKILL");
				}
			} else {
				current = record;
				timer = setTimeout(() => {
					failures.push(`seed ${record.seed} (${record.format}, ${record.size}): did not end in ${HANG} ms`);
					child.kill("SIGKILL");
				}, HANG);
			}
		});
		child.on("close", (code, signal) => {
			clearTimeout(timer);
			const known = failures.at(-1)?.startsWith(`seed ${current?.seed} `) && signal === "SIGKILL";
			const isShort = next < first + count && !isOver;
			if (isShort && !known) {
				const what = current === undefined ? "its input was not made" : `${current.format}, ${current.size}`;
				failures.push(`seed ${next} (${what}): the process ended (${signal ?? code}) ${stderr.slice(-600)}`);
			}
			if (isShort && into === steps) cases++;
			resolve(isShort ? next + 1 : next);
		});
	});
}

/** The command over one pickle: it ends by itself, in time and within its budget. */
function command(seed) {
	const input = costlyPickle(new Random(seed), 50_000);
	for (const args of [
		["show", "-"],
		["show", "--json", "-"],
		["dis", "-"],
		["convert", "-", "-", "--to", "json", "--default", "tagged"],
	]) {
		const start = Date.now();
		const { signal, status, stderr } = spawnSync(process.execPath, ["--max-old-space-size=512", COMMAND, ...args], {
			input,
			timeout: HANG,
			maxBuffer: 2 ** 29,
			stdio: ["pipe", "ignore", "pipe"],
		});
		const said = String(stderr);
		if (signal !== null || status === null || status > 2 || /\bat (?:file|node):/.test(said))
			failures.push(
				`seed ${seed} (command ${args.join(" ")}): ${signal ?? status} after ${Date.now() - start} ms ${said.slice(-300)}`,
			);
	}
	commands++;
}

const start = Date.now();
const until = start + seconds * 1000;
let seed = firstSeed;
const last = seed + most;
while (seed < last && Date.now() < until && failures.length < 20) {
	const from = seed;
	seed = await batch(seed, Math.min(BATCH, last - seed), until);
	for (let i = from; i < seed && Date.now() < until; i++) if (new Random(i ^ 0x5bd1).below(100) < COMMANDS) command(i);
}

const perByte = (name) => {
	const rates = steps.filter((step) => step[0] === name && step[2] > 5000).map((step) => step[1] / step[2]);
	return rates.sort((a, b) => a - b)[rates.length >> 1] ?? 0;
};
/** The least time that a step takes when its seed is run again. */
async function least(name, seed, ms) {
	let result = ms;
	for (let i = 0; i < AGAIN; i++) {
		const again = [];
		await batch(seed, 1, Number.POSITIVE_INFINITY, again);
		for (const step of again) if (step[0] === name) result = Math.min(result, step[1]);
	}
	return result;
}
for (const name of new Set(steps.map((step) => step[0]))) {
	// A step that is very quick, as a look at an error is, would make the bound meaningless; few values have keys to set.
	const rate = Math.max(perByte(name), name === "keys" ? perByte("loads") : 2e-5);
	let worst = [name, 0, 1, 0];
	for (const step of steps.filter((step) => step[0] === name)) {
		const most = ALLOWED + MULTIPLE * rate * step[2];
		if (step[1] > most && (await least(name, step[3], step[1])) > most)
			failures.push(
				`seed ${step[3]}: ${name} took ${step[1]} ms for ${step[2]} bytes (median ${(rate * 1e6).toFixed(0)} ns each)`,
			);
		if (step[1] / (step[2] + 5000) > worst[1] / (worst[2] + 5000)) worst = step;
	}
	console.log(
		`${name.padEnd(16)} median ${(rate * 1e6).toFixed(0).padStart(5)} ns a byte; slowest ${worst[1]} ms for ${worst[2]} bytes, seed ${worst[3]}`,
	);
}
const densities = held.filter((value) => value[1] > 5000).map((value) => value[0] / value[1]);
const densest = densities.length === 0 ? 0 : Math.max(...densities);
for (const [bytes, size, seed, format] of held)
	if (bytes > ALLOWED_MEMORY[format] + MEMORY_PER_BYTE * size)
		failures.push(`seed ${seed}: the value of ${size} bytes holds ${bytes}, ${Math.round(bytes / size)} for each`);
console.log(`memory           at most ${densest.toFixed(0)} bytes a byte; processes of ${resident} MB at most`);
if (cases === 0 || (cases < most && options.count !== undefined))
	failures.push(`only ${cases} of ${options.count ?? "any"} cases were run`);
console.log(
	`cost: ${cases} cases and ${commands} for the command in ${Math.round((Date.now() - start) / 1000)} s, seeds from ${options.seed}`,
);
for (const failure of failures) console.log(failure);
console.log(`${Math.max(0, cases + commands - failures.length)} passed, ${failures.length} failed, 0 skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
