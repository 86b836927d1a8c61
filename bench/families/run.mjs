/**
 * Times a library on one family in a process of its own: the first and the fifth call of a process that did nothing else,
 * then, after a warm-up on mixed data, the warm ones. What it wrote is compared with what CPython wrote.
 *
 * node --expose-gc run.mjs brine-loads|brine-dumps|others FORMAT FILE SECONDS DETAILS WARM
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { others } from "./others.mjs";

const [, , part, format, file, secondsText, details, warmFolder] = process.argv;
const dist = process.env.BRINE_DIST ?? "../../dist";
const seconds = Number(secondsText);
const { protocol, options, repr: pythonRepr } = JSON.parse(readFileSync(details, "utf8"));
const isJson = format === "json";
const read = (path) => (isJson ? readFileSync(path, "utf8") : new Uint8Array(readFileSync(path)));
const input = read(file);

const WARM = Number(process.env.BENCH_WARM);
const out = {};
const peak = () => process.resourceUsage().maxRSS * 1024;
const { cpuUsage, hrtime } = process;
/** Seconds: of a clock, or of all processors for this process, its collector and compiler included. */
const now =
	process.env.BENCH_CLOCK === "cpu"
		? () => {
				const { user, system } = cpuUsage();
				return (user + system) / 1e6;
			}
		: () => Number(hrtime.bigint()) / 1e9;
function call(work, argument) {
	const start = now();
	const result = work(argument);
	return [now() - start, result];
}

/**
 * The median time of a call. A round is a collection and then calls for twenty milliseconds, one at least: a program
 * collects all of its memory now and then, not before each message. What is shorter than a tenth of a millisecond is
 * repeated for one, without collections.
 */
function measure(work, argument, budget = seconds) {
	// V8 goes on compiling for about half a second.
	const warmUntil = now() + (part === "others" ? budget / 2 : WARM);
	let calls = 0;
	const begun = now();
	do {
		work(argument);
		calls++;
	} while (now() < warmUntil);
	const once = (now() - begun) / calls;
	const isShort = once < 1e-4;
	const repeat = Math.max(1, Math.min(20_000, Math.floor((isShort ? 0.001 : 0.02) / Math.max(once, 1e-7))));
	const times = [];
	let spent = 0;
	globalThis.gc();
	while (times.length < 3 || (spent < budget && times.length < 40)) {
		if (!isShort) globalThis.gc();
		const start = now();
		for (let i = 0; i < repeat; i++) work(argument);
		const time = now() - start;
		spent += time;
		times.push(time / repeat);
	}
	return times.sort((a, b) => a - b)[times.length >> 1];
}

/** As {@link measure}, of what waits. */
async function measureLater(work, argument) {
	const warmUntil = now() + WARM;
	let calls = 0;
	const begun = now();
	do {
		await work(argument);
		calls++;
	} while (now() < warmUntil);
	const repeat = Math.max(1, Math.floor((0.02 * calls) / Math.max(now() - begun, 1e-7)));
	const times = [];
	for (let spent = 0; times.length < 3 || (spent < seconds / 2 && times.length < 20); ) {
		globalThis.gc();
		const start = now();
		for (let i = 0; i < repeat; i++) await work(argument);
		const time = now() - start;
		spent += time;
		times.push(time / repeat);
	}
	return times.sort((a, b) => a - b)[times.length >> 1];
}

/** Calls on mixed data, of other families than the one that is measured. */
function warmUp(prepare, work) {
	for (const name of readdirSync(warmFolder).filter((entry) => entry.endsWith(isJson ? ".json" : ".pkl"))) {
		const argument = prepare(read(join(warmFolder, name)));
		for (let spent = 0, calls = 0; spent < 0.02 && calls < 3000; calls++) spent += call(work, argument)[0];
	}
}

function five(kind, work, argument) {
	const before = peak();
	out[`${kind}-first`] = call(work, argument)[0];
	out[`${kind}-peak`] = peak() - before;
	for (let i = 2; i < 5; i++) call(work, argument);
	out[`${kind}-fifth`] = call(work, argument)[0];
}

const camel = { ensure_ascii: "ensureAscii", sort_keys: "sortKeys" };
const dumpsOptions = isJson
	? Object.fromEntries(Object.entries(options).map(([name, value]) => [camel[name] ?? name, value]))
	: { protocol };

/** Where two byte strings or strings first differ; -1 if nowhere. */
function difference(ours, theirs) {
	if (typeof ours === "string" ? ours === theirs : Buffer.compare(ours, theirs) === 0) return -1;
	const length = Math.min(ours.length, theirs.length);
	for (let i = 0; i < length; i++) if (ours[i] !== theirs[i]) return i;
	return length;
}

if (part === "others") {
	await others({ isJson, input, options: dumpsOptions, measure, warmUp, out, dist, file });
} else {
	const library = await import(`${dist}/${isJson ? "json" : "pickle"}/index.js`);
	const loads = (data) => library.loads(data);
	const exact = (data) => library.loads(data, { mode: "exact" });
	if (part === "brine-loads") {
		five("loads", loads, input);
		warmUp((data) => data, loads);
		out.loads = measure(loads, input);
		warmUp((data) => data, exact);
		out["loads-exact"] = measure(exact, input);
		if (isJson && input.length > 50_000) await streams(library);
		await checkLoads(loads(input), exact(input));
	} else {
		const value = exact(input);
		const dumps = (argument) => library.dumps(argument, dumpsOptions);
		five("dumps", dumps, value);
		warmUp(exact, dumps);
		out.dumps = measure(dumps, value);
		const at = difference(dumps(value), input);
		if (at >= 0 && existsSync(file)) out.wrong = `dumps: other bytes than CPython's from ${at}`;
	}
}
console.log(JSON.stringify(out));

async function streams(json) {
	const bytes = new TextEncoder().encode(input);
	const chunks = [];
	for (let at = 0; at < bytes.length; at += 65_536) chunks.push(bytes.subarray(at, at + 65_536));
	out.stream = await measureLater((list) => json.load(list), chunks);
	out.events = await measureLater(async (list) => {
		for await (const _ of json.events(list));
	}, chunks);
}

async function checkLoads(plain, exactly) {
	const { equals, repr } = await import(`${dist}/index.js`);
	if (pythonRepr !== undefined && repr(exactly) !== pythonRepr) out.wrong = "loads: another repr than CPython's";
	if (isJson && input.length < 2_000_000 && !/NaN|Infinity/.test(input) && !equals(plain, exactly))
		out.wrong = "loads: plain and exact differ";
}
