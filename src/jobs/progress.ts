/** How far the work on a manifest is, from what its parts say. */
import { createReadStream } from "node:fs";
import { PyError, ValueError } from "../errors.ts";
import { type Manifest, shardsOf } from "./manifest.ts";
import type { PartSummary, Parts } from "./parts.ts";

/** How far work on a manifest is. */
export interface Progress {
	readonly shards: { readonly total: number; readonly done: number };
	readonly files: { readonly total: number; readonly done: number };
	/** Records of the parts that are done. */
	readonly records: number;
	/** Records that are errors. */
	readonly errors: number;
	/** Bytes that were read. */
	readonly bytes: number;
	/** Records by the name of their error. */
	readonly errorNames: Readonly<Record<string, number>>;
	/** Records by verdict, of a scan. */
	readonly verdicts: Readonly<Record<string, number>>;
	/** Files whose size is another than the plan says. */
	readonly changed: number;
	/** Numbers of the first shards that are missing, at most 100. */
	readonly missing: readonly number[];
}

const MOST_MISSING = 100;

/** Adds up what parts say. */
export async function progressOf(manifest: Manifest, parts: Parts): Promise<Progress> {
	const shards = { total: 0, done: 0 };
	const files = { total: 0, done: 0 };
	const sum = { records: 0, errors: 0, bytes: 0, changed: 0 };
	const errorNames: Record<string, number> = Object.create(null);
	const verdicts: Record<string, number> = Object.create(null);
	const missing: number[] = [];
	for await (const shard of shardsOf(manifest)) {
		shards.total++;
		files.total += shard.entries.length;
		const summary = await parts.summary(shard);
		if (summary === undefined) {
			if (missing.length < MOST_MISSING) missing.push(shard.number);
			continue;
		}
		shards.done++;
		files.done += shard.entries.length;
		for (const name of ["records", "errors", "bytes", "changed"] as const) sum[name] += summary[name];
		addAll(errorNames, summary.errorNames);
		addAll(verdicts, summary.verdicts);
	}
	return { shards, files, ...sum, errorNames: { ...errorNames }, verdicts: { ...verdicts }, missing };
}

function addAll(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
	for (const [name, value] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + value;
}

/**
 * The bytes of all parts in the order of the manifest.
 *
 * @throws ValueError (`argument`) from the iteration, for a part that is missing or is not JSON Lines
 */
export async function* mergedLines(manifest: Manifest, parts: Parts): AsyncGenerator<Uint8Array, void, undefined> {
	for await (const shard of shardsOf(manifest)) {
		const summary: PartSummary | undefined = await parts.summary(shard);
		if (summary === undefined) {
			throw new ValueError(`shard ${shard.number} is not done`, { code: "argument", hint: "brine jobs run does it" });
		}
		if (!summary.part.endsWith(".jsonl")) {
			throw new ValueError(`${summary.part} is not JSON Lines`, { code: "argument" });
		}
		try {
			for await (const piece of createReadStream(parts.path(summary.part))) yield piece as Uint8Array;
		} catch (error) {
			if (error instanceof PyError) throw error;
			throw new ValueError(`${summary.part} cannot be read: ${(error as Error).message}`, {
				code: "argument",
				cause: error,
				hint: "delete its mark in _done, and brine jobs run makes it anew",
			});
		}
	}
}
