/**
 * pickletools against live Pythons: random pickles, mutated ones and random opcodes, errors included. Runs
 * where Pythons are (`npm run test:python`); BRINE_COUNT sets how many of each kind.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DisError, dis, genops, type OpcodeInfo, opcodes, optimize } from "../../src/pickletools/index.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { repr } from "../../src/values/repr.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { findPythons, onePerMinor, type Python, type PythonWorker, startWorker } from "../python/pythons.mjs";

const COUNT = Number(process.env["BRINE_COUNT"] ?? 2_000);
const BATCH = 500;
/** Natively and in WebAssembly; others are asked a tenth. */
const FULL = new Set(["3.13", "3.14"]);

const pythons: Python[] = process.env["BRINE_PYTHON"]
	? onePerMinor(await findPythons()).filter(({ version, implementation }) => {
			return implementation === "CPython" && !version.startsWith("2.");
		})
	: [];

/** A small generator of random numbers that can be seeded (xorshift32). */
class Random {
	#state: number;
	constructor(seed: number) {
		this.#state = seed | 1;
	}
	below(limit: number): number {
		this.#state ^= this.#state << 13;
		this.#state ^= this.#state >>> 17;
		this.#state ^= this.#state << 5;
		return (this.#state >>> 0) % limit;
	}
	pick<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}
}

const INTERESTING = [0x00, 0x0a, 0x22, 0x27, 0x28, 0x2e, 0x5c, 0x80, 0x94, 0x95, 0xff];

function mutate(data: Uint8Array, random: Random): Uint8Array {
	const bytes = [...data];
	for (let changes = 1 + random.below(4); changes > 0; changes--) {
		const at = random.below(bytes.length + 1);
		const byte = random.below(3) === 0 ? random.pick(INTERESTING) : random.below(256);
		const kind = random.below(6);
		if (kind === 0) bytes.splice(at, 0, byte);
		else if (kind === 1) bytes.splice(at, 1);
		else if (kind === 2) bytes.length = at;
		else if (kind === 3) bytes.splice(at, 0, random.pick(opcodes).code.charCodeAt(0));
		else if (kind === 4) bytes.splice(at, random.below(8));
		else if (at < bytes.length) bytes[at] = byte;
	}
	return Uint8Array.from(bytes);
}

const LINES = [
	"0",
	"1",
	"01",
	"00",
	"5",
	"-7",
	" 3 ",
	"1_0",
	"0x1",
	"x",
	"",
	"1.5",
	"inf",
	"12345678901234567890",
	"7L",
];
const TEXTS = [
	"'a'",
	'"b\'"',
	"os",
	"a b",
	"\\x41",
	"\\u1234",
	"\xe9",
	"\xc3\xa9",
	"it's",
	"\\",
	"'\\n'",
	"é\u1234",
	"\u{1f600}",
];

/** Opcodes at random, most with an argument that fits. */
function nonsense(random: Random): Uint8Array {
	const bytes: number[] = random.below(3) === 0 ? [0x80, random.below(7)] : [];
	const put = (text: string): void => void bytes.push(...Buffer.from(text, random.below(2) === 0 ? "utf8" : "latin1"));
	const argument = (info: OpcodeInfo): void => {
		const kind = info.arg;
		if (kind === null) return;
		if (kind.n > 0) {
			for (let i = 0; i < kind.n; i++) bytes.push(i === 0 || random.below(4) === 0 ? random.below(256) : 0);
		} else if (kind.n === -1) {
			for (let lines = kind.name.endsWith("pair") ? 2 : 1; lines > 0; lines--) {
				put(random.pick(kind.name.startsWith("decimal") || kind.name.startsWith("float") ? LINES : TEXTS));
				bytes.push(10);
			}
		} else {
			const content = Buffer.from(random.pick(TEXTS), random.below(4) === 0 ? "latin1" : "utf8");
			bytes.push(content.length, ...new Array<number>(kind.n === -2 ? 0 : kind.n === -5 ? 7 : 3).fill(0), ...content);
		}
	};
	for (let length = random.below(25); length > 0; length--) {
		const info = random.pick(opcodes.filter(({ name }) => name !== "STOP"));
		bytes.push(info.code.charCodeAt(0));
		argument(info);
		// Something to work on is more often there than not.
		if (random.below(2) === 0) bytes.push(random.pick([0x4e, 0x28, 0x5d, 0x7d]));
	}
	bytes.push(0x2e);
	return Uint8Array.from(bytes);
}

/** Both halves of a surrogate pair in a Python literal. */
const APART = /\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}/;

interface Told {
	readonly ok: boolean;
	readonly error?: string;
	readonly output?: string;
	readonly data?: string;
	readonly operations?: unknown[];
}

/** As `toEqual`, which is slow over a hundred thousand rows: it is asked only where the texts differ. */
function expectSame(ours: unknown, theirs: unknown, shown: string): void {
	if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, shown).toEqual(theirs);
}

const said = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

function ourDis(data: Uint8Array, options: object): Told {
	try {
		return { ok: true, output: dis(data, options) };
	} catch (error) {
		return { ok: false, error: said(error), output: (error as DisError).output };
	}
}
function ourOptimize(data: Uint8Array, pythonVersion: string): Told {
	try {
		return { ok: true, data: Buffer.from(optimize(data, { pythonVersion })).toString("base64") };
	} catch (error) {
		return { ok: false, error: said(error) };
	}
}
function ourGenops(data: Uint8Array, pythonVersion: string): Told {
	const operations: unknown[] = [];
	try {
		for (const { opcode, arg, pos } of genops(data, { pythonVersion })) {
			const value = typeof arg === "number" && opcode.arg?.name.startsWith("float") ? new PyFloat(arg) : arg;
			operations.push([opcode.name, opcode.arg === null ? null : repr(value, { pythonVersion }), pos]);
		}
	} catch (error) {
		return { ok: false, error: said(error), operations };
	}
	return { ok: true, operations };
}

