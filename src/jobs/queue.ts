/** Shards as jobs of BullMQ. */
import { PyTypeError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { type Manifest, type ManifestEntry, partName, type Shard, shardOf, shardsOf } from "./manifest.ts";
import { PartCounts, type PartRecord } from "./parts.ts";

/** The name of the jobs. */
export const JOB_NAME = "brine-shard";

/** The content of a job. */
export interface JobData {
	/** The shard's place in the manifest. */
	readonly number: number;
	/** The hash of its entries. */
	readonly id: string;
	readonly entries: readonly ManifestEntry[];
}

/** The part of a job of BullMQ that is used. */
export interface JobLike {
	readonly name: string;
	readonly data: JobData;
	updateProgress(progress: object): Promise<void>;
}

/** The part of a `Queue` of BullMQ that is used. */
export interface QueueLike {
	readonly name: string;
	readonly opts: { readonly connection?: unknown; readonly prefix?: string };
	addBulk(jobs: { name: string; data: JobData; opts?: Readonly<Record<string, unknown>> }[]): Promise<unknown>;
	getJobCounts(): Promise<Readonly<Record<string, number>>>;
}

/** Options of {@link submit}. */
export interface SubmitOptions {
	/** Where the jobs go: a `Queue` of BullMQ. */
	readonly queue: QueueLike;
	/** How often a job is tried. @defaultValue 5 */
	readonly attempts?: number;
}

const SUBMIT_OPTIONS: ReadonlySet<string> = new Set(["queue", "attempts"]);
const ATTEMPTS = 5;
/** Jobs that are added at once. */
const BATCH = 50;
/** The first pause before a job is tried again, in milliseconds; each is twice as long. */
const BACKOFF = 1000;

/**
 * Puts the shards of a manifest into a queue of BullMQ, a job for each. The identity of a job is made of the content of its
 * shard, so that submitting a manifest twice is harmless.
 *
 * @param manifest the path of a manifest, or its entries, as `plan` returns them
 * @param options the queue, and how often a job is tried; see {@link SubmitOptions}
 * @returns how many shards and files were submitted
 * @throws ValueError (`source`) for a manifest that is none; what Redis throws
 * @throws PyTypeError (`option`) for options that do not exist
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { plan, submit } from "brine/jobs";
 * writeFileSync("one.pkl", "N.");
 * const queue = { name: "models", opts: {}, addBulk: async (jobs: unknown[]) => console.log(jobs.length), getJobCounts: async () => ({}) };
 * await submit(plan(["one.pkl"]), { queue }); // 1
 * ```
 */
export async function submit(
	manifest: Manifest,
	options: SubmitOptions,
): Promise<{ readonly shards: number; readonly files: number }> {
	const { queue, attempts = ATTEMPTS } = givenOptions("submit", options, SUBMIT_OPTIONS);
	if (typeof queue?.addBulk !== "function")
		throw new PyTypeError("'queue' must be a Queue of BullMQ", { code: "option" });
	let [shards, files] = [0, 0];
	let batch: Parameters<QueueLike["addBulk"]>[0] = [];
	for await (const shard of shardsOf(manifest)) {
		shards++;
		files += shard.entries.length;
		const { number, id, entries } = shard;
		const opts = {
			jobId: partName(shard),
			attempts,
			backoff: { type: "exponential", delay: BACKOFF },
			// Its identity stays known, so that it is not done again; its entries are in the manifest.
			removeOnComplete: false,
		};
		batch.push({ name: JOB_NAME, data: { number, id, entries }, opts });
		if (batch.length < BATCH) continue;
		await queue.addBulk(batch);
		batch = [];
	}
	if (batch.length > 0) await queue.addBulk(batch);
	return { shards, files };
}

/** The shard that a job carries; its identity is computed again, so that nobody else's content gets its name. */
export function shardOfJob({ data }: JobLike): Shard {
	return shardOf(data.entries.map((entry) => ({ ...entry, shard: data.number })));
}

/** How far a queue is. */
export interface QueueStatus {
	/** Jobs by state, as BullMQ counts them: `waiting`, `active`, `completed`, `failed`, `delayed` and others. */
	readonly jobs: Readonly<Record<string, number>>;
	/** Whether nothing is left to do. */
	readonly isDone: boolean;
}

/**
 * Says how far a queue is. How far the output is, `brine jobs status` says of the manifest and the folder.
 *
 * @param queue a `Queue` of BullMQ
 * @returns the jobs by state; failed ones are not left to do
 * @throws what Redis throws
 * @example
 * ```ts
 * import { status } from "brine/jobs";
 * const queue = { name: "models", opts: {}, addBulk: async () => [], getJobCounts: async () => ({ active: 1, completed: 7 }) };
 * (await status(queue)).isDone; // false
 * ```
 */
export async function status(queue: QueueLike): Promise<QueueStatus> {
	const jobs = await queue.getJobCounts();
	const left = ["waiting", "active", "delayed", "prioritized", "waiting-children", "paused"];
	return { jobs, isDone: left.every((name) => (jobs[name] ?? 0) === 0) };
}

/** Progress of a shard as BullMQ shows it. */
export interface ShardProgress {
	readonly files: number;
	readonly total: number;
	readonly errors: number;
	readonly bytes: number;
	readonly verdicts: Readonly<Record<string, number>>;
}

/** Tells a job of its progress, about once in a second. */
export class ProgressTeller {
	readonly #job: JobLike;
	readonly #total: number;
	readonly #counts = new PartCounts();
	#last = 0;
	constructor(job: JobLike, total: number) {
		this.#job = job;
		this.#total = total;
	}
	add(record: PartRecord): void {
		this.#counts.add(record);
		const now = Date.now();
		if (now - this.#last < 1000) return;
		this.#last = now;
		// Progress is for people; a job does not fail for it.
		this.#job.updateProgress(this.progress()).catch(() => undefined);
	}
	progress(): ShardProgress {
		const { records, errors, bytes, verdicts } = this.#counts.summary("");
		return { files: records, total: this.#total, errors, bytes, verdicts };
	}
}
