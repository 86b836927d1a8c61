/** `brine show`: what is in pickle files, as `python -m pickle` prints it, as a tree, or as JSON. */
import type { ArgumentParser } from "argparse";
import { OSError } from "../errors.ts";
import { kindOf } from "../formats/kind.ts";
import * as json from "../json/index.ts";
import { scanFile } from "../node/index.ts";
import { report } from "../scan/index.ts";
import { pformat, pprint } from "../types/index.ts";
import { addMaxOutput, OutputBudget, OutputLimitError } from "./budget.ts";
import { canColorize } from "./colors.ts";
import { type Command, UsageError } from "./command.ts";
import { isIndexName, isTorch } from "./formats.ts";
import { complainOfNone, expand } from "./glob.ts";
import { nameOf, openInput, peek } from "./input.ts";
import { FALLBACKS, type Fallback, jsonForm } from "./json-form.ts";
import { readingLimits } from "./limits.ts";
import { pythonCount } from "./numbers.ts";
import { complain, describeError, print, reportFailure, visible } from "./output.ts";
import { BrokenPickle, pickles } from "./pickles.ts";
import { sentence } from "./scan-table.ts";
import { treeLines } from "./tree.ts";
import { trimmed } from "./trim.ts";
import { Colorizer } from "./value-colors.ts";
import { writeAll } from "./write-all.ts";

interface Options {
	readonly pickle_file: readonly string[];
	readonly tree: boolean;
	readonly json: boolean;
	readonly stats: boolean;
	readonly max_depth: number | undefined;
	readonly max_items: number | undefined;
	readonly default: Fallback;
	readonly encoding: string | undefined;
	readonly python: string | undefined;
	readonly max_output: number | undefined;
	readonly rows: number | undefined;
	readonly columns: string | undefined;
	readonly dtypes: boolean;
	readonly pandas: string | undefined;
	readonly describe: boolean;
}

const STDOUT = 1;

export const show: Command<Options> = {
	name: "show",
	description:
		"Display the contents of pickle files, without running anything in them. The text is that of python -m pickle; classes that are not data are shown as the calls that would make them.",
	examples: [
		["brine show model.pkl", "everything, as Python prints it"],
		["brine show --tree --max-depth 2 model.pkl.gz", "the upper two levels, as a tree with sizes"],
		["brine show --json session.pkl | jq .user", "as JSON; what has no JSON form as its repr()"],
		["brine show 'cache/**/*.pkl'", "all pickles of a folder"],
		["brine show --stats model.pt", "the tensors of a checkpoint, with the least, the greatest and the mean of each"],
		["brine show --rows 20 --columns price,size df.pkl", "rows and columns of a pandas frame"],
		["redis-cli get key | brine show -", "from a pipe"],
	],
	define: defineArguments,
	async run(options) {
		if (options.tree && options.json) throw new UsageError("argument --json: not allowed with argument --tree");
		if (options.max_depth === 0 && !options.tree) throw new UsageError("argument --max-depth: must be 1 or more");
		const budget = new OutputBudget(options.max_output);
		const files = expand(options.pickle_file, complainOfNone("brine show"));
		for (const { path, named } of files) {
			try {
				await showFile(path, options, budget);
			} catch (thrown) {
				const error = thrown instanceof BrokenPickle ? thrown.error : thrown;
				if (!(error instanceof Error) || error.name === "BrokenPipeError") throw error;
				// The good ones are shown all the same; Python's own command ends at the first that is bad.
				if (error instanceof OutputLimitError) throw error;
				const name = nameOf(path);
				if (!named) complain(`brine show: ${name}: ${describeError(error)}`);
				else complain(`brine show: ${describeError(error, files.length > 1 ? name : undefined)}`);
				if (thrown instanceof BrokenPickle)
					showRest("before the error, these were understood:", thrown.understood, options);
				reportFailure();
			}
		}
	},
};

/** A break between two values of a pickle: what was understood before a break, and what is dropped. */
function showRest(about: string, understood: readonly unknown[], options: Options): void {
	if (understood.length === 0) return;
	complain(`brine show: ${about}`);
	const version = options.python === undefined ? {} : { pythonVersion: options.python };
	for (const value of understood) {
		const text = pformat(trimmed(value, options.max_items ?? REST_ITEMS), {
			depth: options.max_depth ?? REST_DEPTH,
			...version,
			limits: { text: REST_TEXT },
		});
		complain(text);
	}
}

