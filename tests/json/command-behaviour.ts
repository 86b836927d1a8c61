/** One behaviour at a prompt: `brine json` under every combination of its options writes what the library makes of the document. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArgumentParser } from "argparse";
import { afterAll, describe, expect, test, vi } from "vitest";
import { json as command } from "../../src/cli/json.ts";
import * as json from "../../src/json/index.ts";

/** Those of the other table that a command can be given, and some that have lines, keys and items. */
const DOCUMENTS: readonly string[] = [
	"",
	" ",
	"1",
	" [1.0, 1e2, -0.0, 12345678901234567890, 2.5e-7] ",
	"[NaN, -Infinity]",
	'{"b": 1, "a": {"2": [], "1": {}}, "é": [1.5, "\u{1f600}"]}',
	'{"a": [1, {"b": [2]}], "item": 3}\n{"a": 4}\n\n[5, [6]]\n',
	'{"a": 1, "a": {"a": 2}}',
	'[[1, 2], {}, [], null, true, "\u20ac"]\n',
	'["\\ud83d"]\n[1]',
	'["\t"]',
	"[1, 2,]",
	"1 2",
	"[1\n2]",
	"\n[]\n \n{}",
	`[${"9".repeat(650)}]`,
	`{"a": ${"9".repeat(5000)}}`,
	'["abc',
];

/** The options that say what is read, with what they are to the library. */
interface Reading {
	readonly args: readonly string[];
	readonly digits?: number;
	readonly lines?: boolean;
	readonly skips?: boolean;
	readonly query?: string;
	readonly toLines?: boolean;
}
/** The options that say how it is written. */
interface Writing {
	readonly args: readonly string[];
	readonly options: json.DumpsOptions;
	readonly canonical?: boolean;
}

/** Each of one list with each of another. */
function combined<T extends { readonly args: readonly string[] }>(all: readonly T[], more: readonly T[]): T[] {
	return all.flatMap((one) => more.map((other) => ({ ...one, ...other, args: [...one.args, ...other.args] })));
}
const READINGS: readonly Reading[] = [
	[
		{ args: ["--max-digits", "700"], digits: 700 },
		{ args: ["--max-digits", "0"], digits: 0 },
	],
	[{ args: ["--json-lines"], lines: true }],
	[{ args: ["--skip-empty-lines"], skips: true }],
	[
		{ args: ["--query", ""], query: "" },
		{ args: ["--query", "a"], query: "a" },
		{ args: ["--query", "item"], query: "item" },
	],
	[{ args: ["--to-lines"], toLines: true }],
].reduce<Reading[]>((all, more) => combined(all, [{ args: [] }, ...more]), [{ args: [] }]);

const LAYOUTS: readonly Writing[] = [
	{ args: [], options: { indent: 4 } },
	{ args: ["--indent", "1"], options: { indent: 1 } },
	{ args: ["--tab"], options: { indent: "\t" } },
	{ args: ["--no-indent"], options: {} },
	{ args: ["--compact"], options: { separators: [",", ":"] } },
];
const WRITINGS: readonly Writing[] = LAYOUTS.flatMap((one): Writing[] => [
	one,
	{ args: [...one.args, "--sort-keys"], options: { ...one.options, sortKeys: true } },
]).flatMap((one): Writing[] => [
	one,
	{ args: [...one.args, "--no-ensure-ascii"], options: { ...one.options, ensureAscii: false } },
	{ args: [...one.args, "--canonical"], options: { form: "rfc8785" }, canonical: true },
	{ args: [...one.args, "--no-ensure-ascii", "--canonical"], options: { form: "rfc8785" }, canonical: true },
]);

/** The values of a document, as the library reads them. */
async function* valuesOf(document: string, reading: Reading): AsyncGenerator<unknown> {
	const { query, lines = false, toLines, skips = false, digits } = reading;
	const options = { mode: "exact", ...(digits !== undefined && { limits: { digits } }) } as const;
	if (query !== undefined) yield* json.items(document, query, { ...options, multipleValues: lines, required: true });
	else if (lines) yield* json.loadLinesSync(document, { ...options, skipEmptyLines: skips });
	else if (!toLines) yield json.loads(document, options);
	else if (!/^\s*(\[|$)/.test(document)) throw new Error("--to-lines needs a list");
	else yield* json.items(document, "item", options);
}

/** Text and error of the library. */
async function wantedOf(
	document: string,
	reading: Reading,
	{ options, canonical }: Writing,
): Promise<[string, string]> {
	const isMany = reading.lines === true || reading.toLines === true || reading.query !== undefined;
	const style = { ...options, ...(reading.digits !== undefined && { limits: { digits: reading.digits } }) };
	// Every item has its own line then.
	if (reading.toLines === true && canonical !== true) style.indent = null;
	let out = "";
	try {
		for await (const value of valuesOf(document, reading)) {
			const text = json.dumps(value, style);
			// What a lone surrogate is in is written up to it: only how that begins is compared.
			if (/\p{Surrogate}/u.test(text)) return [`${out}…`, "surrogates not allowed"];
			out += text;
			if (isMany || canonical !== true) out += "\n";
		}
	} catch (error) {
		return [`${out}…`, (error as Error).message];
	}
	return [out, ""];
}

/** Defines the tests, which ask one combination in so many of each document: each time others, and all of them between them. */
export function testCommand(share: number): void {
	const folder = mkdtempSync(join(tmpdir(), "brine-command-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const parser = new ArgumentParser({ prog: "brine json" });
	command.define(parser);
	let asked = 0;
	afterAll(() => console.log(`one behaviour: ${asked} answers of the command were the library's`));

	/** The output of the command and its complaint. */
	async function run(args: readonly string[]): Promise<[string, string]> {
		const texts: [string, string] = ["", ""];
		const spies = [process.stdout, process.stderr].map((stream, i) =>
			vi.spyOn(stream, "write").mockImplementation((text) => {
				texts[i] += String(text);
				return true;
			}),
		);
		try {
			await command.run(parser.parse_args([...args]) as never, {});
		} finally {
			for (const spy of spies) spy.mockRestore();
			process.exitCode = undefined;
		}
		return texts;
	}

	const all = READINGS.flatMap((reading) => WRITINGS.map((writing) => ({ reading, writing })));
	describe.each(DOCUMENTS.map((document, i) => [JSON.stringify(document.slice(0, 40)), document, i] as const))(
		"%s at a prompt",
		(_, document, i) => {
			const path = join(folder, `${i}.json`);
			writeFileSync(path, document);
			test(`under ${Math.ceil(all.length / share)} combinations of options`, async () => {
				for (const [n, { reading, writing }] of all.entries()) {
					if ((n + i) % share !== 0) continue;
					const args = [...reading.args, ...writing.args, path];
					const [wanted, error] = await wantedOf(document, reading, writing);
					const [got, complaint] = await run(args);
					asked++;
					const isSame = wanted.endsWith("…") ? got.startsWith(wanted.slice(0, -1)) : got === wanted;
					if (isSame && (error === "" ? complaint === "" : complaint.includes(error))) continue;
					expect({ args, got, complaint }).toEqual({ args, got: wanted, complaint: error });
				}
			});
		},
	);
	test("every combination is asked", () => expect(share).toBeLessThanOrEqual(DOCUMENTS.length));
}
