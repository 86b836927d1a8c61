/** Sinks: everything that bytes or text can be written to, as one {@link ChunkWriter}. */
import { PyTypeError } from "../errors.ts";
import { type ChunkWriter, hasMethod, type SyncChunkWriter } from "./chunk.ts";
import { type NodeWritableLike, NodeWriter } from "./node-writer.ts";
import { type AbortSignalLike, abortError, orAbort } from "./signal.ts";
import { toOSError } from "./system-error.ts";
import { utf8Encoder } from "./utf8-encoder.ts";

export type { ChunkWriter, SyncChunkWriter } from "./chunk.ts";
export type { NodeWritableLike } from "./node-writer.ts";

/** A web `WritableStream`. */
export interface WritableStreamLike {
	getWriter(): StreamWriterLike;
}
/** The writer of a {@link WritableStreamLike}. */
export interface StreamWriterLike {
	readonly ready: Promise<unknown>;
	readonly closed: Promise<unknown>;
	readonly desiredSize: number | null;
	write(chunk: unknown): Promise<unknown>;
	releaseLock(): void;
}
/** A file handle as `open` of `node:fs/promises` returns it. A position of null is the file's current one. */
export interface WritableHandleLike {
	readonly fd: number;
	write(
		buffer: Uint8Array,
		offset: number,
		length: number,
		position: number | null,
	): Promise<{ readonly bytesWritten: number }>;
}
/** A file object as Python has it: `write` takes bytes from `pickle` and text from `json`; a promise is waited for. */
export interface WritableFileLike {
	write(chunk: never): unknown;
}

/**
 * Anything that takes bytes or text: a web `WritableStream`, a Node stream, a Node file handle, or an object with
 * Python's `write(chunk)`. Only the last is handed text as text; the others get UTF-8.
 *
 * A sink is left open, as Python's `dump` leaves the file: whoever opened it ends it.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * await json.dump({ a: 1 }, { write: (text: string) => console.log(text) });
 * ```
 */
export type Sink = WritableStreamLike | NodeWritableLike | WritableHandleLike | WritableFileLike;

/** Marks an object whose `write` is done with a piece when its promise is fulfilled. */
export const RELEASES: unique symbol = Symbol.for("brine.releases");

/** Whether the memory of a piece may be used again when its `write` is done: of file handles, and of what is marked. */
export function isReleasing(sink: Sink): boolean {
	const { fd, end, [RELEASES]: marked } = Object(sink) as { fd?: unknown; end?: unknown; [RELEASES]?: boolean };
	return marked === true || (typeof fd === "number" && end === undefined && hasMethod(sink, "write"));
}

/** A sink that takes its chunks at once. */
export type SyncSink = WritableFileLike;

/**
 * Opens a sink of any kind.
 *
 * An error of a stream or a file handle becomes an `OSError` (`sink`), a reader that went away a `BrokenPipeError`;
 * what the `write` of a plain object throws passes unchanged, as in Python.
 *
 * @param sink where to write
 * @param signal when it fires, a waiting write rejects, and the sink is let go
 * @returns its writer; the caller closes it, or aborts it after an error
 * @throws PyTypeError (`sink`) for anything else, with Python's message
 * @throws PyError (`aborted`) if the signal has fired already
 */
export function openSink(sink: Sink, signal?: AbortSignalLike): ChunkWriter {
	if (signal?.aborted === true) throw abortError(signal);
	const writer = writerOf(sink);
	return signal === undefined ? writer : withSignal(writer, signal);
}

/** Opens a sink that takes its chunks at once; as {@link openSink}. */
export function openSyncSink(sink: SyncSink): SyncChunkWriter {
	if (!isFile(sink)) throw notAFile();
	return {
		write: (chunk) => {
			const answer = sink.write(chunk as never);
			if (hasMethod(answer, "then")) {
				throw new PyTypeError("write() must not return a promise: dump() waits for promises", { code: "sink" });
			}
		},
		close: () => undefined,
	};
}

