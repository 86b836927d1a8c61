/** Sources: everything that bytes or text can be read from, as one {@link ChunkReader}. */
import { PyTypeError } from "../errors.ts";
import { type Chunk, type ChunkReader, hasMethod, MAX_READ, type SyncChunkReader, toChunk } from "./chunk.ts";
import { type FileHandleLike, HandleReader, isFileHandle } from "./file-handle.ts";
import { type AbortSignalLike, abortError, orAbort } from "./signal.ts";
import { toOSError } from "./system-error.ts";

export type { Chunk, ChunkReader, SyncChunkReader } from "./chunk.ts";
export type { FileHandleLike } from "./file-handle.ts";
export type { AbortSignalLike } from "./signal.ts";

/** A web `ReadableStream` of chunks. */
export interface ReadableStreamLike {
	getReader(): StreamReaderLike;
}
/** The reader of a {@link ReadableStreamLike}. */
export interface StreamReaderLike {
	read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
	cancel(reason?: unknown): Promise<unknown>;
	releaseLock(): void;
}
/** A `Blob` or `File`. */
export interface BlobLike {
	readonly size: number;
	stream(): ReadableStreamLike;
	arrayBuffer(): Promise<ArrayBuffer>;
}
/** A `Response` or `Request`. */
export interface BodyLike {
	readonly body: ReadableStreamLike | null;
	readonly bodyUsed: boolean;
	arrayBuffer(): Promise<ArrayBuffer>;
}
/** A readable stream of Node. */
export interface NodeReadableLike extends AsyncIterable<unknown> {
	pipe(destination: never): unknown;
}
/**
 * A file object as Python has it: `read(n)` returns at most `n` bytes (or characters), nothing at the end;
 * `readline()` returns a line with its newline.
 */
export interface FileLike {
	read(n: number): FileData | PromiseLike<FileData>;
	readline?(): FileData | PromiseLike<FileData>;
}
type FileData = Chunk | null | undefined;
/** A file object as Python has it, that answers at once. */
export interface SyncFileLike {
	read(n: number): FileData;
	readline?(): FileData;
}

/**
 * Anything that has bytes or text to give: a web stream, a Node stream, an iterable or async iterable of chunks,
 * a `Blob`, a `Response`, a Node file handle, or an object with Python's `read(n)`. A chunk may end anywhere.
 *
 * File handles and `{ read }` objects are left right after the last byte used; other sources are read ahead.
 *
 * @example
 * ```ts
 * import { pickle } from "brine";
 * await pickle.load(new Blob([pickle.dumps([1, 2])])); // [1, 2]
 * ```
 */
export type Source =
	| ReadableStreamLike
	| NodeReadableLike
	| AsyncIterable<Chunk>
	| Iterable<Chunk>
	| BlobLike
	| BodyLike
	| FileHandleLike
	| FileLike;

/** A source that answers at once: an object with Python's `read(n)`, or an iterable of chunks. */
export type SyncSource = SyncFileLike | Iterable<Chunk>;

/**
 * Opens a source of any kind.
 *
 * @param source where to read from
 * @param signal when it fires, a waiting read rejects, and the source is given up
 * @returns its reader; the caller closes it
 * @throws PyTypeError (`source`) for anything else, with Python's message
 * @throws PyError (`aborted`) if the signal has fired already
 */
export function openSource(source: Source, signal?: AbortSignalLike | null): ChunkReader {
	const reader = readerOf(source);
	if (signal == null) return reader;
	if (!signal.aborted) return new SignalReader(reader, signal);
	const error = abortError(signal);
	reader.abort(error);
	throw error;
}

/** Opens a source that answers at once; as {@link openSource}. */
export function openSyncSource(source: SyncSource): SyncChunkReader {
	if (hasMethod(source, "read") && !hasMethod(source, "pipe")) return new SyncFileReader(source as SyncFileLike);
	if (!isChunks(source, Symbol.iterator)) throw notAFile(source);
	const iterator = (source as Iterable<Chunk>)[Symbol.iterator]();
	return {
		exact: false,
		next: () => {
			for (let step = iterator.next(); !step.done; step = iterator.next()) {
				const chunk = toChunk(step.value);
				if (chunk !== undefined) return chunk;
			}
			return undefined;
		},
		close: () => void iterator.return?.(),
	};
}

