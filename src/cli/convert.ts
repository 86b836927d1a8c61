/** `brine convert`: pickle, JSON and JSON Lines into each other, and one protocol into another. */
import type { ArgumentParser } from "argparse";
import { isA, type PyError, PyTypeError, ValueError } from "../errors.ts";
import * as json from "../json/index.ts";
import type { NewFile } from "../node/index.ts";
import * as pickle from "../pickle/index.ts";
import { fromTagged } from "../tagged/index.ts";
import { addMaxOutput, OutputBudget } from "./budget.ts";
import { type Command, UsageError } from "./command.ts";
import { FORMATS, type Format, formatOfBytes, formatOfName, formatToWrite, isIndexName } from "./formats.ts";
import { nameOf, openInput, peek } from "./input.ts";
import { interruptible } from "./interrupt.ts";
import { FALLBACKS, type Fallback, jsonForm, type OwnForms } from "./json-form.ts";
import { readingLimits } from "./limits.ts";
import { pythonInt } from "./numbers.ts";
import { complain } from "./output.ts";
import { BrokenPickle, pickles } from "./pickles.ts";
import { Renames } from "./renames.ts";
import { isTableFormat, readTable, writeTable } from "./tables.ts";
import { refuseTerminal, writeOutput } from "./write-output.ts";

interface Options {
	readonly in: string;
	readonly out: string;
	readonly from: Format | undefined;
	readonly to: Format | undefined;
	readonly protocol: number | undefined;
	readonly mode: "exact" | "plain";
	readonly default: Fallback | undefined;
	readonly encoding: string | undefined;
	readonly python: string | undefined;
	readonly indent: number | undefined;
	readonly sort_keys: boolean;
	readonly ensure_ascii: boolean;
	readonly max_output: number | undefined;
	readonly rename: readonly string[] | undefined;
	readonly drop: boolean;
	readonly frame: boolean;
	readonly max_shard_size: string | undefined;
}

