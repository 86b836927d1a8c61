/** The process that works on items for `brine worker`, `brine jobs` and `brine/jobs`: one request after the other from standard input. */
import { Worker } from "node:worker_threads";
import { answerHead, errorForm, failedAnswer } from "../jobs/answer.ts";
import { REPLACE_ME } from "../jobs/item-process.ts";
import { answerFrame } from "../jobs/requests.ts";
import type { ProcessSettings } from "../jobs/settings.ts";
import { closeItem, type Item, openItem } from "./item.ts";
import { taskOf } from "./item-tasks.ts";
import { RequestReader } from "./request-reader.ts";
import { writeAll } from "./write-all.ts";

const STDOUT = 1;

/** Items that are looked at by their size alone before the memory of the process is asked for. */
const SMALL = 1 << 20;
const OFTEN = 64;

await main();

async function main(): Promise<void> {
	const reader = new RequestReader();
	const first = reader.first();
	if (first === undefined) return;
	const settings = JSON.parse(first) as ProcessSettings;
	const watch = new Worker(new URL("item-watch.js", import.meta.url), {
		workerData: { maxMemory: settings.maxMemory, parent: process.ppid },
	});
	watch.unref();
	const work = await taskOf(settings);
	// It says that the process is there.
	answer(new Uint8Array(0));
	let count = 0;
	for (let request = reader.next(); request !== undefined; request = reader.next()) {
		const item = openItem(request);
		answer(Buffer.from(await answerOf(item, work)));
		closeItem(item);
		count++;
		const isLarge = (item.size ?? 0) > SMALL || count % OFTEN === 0;
		// The rest of a large item must not count against the next one.
		if (isLarge && process.memoryUsage.rss() > settings.maxMemory / 2) process.exit(REPLACE_ME);
	}
	process.exit(0);
}

async function answerOf(item: Item, work: (item: Item) => Promise<string>): Promise<string> {
	try {
		if (item.error !== undefined) throw item.error;
		const members = await work(item);
		return `${answerHead(item.name, item.sha256, item.size, true)}${members}}`;
	} catch (error) {
		return failedAnswer(item.name, item.sha256, item.size, errorForm(error));
	}
}

/** Writes an answer; nobody may be there any more. */
function answer(json: Uint8Array): void {
	try {
		writeAll(STDOUT, answerFrame(json));
	} catch {
		process.exit(1);
	}
}
