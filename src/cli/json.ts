/** `brine json`: what `python -m json` of 3.14 does, byte for byte. */
import type { ArgumentParser } from "argparse";
import { isA, UnicodeEncodeError } from "../errors.ts";
import * as pyjson from "../json/index.ts";
import { addMaxOutput, OutputBudget } from "./budget.ts";
import { canColorize } from "./colors.ts";
import type { Command } from "./command.ts";
import { rawInput } from "./input.ts";
import { colorizeJSON } from "./json-colors.ts";
import { readingLimits } from "./limits.ts";
import { pythonInt } from "./numbers.ts";
import { complain, print, reportFailure } from "./output.ts";
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
			// Python's SystemExit(error): the message alone.
			if (!isA(error, "ValueError")) throw error;
			complain((error as Error).message);
			reportFailure();
		}
	},
};

function defineArguments(parser: ArgumentParser): void {
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
	addMaxOutput(parser, true);
}

async function format(options: Options): Promise<void> {
	const budget = new OutputBudget(options.max_output);
	const text = textOf(budget.counted(rawInput(options.infile)));
	const reading = { mode: "exact", limits: readingLimits() } as const;
	const dumping: pyjson.DumpsOptions = {
		sortKeys: options.sort_keys,
		ensureAscii: options.ensure_ascii,
		indent: options.compact ? null : (options.indent ?? null),
		...(options.compact && { separators: [",", ":"] as const }),
	};
	const documents = options.json_lines ? pyjson.loadLines(text, reading) : [await pyjson.load(text, reading)];
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
			await within.write("\n");
		}
	};
	if (options.outfile === undefined) return writeTo(standardOutput());
	await replaceOrKeep(options.outfile, [options.infile], (file) =>
		writeTo({ isTerminal: false, write: async (piece) => file.write(checked(piece)) }),
	);
}

async function write(document: unknown, out: Out, dumping: pyjson.DumpsOptions): Promise<void> {
	if (dumping.ensureAscii === true) return pyjson.dump(document, out, dumping);
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

/** A text that UTF-8 can hold. */
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
