/** A command of `brine`: its arguments, its help, and its work: its arguments, its help, and what it does. */
import type { ArgumentParser } from "argparse";

/** An example for the help: what to type, and what that does. */
export type Example = readonly [line: string, meaning: string];

/** One command; `Options` is what its arguments become. */
export interface Command<Options = unknown> {
	readonly name: string;
	/** The work of the command, in a sentence or two. */
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
	 * @param options what the arguments became
	 * @param commands all commands, for the one that describes them
	 * @throws UsageError for arguments that do not go together
	 */
	run(options: Options, commands: Commands): Promise<void>;
}

/** A command before its file is loaded. */
export interface CommandEntry {
	/** One line for `brine --help`. */
	readonly summary: string;
	load(): Promise<unknown>;
}

/** Every command by name. */
export type Commands = Readonly<Record<string, CommandEntry>>;

/** Arguments that do not go together: the usage is printed, and the exit code is 2. */
export class UsageError extends Error {}
