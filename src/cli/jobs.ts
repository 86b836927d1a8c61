/** `brine jobs`: many files, cut into shards that any number of machines work on. */
import { availableParallelism } from "node:os";
import type { ArgumentParser } from "argparse";
import { entryLine } from "../jobs/manifest.ts";
import { Parts } from "../jobs/parts.ts";
import { type PlanOptions, plan } from "../jobs/plan.ts";
import { mergedLines, type Progress, progressOf } from "../jobs/progress.ts";
import { JSON_LINES, type PartFormat, runAll } from "../jobs/run.ts";
import { TASKS, type Task } from "../jobs/settings.ts";
import { byteCount, OutputBudget } from "./budget.ts";
import { type Command, UsageError } from "./command.ts";
import { matcher } from "./glob.ts";
import { interruptible } from "./interrupt.ts";
import { pythonCount } from "./numbers.ts";
import { complain, print, visibleLine } from "./output.ts";
import { filesBeside } from "./part-files.ts";
import { addTaskArguments, type TaskArguments, taskOptions } from "./task-arguments.ts";
import { writeOutput } from "./write-output.ts";

interface PlanArguments {
	readonly action: "plan";
	readonly path: readonly string[];
	readonly ignore: readonly string[] | undefined;
	readonly shard_size: number | undefined;
	readonly shard_files: number | undefined;
}
interface OutArguments {
	readonly manifest: string;
	readonly out: string;
}
interface RunArguments extends OutArguments, TaskArguments {
	readonly action: "run";
	readonly task: Task;
	readonly shard: readonly [index: number, count: number];
	readonly to: "jsonl" | "parquet" | "files";
	readonly archives: boolean;
	readonly jobs: number | undefined;
}
interface StatusArguments extends OutArguments {
	readonly action: "status";
	readonly json: boolean;
}
interface MergeArguments extends OutArguments {
	readonly action: "merge";
	readonly into: string;
	readonly sarif: string | undefined;
	readonly summary: string | undefined;
}
type Options = PlanArguments | RunArguments | StatusArguments | MergeArguments;

export const jobs: Command<Options> = {
	name: "jobs",
	description:
		"Convert, scan or show many files on any number of machines, without an engine: a plan cuts them into shards, each machine does some of them, and a part is there as a whole or not at all. Work that was stopped goes on when it is run again, and nothing is done twice.",
	examples: [
		["brine jobs plan models/ >manifest.jsonl", "all files of a folder, in shards of 64 MiB or 1,000 files"],
		["brine jobs run --manifest manifest.jsonl --out values", "their values, on all processors"],
		[
			"brine jobs run --manifest manifest.jsonl --out verdicts --task scan --shard 3/10",
			"a tenth of it, on this machine",
		],
		["brine jobs status --manifest manifest.jsonl --out verdicts", "how far it is"],
		["brine jobs merge --manifest manifest.jsonl --out verdicts --into all.jsonl", "all records in one file"],
	],
	define: defineArguments,
	async run(options) {
		if (options.action === "plan") await writePlan(options);
		else if (options.action === "run") await runShards(options);
		else if (options.action === "status") await showStatus(options);
		else await merge(options);
	},
};

function defineArguments(parser: ArgumentParser): void {
	const actions = parser.add_subparsers({ dest: "action", required: true, metavar: "ACTION" });
	const planning = actions.add_parser("plan", { help: "print a manifest: a line for each file" });
	planning.add_argument("path", { nargs: "+", metavar: "PATH", help: "a file, or a folder with all that is in it" });
	planning.add_argument("--ignore", {
		action: "append",
		metavar: "GLOB",
		help: "files that are left out, as *.log or docs/**; may be given again",
	});
	planning.add_argument("--shard-size", {
		type: byteCount,
		metavar: "SIZE",
		help: "most bytes of a shard (default: 64M)",
	});
	planning.add_argument("--shard-files", {
		type: pythonCount,
		metavar: "N",
		help: "most files of a shard (default: 1000)",
	});
	const running = actions.add_parser("run", { help: "do what is missing of it" });
	addPlaces(running);
	running.add_argument("--task", { choices: TASKS, default: "convert", help: "what is done (default: convert)" });
	running.add_argument("--shard", {
		type: share,
		metavar: "I/N",
		default: [0, 1],
		help: "the share of this machine, from 0/N to N-1/N (default: all)",
	});
	running.add_argument("--to", {
		choices: ["jsonl", "parquet", "files"],
		default: "jsonl",
		help: "JSON Lines, Parquet, or a file beside each, as a.pkl.json (default: jsonl)",
	});
	running.add_argument("--archives", {
		action: "store_true",
		help: "a record for each member of tar and zip archives, as a.tar!/b.pkl",
	});
	running.add_argument("--jobs", {
		type: pythonCount,
		metavar: "N",
		help: "how many shards at once (default: as many as there are processors)",
	});
	addTaskArguments(running);
	const status = actions.add_parser("status", { help: "say how far it is" });
	addPlaces(status);
	status.add_argument("--json", { action: "store_true", help: "print JSON" });
	const merging = actions.add_parser("merge", { help: "put all records into one file" });
	addPlaces(merging);
	merging.add_argument("--into", { metavar: "FILE", default: "-", help: "the file; - is standard output (default)" });
	merging.add_argument("--sarif", { metavar: "FILE", help: "write the findings of a scan as a SARIF 2.1.0 report" });
	merging.add_argument("--summary", { metavar: "FILE", help: "write what status prints, as JSON" });
}

