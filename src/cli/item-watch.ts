/** A thread that ends its process when that has too much memory, or when nobody is there any more who waits for answers. */
import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { TOO_MUCH_MEMORY } from "../jobs/item-process.ts";

const STDERR = 2;
/** How often it looks, in milliseconds. */
const PERIOD = 25;

const { maxMemory, parent } = workerData as { readonly maxMemory: number; readonly parent: number };

setInterval(() => {
	const isAlone = process.ppid !== parent;
	const isTooMuch = process.memoryUsage.rss() > maxMemory;
	if (isTooMuch) writeSync(STDERR, `${TOO_MUCH_MEMORY}\n`);
	// The other thread may be in the middle of anything and would not hear of a wish.
	if (isAlone || isTooMuch) process.kill(process.pid, "SIGKILL");
}, PERIOD);
