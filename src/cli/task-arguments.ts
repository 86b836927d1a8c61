/** The arguments that say what is done with each item, for `brine worker` and `brine jobs`. */
import { readFileSync } from "node:fs";
import type { ArgumentParser } from "argparse";
import { DEFAULT_MEMORY, DEFAULT_SECONDS, LEAST_MEMORY, type Task, type TaskOptions } from "../jobs/settings.ts";
import { byteCount } from "./budget.ts";
import { UsageError } from "./command.ts";
import { FALLBACKS, type Fallback } from "./json-form.ts";
import { pythonCount } from "./numbers.ts";

/** The options that {@link addTaskArguments} adds. */
export interface TaskArguments {
	readonly default: Fallback | undefined;
	readonly encoding: string | undefined;
	readonly allow: readonly string[] | undefined;
	readonly allow_file: string | undefined;
	readonly imports: boolean;
	readonly embedded: boolean;
	readonly max_seconds: number;
	readonly max_memory: number;
}

export function addTaskArguments(parser: ArgumentParser): void {
	parser.add_argument("--default", {
		choices: FALLBACKS,
		help: "convert: what becomes of values that have no JSON form: Python's repr() or str(), or tagged JSON, in which nothing is lost (default: an error)",
	});
	parser.add_argument("--encoding", {
		help: "convert, show: the codec of the strings of Python 2 (default: ASCII), or bytes",
	});
	parser.add_argument("--allow", {
		action: "append",
		metavar: "NAME",
		help: "scan: a class that is in order, as shop.models.Cart or shop.models.*; may be given again",
	});
	parser.add_argument("--allow-file", {
		metavar: "FILE",
		help: "scan: a list of names that are in order, tab-separated",
	});
	parser.add_argument("--imports", { action: "store_true", help: "scan: list every name that is imported, too" });
	parser.add_argument("--embedded", {
		action: "store_true",
		help: "scan: judge pickles inside other data, too",
	});
	parser.add_argument("--max-seconds", {
		type: pythonCount,
		metavar: "N",
		default: DEFAULT_SECONDS,
		help: `how many seconds an item may take (default: ${DEFAULT_SECONDS})`,
	});
	parser.add_argument("--max-memory", {
		type: byteCount,
		metavar: "SIZE",
		default: DEFAULT_MEMORY,
		help: "how much memory an item may take, such as 500M or 4G (default: 2G)",
	});
}

/**
 * The options of a task.
 *
 * @throws UsageError for arguments that belong to another task
 */
export function taskOptions(task: Task, given: TaskArguments): TaskOptions {
	const belongs: readonly (readonly [name: string, isGiven: boolean, tasks: readonly Task[]])[] = [
		["--default", given.default !== undefined, ["convert"]],
		["--encoding", given.encoding !== undefined, ["convert", "show"]],
		["--allow", given.allow !== undefined, ["scan"]],
		["--allow-file", given.allow_file !== undefined, ["scan"]],
		["--imports", given.imports, ["scan"]],
		["--embedded", given.embedded, ["scan"]],
	];
	for (const [name, isGiven, tasks] of belongs) {
		if (isGiven && !tasks.includes(task)) throw new UsageError(`argument ${name}: not allowed with ${task}`);
	}
	if (given.max_memory < LEAST_MEMORY) throw new UsageError("argument --max-memory: must be at least 256M");
	if (given.max_seconds === 0) throw new UsageError("argument --max-seconds: must be above 0");
	return {
		...(given.default !== undefined && { default: given.default }),
		...(given.encoding !== undefined && { encoding: given.encoding }),
		...(given.allow !== undefined && { allow: given.allow }),
		...(given.allow_file !== undefined && { rows: readFileSync(given.allow_file, "utf8") }),
		...(given.imports && { imports: true }),
		...(given.embedded && { embedded: true }),
	};
}
