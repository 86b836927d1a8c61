/** A worker of a queue, in a process of its own: bullmq-worker.mjs PORT QUEUE TASK OUT */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { work } from "brine/jobs";

const [project, port, name, task, out] = process.argv.slice(2);
const { Queue, Worker } = await import(pathToFileURL(createRequire(join(project, "x.js")).resolve("bullmq")).href);
const queue = new Queue(name, { connection: { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null } });
queue.on("error", () => undefined);
const worker = await work(queue, task, { Worker, out, lockDuration: 3000, maxMemory: 2 ** 29 });
process.once("SIGTERM", () => {
	void worker.close().then(() => process.exit(0));
});
console.log("ready");