export const convert: Command<Options> = {
	name: "convert",
	description:
		"Turn pickle, JSON, numpy's files, joblib's and tables (CSV, Arrow, Parquet) into each other, and one protocol into another. The new file takes the old one's place when it is complete; after a failure the old file is as it was.",
	examples: [
		["brine convert data.pkl data.json", "what Python wrote, for everybody"],
		["brine convert data.json data.pkl --protocol 2", "for a Python 2"],
		["brine convert old.pkl new.pkl --protocol 5", "the same value, written anew"],
		["brine convert rows.pkl rows.jsonl --default str", "one row on every line, dates as text"],
		["brine convert game.pkl game.json --default tagged", "everything that is in it, to be edited as text"],
		["brine convert game.json game.pkl --default tagged", "and back"],
		["brine convert weights.npz weights.json", "the arrays of an archive, as lists"],
		["brine convert df.pkl df.csv", "a pandas frame, as its to_csv writes it"],
		["brine convert df.pkl df.parquet", "a pandas frame as Parquet, and back; .arrow too"],
		["brine convert rows.jsonl rows.pkl --frame", "the lines of JSON Lines as a pandas frame"],
		["brine convert model.joblib model.pkl", "without joblib's own layout"],
		[
			"brine convert model.pt model.safetensors",
			"a checkpoint without its pickle; --drop leaves out what is not a tensor",
		],
		["brine convert pytorch_model.bin.index.json model.safetensors", "a model in parts, as one file"],
		["brine convert --max-shard-size 5GB model.pt model.safetensors", "and a model in parts, with their index"],
		["brine convert - - --from json --to pickle <a >b", "through pipes"],
	],
	define: defineArguments,
	async run(options) {
		const budget = new OutputBudget(options.max_output);
		const [head, source] = await peek(budget.counted(await openInput(options.in)));
		const from = options.from ?? formatOfName(options.in) ?? formatOfBytes(head);
		const to = options.to ?? formatToWrite(options.out, from);
		if (options.drop && to !== "safetensors") throw new UsageError("--drop is for safetensors");
		if (options.max_shard_size !== undefined && (to !== "safetensors" || options.out === "-"))
			throw new UsageError("--max-shard-size is for files of safetensors");
		const isPickle = to === "pickle" || to === "joblib";
		if (!isPickle && options.protocol !== undefined) throw new UsageError("--protocol is for pickles");
		if (options.frame && to !== "pickle") throw new UsageError("--frame is for pickles; a table is one by itself");
		if (options.rename !== undefined && from !== "pickle") throw new UsageError("--rename is for pickles");
		if (to !== "json" && to !== "jsonl" && to !== "csv") refuseTerminal(options.out);
		await interruptible(async (signal) => {
			if (from === "torch" || from === "safetensors" || to === "torch" || to === "safetensors") {
				await convertCheckpoint(source, from, to, options, budget, signal);
				return;
			}
			const values = await read(source, from, to, options, budget, signal);
			await writeOutput(options.out, budget, (out) => write(values, out, from, to, options, signal));
		});
	},
};

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("in", {
		metavar: "IN",
		help: "the file to read, perhaps packed (gzip, bz2, xz, zlib, zstd, lzma, lz4); - is standard input",
	});
	parser.add_argument("out", {
		metavar: "OUT",
		help: "the file to write, packed as its name says (.gz, .zlib; .zst on Nodes that can); - is standard output",
	});
	parser.add_argument("--from", {
		choices: FORMATS,
		help: "the format of IN (default: by its name, else by its content)",
	});
	parser.add_argument("--to", { choices: FORMATS, help: "the format of OUT (default: by its name)" });
	parser.add_argument("--protocol", {
		type: pythonInt,
		metavar: "N",
		help: "the pickle protocol to write, 0 to 5 (default: 5)",
	});
	parser.add_argument("--mode", {
		choices: ["exact", "plain"],
		default: "exact",
		help: "keep everything that Python tells apart, or read as JavaScript programs do (default: exact)",
	});
	parser.add_argument("--default", {
		choices: FALLBACKS,
		help: "what becomes of values that have no JSON form: Python's repr() or str(), or tagged JSON, in which nothing is lost; tagged also reads such JSON (default: an error)",
	});
	parser.add_argument("--encoding", { help: "the codec of the strings of Python 2 (default: ASCII), or bytes" });
	parser.add_argument("--python", {
		metavar: "VERSION",
		help: "the Python whose bytes or text are wanted (default: 3.14)",
	});
	parser.add_argument("--indent", {
		type: pythonInt,
		metavar: "N",
		help: "indent JSON by so many spaces (default: one line)",
	});
	parser.add_argument("--sort-keys", { action: "store_true", help: "sort the keys of JSON objects" });
	parser.add_argument("--no-ensure-ascii", {
		dest: "ensure_ascii",
		action: "store_false",
		help: "write non-ASCII characters of JSON as they are",
	});
	parser.add_argument("--drop", {
		action: "store_true",
		help: "leave out what safetensors cannot hold, and say so, instead of refusing it",
	});
	parser.add_argument("--frame", {
		action: "store_true",
		help: "make a pandas frame of a list of objects, such as the lines of JSON Lines, for a pickle",
	});
	parser.add_argument("--max-shard-size", {
		metavar: "SIZE",
		help: "write safetensors in parts of at most so many bytes of tensors, such as 5GB, and an index of them, as Hugging Face's libraries do",
	});
	parser.add_argument("--rename", {
		action: "append",
		metavar: "OLD=NEW",
		help: "write another name for a class or function, or for a module and all in it, such as old.module.Name=new.module.Name; may be given several times",
	});
	addMaxOutput(parser);
}

