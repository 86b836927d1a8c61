/** The commands and their options as data: for completion and the manual page. */
import { ArgumentParser, SUPPRESS } from "argparse";
import type { Command, Commands, Example } from "./command.ts";

/** An option of a command. */
export interface DescribedOption {
	readonly names: readonly string[];
	readonly help: string;
	readonly takesValue: boolean;
	readonly metavar: string;
}

/** A command. */
export interface Described {
	readonly name: string;
	readonly summary: string;
	readonly description: string;
	readonly examples: readonly Example[];
	readonly usage: string;
	readonly options: readonly DescribedOption[];
	/** Words that its positional arguments may be, where those are not files. */
	readonly choices: readonly string[];
}

/** The part of the parser's actions that is looked at. */
interface Action {
	readonly option_strings: readonly string[];
	readonly dest: string;
	readonly help?: string;
	readonly nargs?: unknown;
	/** Words; of actions, the parsers of their arguments. */
	readonly choices?: Iterable<string> | Readonly<Record<string, ArgumentParser>>;
	readonly metavar?: string;
}

function actionsOf(parser: ArgumentParser): readonly Action[] {
	return (parser as unknown as { _actions: readonly Action[] })._actions;
}

/** The words that an argument may be. */
function wordsOf({ choices = [] }: Action): string[] {
	return Symbol.iterator in choices ? [...choices] : Object.keys(choices);
}

/** The options of a parser and of the actions below it, each name once. */
function optionsOf(parser: ArgumentParser): Action[] {
	const options = new Map<string, Action>();
	for (const action of actionsOf(parser)) {
		const { choices = [] } = action;
		const [name] = action.option_strings;
		if (name !== undefined) options.set(name, action);
		else if (!(Symbol.iterator in choices)) {
			for (const below of Object.values(choices).flatMap(optionsOf)) {
				const [known = ""] = below.option_strings;
				if (!options.has(known)) options.set(known, below);
			}
		}
	}
	return [...options.values()];
}

/** Describes commands, of which all files are loaded. */
export async function describeAll(commands: Commands): Promise<Described[]> {
	const loaded = await Promise.all(Object.values(commands).map((entry) => entry.load() as Promise<Command>));
	return loaded.map((command) => {
		const parser = new ArgumentParser({ prog: `brine ${command.name}`, color: false });
		command.define(parser, true);
		const options = optionsOf(parser);
		const positional = actionsOf(parser).filter((action) => action.option_strings.length === 0);
		return {
			name: command.name,
			summary: commands[command.name]?.summary ?? "",
			description: command.description,
			examples: command.examples,
			usage: parser
				.format_usage()
				.replace(/^usage: /, "")
				.replace(/\s+/g, " ")
				.trim(),
			options: options.map((action) => ({
				names: action.option_strings,
				help: action.help === SUPPRESS ? "as for brine show" : (action.help ?? ""),
				takesValue: action.nargs !== 0,
				metavar: action.metavar ?? (action.choices ? `{${wordsOf(action).join(",")}}` : action.dest.toUpperCase()),
			})),
			choices: positional.flatMap(wordsOf),
		};
	});
}
