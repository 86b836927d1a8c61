/** Output as Python's commands write it: what was written before an error is kept, unless it would take the place of an input. */
import { statSync } from "node:fs";
import { type NewFile, replaceFile } from "../node/index.ts";
import { type OutputBudget, OutputLimitError } from "./budget.ts";
import { canColorize } from "./colors.ts";
import { visible } from "./output.ts";
import { colorizeDis } from "./value-colors.ts";
import { writeAll } from "./write-all.ts";

/** Text is gathered to this length. */
const BATCH = 1 << 16;
const STDOUT = 1;

/**
 * Writes a file whose content becomes visible as a whole, so that it may be one of the files that are read. An error
 * leaves what was written before it, as Python does; but the old file, if that is an input or the output is too long.
 *
 * @param path where to write
 * @param inputs what is read
 * @param write does the writing
 */
export async function replaceOrKeep(
	path: string,
	inputs: readonly string[],
	write: (file: NewFile) => Promise<void>,
): Promise<void> {
	const isInput = inputs.some((input) => isSame(input, path));
	let failure: { readonly error: unknown } | undefined;
	await replaceFile(path, async (file) => {
		try {
			await write(file);
		} catch (error) {
			if (isInput || error instanceof OutputLimitError) throw error;
			failure = { error };
		}
	});
	if (failure !== undefined) throw failure.error;
}

/**
 * Writes text that is made without waiting; what comes from data cannot move the cursor of a terminal.
 *
 * @param path where to write; undefined is standard output
 * @param inputs what is read
 * @param budget how much may be written
 * @param write does the writing
 */
export async function writeReport(
	path: string | undefined,
	inputs: readonly string[],
	budget: OutputBudget,
	write: (out: { write(text: string): void }) => Promise<void>,
): Promise<void> {
	if (path === undefined) {
		// At once: the disassembler does not wait, and a stream would gather what a slow reader does not take.
		const colors = canColorize(process.stdout.isTTY === true);
		return throughBatches(budget, (text) => writeAll(STDOUT, Buffer.from(colors ? colorizeDis(text) : text)), write);
	}
	await replaceOrKeep(path, inputs, async (file) => {
		const waiting: Promise<void>[] = [];
		try {
			await throughBatches(budget, (text) => void waiting.push(file.write(text)), write);
		} finally {
			await Promise.all(waiting);
		}
	});
}

async function throughBatches(
	budget: OutputBudget,
	flush: (text: string) => void,
	write: (out: { write(text: string): void }) => Promise<void>,
): Promise<void> {
	let batch = "";
	const out = {
		write(text: string): void {
			budget.write(text);
			batch += text;
			if (batch.length <= BATCH) return;
			// Whole lines, so that each is coloured once; one that is longer than all of this goes as it is.
			const end = batch.lastIndexOf("\n") + 1 || batch.length;
			flush(visible(batch.slice(0, end)));
			batch = batch.slice(end);
		},
	};
	try {
		await write(out);
	} finally {
		flush(visible(batch));
	}
}

function isSame(one: string, other: string): boolean {
	const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
	return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