function readerOf(source: Source): ChunkReader {
	if (hasMethod(source, "getReader")) return new StreamReader(source as ReadableStreamLike);
	if (hasMethod(source, "arrayBuffer")) {
		if (hasMethod(source, "stream")) return new StreamReader((source as BlobLike).stream());
		if ("body" in source) return bodyReader(source as BodyLike);
	}
	if (isFileHandle(source)) return new HandleReader(source);
	if (hasMethod(source, "pipe") && hasMethod(source, Symbol.asyncIterator)) {
		return new NodeReader(source as NodeReadableLike);
	}
	// A file of Deno, or the readable half of a pair, such as a DecompressionStream.
	const { readable } = Object(source) as { readable?: ReadableStreamLike };
	if (hasMethod(readable, "getReader")) return new StreamReader(readable as ReadableStreamLike);
	if (hasMethod(source, "read")) return new FileReader(source as FileLike);
	if (isChunks(source, Symbol.asyncIterator)) return new IterableReader(source as AsyncIterable<Chunk>);
	if (isChunks(source, Symbol.iterator)) return new IterableReader(source as Iterable<Chunk>);
	throw notAFile(source);
}

/** Whether something can be iterated and is not text and no bytes, which are no files in Python either. */
function isChunks(source: unknown, by: symbol): boolean {
	return typeof source === "object" && !ArrayBuffer.isView(source) && hasMethod(source, by);
}
function notAFile(source: unknown): PyTypeError {
	const hint = hasMethod(source, "then")
		? "this is a promise: await it"
		: typeof source === "string"
			? "a file is read by its path with loadFile of brine/node"
			: undefined;
	return new PyTypeError("file must have 'read' and 'readline' attributes", { code: "source", hint });
}

