/** A thread that scans files for `brine scan --jobs`: paths come in batches, reports go back in the same order. */
import { parentPort, workerData } from "node:worker_threads";
import { type Job, scanner } from "./scan-job.ts";

const scanOne = scanner(workerData as Job);

parentPort?.on("message", (paths: readonly string[]) => {
	void Promise.all(paths.map((path) => scanOne(path))).then(
		(reports) => parentPort?.postMessage({ reports }),
		(error: unknown) =>
			parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
	);
});