/** How much of what was understood is shown, unless told otherwise. */
const REST_ITEMS = 20;
const REST_DEPTH = 6;
const REST_TEXT = 1 << 20;

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("pickle_file", {
		nargs: "+",
		help: "the pickle file, perhaps packed (gzip, bz2, xz, zlib, zstd, lzma, lz4); a folder or pattern for many; - is standard input",
	});
	parser.add_argument("--tree", { action: "store_true", help: "print a tree with types and sizes" });
	parser.add_argument("--json", { action: "store_true", help: "print JSON, one document on each line" });
	parser.add_argument("--stats", {
		action: "store_true",
		help: "with checkpoints of torch and safetensors: read all numbers, and show the least, the greatest and the mean",
	});
	parser.add_argument("--max-depth", { type: pythonCount, metavar: "N", help: "show so many levels" });
	parser.add_argument("--max-items", {
		type: pythonCount,
		metavar: "N",
		help: "show so many items of each list, tuple, dict and set",
	});
	parser.add_argument("--default", {
		choices: FALLBACKS,
		default: "repr",
		help: "with --json: how to write what has no JSON form (default: repr)",
	});
	parser.add_argument("--encoding", { help: "the codec of the strings of Python 2 (default: ASCII), or bytes" });
	parser.add_argument("--python", { metavar: "VERSION", help: "the Python whose text is wanted (default: 3.14)" });
	parser.add_argument("--pandas", {
		metavar: "VERSION",
		help: "the pandas as which frames are printed, 1.5 to 3.1 (default: 3.1)",
	});
	parser.add_argument("--rows", {
		type: pythonCount,
		metavar: "N",
		help: "show so many rows of a frame (default: 60, of more than that 10)",
	});
	parser.add_argument("--columns", {
		metavar: "NAMES",
		help: "show these columns of a frame, with commas between them",
	});
	parser.add_argument("--dtypes", { action: "store_true", help: "print the dtypes of a frame's columns" });
	parser.add_argument("--describe", {
		action: "store_true",
		help: "print what pandas' describe has: count, mean and quartiles of numbers and times, and the commonest of other values",
	});
	addMaxOutput(parser);
}

/** On a terminal, says what the file would do to a program that loads it; here it does nothing. */
async function sayVerdict(path: string): Promise<void> {
	if (path === "-" || process.stderr.isTTY !== true) return;
	const { verdict, findings } = await report(path, scanFile(path));
	const worst = findings.find((finding) => finding.verdict === verdict);
	if (worst === undefined || verdict === "safe" || verdict === "no-pickle") return;
	complain(`brine show: ${nameOf(path)}: ${sentence(worst)}; see brine scan`);
}