/** A reader over a signal: reads race with it, and when it fires the source is given up. */
class SignalReader implements ChunkReader {
	readonly exact: boolean;
	readonly readline: (() => Promise<Uint8Array | string | undefined>) | undefined;
	readonly #reader: ChunkReader;
	readonly #signal: AbortSignalLike;
	constructor(reader: ChunkReader, signal: AbortSignalLike) {
		this.exact = reader.exact;
		this.#reader = reader;
		this.#signal = signal;
		const readline = reader.readline;
		if (readline !== undefined) this.readline = () => this.#race(readline);
	}
	next(wanted: number): Promise<Uint8Array | string | undefined> {
		return this.#race(() => this.#reader.next(wanted));
	}
	async #race<T>(read: () => Promise<T>): Promise<T> {
		try {
			if (this.#signal.aborted) throw abortError(this.#signal);
			return await orAbort(read(), this.#signal);
		} catch (error) {
			if (this.#signal.aborted) this.#reader.abort(error);
			throw error;
		}
	}
	leave(): Promise<void> {
		return this.#reader.leave();
	}
	close(): Promise<void> {
		return this.#reader.close();
	}
	abort(error: unknown): void {
		this.#reader.abort(error);
	}
}

/** Web streams. */
class StreamReader implements ChunkReader {
	readonly exact = false;
	readonly #reader: StreamReaderLike;
	#ended = false;
	#released = false;
	constructor(stream: ReadableStreamLike) {
		try {
			this.#reader = stream.getReader();
		} catch (error) {
			throw toOSError(error, "source"); // locked by another reader
		}
	}
	async next(_wanted: number): Promise<Uint8Array | string | undefined> {
		while (!this.#ended) {
			let step: { readonly done: boolean; readonly value?: unknown };
			try {
				step = await this.#reader.read();
			} catch (error) {
				this.#ended = true;
				throw toOSError(error, "source");
			}
			if (step.done) this.#ended = true;
			else {
				const chunk = toChunk(step.value);
				if (chunk !== undefined) return chunk;
			}
		}
		return undefined;
	}
	async leave(): Promise<void> {}
	async close(): Promise<void> {
		if (this.#released) return;
		this.#released = true;
		if (!this.#ended) {
			this.#ended = true;
			// An error while the rest is thrown away does not matter to the value that was read.
			await this.#reader.cancel().catch(() => undefined);
		}
		this.#reader.releaseLock();
	}
	abort(error: unknown): void {
		if (this.#released) return;
		this.#released = true;
		this.#ended = true;
		this.#reader.cancel(error).then(
			() => this.#reader.releaseLock(),
			() => this.#reader.releaseLock(),
		);
	}
}

function bodyReader(source: BodyLike): ChunkReader {
	return source.body === null ? new IterableReader([]) : new StreamReader(source.body);
}

/** Generators and other iterables; what they throw is the caller's own and passes unchanged. */
class IterableReader implements ChunkReader {
	readonly exact = false;
	readonly #iterator: AsyncIterator<unknown> | Iterator<unknown>;
	#ended = false;
	constructor(source: AsyncIterable<unknown> | Iterable<unknown>) {
		const start = (source as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
		this.#iterator = start === undefined ? (source as Iterable<unknown>)[Symbol.iterator]() : start.call(source);
	}
	async next(_wanted: number): Promise<Uint8Array | string | undefined> {
		try {
			while (!this.#ended) {
				const step = await this.#iterator.next();
				if (step.done) break;
				const chunk = toChunk(await step.value);
				if (chunk !== undefined) return chunk;
			}
		} catch (error) {
			this.abort();
			throw error;
		}
		this.#ended = true;
		return undefined;
	}
	async leave(): Promise<void> {}
	async close(): Promise<void> {
		if (this.#ended) return;
		this.#ended = true;
		await this.#iterator.return?.();
	}
	abort(): void {
		if (this.#ended) return;
		this.#ended = true;
		// Not waited for: an async generator answers only after the step that it is in.
		new Promise((resolve) => resolve(this.#iterator.return?.())).catch(() => undefined);
	}
}

interface NodeParts {
	iterator?(options: { readonly destroyOnReturn: boolean }): AsyncIterable<unknown>;
	destroy?(): unknown;
	resume?(): unknown;
}

/**
 * Node's streams. A source that can be written too (a socket) or belongs to a connection (an HTTP message) stays open
 * when the value is complete, since an answer may be due; a stream that can only be read is destroyed.
 */
class NodeReader extends IterableReader {
	readonly #stream: NodeParts;
	readonly #keep: "untouched" | "drained" | undefined;
	constructor(stream: NodeReadableLike) {
		const parts = stream as NodeParts;
		const keep = hasMethod(stream, "write") ? "untouched" : "socket" in stream ? "drained" : undefined;
		super(keep === undefined ? stream : (parts.iterator?.({ destroyOnReturn: false }) ?? stream));
		this.#stream = parts;
		this.#keep = keep;
	}
	override async next(wanted: number): Promise<Uint8Array | string | undefined> {
		try {
			return await super.next(wanted);
		} catch (error) {
			throw toOSError(error, "source");
		}
	}
	override async close(): Promise<void> {
		await super.close();
		if (this.#keep === "drained") this.#stream.resume?.();
		else if (this.#keep === undefined) this.#stream.destroy?.();
	}
	override abort(): void {
		super.abort();
		// An iterator that waits for data does not hear `return`.
		this.#stream.destroy?.();
	}
}

/** Objects with Python's `read`; what they throw passes unchanged. */
class FileReader implements ChunkReader {
	readonly exact = true;
	readonly readline: (() => Promise<Uint8Array | string | undefined>) | undefined;
	readonly #file: FileLike;
	/** The part that `read` returned beyond the request. */
	#rest: Uint8Array | string | undefined;
	constructor(file: FileLike) {
		this.#file = file;
		if (hasMethod(file, "readline")) {
			this.readline = async () => this.#take() ?? given(await (file as Required<FileLike>).readline());
		}
	}
	async next(wanted: number): Promise<Uint8Array | string | undefined> {
		const chunk = this.#take() ?? given(await this.#file.read(Math.min(wanted, MAX_READ)));
		if (chunk === undefined || chunk.length <= wanted) return chunk;
		this.#rest = rest(chunk, wanted);
		return first(chunk, wanted);
	}
	#take(): Uint8Array | string | undefined {
		const chunk = this.#rest;
		this.#rest = undefined;
		return chunk;
	}
	async leave(): Promise<void> {}
	async close(): Promise<void> {}
	abort(): void {}
}

/** {@link FileReader} without waiting. */
class SyncFileReader implements SyncChunkReader {
	readonly exact = true;
	readonly readline: (() => Uint8Array | string | undefined) | undefined;
	readonly #file: SyncFileLike;
	#rest: Uint8Array | string | undefined;
	constructor(file: SyncFileLike) {
		this.#file = file;
		if (hasMethod(file, "readline")) {
			this.readline = () => this.#take() ?? atOnce((file as Required<SyncFileLike>).readline());
		}
	}
	next(wanted: number): Uint8Array | string | undefined {
		const chunk = this.#take() ?? atOnce(this.#file.read(Math.min(wanted, MAX_READ)));
		if (chunk === undefined || chunk.length <= wanted) return chunk;
		this.#rest = rest(chunk, wanted);
		return first(chunk, wanted);
	}
	#take(): Uint8Array | string | undefined {
		const chunk = this.#rest;
		this.#rest = undefined;
		return chunk;
	}
	close(): void {}
}

/** The answer of a `read` or `readline`: nothing, as null or undefined too, is the end. */
function given(data: FileData): Uint8Array | string | undefined {
	return data === null || data === undefined ? undefined : toChunk(data);
}
function atOnce(data: FileData): Uint8Array | string | undefined {
	if (hasMethod(data, "then")) {
		throw new PyTypeError("a bytes-like object is required, not 'Promise' (load() waits for promises)", {
			code: "source",
		});
	}
	return given(data);
}
function first(chunk: Uint8Array | string, count: number): Uint8Array | string {
	return typeof chunk === "string" ? chunk.slice(0, count) : chunk.subarray(0, count);
}
function rest(chunk: Uint8Array | string, count: number): Uint8Array | string {
	return typeof chunk === "string" ? chunk.slice(count) : chunk.subarray(count);
}
