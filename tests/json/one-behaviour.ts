/**
 * One behaviour everywhere: what `loads` makes of a document under some options, `load`, `loadSync`, `loadLines`,
 * `loadLinesSync`, `items`, `loadFile`, `loadFileSync` and the command make of it too: the same value, or the same
 * error in the same place.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import type { PyError } from "../../src/errors.ts";
import type { JSONDecodeError } from "../../src/json/errors.ts";
import type * as json from "../../src/json/index.ts";
import type { loadFile, loadFileSync } from "../../src/node/index.ts";
import type { brine } from "../cli/run.ts";
import { withoutStacks } from "../without-stacks.ts";

/** Each with what options make a difference for; those with a line feed are not for JSON Lines. */
const DOCUMENTS: readonly (string | Uint8Array)[] = [
	"",
	" ",
	"1",
	"-0",
	" [1.0, 1e2, -0.0, 12345678901234567890, NaN, -Infinity] ",
	'{"b": 1, "a": {"2": [], "1": {}}, "b": [1.5]}',
	'{"a": 1, "a": 2',
	'["\t"]',
	'["\\u00e9\\ud83d", "é", "\u{1f600}"]',
	"[1, 2,]",
	'{"a": 1,}',
	"[1 /* one */, // two\n 2, ]",
	"// nothing",
	"/* open",
	"[1,/",
	"[,]",
	"{,}",
	'{"a" 1}',
	"[1\n2]",
	"[1.",
	"[1e+",
	"[-",
	"tru",
	"trux",
	'["abc',
	'["\\u12',
	'["\\u12"]',
	"[[[[[1]]]]]",
	"1 2",
	"[]]",
	`[${"9".repeat(5000)}]`,
	"\ufeff[1]",
	Uint8Array.of(0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d),
	Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d),
	Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
	Uint8Array.of(0x5b, 0x22, 0xe2, 0x82),
	new Uint8Array(Uint16Array.from('\ufeff{"a": "\u0a0a"}', (c) => c.charCodeAt(0)).buffer),
];

type Options = json.LoadsOptions;

/** All combinations of some choices. */
function product(choices: Readonly<Record<string, readonly unknown[]>>): Options[] {
	let all: Record<string, unknown>[] = [{}];
	for (const [name, values] of Object.entries(choices)) {
		all = all.flatMap((options) =>
			values.map((value) => (value === undefined ? options : { ...options, [name]: value })),
		);
	}
	return all as Options[];
}

const FLAGS = {
	mode: [undefined, "exact"],
	dict: [undefined, "auto", "map"],
	strict: [undefined, false],
	rfc8259: [undefined, true],
	duplicateKeys: [undefined, "error"],
	jsonc: [undefined, true],
};
const odd = (value: unknown): string => `<${inspect(value)}>`;
const HOOKS: readonly Options[] = [
	{ objectHook: odd },
	{ objectPairsHook: odd },
	{ arrayHook: odd },
	{ parseFloat: odd },
	{ parseInt: odd },
	{ parseConstant: odd },
	{ objectHook: null, parseFloat: null, limits: null as never, schema: null as never },
	{ objectHook: odd, arrayHook: odd, parseFloat: odd, parseInt: odd, parseConstant: odd, limits: { depth: 4 } },
	{ objectPairsHook: odd, arrayHook: odd, parseFloat: odd, parseInt: odd, parseConstant: odd, limits: { items: 3 } },
	{ limits: { depth: 3 } },
	{ limits: { digits: 18 } },
	{ limits: { digits: 0, memory: 200 } },
	{ pythonVersion: "3.9" },
	{ pythonVersion: "3.15" },
	{ mode: "fast" as never },
	{ sortKeys: true } as never,
];
/** Each combination of flags, alone and with each hook and limit, and with all hooks at once. */
const COMBINATIONS: readonly Options[] = product(FLAGS).flatMap((flags) => [
	flags,
	...HOOKS.map((hooks) => ({ ...flags, ...hooks })),
]);

async function first(values: AsyncIterable<unknown>): Promise<unknown> {
	const found: unknown[] = [];
	for await (const value of values) found.push(value);
	expect(found.length).toBe(1);
	return found[0];
}
const isOneLine = (document: string | Uint8Array): boolean =>
	typeof document === "string" ? document !== "" && !document.includes("\n") : !document.includes(10);

/** In pieces of one character or byte; what comes after so many of them in one. */
const PIECES = 100;
const cut = (document: string | Uint8Array): (string | Uint8Array)[] => {
	const pieces = Array.from({ length: Math.min(document.length, PIECES) }, (_, i) => document.slice(i, i + 1));
	return document.length > PIECES ? [...pieces, document.slice(PIECES)] : pieces;
};

const placeOf = ({ msg, pos, lineno, colno }: JSONDecodeError): unknown[] => [msg, pos, lineno, colno];

