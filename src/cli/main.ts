#!/usr/bin/env node
/** The `brine` command: finds the command that is meant, and ends the process as a good neighbour. */
import { existsSync } from "node:fs";
import { ArgumentParser } from "argparse";
import { isA } from "../errors.ts";
import { type Command, UsageError } from "./command.ts";
import { COMMANDS, EXAMPLES } from "./commands.ts";
import { ExampleFormatter, PlainFormatter } from "./help-formatter.ts";
import { complain, describeError } from "./output.ts";

declare const BRINE_VERSION: string;

/** The system's number of EPIPE; `python -m json` leaves with it too when its reader went away. */
const BROKEN_PIPE = 32;

process.stdout.on("error", leave);
process.stderr.on("error", leave);
await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
	const [name = "", ...rest] = meant(args);
	const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (entry === undefined) {
		const asked = meant(args);
		mainParser().parse_args(asked.length === 0 ? ["--help"] : [...asked]);
		return;
	}
	const command = (await entry.load()) as Command;
	const parser = parserOf(command, args[0] === "help");
	const options: unknown = parser.parse_args(rest);
	try {
		await command.run(options, COMMANDS);
	} catch (error) {
		if (error instanceof UsageError) parser.error(error.message);
		leave(error, `brine ${name}`);
	}
}

/** `brine help`, `brine version` and `brine FILE` as people mean them; everything else as it is. */
function meant(args: readonly string[]): readonly string[] {
	const [first = "", second] = args;
	if (Object.hasOwn(COMMANDS, first)) return args;
	if (first === "help") return second === undefined ? ["--help"] : [second, "--help"];
	if (first === "version" && second === undefined) return ["--version"];
	const isFile = first === "-" || (!first.startsWith("-") && existsSync(first));
	if (!isFile) return args;
	if (/\.(jsonl|ndjson)$/i.test(first)) return ["json", "--json-lines", ...args];
	return [/\.json$/i.test(first) ? "json" : "show", ...args];
}

/** The parser of one command, with its examples below the help; `brine help` shows what Python's own help has not. */
function parserOf(command: Command, showsAll: boolean): ArgumentParser {
	const lines = command.examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`);
	const parser = new ArgumentParser({
		prog: `brine ${command.name}`,
		description: command.description,
		color: true,
		formatter_class: lines.length > 0 ? ExampleFormatter : PlainFormatter,
		...(lines.length > 0 && { epilog: `examples:\n${lines.join("\n")}` }),
	});
	command.define(parser, showsAll);
	return parser;
}

/** The parser of what is not a command: `--help`, `--version`, and mistakes. */
function mainParser(): ArgumentParser {
	const lines = EXAMPLES.map(([line, meaning]) => `  ${line.padEnd(46)} ${meaning}`);
	const parser = new ArgumentParser({
		prog: "brine",
		description: "Python's pickle, pickletools and json at a prompt, without Python and without danger.",
		epilog: `examples:\n${lines.join("\n")}\n\n"brine COMMAND --help" tells more about each.`,
		formatter_class: ExampleFormatter,
		color: true,
	});
	parser.add_argument("-V", "--version", { action: "version", version: `brine ${BRINE_VERSION}` });
	const commands = parser.add_subparsers({ title: "commands", metavar: "COMMAND", required: true, dest: "command" });
	for (const [name, { summary }] of Object.entries(COMMANDS))
		commands.add_parser(name, { help: summary, add_help: false });
	return parser;
}

/** Ends the process because of an error: told in Python's words, or silently when nobody listens any more. */
function leave(error: unknown, where = "brine"): never {
	if (isA(error, "BrokenPipeError") || (error as { code?: unknown } | null)?.code === "EPIPE")
		process.exit(BROKEN_PIPE);
	complain(`${where}: ${describeError(error)}`);
	process.exit(1);
}
