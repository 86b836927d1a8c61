/**
 * What a wrong guess costs: lists of which 0, 0.1, 1, 10, 50 and 100 % break what a fast path of pickle guesses. Each time
 * is held against a straight line between those of 0 and 100 %: above MOST times that, a guess costs more than it saves.
 *
 * node --max-semi-space-size=64 --min-semi-space-size=64 bench/mixtures-pickle.mjs [PATTERN] [--count N] [--most RATIO]    exit code 1 when one is above
 */
import { parseArgs } from "node:util";
import { wholeNumber } from "../tests/whole-number.mjs";

const { pickle, PyDict, PyFloat, tuple } = await import(process.env.BRINE_DIST ?? "../dist/index.js");
const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { count: { type: "string", default: "60000" }, most: { type: "string", default: "3" } },
});
const count = wholeNumber("--count", options.count);
const pattern = new RegExp(positionals[0] ?? ".");
const SHARES = [0, 0.001, 0.01, 0.1, 0.5, 1];

/** A generator of numbers from 0 to 1, the same in each run. */
let state = 1;
function random() {
	state = (Math.imul(state, 1664525) + 1013904223) | 0;
	return (state >>> 8) / 0x1000000;
}

/** What the guess is right for, and what breaks it. */
const FAMILIES = {
	"floats, and a string": [(i) => i + 0.5, (i) => `s${i}`],
	"floats, and a whole one": [(i) => i + 0.5, (i) => new PyFloat(i)],
	"ints, and a float": [(i) => i, (i) => i + 0.5],
	"ints, and a big one": [(i) => i, (i) => 2n ** 70n + BigInt(i)],
	"ints, and null": [(i) => i, () => null],
	"strings, and an int": [(i) => `string ${i}`, (i) => i],
	"short strings, and a long one": [(i) => `string ${i}`, (i) => `string ${i}`.repeat(6)],
	"ASCII, and others": [(i) => `string ${i}`, (i) => `stríng ☃ ${i}`],
	"new strings, and one that comes again": [(i) => `string ${i}`, () => "again"],
	"lists that differ, and some alike": [(i) => [i, i + 1], () => [1, 2]],
	"lists, and an object": [(i) => [i, i + 1], (i) => ({ a: i })],
	"lists, and a dict": [(i) => [i, i + 1], (i) => new PyDict([[i, 1]])],
	"tuples of leaves, and one that holds a list": [(i) => tuple(i, "a"), (i) => tuple(i, [i])],
	"objects of one shape, and of others": [(i) => ({ a: i, b: 2 }), (i) => ({ [`k${i % 500}`]: i, b: 2 })],
	"objects of leaves, and with an object": [(i) => ({ a: i, b: 2 }), (i) => ({ a: i, b: { c: 1 } })],
	"objects of words, and of numbers as keys": [(i) => ({ a: i, b: 2 }), (i) => ({ [i]: i, b: 2 })],
	"dicts of ints, and with a float": [(i) => new PyDict([[i, i]]), (i) => new PyDict([[i + 0.5, i]])],
	"dicts of ints, and with a tuple": [(i) => new PyDict([[i, i]]), (i) => new PyDict([[tuple(i), i]])],
};
const shared = new PyDict([["shared", 1]]);
FAMILIES["dicts, and one that is shared"] = [(i) => new PyDict([["a", i]]), () => shared];
const sharedList = [1, 2];
FAMILIES["lists, and one that is shared"] = [(i) => [i], () => sharedList];

/** Milliseconds of processor time that the calls of one attempt take at least. */
const SPENT = 60;

/**
 * The least processor time of one call. A mean would count collections of garbage too: they fall on one share more than
 * on another, and where the system hands out memory slowly they take ten times as long as the call.
 */
function time(work) {
	let [least, calls, spent] = [Number.POSITIVE_INFINITY, 0, 0];
	while (calls < 10 || spent < SPENT) {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		const ms = (user + system) / 1000;
		spent += ms;
		calls++;
		// The first calls are not yet compiled for what they meet.
		if (calls > 3) least = Math.min(least, ms);
	}
	return least;
}

function worstOf(times) {
	const [first, last] = [times[0], times.at(-1)];
	return Math.max(...times.map((ms, i) => ms / Math.max(first + (last - first) * SHARES[i], 1)));
}

const failed = [];
for (const [name, [right, wrong]] of Object.entries(FAMILIES)) {
	if (!pattern.test(name)) continue;
	const kinds = {
		loads: SHARES.map(() => Number.POSITIVE_INFINITY),
		dumps: SHARES.map(() => Number.POSITIVE_INFINITY),
	};
	// What seems slow is timed again: a busy machine does not guess.
	for (let attempt = 0; attempt < 8; attempt++) {
		if (attempt > 0 && Object.values(kinds).every((times) => worstOf(times) <= Number(options.most))) break;
		for (const [i, share] of SHARES.entries()) {
			state = 1;
			const value = Array.from({ length: count }, (_, index) => (random() < share ? wrong(index) : right(index)));
			const bytes = pickle.dumps(value);
			kinds.dumps[i] = Math.min(
				kinds.dumps[i],
				time(() => pickle.dumps(value)),
			);
			kinds.loads[i] = Math.min(
				kinds.loads[i],
				time(() => pickle.loads(bytes)),
			);
		}
	}
	for (const [kind, times] of Object.entries(kinds)) {
		const worst = worstOf(times);
		console.log(
			`${kind} ${name.padEnd(46)} ${times.map((ms) => ms.toFixed(1).padStart(7)).join("")}  worst ${worst.toFixed(2)}`,
		);
		if (worst > Number(options.most)) failed.push(`${kind} of ${name}`);
	}
}
if (failed.length > 0) {
	console.log(`above ${options.most}: ${failed.join(", ")}`);
	process.exitCode = 1;
}
