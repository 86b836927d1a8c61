/** The command against a live Python 3.14, on random documents and on the golden pickles. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { isGlobal, isObject } from "../../src/types/index.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { Random } from "../json/random.ts";
import { findPythons } from "../python/pythons.mjs";
import { type Case, expectSame } from "./compare.ts";

type Question = Omit<Case, "stdout" | "stderr" | "code" | "written">;

const python = (await findPythons()).find(({ version, kind }) => version.startsWith("3.14.") && kind === "pyodide");
const random = new Random(20251121);
const base64 = (data: Uint8Array | string): string => Buffer.from(data).toString("base64");

/** Asks Python what its commands do. */
function ask(questions: readonly Question[]): Case[] {
	if (python === undefined) return [];
	const args = [...python.args, "tests/cli/run_cases.py", "--stdin"];
	const done = spawnSync(python.command, args, {
		input: JSON.stringify(questions),
		encoding: "utf8",
		maxBuffer: 2 ** 30,
	});
	expect(done.stderr).toBe("");
	return JSON.parse(done.stdout) as Case[];
}

/** Some of a list, not the same element twice. */
function some<T>(items: readonly T[], count: number): T[] {
	const rest = [...items];
	return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(random.below(rest.length), 1)[0] as T);
}

const FLAGS = [
	"--sort-keys",
	"--no-ensure-ascii",
	"--json-lines",
	"--compact",
	"--tab",
	"--no-indent",
	"--indent=1",
	"--indent=0",
];

/** A JSON document, or nearly one. */
function text(depth = 0): string {
	const space = (): string => random.pick(["", "", "", " ", "\n", "\r\n", "\r"]);
	const string = (): string =>
		`"${Array.from({ length: random.below(5) }, () => random.pick(["a", "é", "😀", "\\n", "\\u00e9", "\\ud800", '\\"', "\x7f", "\u2028"])).join("")}"`;
	const scalar = (): string =>
		random.pick([
			string(),
			"1",
			"-0",
			"1.5",
			"1e400",
			"123456789012345678901",
			"true",
			"false",
			"null",
			"NaN",
			"-Infinity",
			"x",
		]);
	if (depth > 3 || random.below(3) === 0) return space() + scalar() + space();
	const items = Array.from({ length: random.below(4) }, () => text(depth + 1));
	if (random.below(2) === 0) return `${space()}[${items.join(",")}]${space()}`;
	return `${space()}{${items.map((item) => `${space()}${string()}${space()}:${item}`).join(",")}}${space()}`;
}

function jsonQuestion(): Question {
	const lines = Array.from({ length: 1 + random.below(3) }, () => text()).join(random.pick(["\n", "\r\n", ""]));
	const data = Buffer.from(lines);
	// One byte in some is another.
	if (random.below(4) === 0 && data.length > 0) data[random.below(data.length)] = random.below(256);
	return {
		command: "json",
		arguments: some(FLAGS, random.below(3)),
		stdin: base64(data),
		env: random.below(3) === 0 ? { FORCE_COLOR: "1" } : {},
	};
}

/** Whether Python's text of what is in a pickle is made of data alone: nothing that only Python's own classes can tell. */
function isData(bytes: Uint8Array): boolean {
	const seen = new Set<unknown>();
	const check = (value: unknown): boolean => {
		if (typeof value !== "object" || value === null || seen.has(value)) return true;
		seen.add(value);
		if (isObject(value) || isGlobal(value)) return false;
		if (value instanceof Map) return [...value].every(([key, item]) => check(key) && check(item));
		if (value instanceof Uint8Array || !(Symbol.iterator in value))
			return check((value as { toJSON?(): unknown }).toJSON?.());
		return [...(value as Iterable<unknown>)].every(check);
	};
	try {
		return check(pickle.loads(bytes, { mode: "exact", persistentLoad: "keep" }));
	} catch {
		return false;
	}
}

/** Golden pickles of all Pythons. */
function pickles(count: number, wanted: (data: Uint8Array) => boolean = () => true): Uint8Array[] {
	const all = goldenVersions().flatMap((version) =>
		some(readGolden(version).cases, 80)
			.filter(({ unordered }) => unordered !== true)
			.flatMap(({ protocols }) => Object.values(protocols)),
	);
	return some(
		all.filter((data) => data.length < 20_000 && wanted(data)),
		count,
	);
}

/** Runs all, and shows which were different. */
async function compare(
	questions: readonly Question[],
	wanted: (answer: Case) => boolean = () => true,
): Promise<number> {
	const answers = ask(questions).filter(wanted);
	const count = answers.length;
	const failed: unknown[] = [];
	const running = [0, 1, 2].map(async () => {
		for (let next = answers.pop(); next !== undefined; next = answers.pop()) {
			await expectSame(next).catch((error: unknown) => failed.push(error));
		}
	});
	await Promise.all(running);
	if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${count} differ`);
	return count;
}

describe.skipIf(python === undefined)("as a live Python 3.14:", () => {
	it("brine json", async () => {
		expect(await compare(Array.from({ length: 300 }, jsonQuestion))).toBeGreaterThan(250);
	});
	it("brine dis", async () => {
		const questions = pickles(150).map((data): Question => {
			const flags = some(["-a", "-m", "-l1"], random.below(3));
			return { command: "dis", arguments: [...flags, "x.pkl"], files: { "x.pkl": base64(data) } };
		});
		await compare(questions);
	});
	it("brine show", async () => {
		const questions = pickles(250, isData).map(
			(data): Question => ({ command: "show", arguments: ["-"], stdin: base64(data) }),
		);
		// Pyodide has 32 bits, and so other arrays.
		const shown = await compare(questions, ({ code, stdout }) => code === 0 && !stdout.includes("array("));
		console.log(`${shown} pickles shown the same`);
		expect(shown).toBeGreaterThan(80);
	});
});
