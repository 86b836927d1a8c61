/**
 * json against live Pythons: random documents, broken ones, bytes in all encodings, and values under random
 * options, errors included. Runs where Pythons are (`npm run test:python`); BRINE_COUNT sets how many of each
 * kind, BRINE_SEED which.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PyError } from "../../src/errors.ts";
import { JSONDecodeError } from "../../src/json/errors.ts";
import * as json from "../../src/json/index.ts";
import { repr } from "../../src/values/repr.ts";
import { describe as tagged } from "../pickle/tagged-describe.ts";
import {
	type Answer,
	findPythons,
	onePerMinor,
	type Python,
	type PythonWorker,
	startWorker,
} from "../python/pythons.mjs";
import { brokenText, camelCase, documentText, dumpOptions, Random, value } from "./random.ts";

const COUNT = Number(process.env["BRINE_COUNT"] ?? 20_000);
const SEED = Number(process.env["BRINE_SEED"] ?? 1);
const BATCH = 500;
/** Natively and in WebAssembly; others are asked a tenth. */
const FULL = new Set(["3.13", "3.14"]);
/** Two surrogates that are not one character in Python and are in JavaScript, as the docs say: one in 200,000 byte strings. */
const JOINED = /\\ud[89ab][\da-f]{2}\\ud[c-f]/;
/** Python's names whose command of worker.py differs. */
const ONLY = process.env["BRINE_ONLY"];

const pythons: Python[] = process.env["BRINE_PYTHON"]
	? onePerMinor(await findPythons()).filter(({ version, implementation }) => {
			return (
				implementation === "CPython" && !version.startsWith("2.") && (ONLY === undefined || version.startsWith(ONLY))
			);
		})
	: [];

/** An error as worker.py tells it. */
function failure(error: unknown): Answer {
	if (!(error instanceof PyError)) throw error;
	const place =
		error instanceof JSONDecodeError
			? { msg: error.msg, pos: error.pos, lineno: error.lineno, colno: error.colno }
			: {};
	// worker.py takes what looks like an address out of all texts.
	const message = error.message.replace("range(0x110000)", "range(0x0)");
	return { ok: false, error: `${error.name}: ${message}`, notes: error.notes, ...place };
}
function attempt(call: () => Partial<Answer>): Answer {
	try {
		return { ok: true, ...call() };
	} catch (error) {
		return failure(error);
	}
}
/** What of an answer is compared. */
function essence({ ok, error, notes, msg, pos, lineno, colno, repr, text }: Answer): Answer {
	return ok ? ({ ok, repr, text } as Answer) : ({ ok, error, notes, msg, pos, lineno, colno } as Answer);
}

const ENCODINGS = [
	"utf-8",
	"utf-8-sig",
	"utf-16-le",
	"utf-16-be",
	"utf-16",
	"utf-32-le",
	"utf-32-be",
	"utf-32",
] as const;

/** A text in an encoding, sometimes with a byte changed. */
function encoded(text: string, random: Random): Uint8Array {
	const encoding = random.pick(ENCODINGS);
	const marked = encoding === "utf-8-sig" || encoding === "utf-16" || encoding === "utf-32" ? `\ufeff${text}` : text;
	let bytes: number[];
	if (encoding.startsWith("utf-8")) {
		bytes = [...new TextEncoder().encode(marked)];
	} else {
		const wide = encoding.startsWith("utf-32");
		const units = wide
			? Array.from(marked, (c) => c.codePointAt(0) as number)
			: Array.from({ length: marked.length }, (_, i) => marked.charCodeAt(i));
		const size = wide ? 4 : 2;
		bytes = units.flatMap((unit) => {
			const little = Array.from({ length: size }, (_, i) => (unit / 2 ** (8 * i)) & 0xff);
			return encoding.endsWith("be") ? little.reverse() : little;
		});
	}
	if (random.below(3) === 0) {
		const at = random.below(bytes.length + 1);
		if (random.below(2) === 0) bytes.length = at;
		else bytes.splice(at, random.below(2), random.below(256));
	}
	return Uint8Array.from(bytes);
}

describe.skipIf(pythons.length === 0)("json agrees with live Pythons", () => {
	for (const python of pythons) {
		const pythonVersion = python.version.replace(/(?:rc|a|b)\d+$/, "");
		const count = FULL.has(python.version.split(".").slice(0, 2).join(".")) ? COUNT : COUNT / 10;
		describe(`CPython ${python.version}`, () => {
			let worker: PythonWorker;
			beforeAll(() => {
				worker = startWorker(python);
			});
			afterAll(() => worker.close());

			/** Asks in batches; compares every answer with ours. */
			async function compare(
				command: string,
				ask: (random: Random) => { question: Record<string, unknown>; ours: () => Answer },
			) {
				const random = new Random(SEED * 7919 + command.length);
				let failed = 0;
				for (let done = 0; done < count; done += BATCH) {
					const asked = Array.from({ length: BATCH }, () => ask(random));
					const { answers = [] } = await worker.ask({ command, batch: asked.map(({ question }) => question) });
					for (const [i, answer] of answers.entries()) {
						const { question, ours } = asked[i] as (typeof asked)[number];
						const expected = essence(answer);
						// 3.6 under indent; the text of a key of any type is not in this room.
						if (/^TypeError: key .* is not a string$/.test(expected.error ?? "")) continue;
						if (JOINED.test(expected.repr ?? "")) continue;
						const got = essence(ours());
						expect({ question, ...got }, JSON.stringify(question)).toEqual({ question, ...expected });
						if (!expected.ok) failed++;
					}
				}
				console.log(`CPython ${python.version} ${command}: ${count} compared, ${failed} of them errors`);
			}

			const read = (given: string | Uint8Array): Answer =>
				attempt(() => ({ repr: repr(json.loads(given, { mode: "exact", pythonVersion }), { pythonVersion }) }));

			test("on random documents", async () => {
				await compare("json_loads", (random) => {
					const text = documentText(random);
					return { question: { text, silent: true }, ours: () => read(text) };
				});
			});
			test("on broken documents", async () => {
				await compare("json_loads", (random) => {
					const text = brokenText(random);
					return { question: { text, silent: true }, ours: () => read(text) };
				});
			});
			test("on plain mode's errors", async () => {
				await compare("json_loads", (random) => {
					const text = brokenText(random);
					const exact = read(text);
					const ours = () =>
						exact.ok ? exact : attempt(() => ({ repr: String(json.loads(text, { pythonVersion })) }));
					return { question: { text, silent: true }, ours };
				});
			});
			test("on bytes", async () => {
				await compare("json_loads", (random) => {
					const bytes = encoded(random.below(3) === 0 ? brokenText(random) : documentText(random), random);
					return { question: { data: Buffer.from(bytes).toString("base64"), silent: true }, ours: () => read(bytes) };
				});
			});
			test("on values", async () => {
				await compare("json_dumps", (random) => {
					const given = value(random);
					const options = dumpOptions(random);
					return {
						question: { value: tagged(given), options },
						ours: () => attempt(() => ({ text: json.dumps(given, { ...camelCase(options), pythonVersion }) })),
					};
				});
			});
		});
	}
});
