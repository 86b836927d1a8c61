/** A thread that scans files for `brine scan --jobs`: paths come in batches, reports go back in the same order. */
import { parentPort, workerData } from "node:worker_threads";
import { type Job, scanner } from "./scan-job.ts";

const scanOne = scanner(workerData as Job);

/** Batches are answered in the order in which they came. */
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (paths: readonly string[]) => {
	last = last.then(() => answer(paths));
});

async function answer(paths: readonly string[]): Promise<void> {
	try {
		parentPort?.postMessage({ reports: await Promise.all(paths.map((path) => scanOne(path))) });
	} catch (error) {
		parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	}
}
