/** Where commands write to: a file as a whole or not at all, or standard output. */
import { type NewFile, replacePackedFile } from "../node/index.ts";
import type { OutputBudget } from "./budget.ts";
import { UsageError } from "./command.ts";
import { nameOf } from "./input.ts";
import { print } from "./output.ts";
import { writingMeter } from "./progress.ts";

/**
 * Writes a file that takes the old one's place when it is complete, packed as its name says. Standard output is written as it comes.
 *
 * @param path the file; `-` is standard output
 * @param budget how much may be written
 * @param write does the writing
 */
export async function writeOutput(
	path: string,
	budget: OutputBudget,
	write: (out: NewFile) => Promise<void>,
): Promise<void> {
	const meter = await writingMeter(nameOf(path), path === "-" && process.stdout.isTTY === true);
	const within = (out: NewFile): NewFile => ({
		...out,
		async write(chunk) {
			budget.write(chunk);
			await out.write(chunk);
			meter.add(chunk.length);
		},
	});
	try {
		if (path === "-") await write(within({ write: print }));
		else await replacePackedFile(path, (file) => write(within(file)));
	} finally {
		meter.stop();
	}
}

/** Refuses to write bytes to a terminal. */
export function refuseTerminal(path: string): void {
	if (path === "-" && process.stdout.isTTY === true) {
		throw new UsageError("a pickle is not text for a terminal: give it a file or a pipe");
	}
}