/** The library as sources or as built. */
export interface Library {
	readonly json: typeof json;
	readonly loadFile: typeof loadFile;
	readonly loadFileSync: typeof loadFileSync;
	readonly PyError: typeof PyError;
}
/** Where it is asked. */
export interface Places {
	/** In memory, with one in so many of the combinations with hooks and limits. */
	readonly memory?: number;
	/** In files, with one in so many of the combinations. */
	readonly files?: number;
	/** At a prompt, by the command. */
	readonly prompt?: typeof brine;
}

/** Defines the tests. */
export function testOneBehaviour({ json, loadFile, loadFileSync, PyError }: Library, places: Places): void {
	const { memory, files, prompt } = places;
	/** A value, or an error with its place, as text. */
	function told(outcome: { value: unknown } | { error: unknown }): string {
		if ("value" in outcome) return inspect(outcome.value, { depth: null });
		const { error } = outcome;
		if (!(error instanceof PyError)) throw error;
		const place = "msg" in error ? placeOf(error as JSONDecodeError) : [];
		return inspect([error.name, error.message, error.code, ...place]);
	}
	function attempt(call: () => unknown): string {
		try {
			return told({ value: call() });
		} catch (error) {
			return told({ error });
		}
	}
	async function attemptAsync(call: () => Promise<unknown>): Promise<string> {
		try {
			return told({ value: await call() });
		} catch (error) {
			return told({ error });
		}
	}
	withoutStacks();
	const folder = mkdtempSync(join(tmpdir(), "brine-one-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	let asked = 0;
	afterAll(() => console.log(`one behaviour: ${asked} answers were those of loads()`));

	/** A few words for a document. */
	const named = (document: string | Uint8Array): string =>
		typeof document === "string" ? JSON.stringify(document.slice(0, 40)) : `bytes ${document.slice(0, 8).join(" ")}`;

	describe.each(DOCUMENTS.map((document, i) => [named(document), document, i] as const))("%s", (_, document, i) => {
		const path = join(folder, `${i}.json`);
		const lines = join(folder, `${i}.jsonl`);
		writeFileSync(path, document);
		writeFileSync(lines, document);
		// A file has bytes alone, and bytes may begin with a mark.
		const inFile = typeof document === "string" ? new TextEncoder().encode(document) : document;

		if (memory !== undefined) {
			test("in memory", async () => {
				// With hooks and limits a share, for each document another.
				for (const [n, options] of COMBINATIONS.entries()) {
					if (n % (HOOKS.length + 1) !== 0 && (n + i) % memory !== 0) continue;
					const wanted = attempt(() => json.loads(document, options));
					const check = (got: string, callee: string): void => {
						asked++;
						const names = wanted.replace("loads()", callee);
						if (got !== wanted && got !== names) expect({ options, got }).toEqual({ options, got: wanted });
					};
					check(
						attempt(() => json.loadSync(document, options)),
						"load()",
					);
					check(
						attempt(() => json.loadSync(cut(document), options)),
						"load()",
					);
					check(await attemptAsync(() => json.load(document, options)), "load()");
					check(await attemptAsync(async () => first(json.items(document, "", options))), "items()");
					check(await attemptAsync(async () => first(json.items(cut(document), "", options))), "items()");
					if (!isOneLine(document)) continue;
					check(
						attempt(() => [...json.loadLinesSync(document, options)][0]),
						"loadLines()",
					);
					check(await attemptAsync(() => first(json.loadLines(cut(document), options))), "loadLines()");
				}
			});
		}
		if (files !== undefined) {
			test("in files", async () => {
				// Files are slow: a share, each time another.
				for (const [n, options] of COMBINATIONS.entries()) {
					if ((n + i) % files !== 0) continue;
					const wanted = attempt(() => json.loads(inFile, options));
					asked += 2;
					const found = [
						await attemptAsync(() => loadFile(path, options as json.LoadOptions)),
						attempt(() => loadFileSync(path, options as json.LoadOptions)),
					];
					if (isOneLine(document)) {
						asked += 2;
						found.push(
							await attemptAsync(async () => ((await loadFile(lines, options as json.LoadOptions)) as unknown[])[0]),
							attempt(() => (loadFileSync(lines, options as json.LoadOptions) as unknown[])[0]),
						);
					}
					for (const got of found) if (got !== wanted) expect({ options, got }).toEqual({ options, got: wanted });
				}
			});
		}
		if (prompt !== undefined) {
			test("at a prompt", async () => {
				// The command takes text as Python's does: strict UTF-8, with line feeds alone.
				if (typeof document !== "string" || document.startsWith("\ufeff")) return;
				const wanted = attempt(() => `${json.dumps(json.loads(document, { mode: "exact" }))}\n`);
				const { code, stdout, stderr } = await prompt(["json", "--no-indent", path]);
				asked++;
				if (code === 0) expect(inspect(stdout, { depth: null })).toBe(wanted);
				else expect(wanted.replaceAll("\\\\", "\\")).toContain(stderr.split("\n")[0]);
				expect(code === 0 || stderr !== "").toBe(true);
			});
		}
	});
}
