/** `brine dis`: what `python -m pickletools` of 3.14 does, byte for byte. */
import { closeSync, openSync } from "node:fs";
import type { ArgumentParser } from "argparse";
import { toOSError } from "../node/index.ts";
import * as pickletools from "../pickletools/index.ts";
import type { Command } from "./command.ts";
import { formatName } from "./format-name.ts";
import { expand } from "./glob.ts";
import { pythonInt } from "./numbers.ts";
import { visible } from "./output.ts";
import { openSyncFile } from "./sync-file.ts";
import { writeAll } from "./write-all.ts";

interface Options {
	readonly pickle_file: readonly string[];
	readonly output: string | undefined;
	readonly memo: boolean;
	readonly indentlevel: number;
	readonly annotate: boolean;
	readonly preamble: string;
}

const STDOUT = 1;

/** The column of the annotations. */
const ANNOTATE = 30;

export const dis: Command<Options> = {
	name: "dis",
	description: "disassemble one or more pickle files",
	examples: [],
	define: defineArguments,
	async run(options) {
		const out = openOut(options.output);
		try {
			const memo: pickletools.DisMemo | undefined = options.memo ? new Map() : undefined;
			const files = expand(options.pickle_file);
			for (const { path } of files) {
				if (files.length > 1) out.write(`${formatName(options.preamble, path === "-" ? "<stdin>" : path)}\n`);
				const file = await openSyncFile(path);
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
		} finally {
			out.close();
		}
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
}

interface Out {
	write(text: string): void;
	close(): void;
}

/** Gathers text and writes it in batches; what comes from the pickle cannot move the cursor. */
function openOut(path: string | undefined): Out {
	let descriptor: number | undefined;
	try {
		descriptor = path === undefined ? undefined : openSync(path, "w");
	} catch (error) {
		throw toOSError(error, path);
	}
	let batch = "";
	const flush = (): void => {
		const text = visible(batch);
		batch = "";
		// At once: the disassembler does not wait, and a stream would gather what a slow reader does not take.
		writeAll(descriptor ?? STDOUT, Buffer.from(text));
	};
	return {
		write(text) {
			batch += text;
			if (batch.length > 1 << 16) flush();
		},
		close() {
			flush();
			if (descriptor !== undefined) closeSync(descriptor);
		},
	};
}