/** From or to a checkpoint of torch or safetensors: tensors are written as they are read, one after the other. */
async function convertCheckpoint(
	source: AsyncIterable<Uint8Array>,
	from: Format,
	to: Format,
	options: Options,
	budget: OutputBudget,
	signal: AbortSignal,
): Promise<void> {
	const checkpoints = await import("./checkpoints.ts");
	const encoding = options.encoding === undefined ? {} : { encoding: options.encoding };
	const reading = { mode: options.mode, limits: readingLimits(), signal, ...encoding };
	const { drop, max_shard_size: maxShardSize } = options;
	const put = async (value: unknown): Promise<void> => {
		let dropped: readonly string[] = [];
		if (maxShardSize !== undefined)
			dropped = await checkpoints.writeShards(value, options.out, budget, { drop, maxShardSize, signal });
		else
			await writeOutput(options.out, budget, async (out) => {
				if (to === "torch" || to === "safetensors") {
					dropped = await checkpoints.writeCheckpoint(value, out, to, { drop, signal });
				} else {
					await write([await checkpoints.loaded(value)], out, from, to, options, signal);
				}
			});
		for (const name of dropped) complain(`brine convert: left out: ${name}`);
	};
	if (from === "torch")
		await checkpoints.withCheckpoint(options.in, source, reading, budget, (file) => put(file.value));
	else if (from === "safetensors") await checkpoints.withSafetensors(options.in, source, budget, put);
	else if (from === "json" && isIndexName(options.in)) await checkpoints.withShards(options.in, reading, budget, put);
	else {
		await put(document(await read(source, from, to, options, budget, signal), from, options, to));
	}
}

/** Formats that hold arrays, frames or tensors as such. */
const ARRAYS: ReadonlySet<Format> = new Set<Format>(["npy", "npz", "joblib", "csv", "torch", "safetensors"]);

/** All values of a file: the pickles in it, the document, the documents, the array or arrays. */
async function read(
	source: AsyncIterable<Uint8Array>,
	from: Format,
	to: Format,
	options: Options,
	budget: OutputBudget,
	signal: AbortSignal,
): Promise<unknown[]> {
	const shared = { mode: options.mode, limits: readingLimits(), signal, ...version(options) };
	// In a pickle it is written as it is in the text; a file of arrays or tensors needs to know them.
	const isTagged = options.default === "tagged";
	const types = isTagged && ARRAYS.has(to) ? { registry: (await import("./adapters.ts")).registry } : {};
	const meant = (value: unknown): unknown => (isTagged ? fromTagged(value, { mode: options.mode, ...types }) : value);
	if (isTableFormat(from)) return [await readTable(source, from, tell)];
	if (from === "json") return [meant(await json.load(source, shared))];
	const values: unknown[] = [];
	if (from === "jsonl") {
		for await (const value of json.loadLines(source, shared)) values.push(meant(value));
		return values;
	}
	const encoding = options.encoding === undefined ? {} : { encoding: options.encoding };
	const renames = new Renames(options.rename ?? []);
	const hook = options.rename === undefined ? {} : { findClass: renames.findClass };
	const loading = { ...shared, ...encoding, ...hook, persistentLoad: "keep" } as const;
	// From pickle to pickle everything stays as it was written, whatever it is; in tagged JSON too.
	if (from === "pickle" && (to === "pickle" || options.default === "tagged"))
		return readPickles(source, loading, renames);
	const adapters = await import("./adapters.ts");
	if (from === "npz") return [await adapters.withNpz(options.in, source, budget, adapters.npzDict)];
	if (from === "npy") return [await adapters.loadNpy(source, { limits: readingLimits(), signal, ...encoding })];
	if (from === "joblib") return [await adapters.readJoblib(options.in, source, loading)];
	return readPickles(source, { ...loading, registry: adapters.registry }, renames);
}

async function readPickles(
	source: AsyncIterable<Uint8Array>,
	options: Parameters<typeof pickles>[1],
	renames: Renames,
): Promise<unknown[]> {
	const values: unknown[] = [];
	try {
		for await (const value of pickles(source, options)) values.push(value);
		renames.checkUsed();
	} catch (error) {
		throw error instanceof BrokenPickle ? error.error : error;
	}
	return values;
}

function version(options: Options): { readonly pythonVersion?: string } {
	return options.python === undefined ? {} : { pythonVersion: options.python };
}