function addPlaces(parser: ArgumentParser): void {
	parser.add_argument("--manifest", { metavar: "FILE", required: true, help: "what brine jobs plan printed" });
	parser.add_argument("--out", { metavar: "DIR", required: true, help: "the folder of the parts" });
}

/** A share, as `3/10`. */
function share(text: string): readonly [index: number, count: number] {
	const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
	if (index === undefined || Number(index) >= Number(count)) throw new TypeError(text);
	return [Number(index), Number(count)];
}

async function writePlan(options: PlanArguments): Promise<void> {
	const patterns = (options.ignore ?? []).map(matcher);
	const left = { ignored: 0, special: 0 };
	const planning: PlanOptions = {
		ignore: (path) => patterns.some((matches) => matches(path)),
		onLeftOut: (_, why) => {
			left[why]++;
		},
		...(options.shard_size !== undefined && { shardBytes: options.shard_size }),
		...(options.shard_files !== undefined && { shardFiles: options.shard_files }),
	};
	let [files, bytes, shards] = [0, 0, 0];
	let batch = "";
	for (const entry of plan(options.path, planning)) {
		files++;
		bytes += entry.size;
		shards = entry.shard + 1;
		batch += entryLine(entry);
		if (batch.length < 1 << 16) continue;
		await print(batch);
		batch = "";
	}
	await print(batch);
	const leftOut = left.ignored + left.special;
	const more = leftOut === 0 ? "" : `; left out: ${left.ignored} ignored, ${left.special} neither file nor folder`;
	complain(`${files} files, ${bytes} bytes, ${shards} shards${more}`);
}

async function runShards(options: RunArguments): Promise<void> {
	const { task, to, archives, shard } = options;
	if (to === "files" && archives) throw new UsageError("argument --archives: not allowed with --to files");
	if (options.jobs === 0) throw new UsageError("argument --jobs: must be above 0");
	const format = await formatOf(to, task);
	const given = taskOptions(task, options);
	const parts = new Parts(options.out);
	await parts.open({ task, options: given, archives, to });
	let [done, records, errors] = [0, 0, 0];
	const report = (): void => complain(`${done} shards done here, ${records} records, ${errors} errors`);
	const timer = setInterval(report, 10_000);
	try {
		await interruptible(async (signal) => {
			await runAll(options.manifest, parts, {
				task,
				options: given,
				maxSeconds: options.max_seconds,
				maxMemory: options.max_memory,
				archives,
				format,
				index: shard[0],
				count: shard[1],
				jobs: options.jobs ?? availableParallelism(),
				signal,
				onShard: (summary, wasDone) => {
					done++;
					if (wasDone) records += summary.records;
					errors += summary.errors;
				},
				onRecord: () => {
					records++;
				},
			});
		});
	} finally {
		clearInterval(timer);
	}
	report();
}

async function formatOf(to: RunArguments["to"], task: Task): Promise<PartFormat> {
	if (to === "jsonl") return JSON_LINES;
	return to === "files" ? filesBeside(task) : (await import("./part-parquet.ts")).parquetParts(task);
}

async function showStatus(options: StatusArguments): Promise<void> {
	const progress = await progressOf(options.manifest, new Parts(options.out));
	if (options.json) await print(`${JSON.stringify(progress)}\n`);
	else for (const line of linesOf(progress)) await print(`${visibleLine(line)}\n`);
	if (progress.shards.done < progress.shards.total) process.exitCode = 1;
}

function linesOf({
	shards,
	files,
	records,
	errors,
	bytes,
	errorNames,
	verdicts,
	changed,
	missing,
}: Progress): string[] {
	const list = (counts: Readonly<Record<string, number>>): string =>
		Object.entries(counts)
			.map(([name, count]) => `${name} ${count}`)
			.join(", ");
	const lines = [
		`shards: ${shards.done} of ${shards.total}`,
		`files: ${files.done} of ${files.total}, ${bytes} bytes`,
		`records: ${records}, ${errors} errors${errors > 0 ? ` (${list(errorNames)})` : ""}`,
	];
	if (Object.keys(verdicts).length > 0) lines.push(`verdicts: ${list(verdicts)}`);
	if (changed > 0) lines.push(`changed since the plan: ${changed}`);
	if (missing.length > 0) lines.push(`missing shards: ${missing.join(" ")}${missing.length < 100 ? "" : " …"}`);
	return lines;
}

async function merge(options: MergeArguments): Promise<void> {
	const parts = new Parts(options.out);
	const { manifest, summary, sarif } = options;
	const toPrint = [options.into, sarif, summary].filter((file) => file === "-");
	if (toPrint.length > 1) throw new UsageError("only one of --into, --sarif and --summary can be standard output");
	if (sarif !== undefined) {
		const { sarifOf } = await import("./jobs-sarif.ts");
		const report = await sarifOf(mergedLines(manifest, parts));
		await writeOutput(sarif, new OutputBudget(Number.MAX_SAFE_INTEGER), (out) =>
			out.write(`${JSON.stringify(report, null, 2)}\n`),
		);
	}
	await writeOutput(options.into, new OutputBudget(Number.MAX_SAFE_INTEGER), async (out) => {
		for await (const piece of mergedLines(manifest, parts)) await out.write(piece);
	});
	if (summary === undefined) return;
	const progress = await progressOf(manifest, parts);
	await writeOutput(summary, new OutputBudget(Number.MAX_SAFE_INTEGER), (out) =>
		out.write(`${JSON.stringify(progress)}\n`),
	);
}
