/** Unpacking: streamed, and charged for what comes out. */
import { joinedParts } from "../bytes/exact-reader.ts";
import { LimitError, OSError, PyError } from "../errors.ts";
import { DAMAGED } from "./damaged.ts";
import { type Compression, HEAD, isCompression, kindOf } from "./kind.ts";
import { nodeZlib, type Transform, webDecompressor, type Zlib } from "./platform.ts";
import { throughNode, throughWeb } from "./through.ts";

/** Bytes in pieces. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Bytes in pieces that are let go of with `return()`, before the first piece too. */
export interface OpenBytes extends AsyncIterableIterator<Uint8Array> {
	return(): Promise<IteratorReturnResult<undefined>>;
}

/** The limits of an unpacking. */
export interface DecompressOptions {
	/** How many bytes may come out, `limits.memory` of the load. @defaultValue 2^30 (1 GiB) */
	readonly memory?: number;
	/** Is told how many bytes were packed, where the platform says it: more may follow. */
	readonly onEnd?: (packed: number) => void;
}

/** Compressions, and deflate without a header, as in zip archives. */
export type Packing = Compression | "deflate-raw";

const DEFAULT_MEMORY = 2 ** 30;

/** One compression may be inside another, but not without end. */
export const MAX_DEPTH = 4;

/**
 * Unpacks bytes as they come.
 *
 * @param source the packed bytes
 * @param packing how they are packed
 * @param options what may be used
 * @returns the unpacked bytes
 * @throws OSError (`source`) for damaged bytes, and for what the platform cannot unpack
 * @throws LimitError (`limit`) when more than `memory` bytes come out
 */
export function decompress(source: Bytes, packing: Packing, options: DecompressOptions = {}): OpenBytes {
	return openBytes(decompressed(source, packing, options), source);
}

async function* decompressed(
	source: Bytes,
	packing: Packing,
	options: DecompressOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
	const budget = new Budget(options.memory ?? DEFAULT_MEMORY);
	try {
		for await (const piece of await open(source, packing, options.onEnd)) {
			budget.charge(piece.length);
			if (piece.length > 0) yield piece;
		}
	} catch (error) {
		throw explained(error, packing);
	}
}

/**
 * Unpacks bytes at once.
 *
 * @param bytes the packed bytes
 * @param packing see {@link decompress}
 * @param options see {@link decompress}
 * @returns the unpacked bytes
 * @throws OSError (`source`) as {@link decompress}; for bzip2 and xz too, whose libraries are loaded asynchronously
 */
export function decompressSync(bytes: Uint8Array, packing: Packing, options: DecompressOptions = {}): Uint8Array {
	const memory = options.memory ?? DEFAULT_MEMORY;
	const unpack = syncUnpacker(packing, nodeZlib());
	if (unpack === undefined) throw unsupported(packing, "at once");
	try {
		return unpack(bytes, { maxOutputLength: Math.min(memory, MOST_AT_ONCE) });
	} catch (error) {
		if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw new LimitError("memory", memory);
		throw explained(error, packing);
	}
}

/** Packings whose decoders are libraries of their own, loaded when they are met. */
const LOADED: ReadonlySet<Packing> = /* @__PURE__ */ new Set<Packing>(["bzip2", "xz", "lzma", "lz4", "zfile"]);

/** Bytes that come out of a stream of Node at once: with its own 16 KiB a third of the time goes into passing them on. */
const CHUNKS = { chunkSize: 2 ** 18 };

/** V8's longest typed array on every platform is longer than this. */
const MOST_AT_ONCE = 2 ** 32 - 1;

/**
 * Unpacks a file if it is packed, and again if what comes out is packed too.
 *
 * @param source the bytes as they are
 * @param options what may be used
 * @returns the bytes inside, with what they were packed in from outside in
 * @throws from the iteration, as {@link decompress}
 */
export async function unpack(
	source: Bytes,
	options: DecompressOptions = {},
): Promise<{ readonly packings: readonly Compression[]; readonly bytes: OpenBytes }> {
	const packings: Compression[] = [];
	let bytes = source;
	for (;;) {
		const [head, all] = await peek(bytes);
		const kind = kindOf(head);
		if (!isCompression(kind) || packings.length === MAX_DEPTH) return { packings, bytes: all };
		packings.push(kind);
		bytes = decompress(all, kind, options);
	}
}

/**
 * The first bytes of a source, or all if there are fewer, and the whole as before. Nothing is read twice or left open:
 * ending the iteration of the whole ends the source.
 */
