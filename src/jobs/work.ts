/** A worker of BullMQ that works on shards. */
import { readFileSync } from "node:fs";
import { PyTypeError, ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { answerHead, errorForm, failedAnswer, pathOfId, sha256Of } from "./answer.ts";
import { ItemProcess } from "./item-process.ts";
import { type PartSummary, Parts } from "./parts.ts";
import { type JobLike, ProgressTeller, type QueueLike, shardOfJob } from "./queue.ts";
import { nameOf, type Request } from "./requests.ts";
import { JSON_LINES, runShard } from "./run.ts";
import {
	DEFAULT_MEMORY,
	DEFAULT_SECONDS,
	type ItemLimits,
	mostBytes,
	TASKS,
	type Task,
	type TaskOptions,
} from "./settings.ts";
import type { Handler } from "./shard-records.ts";

/** An item for a handler. */
export interface WorkItem {
	/** Its path, or its name within an archive as `a.tar!/b.pkl`. */
	readonly id: string;
	readonly bytes: Uint8Array;
}

/** A task by its name, or a function that returns a value for JSON; what it throws is the item's error. */
export type WorkHandler = Task | ((item: WorkItem) => unknown);

/** The options of a worker that are set here; its connection is that of the queue. */
export interface WorkerSettings {
	readonly connection: never;
	readonly prefix?: string;
	readonly concurrency: number;
	readonly lockDuration: number;
	readonly stalledInterval: number;
	readonly maxStalledCount: number;
}

/** Options of {@link work}. */
export interface WorkOptions extends ItemLimits {
	/** The class `Worker` of BullMQ. */
	readonly Worker: new (
		name: string,
		process: (job: JobLike) => Promise<PartSummary>,
		options: WorkerSettings,
	) => WorkerLike;
	/** The folder of the parts, which all workers share. */
	readonly out: string;
	/** Shards that are worked on at once. @defaultValue 1 */
	readonly concurrency?: number | undefined;
	/** Options of a task. @defaultValue those of the command */
	readonly task?: TaskOptions | undefined;
	/** Whether members of tar and zip archives are items of their own. @defaultValue false */
	readonly archives?: boolean | undefined;
	/** How long a worker may be silent before its shards are given to others, in milliseconds. @defaultValue 30000 */
	readonly lockDuration?: number | undefined;
}

const OPTIONS: ReadonlySet<string> = new Set([
	"Worker",
	"out",
	"concurrency",
	"task",
	"archives",
	"lockDuration",
	"maxSeconds",
	"maxMemory",
]);
const LOCK = 30_000;
/** Workers that may die with a shard before it fails. */
const MOST_STALLED = 100;

/** A worker that was started. */
export interface QueueWorker {
	/** Ends it: no shard is begun any more, those in hand are done. */
	close(): Promise<void>;
}

/** The part of a `Worker` of BullMQ that is used. */
export interface WorkerLike {
	on(event: "error", listener: (error: Error) => void): unknown;
	waitUntilReady(): Promise<unknown>;
	close(): Promise<void>;
}

/**
 * Works on the shards of a queue, until it is closed. Each shard becomes a part in the folder, which
 * is there as a whole or not at all; a shard that is worked on twice, as after the death of a worker, is there once.
 *
 * @param queue a `Queue` of BullMQ; the worker has its name, connection and prefix
 * @param handler `"convert"`, `"scan"` or `"show"`, done in a process that no item can end for the others; or a function, which
 *   runs in this process and is not limited
 * @param options where the parts go, and what an item may use; see {@link WorkOptions}
 * @returns the worker, when it listens
 * @throws PyTypeError, ValueError (`option`) for options that do not exist or do not fit the handler
 * @throws ValueError (`argument`) when the folder holds parts of other work
 * @example
 * ```ts
 * import { work } from "brine/jobs";
 * // In your program: import { Queue, Worker } from "bullmq";
 * class Worker {
 *   on() {}
 *   async waitUntilReady() {}
 *   async close() {}
 * }
 * const queue = { name: "models", opts: {}, addBulk: async () => [], getJobCounts: async () => ({}) };
 * const worker = await work(queue, "scan", { Worker, out: "verdicts" });
 * await worker.close();
 * ```
 */
export async function work(queue: QueueLike, handler: WorkHandler, options: WorkOptions): Promise<QueueWorker> {
	const given = givenOptions("work", options, OPTIONS);
	const { Worker, out, concurrency = 1, task = {}, archives = false, lockDuration = LOCK } = given;
	if (typeof out !== "string") throw new PyTypeError("'out' must be the path of a folder", { code: "option" });
	if (typeof Worker !== "function") throw new PyTypeError("'Worker' must be the class of BullMQ", { code: "option" });
	const isOwn = typeof handler === "function";
	if (!isOwn && !TASKS.includes(handler))
		throw new ValueError(`no such task: ${String(handler)}`, { code: "argument" });
	if (isOwn && (given.task ?? given.maxSeconds ?? given.maxMemory) !== undefined) {
		throw new ValueError("'task', 'maxSeconds' and 'maxMemory' are for tasks by name", { code: "option" });
	}
	const maxMemory = given.maxMemory ?? DEFAULT_MEMORY;
	const maxSeconds = given.maxSeconds ?? DEFAULT_SECONDS;
	const parts = new Parts(out);
	await parts.open({ task: isOwn ? "own" : handler, options: task, archives, to: "jsonl" });
	const make = (): Handler & { end(): Promise<void> } =>
		isOwn ? new OwnHandler(handler) : new ItemProcess({ task: handler, options: task, maxMemory, maxSeconds });
	const idle: ReturnType<typeof make>[] = [];
	const process = async (job: JobLike): Promise<PartSummary> => {
		const shard = shardOfJob(job);
		const known = await parts.summary(shard);
		if (known !== undefined) return known;
		const own = idle.pop() ?? make();
		const teller = new ProgressTeller(job, shard.entries.length);
		try {
			const reading = { archives, mostBytes: mostBytes(maxMemory) };
			const summary = await runShard(shard, own, parts, JSON_LINES, reading, (record) => teller.add(record));
			await job.updateProgress(teller.progress());
			return summary;
		} finally {
			idle.push(own);
		}
	};
	const worker = new Worker(queue.name, process, {
		connection: queue.opts.connection as never,
		...(queue.opts.prefix !== undefined && { prefix: queue.opts.prefix }),
		concurrency,
		lockDuration,
		stalledInterval: lockDuration,
		maxStalledCount: MOST_STALLED,
	});
	// Redis may be away for a while; the client connects again.
	worker.on("error", () => undefined);
	await worker.waitUntilReady();
	return {
		async close() {
			await worker.close();
			await Promise.all(idle.splice(0).map((one) => one.end()));
		},
	};
}

/** Calls a function of the user for each item. */
class OwnHandler implements Handler {
	readonly #handler: (item: WorkItem) => unknown;
	#last: Promise<unknown> = Promise.resolve();
	constructor(handler: (item: WorkItem) => unknown) {
		this.#handler = handler;
	}
	handle(request: Request): Promise<string> {
		const answer = this.#last.then(() => this.#answer(request));
		this.#last = answer;
		return answer;
	}
	async end(): Promise<void> {
		await this.#last;
	}
	async #answer({ id, bytes: given }: Request): Promise<string> {
		const name = nameOf(id);
		let bytes = given;
		try {
			bytes ??= readFileSync(pathOfId(id));
			const value = JSON.stringify((await this.#handler({ id: name, bytes })) ?? null);
			return `${answerHead(name, sha256Of(bytes), bytes.length, true)},"value":${value}}`;
		} catch (error) {
			const sha256 = bytes === undefined ? null : sha256Of(bytes);
			return failedAnswer(name, sha256, bytes?.length ?? null, errorForm(error));
		}
	}
}
