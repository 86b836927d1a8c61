/** What a command of `brine` is: its arguments, its help, and what it does. */
import type { ArgumentParser } from "argparse";

/** An example for the help: what to type, and what that does. */
export type Example = readonly [line: string, meaning: string];

/** One command; `Options` is what its arguments become. */
export interface Command<Options = unknown> {
	readonly name: string;
	/** What the command does, in a sentence or two. */
	readonly description: string;
	/** Shown below its help; none where the help is Python's own. */
	readonly examples: readonly Example[];
	/**
	 * Says which arguments there are.
	 *
	 * @param showsAll whether options that Python's command does not have are in the help too
	 */
	define(parser: ArgumentParser, showsAll?: boolean): void;
	/**
	 * Does it.
	 *
	 * @throws UsageError for arguments that do not go together
	 */
	run(options: Options): Promise<void>;
}

/** Arguments that do not go together: the usage is printed, and the exit code is 2. */
export class UsageError extends Error {}
