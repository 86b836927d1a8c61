/**
 * The canonical form of RFC 8785 against npm's `canonicalize` and PyPI's `rfc8785`, on random documents.
 *
 * npm run build && node tests/json/rfc8785.mjs [count] [seed] [python]
 *
 * `python` is an interpreter that has `rfc8785`; without it npm's package alone is asked.
 */
import { spawnSync } from "node:child_process";
import canonicalize from "canonicalize";
import { json } from "../../dist/index.js";
import { wholeNumber } from "../whole-number.mjs";

const count = wholeNumber("count", process.argv[2] ?? "100000");
const python = process.argv[4];
let state = wholeNumber("seed", process.argv[3] ?? "1", 0) * 2654435761 || 1;
const below = (limit) => {
	state ^= state << 13;
	state ^= state >>> 17;
	state ^= state << 5;
	return (state >>> 0) % limit;
};
const pick = (items) => items[below(items.length)];

const CHARACTERS = [
	...'ab01 "\\/\b\f\n\r\t\0\x1f\x7f\x80éßдž日\u2028\ud7ff\ue000\ufb33\ufeff\uffff',
	"\u{10000}",
	"\u{1f600}",
	"\u{10ffff}",
];
const text = () => Array.from({ length: below(8) }, () => pick(CHARACTERS)).join("");
const view = new DataView(new ArrayBuffer(8));
function number() {
	switch (below(5)) {
		case 0:
			return below(2 ** 32) - 2 ** 31;
		case 1:
			return (below(2) === 0 ? -1 : 1) * (below(2 ** 21) * 2 ** 32 + below(2 ** 32));
		case 2:
			return below(2 ** 32) / 10 ** below(25);
		case 3:
			return pick([0, -0, 1e21, 1e-7, 1e-6, 5e-324, Number.MAX_VALUE, 2 ** 53, 1e20, 123456789012345680000]);
		default: {
			view.setUint32(0, below(2 ** 32));
			view.setUint32(4, below(2 ** 32));
			const found = view.getFloat64(0);
			return Number.isFinite(found) ? found : 0.1;
		}
	}
}
function value(depth) {
	const kind = below(depth > 4 ? 5 : 9);
	if (kind < 2) return number();
	if (kind < 4) return text();
	if (kind === 4) return pick([true, false, null]);
	if (kind < 7) return Array.from({ length: below(5) }, () => value(depth + 1));
	return Object.fromEntries(Array.from({ length: below(6) }, () => [text(), value(depth + 1)]));
}

// It reads text as Python's json does, and answers with the bytes of each document on a line.
const WORKER = `
import json, rfc8785, sys
for line in sys.stdin:
    sys.stdout.write(rfc8785.dumps(json.loads(line)).decode() + "\\n")
`;

let compared = 0;
let answers = 0;
const BATCH = 10_000;
for (let done = 0; done < count; done += BATCH) {
	const documents = Array.from({ length: Math.min(BATCH, count - done) }, () => value(0));
	const ours = documents.map((document) => json.dumps(document, { form: "rfc8785" }));
	for (const [i, document] of documents.entries()) {
		check(ours[i], canonicalize(document), document);
		compared++;
	}
	if (python === undefined) continue;
	const input = documents.map((document) => `${json.dumps(document)}\n`).join("");
	const run = spawnSync(python, ["-c", WORKER], {
		input,
		encoding: "utf8",
		maxBuffer: 2 ** 30,
		env: { ...process.env, PYTHONIOENCODING: "utf-8" },
	});
	if (run.status !== 0) throw new Error(run.stderr);
	// U+2028 and others are no line ends here.
	const lines = run.stdout.split("\n").slice(0, -1);
	if (lines.length !== documents.length) throw new Error(`${lines.length} answers for ${documents.length} documents`);
	for (const [i, document] of documents.entries()) {
		check(ours[i], lines[i], document);
		answers++;
	}
}
console.log(`RFC 8785: ${compared} documents as npm's canonicalize, ${answers} as PyPI's rfc8785, byte for byte`);

function check(got, wanted, document) {
	if (got === wanted) return;
	throw new Error(`${json.dumps(document)}\n  ours:   ${got}\n  theirs: ${wanted}`);
}