async function write(
	values: readonly unknown[],
	out: NewFile,
	from: Format,
	to: Format,
	options: Options,
	signal: AbortSignal,
): Promise<void> {
	if (to === "pickle") {
		const protocol = options.protocol === undefined ? {} : { protocol: options.protocol };
		// The lines of a file are one list, as a JSON Lines file is one array everywhere else.
		let pickles = from === "jsonl" ? [values] : values;
		if (options.frame)
			pickles = [(await import("./frame-input.ts")).asFrame(document(values, from, options, to), ".pkl")];
		const registry = from === "pickle" && !options.frame ? {} : { registry: (await import("./adapters.ts")).registry };
		for (const value of pickles) {
			await pickle.dump(value, out, { signal, ...protocol, ...version(options), ...registry });
		}
		return;
	}
	if (isTableFormat(to)) {
		await writeTable(document(values, from, options, to), out, to, tell);
		return;
	}
	if (to !== "json" && to !== "jsonl") {
		await writeArrays(document(values, from, options, to), out, to, options);
		return;
	}
	const isPlain = from === "json" || from === "jsonl" || (from === "pickle" && options.default === "tagged");
	const adapters = isPlain ? undefined : await import("./adapters.ts");
	if (adapters !== undefined) for (const value of values) for (const loss of adapters.lossesOf(value, to)) tell(loss);
	const own = adapters === undefined ? {} : { default: (value: unknown): unknown => ownForm(value, adapters) };
	const dumping = { sortKeys: options.sort_keys, ensureAscii: options.ensure_ascii, signal, ...own };
	const form = (value: unknown): unknown =>
		options.default === undefined ? value : jsonForm(value, options.default, adapters);
	try {
		if (to === "jsonl") {
			await json.dumpLines(each(lines(values, from, options, adapters?.jsonOf), form), out, dumping);
		} else {
			const indent = options.indent === undefined ? {} : { indent: options.indent };
			await json.dump(form(document(values, from, options)), out, { ...dumping, ...indent });
			await out.write("\n");
		}
	} catch (error) {
		throw withWaysOut(error);
	}
}

/** Says what is not in the new file. */
function tell(loss: string): void {
	complain(`brine convert: left out: ${loss}`);
}

/** The JSON of arrays and scalars; for anything else the error that there would be without them. */
function ownForm(value: unknown, { jsonOf }: OwnForms): unknown {
	const own = jsonOf(value);
	return own === undefined ? json.loads(json.dumps(value)) : own.form;
}

/** Writes one value as `.npy`, `.npz` or joblib's file. */
async function writeArrays(value: unknown, out: NewFile, to: Format, options: Options): Promise<void> {
	const adapters = await import("./adapters.ts");
	if (to === "npz") return adapters.writeArchive(value, out);
	const protocol = options.protocol === undefined ? {} : { protocol: options.protocol };
	await out.write(
		to === "npy" ? adapters.npyOf(value) : await adapters.dumpsJoblib(value, { ...protocol, ...version(options) }),
	);
}

function* each(values: Iterable<unknown>, form: (value: unknown) => unknown): Generator<unknown> {
	for (const value of values) yield form(value);
}

/** The pickle form of a JSON file: one document. */
function document(values: readonly unknown[], from: Format, options: Options, to: Format = "json"): unknown {
	if (from === "jsonl") return values;
	if (values.length === 1) return values[0];
	if (to !== "json")
		throw new ValueError(`${nameOf(options.in)} has ${values.length} pickles, a .${to} file one value`);
	throw new ValueError(
		`${nameOf(options.in)} has ${values.length} pickles, a JSON file one document: write JSON Lines (--to jsonl)`,
	);
}

/** The pickle form of JSON Lines: every pickle, or every item of the only one. */
function lines(
	values: readonly unknown[],
	from: Format,
	options: Options,
	frames: OwnForms["jsonOf"] | undefined,
): Iterable<unknown> {
	if (from === "jsonl" || values.length > 1) return values;
	const [only] = values;
	if (Array.isArray(only)) return only as unknown[];
	const rows = frames?.(only)?.form;
	if (Array.isArray(rows)) return rows as unknown[];
	throw new ValueError(
		`${nameOf(options.in)} has no list, of which every item could be a line: write JSON (--to json)`,
	);
}

/** Says what can be done about a value that has no JSON form. */
function withWaysOut(error: unknown): unknown {
	if (!isA(error, "TypeError") || !(error instanceof PyTypeError)) return error;
	const { message, path, notes } = error as PyError;
	const place = path === undefined ? "" : ` at ${path}`;
	return new PyTypeError(
		`${message}${place}; write it as text with --default repr or str, or as an object with --default tagged`,
		{
			code: "json-value",
			cause: error,
			notes,
		},
	);
}
