/** `brine optimize`: `pickletools.optimize` for files. */
import type { ArgumentParser } from "argparse";
import * as pickletools from "../pickletools/index.ts";
import { OutputBudget } from "./budget.ts";
import type { Command } from "./command.ts";
import { nameOf, openInput } from "./input.ts";
import { type Meter, meterOf } from "./progress.ts";
import { writeOutput } from "./write-output.ts";

interface Options {
	readonly in: string;
	readonly out: string;
	readonly python: string | undefined;
}

export const optimize: Command<Options> = {
	name: "optimize",
	description:
		"Write a pickle anew without the memo entries that nothing refers to. It loads as the same value, and is shorter and quicker to read.",
	examples: [
		["brine optimize model.pkl model.pkl", "in place; a failure leaves the old file"],
		["brine optimize big.pkl.gz - | gzip > small.pkl.gz", "through pipes"],
	],
	define(parser: ArgumentParser) {
		parser.add_argument("in", { metavar: "IN", help: "the pickle file; - is standard input" });
		parser.add_argument("out", { metavar: "OUT", help: "where to write; - is standard output" });
		parser.add_argument("--python", { metavar: "VERSION", help: "the Python whose bytes are wanted (default: 3.14)" });
	},
	async run(options) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of await openInput(options.in)) chunks.push(chunk);
		const bytes = Buffer.concat(chunks);
		const version = options.python === undefined ? {} : { pythonVersion: options.python };
		// Three passes over all: the end of each pickle, its memo, and the copy.
		const meter = await meterOf(nameOf(options.in), 3 * bytes.length);
		const shorter: Uint8Array[] = [];
		try {
			for (const pickle of pickles(bytes, (count) => meter.add(count)))
				shorter.push(pickletools.optimize(pickle, { ...version, progress: progressOf(meter, 2 * pickle.length) }));
		} finally {
			meter.stop();
		}
		await writeOutput(options.out, new OutputBudget(Number.POSITIVE_INFINITY), async (out) => {
			for (const pickle of shorter) await out.write(pickle);
		});
	},
};

/** Moves a bar over so many bytes by the part of them that is done. */
function progressOf(meter: Meter, size: number): (done: number) => void {
	let last = 0;
	return (done) => {
		const at = Math.round(done * size);
		meter.add(at - last);
		last = at;
	};
}

/** Bytes after which the bar moves. */
const STEP = 1 << 16;

/** The pickles of a file, one after the other. */
function* pickles(bytes: Buffer, worked: (count: number) => void): Generator<Uint8Array> {
	let start = 0;
	do {
		let end = start;
		let done = start;
		for (const { opcode, pos } of pickletools.genops(bytes.subarray(start))) {
			const at = start + (pos as number);
			if (opcode.name === "STOP") end = at + 1;
			else if (at - done < STEP) continue;
			worked(at - done);
			done = at;
		}
		yield bytes.subarray(start, end);
		start = end;
		// A newline after the last one, as editors add, is none.
	} while (start < bytes.length && !/^\r?\n$/.test(bytes.toString("latin1", start, start + 3)));
}
