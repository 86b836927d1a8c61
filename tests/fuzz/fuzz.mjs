/**
 * Fuzzing without Python: what must hold for every input, however broken. The same verdict for bytes and for every
 * chunking of them, what is read can be written and read again, only errors of ours, and time and memory stay bounded.
 * Against live Pythons: tests/pickle/differential.mjs and tests/json/differential.test.ts.
 *
 * node tests/fuzz/fuzz.mjs [pickle|json]… [--seconds N | --count N] [--seed N]      after a build
 */
import { parseArgs } from "node:util";
import { wholeNumber } from "../whole-number.mjs";
import { check as checkJson } from "./json.mjs";
import { check as checkPickle } from "./pickle.mjs";
import { Random } from "./random.mjs";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { seconds: { type: "string" }, count: { type: "string" }, seed: { type: "string", default: "1" } },
});
const CHECKS = { pickle: checkPickle, json: checkJson };
const formats = positionals.length === 0 ? Object.keys(CHECKS) : positionals;
for (const format of formats) if (!Object.hasOwn(CHECKS, format)) throw new Error(`there is no fuzzer of ${format}`);
const seconds =
	options.seconds === undefined
		? options.count === undefined
			? 60
			: Number.POSITIVE_INFINITY
		: wholeNumber("--seconds", options.seconds);
const most = options.count === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--count", options.count);
const firstSeed = wholeNumber("--seed", options.seed, 0);
/** Milliseconds that no case may take, on a slow machine too. */
const SLOW = 10_000;

const failures = [];
process.on("unhandledRejection", (error) => failures.push(`unhandled rejection: ${error}`));
let cases = 0;
for (const format of formats) {
	const start = Date.now();
	let count = 0;
	for (let seed = firstSeed; count < most && Date.now() - start < (seconds * 1000) / formats.length; seed++) {
		const began = Date.now();
		try {
			await CHECKS[format](new Random(seed));
		} catch (error) {
			failures.push(`${format} seed ${seed}: ${error.stack}`);
		}
		if (Date.now() - began > SLOW) failures.push(`${format} seed ${seed}: took ${Date.now() - began} ms`);
		count++;
		if (failures.length > 20) break;
	}
	cases += count;
	if (count === 0 || (count < most && options.count !== undefined))
		failures.push(`${format}: only ${count} of ${options.count ?? "any"} cases were run`);
	console.log(`${format}: ${count} cases in ${Math.round((Date.now() - start) / 1000)} s`);
}
// Time for a rejection that nobody waits for.
await new Promise((resolve) => setTimeout(resolve, 50));
const peak = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
if (peak > 1500) failures.push(`memory: ${peak} MB at the most`);
console.log(`${peak} MB at the most`);
for (const failure of failures) console.log(failure);
console.log(`${cases - failures.length} passed, ${failures.length} failed, 0 skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
