/** The formats that the platform unpacks by itself, asked for without importing anything of it. */

/** The part of a Node transform stream that is used. */
export interface Transform extends AsyncIterable<Uint8Array> {
	/** How many bytes it has taken in. */
	readonly bytesWritten: number;
	write(chunk: Uint8Array): boolean;
	end(): void;
	destroy(error?: Error): void;
	once(event: "drain" | "close" | "error", listener: () => void): void;
	removeListener(event: "drain" | "close" | "error", listener: () => void): void;
}

interface Level {
	readonly level: number;
}
interface Chunks {
	readonly chunkSize: number;
}
interface SyncOptions {
	readonly maxOutputLength: number;
}
type Unpack = (bytes: Uint8Array, options: SyncOptions) => Uint8Array;

/** The part of `node:zlib` that is used; zstd came with Node 22.15 and 23.8. */
export interface Zlib {
	createGunzip(options?: Chunks): Transform;
	createInflate(options?: Chunks): Transform;
	createInflateRaw(options?: Chunks): Transform;
	createZstdDecompress?(options?: Chunks): Transform;
	createGzip(options: Level): Transform;
	createDeflate(options: Level): Transform;
	createDeflateRaw(options: Level): Transform;
	/** Since Node 20.15 and 22.2. */
	crc32?(data: Uint8Array, value?: number): number;
	readonly gunzipSync: Unpack;
	readonly inflateSync: Unpack;
	readonly inflateRawSync: Unpack;
	readonly zstdDecompressSync?: Unpack;
}

/** A web stream that transforms bytes, as `DecompressionStream`. */
export interface WebTransform {
	readonly readable: { getReader(): WebReader };
	readonly writable: { getWriter(): WebWriter };
}
interface WebReader {
	read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
	cancel(reason?: unknown): Promise<unknown>;
}
interface WebWriter {
	write(chunk: Uint8Array): Promise<unknown>;
	close(): Promise<unknown>;
	abort(reason?: unknown): Promise<unknown>;
}

interface Platform {
	readonly process?: { getBuiltinModule?(name: string): unknown };
	readonly DecompressionStream?: new (format: string) => WebTransform;
	readonly CompressionStream?: new (format: string) => WebTransform;
}

/** `node:zlib`, on Node, Deno and Bun. */
export function nodeZlib(): Zlib | undefined {
	return (globalThis as Platform).process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
}

/**
 * A `DecompressionStream`, where there are any.
 *
 * @returns undefined where the platform has none for this format
 */
export function webDecompressor(format: string): WebTransform | undefined {
	const { DecompressionStream } = globalThis as Platform;
	if (DecompressionStream === undefined) return undefined;
	try {
		return new DecompressionStream(format);
	} catch {
		return undefined; // a format that this platform does not know
	}
}

/**
 * A `CompressionStream`, where there are any.
 *
 * @returns undefined where the platform has none for this format
 */
export function webCompressor(format: string): WebTransform | undefined {
	const { CompressionStream } = globalThis as Platform;
	if (CompressionStream === undefined) return undefined;
	try {
		return new CompressionStream(format);
	} catch {
		return undefined; // a format that this platform does not know
	}
}
