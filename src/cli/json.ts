/** `brine json`: what `python -m json` of 3.14 does, byte for byte. */
import { type ArgumentParser, SUPPRESS } from "argparse";
import { isA, type PyError, UnicodeEncodeError, ValueError } from "../errors.ts";
import * as pyjson from "../json/index.ts";
import { addMaxOutput, OutputBudget } from "./budget.ts";
import { canColorize } from "./colors.ts";
import { type Command, UsageError } from "./command.ts";
import { rawInput } from "./input.ts";
import { colorizeJSON } from "./json-colors.ts";
import { readingLimits } from "./limits.ts";
import { pythonCount, pythonInt } from "./numbers.ts";
import { complain, hintForCommand, print, reportFailure } from "./output.ts";
import { replaceOrKeep } from "./report.ts";
import { textOf } from "./text-input.ts";

interface Options {
	readonly infile: string;
	readonly outfile: string | undefined;
	readonly sort_keys: boolean;
	readonly ensure_ascii: boolean;
	readonly json_lines: boolean;
	readonly indent: number | string | null | undefined;
	readonly compact: boolean;
	readonly max_output: number | undefined;
	readonly skip_empty_lines: boolean;
	readonly max_digits: number | undefined;
	readonly canonical: boolean;
	readonly query: string | undefined;
	readonly to_lines: boolean;
}

/** Where the output goes. */
interface Out {
	readonly isTerminal: boolean;
	write(text: string): Promise<void>;
}

export const json: Command<Options> = {
	name: "json",
	description: "A simple command line interface for json module to validate and pretty-print JSON objects.",
	examples: [],
	define: defineArguments,
	async run(options) {
		try {
			await format(options);
		} catch (error) {
			if (!isA(error, "ValueError") && !isA(error, "LookupError")) throw error;
			const { message } = error as PyError;
			const hint = hintForCommand(error as PyError);
			// Python's SystemExit(error), the message alone, with what helps a person below it where one reads it.
			complain(hint !== undefined && process.stderr.isTTY ? `${message}\nhint: ${hint}` : message);
			reportFailure();
		}
	},
};

function defineArguments(parser: ArgumentParser, showsAll = false): void {
	parser.add_argument("infile", { nargs: "?", help: "a JSON file to be validated or pretty-printed", default: "-" });
	parser.add_argument("outfile", { nargs: "?", help: "write the output of infile to outfile" });
	parser.add_argument("--sort-keys", {
		action: "store_true",
		help: "sort the output of dictionaries alphabetically by key",
	});
	parser.add_argument("--no-ensure-ascii", {
		dest: "ensure_ascii",
		action: "store_false",
		help: "disable escaping of non-ASCII characters",
	});
	parser.add_argument("--json-lines", {
		action: "store_true",
		help: "parse input using the JSON Lines format. Use with --no-indent or --compact to produce valid JSON Lines output.",
	});
	const group = parser.add_mutually_exclusive_group();
	group.add_argument("--indent", {
		default: 4,
		type: pythonInt,
		help: "separate items with newlines and use this number of spaces for indentation",
	});
	group.add_argument("--tab", {
		action: "store_const",
		dest: "indent",
		const: "\t",
		help: "separate items with newlines and use tabs for indentation",
	});
	group.add_argument("--no-indent", {
		action: "store_const",
		dest: "indent",
		const: null,
		help: "separate items with spaces rather than newlines",
	});
	group.add_argument("--compact", {
		action: "store_true",
		help: "suppress all whitespace separation (most compact)",
	});
	addMaxOutput(parser, !showsAll);
	// `brine json --help` is Python's own, so these are in `brine help json` and the manual page.
	const help = (text: string): string => (showsAll ? text : SUPPRESS);
	parser.add_argument("--skip-empty-lines", {
		action: "store_true",
		help: help("with --json-lines, pass over lines without a document instead of failing"),
	});
	parser.add_argument("--max-digits", {
		type: pythonCount,
		metavar: "N",
		help: help("the most digits of an int, 0 for any number (default: PYTHONINTMAXSTRDIGITS, or 4300)"),
	});
	parser.add_argument("--canonical", {
		action: "store_true",
		help: help("write the canonical form of RFC 8785, for signing, with nothing after it"),
	});
	parser.add_argument("--query", {
		metavar: "PREFIX",
		help: help("write the values at a prefix, such as rows.item, one by one, of a document of any size"),
	});
	parser.add_argument("--to-lines", {
		action: "store_true",
		help: help("write each item of a list on a line of its own, of a document of any size"),
	});
}

