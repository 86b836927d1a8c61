/** `brine dis`: what `python -m pickletools` of 3.14 does, byte for byte. */
import type { ArgumentParser } from "argparse";
import * as pickletools from "../pickletools/index.ts";
import { addMaxOutput, OutputBudget } from "./budget.ts";
import type { Command } from "./command.ts";
import { formatName } from "./format-name.ts";
import { complainOfNone, expand } from "./glob.ts";
import { pythonInt } from "./numbers.ts";
import { writeReport } from "./report.ts";
import { openSyncFile } from "./sync-file.ts";

interface Options {
	readonly pickle_file: readonly string[];
	readonly output: string | undefined;
	readonly memo: boolean;
	readonly indentlevel: number;
	readonly annotate: boolean;
	readonly preamble: string;
	readonly max_output: number | undefined;
}

/** The column of the annotations. */
const ANNOTATE = 30;

export const dis: Command<Options> = {
	name: "dis",
	description: "disassemble one or more pickle files",
	examples: [],
	define: defineArguments,
	async run(options) {
		const budget = new OutputBudget(options.max_output);
		const files = expand(options.pickle_file, complainOfNone("brine dis"));
		const inputs = files.map(({ path }) => path);
		await writeReport(options.output, inputs, budget, async (out) => {
			const memo: pickletools.DisMemo | undefined = options.memo ? new Map() : undefined;
			for (const path of inputs) {
				if (inputs.length > 1) out.write(`${formatName(options.preamble, path === "-" ? "<stdin>" : path)}\n`);
				const file = await openSyncFile(path, budget);
				try {
					pickletools.dis(file, {
						out,
						indentLevel: options.indentlevel,
						annotate: options.annotate ? ANNOTATE : 0,
						limits: { text: Number.MAX_SAFE_INTEGER },
						...(memo !== undefined && { memo }),
					});
				} finally {
					file.close();
				}
			}
		});
	},
};

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("pickle_file", { nargs: "+", help: "the pickle file" });
	parser.add_argument("-o", "--output", { help: "the file where the output should be written" });
	parser.add_argument("-m", "--memo", { action: "store_true", help: "preserve memo between disassemblies" });
	parser.add_argument("-l", "--indentlevel", {
		default: 4,
		type: pythonInt,
		help: "the number of blanks by which to indent a new MARK level",
	});
	parser.add_argument("-a", "--annotate", {
		action: "store_true",
		help: "annotate each line with a short opcode description",
	});
	parser.add_argument("-p", "--preamble", {
		default: "==> {name} <==",
		help: "if more than one pickle file is specified, print this before each disassembly",
	});
	addMaxOutput(parser, true);
}