/** Our descriptions are in words of our own: up to them every line must be the same. */
function withoutDescriptions(text: string, lines: readonly string[]): string {
	return text
		.split("\n")
		.map((line, i) => {
			const doc = opcodes.find(({ doc }) => lines[i]?.endsWith(` ${doc.split("\n")[0]}`))?.doc.split("\n")[0];
			return doc === undefined ? line : line.slice(0, (lines[i] as string).length - doc.length);
		})
		.join("\n");
}

describe.skipIf(pythons.length === 0).each(pythons.length === 0 ? [{ version: "none" } as Python] : pythons)(
	"pickletools against live Python $version",
	(python) => {
		const pythonVersion = python.version.replace(/rc\d+/, "");
		const minor = pythonVersion.split(".").slice(0, 2).join(".");
		const count = FULL.has(minor) ? COUNT : Math.ceil(COUNT / 10);
		let worker: PythonWorker;
		const pickles: Uint8Array[] = [];

		beforeAll(async () => {
			worker = startWorker(python);
			const protocols = minor === "3.6" || minor === "3.7" ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5];
			for (let seed = 1; pickles.length < count; seed++) {
				const batch = Math.min(BATCH, count - pickles.length);
				const { answers = [] } = await worker.ask({ command: "random", seed, count: batch, protocol: protocols });
				for (const { data } of answers) pickles.push(new Uint8Array(Buffer.from(data as string, "base64")));
			}
		}, 600_000);
		afterAll(() => worker.close());

		async function compare(streams: readonly Uint8Array[], annotate = 0): Promise<{ failures: number }> {
			let failures = 0;
			for (let start = 0; start < streams.length; start += BATCH) {
				const part = streams.slice(start, start + BATCH);
				const batch = part.map((data) => ({ data: Buffer.from(data).toString("base64") }));
				const [texts, small, lists] = await Promise.all([
					worker.ask({ command: "dis", batch, options: annotate === 0 ? {} : { annotate } }),
					worker.ask({ command: "optimize", batch }),
					worker.ask({ command: "genops", batch }),
				]);
				for (const [i, data] of part.entries()) {
					const shown = JSON.stringify(Buffer.from(data).toString("latin1"));
					const told = (answer: { answers?: Told[] }): Told => {
						const { ok, error, output, data, operations } = (answer.answers as Told[])[i] as Told;
						return JSON.parse(JSON.stringify({ ok, error, output, data, operations })) as Told;
					};
					const text = told(texts);
					if (!text.ok) failures++;
					// A length beyond sys.maxsize is another error on a 32-bit Python.
					if (python.kind === "pyodide" && told(small).error?.includes("byte count > sys.maxsize")) continue;
					const ours = ourDis(data, { pythonVersion, annotate });
					if (annotate === 0) expectSame(ours, text, shown);
					else {
						const lines = (ours.output as string).split("\n");
						const [mine, theirs] = [ours.output as string, text.output as string].map((all) =>
							withoutDescriptions(all, lines),
						);
						expectSame({ ...ours, output: mine }, { ...text, output: theirs }, shown);
					}
					expectSame(ourOptimize(data, pythonVersion), told(small), shown);
					const [mine, theirs] = [ourGenops(data, pythonVersion), told(lists)];
					for (const [k, row] of (theirs.operations ?? []).entries()) {
						// The halves of a pair, one behind the other, are one character in a JavaScript string.
						if (!APART.test((row as [string, string])[1])) continue;
						(row as unknown[])[1] = null;
						(mine.operations?.[k] as unknown[])[1] = null;
					}
					expectSame(mine, theirs, shown);
				}
			}
			return { failures };
		}

		test(`${count} random pickles`, { timeout: 1_800_000 }, async () => {
			const { failures } = await compare(pickles);
			expect(failures).toBe(0);
		});
		test("golden pickles", { timeout: 1_800_000 }, async () => {
			// At length those of all Pythons, each pickle once; otherwise the Python's own.
			const all = FULL.has(minor) && COUNT >= 20_000;
			const versions = goldenVersions().filter((version) => all || version.startsWith(`${minor}.`));
			const streams = new Map<string, Uint8Array>();
			for (const version of versions) {
				for (const { protocols } of readGolden(version).cases) {
					for (const data of Object.values(protocols)) streams.set(Buffer.from(data).toString("latin1"), data);
				}
			}
			expect(streams.size).toBeGreaterThan(all ? 5000 : 1000);
			// Other Pythons are asked a quarter of their own, and all at length: the texts of most are alike.
			const isWhole = FULL.has(minor) || COUNT >= 20_000;
			await compare([...streams.values()].filter((_, i) => isWhole || i % 4 === 0));
		});
		test(`${count} mutated pickles`, { timeout: 1_800_000 }, async () => {
			const random = new Random(20_210_707);
			const { failures } = await compare(Array.from({ length: count }, () => mutate(random.pick(pickles), random)));
			expect(failures).toBeGreaterThan(count / 4);
		});
		test(`${count} rows of random opcodes`, { timeout: 1_800_000 }, async () => {
			const random = new Random(4_711);
			await compare(Array.from({ length: count }, () => nonsense(random)));
		});
		test("with descriptions beside", { timeout: 600_000 }, async () => {
			for (const annotate of [1, 30, 60]) await compare(pickles.slice(0, count / 20), annotate);
		});
	},
);