function writerOf(sink: Sink): ChunkWriter {
	if (hasMethod(sink, "getWriter")) return new StreamWriter(sink as WritableStreamLike);
	if (hasMethod(sink, "write") && hasMethod(sink, "end") && hasMethod(sink, "once")) {
		return new NodeWriter(sink as NodeWritableLike);
	}
	if (hasMethod(sink, "write") && typeof (sink as { fd?: unknown }).fd === "number") {
		return new HandleWriter(sink as WritableHandleLike);
	}
	// A file of Deno, or the writable half of a pair, such as a CompressionStream.
	const { writable } = Object(sink) as { writable?: WritableStreamLike };
	if (hasMethod(writable, "getWriter")) return new StreamWriter(writable as WritableStreamLike);
	if (isFile(sink)) return fileWriter(sink as WritableFileLike);
	throw notAFile();
}

/** A Buffer of Node has a method of that name too, which drops what it has no room for. */
function isFile(sink: unknown): sink is WritableFileLike {
	return hasMethod(sink, "write") && !ArrayBuffer.isView(sink);
}

function notAFile(): PyTypeError {
	return new PyTypeError("file must have a 'write' attribute", { code: "sink" });
}

function withSignal(writer: ChunkWriter, signal: AbortSignalLike): ChunkWriter {
	return {
		write: (chunk) => {
			if (signal.aborted) throw abortError(signal);
			const wait = writer.write(chunk);
			return wait === undefined ? undefined : orAbort(wait, signal);
		},
		close: () => orAbort(writer.close(), signal),
		abort: (error) => writer.abort(error),
	};
}

/** Objects with Python's `write`. */
function fileWriter(file: WritableFileLike): ChunkWriter {
	return {
		write: (chunk) => {
			const answer = file.write(chunk as never);
			return hasMethod(answer, "then") ? Promise.resolve(answer).then(() => undefined) : undefined;
		},
		close: async () => undefined,
		abort: async () => undefined,
	};
}

/** Web streams. */
class StreamWriter implements ChunkWriter {
	readonly #writer: StreamWriterLike;
	readonly #encode = utf8Encoder();
	#last: Promise<unknown> | undefined;
	#failure: { readonly error: unknown } | undefined;
	constructor(stream: WritableStreamLike) {
		try {
			this.#writer = stream.getWriter();
		} catch (error) {
			throw toOSError(error, "sink"); // locked by another writer
		}
		const note = (error: unknown): void => {
			this.#failure ??= { error };
		};
		this.#writer.closed.catch(note);
		this.#writer.ready.catch(note);
	}
	write(chunk: Uint8Array | string): Promise<void> | undefined {
		this.#check();
		const bytes = this.#encode(chunk);
		if (bytes.length === 0) return undefined;
		this.#last = this.#writer.write(bytes);
		this.#last.catch((error: unknown) => {
			this.#failure ??= { error };
		});
		return (this.#writer.desiredSize ?? 0) > 0 ? undefined : this.#wait(this.#writer.ready);
	}
	async close(): Promise<void> {
		try {
			this.#encode(undefined);
			await this.#wait(this.#last);
		} finally {
			this.#writer.releaseLock();
		}
	}
	async abort(): Promise<void> {
		this.#writer.releaseLock();
	}
	async #wait(work: Promise<unknown> | undefined): Promise<void> {
		try {
			await work;
		} catch (error) {
			this.#failure ??= { error };
		}
		this.#check();
	}
	#check(): void {
		if (this.#failure !== undefined) throw toOSError(this.#failure.error, "sink");
	}
}

/** File handles of Node. */
class HandleWriter implements ChunkWriter {
	readonly #handle: WritableHandleLike;
	readonly #encode = utf8Encoder();
	constructor(handle: WritableHandleLike) {
		this.#handle = handle;
	}
	async write(chunk: Uint8Array | string): Promise<void> {
		const bytes = this.#encode(chunk);
		try {
			for (let at = 0; at < bytes.length; ) {
				// One call writes at most 2 GiB on Linux.
				at += (await this.#handle.write(bytes, at, Math.min(bytes.length - at, 1 << 30), null)).bytesWritten;
			}
		} catch (error) {
			throw toOSError(error, "sink");
		}
	}
	async close(): Promise<void> {
		this.#encode(undefined);
	}
	async abort(): Promise<void> {}
}
