/**
 * `events`, `items` and `kvitems` against the real ijson, on random documents, broken ones and prefixes. Not part of
 * the tests, since ijson has to be installed first (`python -m pip install ijson`):
 *
 *     npm run build && node tests/json/ijson.mjs --python PATH [--count 10000] [--seed 1]
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import * as json from "../../dist/json/index.js";
import { wholeNumber } from "../whole-number.mjs";

const { values: options } = parseArgs({
	options: {
		python: { type: "string", default: "python3" },
		count: { type: "string", default: "10000" },
		seed: { type: "string", default: "1" },
	},
});

let state = (Number(options.seed) * 2654435761) | 1;
function below(limit) {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % limit;
}
const pick = (choices) => choices[below(choices.length)];

const SCALARS = [
	"1",
	"-0",
	"12345678901234567890",
	"1.5",
	"1.0",
	"1e5",
	"-2E-3",
	"true",
	"false",
	"null",
	'"x"',
	'""',
	'"\\u00e9\\n"',
	'"é😀"',
];
/** ijson cannot tell a key with a dot in it, or called `item`, from a way: such keys are in events alone. */
const PLAIN_KEYS = ["a", "b", "é", "0", "__proto__", "a b"];
const ODD_KEYS = [...PLAIN_KEYS, "", "item", "a.b", ".", "back\\\\slash"];

function documentText(keys, depth = 0) {
	const space = () => pick(["", "", "", " ", "\n", "\t "]);
	const kind = below(depth > 4 ? 1 : depth === 0 ? 5 : 3);
	if (kind === 0) return pick(SCALARS);
	const parts = Array.from({ length: below(5) }, () => space() + documentText(keys, depth + 1) + space());
	if (kind % 2 === 1) return `[${parts.join(",") || space()}]`;
	return `{${parts.map((part) => `${space()}"${pick(keys)}"${space()}:${part}`).join(",") || space()}}`;
}
/** A text with something taken away, cut off, or put in. */
function broken(text) {
	const points = Array.from(text);
	const at = below(points.length + 1);
	const kind = below(3);
	if (kind === 0) points.splice(at, 1 + below(2));
	else if (kind === 1) points.length = at;
	else points.splice(at, 0, pick(["]", "}", ",", ":", '"', "x", "[", "{", "1"]));
	return points.join("");
}
/** The bytes of a text, cut anywhere. */
function* chunks(text) {
	const bytes = new TextEncoder().encode(text);
	for (let from = 0; from < bytes.length; ) {
		const size = 1 + below(12);
		yield bytes.subarray(from, from + size);
		from += size;
	}
}

/** A way as ijson has it, without what tells odd keys apart. */
const unescaped = (prefix) => prefix.replace(/(?<=^|\.)""(?=\.|$)|\\(.)/gs, (_, character = "") => character);
const shown = (value) => json.dumps(value === undefined ? null : value);

/** All that comes, and whether it ended in an error. */
async function gather(results, form) {
	const found = [];
	try {
		for await (const result of results) found.push(form(result));
	} catch (error) {
		if (error.name !== "JSONDecodeError") throw error;
		return [found, true];
	}
	return [found, false];
}

const EXACT = { mode: "exact" };
async function ours({ text, prefix }) {
	const form = ({ prefix: way, event, value }) => [unescaped(way), event, shown(value)];
	const [events, failed] = await gather(json.events(chunks(text), EXACT), form);
	const [items] = await gather(json.items(chunks(text), prefix, EXACT), shown);
	const [entries] = await gather(json.kvitems(chunks(text), prefix, EXACT), ([key, value]) => [key, shown(value)]);
	return { events, failed, items, entries };
}

const worker = spawn(options.python, [fileURLToPath(new URL("ijson_worker.py", import.meta.url))], {
	stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: worker.stdout })[Symbol.asyncIterator]();
const counts = { documents: 0, broken: 0, events: 0, items: 0, entries: 0, different: 0 };
for (let i = 0; i < wholeNumber("--count", options.count); i++) {
	const odd = below(4) === 0;
	const whole = documentText(odd ? ODD_KEYS : PLAIN_KEYS);
	const text = below(4) === 0 ? broken(whole) : whole;
	const ways = new Set(["", "a", "a.item"]);
	if (!odd) {
		const [found] = await gather(json.events(whole), ({ prefix }) => prefix);
		for (const way of found) ways.add(way);
	}
	const question = { text, prefix: pick([...ways]) };
	worker.stdin.write(`${JSON.stringify(question)}\n`);
	const expected = JSON.parse((await answers.next()).value);
	const got = await ours(question);
	if (odd) {
		for (const answer of [expected, got]) answer.items = answer.entries = [];
	}
	// Where a document is broken, one may notice a little later than the other.
	if (expected.failed) {
		for (const kind of ["events", "items", "entries"])
			got[kind].length = Math.min(got[kind].length, expected[kind].length);
	}
	counts.documents++;
	if (expected.failed) counts.broken++;
	for (const kind of ["events", "items", "entries"]) counts[kind] += expected[kind].length;
	if (isDeepStrictEqual(got, expected)) continue;
	if (++counts.different > 5) continue;
	for (const kind of Object.keys(got)) {
		if (isDeepStrictEqual(got[kind], expected[kind])) continue;
		const at = Array.isArray(got[kind])
			? got[kind].findIndex((one, i) => !isDeepStrictEqual(one, expected[kind][i]))
			: 0;
		console.log(JSON.stringify({ question, kind, at, expected: expected[kind][at], got: got[kind][at] }));
	}
}
worker.stdin.end();
console.log(
	`${counts.documents} documents, ${counts.broken} of them broken; ${counts.events} events, ${counts.items} items, ${counts.entries} entries; ${counts.different} different`,
);
process.exitCode = counts.different === 0 ? 0 : 1;
