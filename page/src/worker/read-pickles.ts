/** Reading pickles as their bytes come, so that the worker answers while it reads and shows what there is so far. */
import { EOFError, PyError } from "../../../src/errors.ts";
import { type LoadOptions, Unpickler } from "../../../src/pickle/index.ts";
import { libraries, loadLibraries, needsLibraries } from "./libraries.ts";
import { pieces } from "./pieces.ts";

/** Estimated heap that one file may take; the default of the library is meant for servers. */
export const HEAP = 3 * 2 ** 30;

/** The options under which the page reads. */
export function readingOptions(encoding?: string): LoadOptions {
	const registry = libraries()?.registry;
	return {
		mode: "exact",
		persistentLoad: "keep",
		limits: { memory: HEAP },
		...(registry === undefined ? {} : { registry }),
		...(encoding === undefined ? {} : { encoding }),
	};
}

/** The result of a reading. */
export interface ReadPickles {
	readonly values: unknown[];
	readonly error: unknown;
	/** Values that were complete when it broke and are in no other value. */
	readonly understood: readonly unknown[];
	readonly encoding: string | undefined;
	/** One past the last byte of the last whole pickle. */
	readonly dropped: readonly unknown[];
}

/** Stops a reading that needs the adapters, to begin again with them. */
class NeedsLibraries extends Error {}

export interface Watch {
	progress(done: number, total: number): void;
	/** Is given a way to look at the value so far. */
	peek(look: () => readonly unknown[]): void;
}

/** Bytes that are read at once: larger pieces are quicker, smaller ones let the worker answer more often. */
const PIECE = 1 << 20;

/** Reads all pickles of a file. */
export async function readPickles(blob: Blob, watch: Watch): Promise<ReadPickles> {
	let encoding: string | undefined;
	for (;;) {
		const result = await attempt(blob, watch, encoding);
		if (result.error instanceof NeedsLibraries) {
			await loadLibraries();
			continue;
		}
		// Strings of Python 2 that are not ASCII; the command asks for an encoding, here the usual one is taken and told.
		if (encoding === undefined && result.error instanceof PyError && result.error.code === "decode") {
			encoding = "latin1";
			continue;
		}
		return result;
	}
}

async function attempt(blob: Blob, watch: Watch, encoding: string | undefined): Promise<ReadPickles> {
	const values: unknown[] = [];
	const dropped: unknown[] = [];
	let done = 0;
	const source = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
		for await (const piece of pieces(blob, PIECE)) {
			yield piece;
			done += piece.length;
			watch.progress(done, blob.size);
		}
	};
	const unpickler = new Unpickler(source(), {
		...readingOptions(encoding),
		findClass(module) {
			if (needsLibraries(module)) throw new NeedsLibraries();
			return undefined;
		},
	});
	watch.peek(() => [...values, ...unpickler.stack]);
	try {
		while (values.length === 0 || ((await unpickler.hasNext()) && !(await isNewline(blob, unpickler.rest, done)))) {
			values.push(await unpickler.load());
			dropped.push(...unpickler.dropped);
			unpickler.clearMemo();
		}
		return { values, error: undefined, understood: [], encoding, dropped };
	} catch (error) {
		if (error instanceof NeedsLibraries || isCausedBy(error)) {
			return { values, error: new NeedsLibraries(), understood: [], encoding, dropped };
		}
		if (!(error instanceof PyError)) throw error;
		let understood: readonly unknown[] = unpickler.stack;
		if (understood.length === 0 && error.opcode === "FRAME") {
			// The whole frame is waited for; what there is of it says more.
			const inside = new Unpickler(unpickler.rest.subarray(8), readingOptions(encoding));
			await inside.load().catch(() => undefined);
			understood = inside.stack;
		}
		return { values, error, understood, encoding, dropped };
	} finally {
		watch.peek(() => values);
		await unpickler.close().catch(() => undefined);
	}
}

function isCausedBy(error: unknown): boolean {
	return error instanceof Error && error.cause instanceof NeedsLibraries;
}

/** An editor's newline after the last pickle is not another one. */
async function isNewline(blob: Blob, rest: Uint8Array, done: number): Promise<boolean> {
	if (done < blob.size && rest.length > 2) return false;
	const tail = done < blob.size ? new Uint8Array(await blob.slice(blob.size - 2).arrayBuffer()) : rest;
	const left = rest.length + (blob.size - done);
	return left <= 2 && tail[tail.length - 1] === 10 && (left === 1 || tail[0] === 13);
}

/** Whether nothing at all was there to read. */
export function isEmpty(error: unknown): boolean {
	return error instanceof EOFError;
}
