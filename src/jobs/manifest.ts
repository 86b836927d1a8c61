/** Manifests: what there is to do, as JSON Lines, in shards that are worth a process. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { toOSError } from "../bytes/system-error.ts";
import { ValueError } from "../errors.ts";

/** A file of a manifest; one line of it. */
export interface ManifestEntry {
	/** The shard that it belongs to; entries of a shard follow each other, and numbers only grow. */
	readonly shard: number;
	/** Where it is, as every machine finds it. */
	readonly path: string;
	/** How many bytes it has. */
	readonly size: number;
	/** When it was changed last, in milliseconds since 1970. */
	readonly mtime?: number | undefined;
}

/** Entries that are worked on together, by one process, into one part of the output. */
export interface Shard {
	/** Its place in the manifest. */
	readonly number: number;
	/** The hash of its entries: the same entries are the same shard, in every plan. */
	readonly id: string;
	readonly entries: readonly ManifestEntry[];
}

/** A manifest: its path, or its entries. */
export type Manifest = string | Iterable<ManifestEntry> | AsyncIterable<ManifestEntry>;

/** An entry as a line. */
export function entryLine({ shard, path, size, mtime }: ManifestEntry): string {
	return `${JSON.stringify({ shard, path, size, mtime })}\n`;
}

/**
 * The shards of a manifest, one after the other.
 *
 * @throws ValueError (`source`) for a line that is not an entry, and for shards that are not in order
 * @throws FileNotFoundError, PermissionError, … (`file`)
 */
export async function* shardsOf(manifest: Manifest): AsyncGenerator<Shard, void, undefined> {
	let entries: ManifestEntry[] = [];
	for await (const entry of typeof manifest === "string" ? entriesIn(manifest) : manifest) {
		const last = entries[0]?.shard;
		if (last !== undefined && entry.shard < last) {
			throw new ValueError(`shard ${entry.shard} comes after shard ${last}`, { code: "source" });
		}
		if (last !== undefined && entry.shard !== last) {
			yield shardOf(entries);
			entries = [];
		}
		entries.push(entry);
	}
	if (entries.length > 0) yield shardOf(entries);
}

/** The shard of some entries. */
export function shardOf(entries: readonly ManifestEntry[]): Shard {
	const hash = createHash("sha256");
	for (const { path, size, mtime } of entries) hash.update(`${JSON.stringify([path, size, mtime ?? null])}\n`);
	return { number: entries[0]?.shard ?? 0, id: hash.digest("hex").slice(0, 16), entries };
}

/** The name of the part that a shard becomes: it depends on the input alone, so that work done twice is there once. */
export function partName({ number, id }: Pick<Shard, "number" | "id">): string {
	return `part-${String(number).padStart(5, "0")}-${id}`;
}

async function* entriesIn(path: string): AsyncGenerator<ManifestEntry, void, undefined> {
	const stream = createReadStream(path);
	let failure: unknown;
	stream.once("error", (error) => {
		failure = error;
	});
	let number = 0;
	for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
		number++;
		if (line !== "") yield entryOf(line, `${path}, line ${number}`);
	}
	if (failure !== undefined) throw toOSError(failure, "file", path);
}

/**
 * An entry of a line.
 *
 * @param where it is, for the message
 * @throws ValueError (`source`) for anything else
 */
export function entryOf(line: string, where: string): ManifestEntry {
	let entry: unknown;
	try {
		entry = JSON.parse(line);
	} catch {
		// Told below, with its place.
	}
	const { shard, path, size, mtime } = (entry ?? {}) as Partial<Record<keyof ManifestEntry, unknown>>;
	const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
	if (isNumber(shard) && typeof path === "string" && isNumber(size) && (mtime === undefined || isNumber(mtime))) {
		return { shard, path, size, mtime };
	}
	throw new ValueError(`${where} is not an entry of a manifest`, {
		code: "source",
		hint: 'an entry is {"shard": 0, "path": "a.pkl", "size": 100, "mtime": 1700000000000}; brine jobs plan writes them',
	});
}
