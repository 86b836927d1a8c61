/** Works on the shards of a manifest and writes their parts. */
import { replaceFile } from "../node/replace-file.ts";
import { ItemProcess } from "./item-process.ts";
import { type Manifest, partName, type Shard, shardsOf } from "./manifest.ts";
import { PartCounts, type PartRecord, type PartSummary, type Parts } from "./parts.ts";
import { mostBytes, type Task, type TaskOptions } from "./settings.ts";
import { type Handler, type Reading, recordsOf } from "./shard-records.ts";

/** Writes a part: all records, or nothing. */
export type PartWriter = (path: string, records: AsyncIterable<PartRecord>) => Promise<void>;

/** How parts are written. */
export interface PartFormat {
	/** The end of the name of a part, such as `.jsonl`. */
	readonly extension: string;
	readonly write: PartWriter;
}

const FLUSH = 1 << 16;

/** Records on lines. */
export const JSON_LINES: PartFormat = {
	extension: ".jsonl",
	write: (path, records) =>
		replaceFile(path, async (file) => {
			let waiting: Uint8Array[] = [];
			let length = 0;
			const flush = async (): Promise<void> => {
				await file.write(Buffer.concat(waiting, length));
				waiting = [];
				length = 0;
			};
			for await (const { json } of records) {
				waiting.push(json, NEWLINE);
				length += json.length + 1;
				if (length >= FLUSH) await flush();
			}
			await flush();
		}),
};
const NEWLINE = Buffer.from("\n");

/**
 * Works on one shard.
 *
 * @returns what its part holds
 * @throws when the part cannot be written; what is wrong with a file is in its record
 */
export async function runShard(
	shard: Shard,
	handler: Handler,
	parts: Parts,
	format: PartFormat,
	reading: Reading,
	onRecord?: (record: PartRecord) => void,
): Promise<PartSummary> {
	const part = `${partName(shard)}${format.extension}`;
	const counts = new PartCounts();
	const counted = async function* (): AsyncGenerator<PartRecord, void, undefined> {
		for await (const record of recordsOf(shard, handler, reading)) {
			counts.add(record);
			onRecord?.(record);
			yield record;
		}
	};
	await format.write(parts.path(part), counted());
	const summary = counts.summary(part);
	await parts.finish(shard, summary);
	return summary;
}

/** The settings of {@link runAll}. */
export interface RunSettings {
	readonly task: Task;
	readonly options: TaskOptions;
	readonly maxSeconds: number;
	readonly maxMemory: number;
	readonly archives: boolean;
	readonly format: PartFormat;
	/** The shards to do: those whose number is `index` modulo `count`. */
	readonly index: number;
	readonly count: number;
	/** Shards that are worked on at once. */
	readonly jobs: number;
	readonly signal: AbortSignal;
	readonly onShard: (summary: PartSummary, wasDone: boolean) => void;
	readonly onRecord: (record: PartRecord) => void;
}

/** Works on what is missing of a manifest. */
export async function runAll(manifest: Manifest, parts: Parts, settings: RunSettings): Promise<void> {
	const { index, count, jobs, signal, format, archives } = settings;
	const reading = { archives, mostBytes: mostBytes(settings.maxMemory), signal };
	const shards = shardsOf(manifest);
	let hasFailed = false;
	const work = async (): Promise<void> => {
		const process = new ItemProcess(settings);
		// A process in the middle of an item does not hear of anything else.
		const kill = (): void => process.kill(signal.reason);
		signal.addEventListener("abort", kill, { once: true });
		try {
			while (!hasFailed) {
				const { value: shard, done } = await shards.next();
				if (done === true) break;
				if (shard.number % count !== index) continue;
				signal.throwIfAborted();
				const known = await parts.summary(shard);
				settings.onShard(
					known ?? (await runShard(shard, process, parts, format, reading, settings.onRecord)),
					known !== undefined,
				);
			}
		} catch (error) {
			hasFailed = true;
			throw error;
		} finally {
			await process.end();
			signal.removeEventListener("abort", kill);
		}
	};
	const results = await Promise.allSettled(Array.from({ length: jobs }, work));
	for (const result of results) if (result.status === "rejected") throw result.reason;
}