async function format(options: Options): Promise<void> {
	const budget = new OutputBudget(options.max_output);
	const text = textOf(budget.counted(rawInput(options.infile)));
	const digits = digitLimit(options.max_digits);
	const reading = { mode: "exact", limits: { ...readingLimits(), ...digits } } as const;
	const dumping = dumpingOf(options, digits);
	const documents = await documentsOf(text, options, reading);
	const isLines = options.json_lines || options.to_lines || options.query !== undefined;
	const writeTo = async (out: Out): Promise<void> => {
		const within: Out = {
			...out,
			write(piece) {
				budget.write(piece);
				return out.write(piece);
			},
		};
		for await (const document of documents) {
			if (canColorize(out.isTerminal)) await within.write(colorizeJSON(pyjson.dumps(document, dumping)));
			else await write(document, within, dumping);
			// The canonical form of one document is all that is signed.
			if (isLines || !options.canonical) await within.write("\n");
		}
	};
	if (options.outfile === undefined) return writeTo(standardOutput());
	await replaceOrKeep(options.outfile, [options.infile], (file) =>
		writeTo({ isTerminal: false, write: async (piece) => file.write(checked(piece)) }),
	);
}

function dumpingOf(options: Options, limits: { readonly digits?: number }): pyjson.DumpsOptions {
	if (options.canonical) return { form: "rfc8785", limits };
	return {
		sortKeys: options.sort_keys,
		ensureAscii: options.ensure_ascii,
		indent: options.compact || options.to_lines ? null : (options.indent ?? null),
		...(options.compact && { separators: [",", ":"] as const }),
		limits,
	};
}

/** The text to be written: the document, its lines, or the values at a prefix. */
async function documentsOf(
	text: AsyncIterable<string>,
	options: Options,
	reading: pyjson.LoadOptions,
): Promise<Iterable<unknown> | AsyncIterable<unknown>> {
	const { query, json_lines: multipleValues, to_lines: toLines, skip_empty_lines: skipEmptyLines } = options;
	if (query !== undefined) return pyjson.items(text, query, { ...reading, multipleValues, required: true });
	if (multipleValues) return pyjson.loadLines(text, { ...reading, skipEmptyLines });
	return toLines ? pyjson.items(aList(text), "item", reading) : [await pyjson.load(text, reading)];
}

/** Text that must begin as a list does. */
async function* aList(text: AsyncIterable<string>): AsyncGenerator<string, void> {
	let isKnown = false;
	for await (const piece of text) {
		const first: string = isKnown ? "" : piece.trimStart().charAt(0);
		if (first !== "" && first !== "[") throw new ValueError("--to-lines needs a list", { code: "argument" });
		isKnown ||= first !== "";
		yield piece;
	}
}

/**
 * The limit on the digits of ints, by the option or by Python's environment variable.
 *
 * @throws UsageError for what Python refuses
 */
function digitLimit(given: number | undefined): { readonly digits?: number } {
	const variable = process.env["PYTHONINTMAXSTRDIGITS"];
	if (given === undefined && (variable === undefined || variable === "")) return {};
	const digits = given ?? Number(variable);
	if (digits !== 0 && !(digits >= 640)) {
		const name = given === undefined ? "PYTHONINTMAXSTRDIGITS" : "--max-digits";
		throw new UsageError(`${name}: invalid limit; must be >= 640 or 0 for unlimited.`);
	}
	return { digits };
}

async function write(document: unknown, out: Out, dumping: pyjson.DumpsOptions): Promise<void> {
	if (dumping.ensureAscii === true || dumping.form === "rfc8785") return pyjson.dump(document, out, dumping);
	// Piece by piece as Python writes them, since a lone surrogate is reported by its place in the piece.
	let batch = "";
	for (const piece of pyjson.iterencode(document, dumping)) {
		try {
			batch += checked(piece);
		} catch (error) {
			await out.write(batch);
			throw error;
		}
		if (batch.length > 1 << 16) {
			await out.write(batch);
			batch = "";
		}
	}
	await out.write(batch);
}

/** A string that UTF-8 can hold. */
function checked(text: string): string {
	const at = text.search(/\p{Cs}/u);
	if (at < 0) return text;
	const run = (/^\p{Cs}+/u.exec(text.slice(at)) as RegExpExecArray)[0].length;
	// Python counts code points.
	let start = 0;
	for (let i = 0; i < at; i += (text.codePointAt(i) as number) > 0xffff ? 2 : 1) start++;
	const what =
		run === 1
			? `character '\\u${text.charCodeAt(at).toString(16)}' in position ${start}`
			: `characters in position ${start}-${start + run - 1}`;
	throw new UnicodeEncodeError(`'utf-8' codec can't encode ${what}: surrogates not allowed`, { code: "encode" });
}

function standardOutput(): Out {
	const isTerminal = process.stdout.isTTY === true;
	return {
		isTerminal,
		write: async (text) => print(checked(text)),
	};
}