export async function peek(source: Bytes): Promise<[head: Uint8Array, all: OpenBytes]> {
	const iterator = source[Symbol.asyncIterator]();
	const seen: Uint8Array[] = [];
	const head = new Uint8Array(HEAD);
	let length = 0;
	while (length < HEAD) {
		// A stream that fails has ended itself.
		const step = await iterator.next();
		if (step.done) break;
		seen.push(step.value);
		const piece = step.value.subarray(0, HEAD - length);
		head.set(piece, length);
		length += piece.length;
	}
	return [head.subarray(0, length), openBytes(rejoined(seen, iterator), iterator)];
}

async function* rejoined(
	seen: readonly Uint8Array[],
	iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
	yield* seen;
	yield* { [Symbol.asyncIterator]: () => iterator };
}

/** A generator that, when it is ended before it has started, ends what it would have read. */
export function openBytes(body: AsyncGenerator<Uint8Array, void, undefined>, source: unknown): OpenBytes {
	return {
		next: () => body.next(),
		async return() {
			await body.return();
			await (source as Partial<AsyncIterator<Uint8Array>>).return?.();
			return { done: true, value: undefined };
		},
		[Symbol.asyncIterator]() {
			return this;
		},
	};
}

class Budget {
	readonly #memory: number;
	#used = 0;
	constructor(memory: number) {
		this.#memory = memory;
	}
	charge(count: number): void {
		this.#used += count;
		if (this.#used > this.#memory) throw new LimitError("memory", this.#memory);
	}
}

async function open(source: Bytes, packing: Packing, onEnd?: (packed: number) => void): Promise<Bytes> {
	if (packing === "bzip2") {
		const { bunzip2 } = await import("./bzip2.ts");
		return throughBlocks(source, bunzip2);
	}
	if (packing === "xz") return (await import("./xz.ts")).unxz(source);
	if (packing === "lz4") return (await import("./lz4.ts")).unlz4(source);
	if (packing === "lzma") {
		const { unlzma } = await import("./lzma.ts");
		return throughBlocks(source, (bytes) => unlzma(bytes, onEnd));
	}
	if (packing === "zfile") return open((await import("./zfile.ts")).zlibOf(source), "zlib");
	const zlib = nodeZlib();
	const transform = zlib === undefined ? undefined : nodeTransform(packing, zlib);
	if (transform !== undefined) return throughNode(source, transform, onEnd);
	if (packing === "zstd") return (await import("./zstd.ts")).unzstd(source);
	const format = packing === "zlib" ? "deflate" : packing;
	const stream = webDecompressor(format);
	if (stream === undefined) throw unsupported(packing, "");
	return throughWeb(source, stream);
}

function nodeTransform(packing: Packing, zlib: Zlib): Transform | undefined {
	if (packing === "gzip") return zlib.createGunzip(CHUNKS);
	if (packing === "zlib") return zlib.createInflate(CHUNKS);
	if (packing === "deflate-raw") return zlib.createInflateRaw(CHUNKS);
	return packing === "zstd" ? zlib.createZstdDecompress?.(CHUNKS) : undefined;
}

function syncUnpacker(packing: Packing, zlib: Zlib | undefined): Zlib["gunzipSync"] | undefined {
	if (packing === "gzip") return zlib?.gunzipSync;
	if (packing === "zlib") return zlib?.inflateSync;
	if (packing === "deflate-raw") return zlib?.inflateRawSync;
	return packing === "zstd" ? zlib?.zstdDecompressSync : undefined;
}

/** Gathers the packed bytes, not the unpacked ones. */
async function* throughBlocks(
	source: Bytes,
	unpackBlocks: (bytes: Uint8Array) => Generator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of source) {
		pieces.push(piece);
		length += piece.length;
	}
	yield* unpackBlocks(joinedParts(pieces, length));
}

/** Says which packing is broken; errors of the file itself, or of a packing further in, pass. */
function explained(error: unknown, packing: Packing): unknown {
	if (error instanceof PyError) return error;
	const text = error instanceof Error ? error.message : String(error);
	return new OSError(`cannot decompress ${packing}: ${text}`, { code: "source", cause: error, hint: DAMAGED });
}

function unsupported(packing: Packing, how: string): OSError {
	const elsewhere = how !== "" && LOADED.has(packing);
	return new OSError(
		`cannot decompress ${packing}${how === "" ? "" : ` ${how}`}: this platform has no decoder for it`,
		{
			code: "source",
			hint: elsewhere ? "its decoder is loaded when it is met, which takes a promise: use loadFile" : undefined,
		},
	);
}
