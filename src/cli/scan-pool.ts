/** Scanning many files, with threads when there are many. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileReport } from "../scan/index.ts";
import { type Job, scanner } from "./scan-job.ts";

export type { Job } from "./scan-job.ts";

/** Files that a thread is given at once. */
const BATCH = 32;
/** So many files are worth threads. */
const MANY = 400;

/** Reports of all files, in their order. */
export async function* scanAll(
	files: readonly string[],
	job: Job,
	jobs: number | undefined,
): AsyncGenerator<FileReport, void, undefined> {
	const threads = Math.min(jobs ?? (files.length < MANY ? 1 : availableParallelism()), Math.ceil(files.length / BATCH));
	if (threads <= 1 || files.includes("-")) {
		const scanOne = scanner(job);
		for (const file of files) yield await scanOne(file);
		return;
	}
	const pool = Array.from({ length: threads }, () => new Thread(job));
	try {
		const waiting: Promise<readonly FileReport[]>[] = [];
		let next = 0;
		const start = (thread: Thread): Promise<readonly FileReport[]> => {
			const batch = files.slice(next, next + BATCH);
			next += BATCH;
			return thread.scan(batch);
		};
		// Twice as many batches as threads are under way, so that none has to wait.
		for (let i = 0; next < files.length || waiting.length > 0; i++) {
			while (next < files.length && waiting.length < 2 * threads) waiting.push(start(pool[i++ % threads] as Thread));
			yield* (await waiting.shift()) ?? [];
		}
	} finally {
		await Promise.all(pool.map((thread) => thread.end()));
	}
}

/** A thread and what it still owes. */
class Thread {
	readonly #worker: Worker;
	readonly #open: { resolve(reports: readonly FileReport[]): void; reject(error: unknown): void }[] = [];

	constructor(job: Job) {
		this.#worker = new Worker(workerScript(), { workerData: job });
		this.#worker.on("message", ({ reports, error }: { reports?: readonly FileReport[]; error?: string }) => {
			const request = this.#open.shift();
			if (reports !== undefined) request?.resolve(reports);
			else request?.reject(new Error(error));
		});
		this.#worker.on("error", (error) => {
			for (const request of this.#open.splice(0)) request.reject(error);
		});
	}
	scan(paths: readonly string[]): Promise<readonly FileReport[]> {
		return new Promise((resolve, reject) => {
			this.#open.push({ resolve, reject });
			this.#worker.postMessage(paths);
		});
	}
	async end(): Promise<void> {
		await this.#worker.terminate();
	}
}

/** The script of the threads, which is bundled beside the command. */
function workerScript(): URL {
	// Chunks of the bundle are one folder further in.
	const folder = import.meta.url.includes("/chunks/") ? "../" : "./";
	return new URL(`${folder}scan-worker.js`, import.meta.url);
}
