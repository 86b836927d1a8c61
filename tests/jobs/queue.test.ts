/** Shards as jobs, with a queue in memory; tests/scale has the real one. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JobData, type JobLike, plan, status, submit, type WorkOptions, work } from "../../src/jobs/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { linesIn } from "./wire.ts";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "brine-queue-"));
	mkdirSync(join(folder, "in"));
	for (let i = 0; i < 5; i++) writeFileSync(join(folder, `in/${i}.pkl`), i === 3 ? "?" : pickle.dumps([i]));
});
afterAll(() => removeFolder(folder));

/** What a queue of BullMQ does with jobs: one of each identity is there. */
class MemoryQueue {
	readonly name = "memory";
	readonly opts = { connection: "of the queue", prefix: "p" };
	readonly jobs = new Map<string, { data: JobData; opts: Readonly<Record<string, unknown>> }>();
	async addBulk(jobs: { name: string; data: JobData; opts?: Readonly<Record<string, unknown>> }[]): Promise<void> {
		for (const { data, opts = {} } of jobs) {
			const id = String(opts["jobId"]);
			if (!this.jobs.has(id)) this.jobs.set(id, { data: JSON.parse(JSON.stringify(data)) as JobData, opts });
		}
	}
	async getJobCounts(): Promise<Record<string, number>> {
		return { waiting: this.jobs.size, completed: 0 };
	}
}

let process_: (job: JobLike) => Promise<unknown>;
let given: object;
class MemoryWorker {
	constructor(_name: string, process: typeof process_, options: object) {
		process_ = process;
		given = options;
	}
	on(): void {}
	async waitUntilReady(): Promise<void> {}
	async close(): Promise<void> {}
}
const Worker = MemoryWorker as unknown as WorkOptions["Worker"];

describe("submit()", () => {
	it("makes a job of each shard, whose identity is its content", async () => {
		const queue = new MemoryQueue();
		const entries = [...plan([join(folder, "in")], { shardFiles: 2 })];
		expect(await submit(entries, { queue })).toEqual({ shards: 3, files: 5 });
		const ids = [...queue.jobs.keys()];
		expect(ids.every((id) => /^part-0000[012]-[0-9a-f]{16}$/.test(id))).toBe(true);
		await submit(entries, { queue, attempts: 2 });
		expect([...queue.jobs.keys()]).toEqual(ids);
		await submit([{ ...(entries[0] as (typeof entries)[0]), size: 99 }], { queue });
		expect(queue.jobs.size).toBe(4);
		expect(await status(queue)).toEqual({ jobs: { waiting: 4, completed: 0 }, isDone: false });
		await expect(submit(entries, { queue, shardSize: 1 } as never)).rejects.toThrow(
			"unexpected keyword argument 'shardSize'",
		);
		await expect(submit(entries, { queue: {} as never })).rejects.toThrow("'queue' must be a Queue of BullMQ");
	});
});

describe("work()", () => {
	const run = async (
		out: string,
		handler: Parameters<typeof work>[1],
	): Promise<{ parts: string[]; progress: object[] }> => {
		const queue = new MemoryQueue();
		await submit(plan([join(folder, "in")], { shardFiles: 3 }), { queue });
		const worker = await work(queue, handler, { Worker, out: join(folder, out), lockDuration: 5000 });
		const progress: object[] = [];
		const updateProgress = async (one: object): Promise<void> => {
			progress.push(one);
		};
		for (const { data } of queue.jobs.values()) await process_({ name: "x", data, updateProgress });
		// A job that comes again is done already.
		for (const { data } of queue.jobs.values()) await process_({ name: "x", data, updateProgress: async () => {} });
		await worker.close();
		const parts = readdirSync(join(folder, out)).filter((name) => name.startsWith("part-"));
		return { parts: parts.map((name) => readFileSync(join(folder, out, name), "utf8")), progress };
	};
	it("does a task in a process of its own, and tells of its progress", async () => {
		const { parts, progress } = await run("convert", "convert");
		expect(parts.flatMap(linesIn).map((one) => [one.ok, one.value ?? one.error.name])).toEqual([
			[true, [0]],
			[true, [1]],
			[true, [2]],
			[false, "UnpicklingError"],
			[true, [4]],
		]);
		expect(progress.at(-1)).toMatchObject({ files: 2, total: 2, errors: 1 });
		expect(given).toMatchObject({ connection: "of the queue", prefix: "p", lockDuration: 5000, concurrency: 1 });
	});
	it("calls a function, whose errors are those of the item", async () => {
		const { parts } = await run("own", async ({ id, bytes }) => {
			if (bytes.length < 2) throw new TypeError(`short: ${id.slice(-5)}`);
			return bytes.length;
		});
		expect(parts.flatMap(linesIn).map((one) => one.value ?? one.error)).toEqual([
			expect.any(Number),
			expect.any(Number),
			expect.any(Number),
			{ name: "TypeError", message: "short: 3.pkl" },
			expect.any(Number),
		]);
	});
	it("refuses what does not go together", async () => {
		const queue = new MemoryQueue();
		const out = join(folder, "convert");
		await expect(work(queue, "scan", { Worker, out })).rejects.toThrow("holds parts that were made otherwise");
		await expect(work(queue, "guess" as never, { Worker, out })).rejects.toThrow("no such task: guess");
		await expect(work(queue, () => 1, { Worker, out, maxSeconds: 3 })).rejects.toThrow("are for tasks by name");
		await expect(work(queue, "scan", { out } as never)).rejects.toThrow("'Worker' must be the class of BullMQ");
		await expect(work(queue, "scan", { Worker } as never)).rejects.toThrow("'out' must be the path");
		await expect(work(queue, "scan", { Worker, out, jobs: 3 } as never)).rejects.toThrow("'jobs'");
	});
});