async function showFile(path: string, options: Options, budget: OutputBudget): Promise<void> {
	await sayVerdict(path);
	const version = options.python === undefined ? {} : { pythonVersion: options.python };
	const encoding = options.encoding === undefined ? {} : { encoding: options.encoding };
	const source = await openInput(path);
	try {
		const adapters = await import("./adapters.ts");
		const [head, all] = await peek(budget.counted(source));
		const kind = kindOf(head);
		const reading = { limits: readingLimits(), ...encoding };
		const loading = { ...reading, ...version, mode: "exact", persistentLoad: "keep" } as const;
		const dropped = (calls: readonly unknown[]): void => showRest("calls whose result is dropped:", calls, options);
		const asPickles = async (input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> =>
			showAll(pickles(eachOf(input), { ...loading, registry: adapters.registry }, dropped), options, version, budget);
		const asValue = (value: unknown): Promise<void> => showValue(value, options, version, budget);
		const isParts = kind === "json" && isIndexName(path);
		if (isParts || isTorch(head) || kind === "tar" || kind === "safetensors") {
			await showCheckpoint(path, all, kind, { mode: "exact", ...reading }, options, budget, asPickles);
		} else if (kind === "npy") {
			const { value, bytes } = await adapters.readNpy(all, reading);
			await (value === undefined ? asPickles([bytes]) : asValue(value));
		} else if (kind === "zip") {
			const isList = !options.tree && !options.json && options.max_items === undefined;
			await adapters.withNpz(
				path,
				all,
				budget,
				async (file) =>
					isList ? printLines(await adapters.npzLines(file), budget) : asValue(await adapters.npzDict(file)),
				asPickles,
			);
		} else if (kind === "joblib") {
			await asValue(await adapters.readJoblib(path, all, loading));
		} else {
			await asPickles(all);
		}
	} finally {
		await source.return();
	}
}

/** Lists the tensors of a checkpoint, or shows its value as a tree; what is none is shown as pickles. */
async function showCheckpoint(
	path: string,
	all: AsyncIterable<Uint8Array>,
	kind: string,
	loading: { readonly mode: "exact"; readonly encoding?: string; readonly limits: ReturnType<typeof readingLimits> },
	options: Options,
	budget: OutputBudget,
	asPickles: (input: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
	const { withCheckpoint, withSafetensors, withShards } = await import("./checkpoints.ts");
	const { summaryLines, summaryOf } = await import("./checkpoint-text.ts");
	const showSummary = async (
		tensors: Parameters<typeof summaryOf>[0],
		file?: Parameters<typeof summaryOf>[1],
		format?: string,
	): Promise<void> => {
		const summary = await summaryOf(tensors, file, options.stats, format);
		await printLines(options.json ? [json.dumps(summary)] : summaryLines(summary), budget);
	};
	if (kind === "safetensors") {
		await withSafetensors(path, all, budget, (tensors) => showSummary(tensors));
		return;
	}
	const { mode, encoding, limits } = loading;
	const reading = { mode, limits, ...(encoding === undefined ? {} : { encoding }) };
	if (kind === "json") {
		await withShards(path, reading, budget, (tensors) => showSummary(tensors, undefined, "parts"));
		return;
	}
	let isOpen = false;
	try {
		await withCheckpoint(path, all, reading, budget, async (file) => {
			isOpen = true;
			const version = options.python === undefined ? {} : { pythonVersion: options.python };
			await (options.tree ? showValue(file.value, options, version, budget) : showSummary(file.tensors, file));
		});
	} catch (error) {
		if (isOpen || path === "-" || !(error instanceof OSError)) throw error;
		await asPickles(all);
	}
}

async function showAll(
	values: AsyncIterable<unknown>,
	options: Options,
	version: { readonly pythonVersion?: string },
	budget: OutputBudget,
): Promise<void> {
	for await (const value of values) await showValue(value, options, version, budget);
}

async function* eachOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	yield* pieces;
}

async function printLines(lines: readonly string[], budget: OutputBudget): Promise<void> {
	for (const line of lines) {
		budget.write(line);
		await print(`${visible(line)}\n`);
	}
}

async function showValue(
	value: unknown,
	options: Options,
	version: { readonly pythonVersion?: string },
	budget: OutputBudget,
): Promise<void> {
	const out = async (text: string): Promise<void> => {
		budget.write(text);
		await print(text);
	};
	const { max_depth: depth, max_items: items } = options;
	if (options.tree) {
		const colors = canColorize(process.stdout.isTTY === true);
		let batch = "";
		for (const line of treeLines(value, { depth, items, colors, ...version })) {
			batch += `${line}\n`;
			if (batch.length < 1 << 16) continue;
			await out(batch);
			batch = "";
		}
		await out(batch);
	} else if (options.json) {
		const adapters = await import("./adapters.ts");
		const form = jsonForm(items === undefined ? value : trimmed(value, items), options.default, adapters);
		await json.dump(form, { write: out });
		await out("\n");
	} else {
		// It is this module that prints the arrays within other values too.
		const { NDArray, numpyRepr } = await import("./adapters.ts");
		if (value instanceof NDArray && items === undefined) {
			await out(`${visible(numpyRepr(value))}\n`);
			return;
		}
		const { frameText } = await import("./frames.ts");
		const frame = frameText(value, options, process.stdout.isTTY === true ? process.stdout.columns : 80);
		if (frame !== undefined) {
			await out(`${visible(frame)}\n`);
			return;
		}
		if (options.dtypes || options.describe || options.rows !== undefined || options.columns !== undefined)
			throw new UsageError("--rows, --columns, --dtypes and --describe are for frames and series");
		const { modelLines } = await import("./model-text.ts");
		const model = items === undefined && depth === undefined ? modelLines(value) : undefined;
		if (model !== undefined) {
			for (const line of model) await out(`${visible(line)}\n`);
			return;
		}
		const shown = items === undefined ? value : trimmed(value, items);
		// At once, as it is made: the text may be longer than memory, and who reads it may have seen enough.
		const colors = canColorize(process.stdout.isTTY === true) ? new Colorizer() : undefined;
		const stream = {
			write: (text: string) => {
				budget.write(text);
				const safe = visible(text);
				writeAll(STDOUT, Buffer.from(colors === undefined ? safe : colors.push(safe)));
			},
		};
		pprint(shown, stream, { ...(depth !== undefined && { depth }), ...version });
		if (colors !== undefined) writeAll(STDOUT, Buffer.from(colors.end()));
	}
}
