/** The records of a shard: the answers for its files, in their order. */
import { errorForm, failedAnswer } from "./answer.ts";
import { membersOf } from "./archives.ts";
import type { ManifestEntry, Shard } from "./manifest.ts";
import type { PartRecord } from "./parts.ts";
import { bytesOfName, type Request } from "./requests.ts";

/** Most items, and bytes, that are asked for before they are answered. */
const MOST_ITEMS = 256;
const MOST_BYTES = 1 << 24;

/** Makes records of what it is asked; an `ItemProcess`, or what calls a function of the caller's. */
export interface Handler {
	handle(request: Request): Promise<Uint8Array | string>;
}

/** How the files of a shard are read. */
export interface Reading {
	/** Whether the members of archives are records of their own. */
	readonly archives: boolean;
	/** Most bytes of a member of an archive. */
	readonly mostBytes: number;
	/** Stops between two records. */
	readonly signal?: AbortSignal | undefined;
}

interface Asked extends Omit<PartRecord, "json"> {
	readonly bytes: number;
	readonly answer: Promise<Uint8Array | string>;
}

/**
 * The records of a shard.
 *
 * @param shard the files
 * @param handler what makes answers
 * @param reading how the files are read
 */
export async function* recordsOf(
	shard: Shard,
	handler: Handler,
	reading: Reading,
): AsyncGenerator<PartRecord, void, undefined> {
	const waiting: Asked[] = [];
	let bytes = 0;
	const next = async (): Promise<PartRecord> => {
		const { bytes: size, answer, ...about } = waiting[0] as Asked;
		const json = await answer;
		waiting.shift();
		bytes -= size;
		return { ...about, json: typeof json === "string" ? Buffer.from(json) : json };
	};
	for await (const asked of allOf(shard, handler, reading)) {
		// Answers are awaited in order; one that fails meanwhile is heard of then.
		asked.answer.catch(() => undefined);
		waiting.push(asked);
		bytes += asked.bytes;
		while (waiting.length >= MOST_ITEMS || bytes >= MOST_BYTES) yield await next();
		reading.signal?.throwIfAborted();
	}
	while (waiting.length > 0) {
		yield await next();
		reading.signal?.throwIfAborted();
	}
}

async function* allOf(shard: Shard, handler: Handler, reading: Reading): AsyncGenerator<Asked, void, undefined> {
	for (const entry of shard.entries) {
		if (reading.archives) yield* membersAsked(entry, handler, reading);
		else yield fileAsked(entry, handler);
	}
}

function fileAsked({ path, size }: ManifestEntry, handler: Handler): Asked {
	const answer = handler.handle({ id: bytesOfName(path), bytes: undefined });
	return { id: path, planned: size, path, bytes: 0, answer };
}

/** A record for each member of an archive; for what is not one, the record of the file. */
async function* membersAsked(
	entry: ManifestEntry,
	handler: Handler,
	reading: Reading,
): AsyncGenerator<Asked, void, undefined> {
	const { path } = entry;
	const about = { planned: undefined, path: undefined };
	try {
		const members = await membersOf(path, reading.mostBytes);
		if (members === undefined) {
			yield fileAsked(entry, handler);
			return;
		}
		for await (const { name, bytes } of members) {
			const id = `${path}!/${name}`;
			if (bytes instanceof Uint8Array) {
				const answer = handler.handle({ id: bytesOfName(id), bytes });
				yield { ...about, id, bytes: bytes.length, answer };
			} else {
				const json = failedAnswer(id, null, bytes.size, errorForm(bytes.error));
				yield { ...about, id, bytes: 0, answer: Promise.resolve(json) };
			}
		}
	} catch (error) {
		// The archive itself is bad, or gone; what was found in it by then stays.
		const json = failedAnswer(path, null, entry.size, errorForm(error));
		yield { ...about, id: path, bytes: 0, answer: Promise.resolve(json) };
	}
}
