/** Where commands write to: a file as a whole or not at all, or standard output. */
import { type NewFile, replaceFile } from "../node/index.ts";
import { UsageError } from "./command.ts";
import { print } from "./output.ts";

/**
 * Writes a file that takes the old one's place when it is complete. Standard output is written as it comes.
 *
 * @param path the file; `-` is standard output
 * @param write does the writing
 */
export async function writeOutput(path: string, write: (out: NewFile) => Promise<void>): Promise<void> {
	if (path !== "-") return replaceFile(path, write);
	await write({ write: print });
}

/** Refuses to write bytes to a terminal. */
export function refuseTerminal(path: string): void {
	if (path === "-" && process.stdout.isTTY === true) {
		throw new UsageError("a pickle is no text for a terminal: give it a file or a pipe");
	}
}
