/** The pieces that sources give and sinks take. */
import { PyTypeError } from "../errors.ts";

/** A piece of data: bytes in any of JavaScript's forms, or text. */
export type Chunk = Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer | string;

/** The most that is asked of an exact source at once: a length found in data allocates no more than this. */
export const MAX_READ: number = 1 << 20;

/** The chunks of an opened source. */
export interface ChunkReader {
	/**
	 * True when the reader takes exactly what it is asked for, so that the source is left right after the
	 * last byte used (`{ read }` objects, file handles).
	 */
	readonly exact: boolean;
	/**
	 * The next piece, never an empty one; undefined at the end, and again if asked again. Of any size, but
	 * from an exact source at most `wanted` bytes (or characters, if it yields text). The bytes are the caller's
	 * to read and to keep, not to change.
	 */
	next(wanted: number): Promise<Uint8Array | string | undefined>;
	/** Bytes up to and including the next newline, of sources that can find it themselves. */
	readonly readline?: (() => Promise<Uint8Array | string | undefined>) | undefined;
	/**
	 * Leaves an exact source right after what has been taken from it. To be called when a value is complete
	 * and the source is the caller's again; without effect on sources that are not exact.
	 */
	leave(): Promise<void>;
	/**
	 * Done with the source, at its end or before. The source that was opened here is ended (an iterator is returned,
	 * a `Response` or `Blob` cancelled), and so is a stream that can only be read, since the part that was read ahead
	 * is lost to others. Sockets and other streams that can be written too, file handles and `{ read }` objects stay
	 * open.
	 */
	close(): Promise<void>;
	/** Abandons the source at once, also while {@link next} waits; streams are destroyed. */
	abort(error: unknown): void;
}

/** The chunks of an opened synchronous source; as {@link ChunkReader}. */
export interface SyncChunkReader {
	readonly exact: boolean;
	next(wanted: number): Uint8Array | string | undefined;
	readonly readline?: (() => Uint8Array | string | undefined) | undefined;
	close(): void;
}

/** The writer of an opened sink, piece by piece. */
export interface ChunkWriter {
	/**
	 * Hands over a piece, which from then on belongs to the sink: the caller does not change its bytes.
	 *
	 * @returns undefined when the next piece may follow at once, else a promise to wait for
	 */
	write(chunk: Uint8Array | string): Promise<void> | undefined;
	/** Waits until the sink has taken everything, and lets go of it. The sink is not ended. */
	close(): Promise<void>;
	/** Lets go of the sink without waiting; what it has taken, it has. */
	abort(error: unknown): Promise<void>;
}

/** An opened synchronous sink. */
export interface SyncChunkWriter {
	write(chunk: Uint8Array | string): void;
	close(): void;
}

/** One piece as bytes or text; undefined for an empty one. Views of any kind become plain `Uint8Array`s. */
export function toChunk(value: unknown): Uint8Array | string | undefined {
	if (typeof value === "string") return value.length === 0 ? undefined : value;
	let bytes: Uint8Array;
	if (ArrayBuffer.isView(value)) {
		// A Node Buffer too, since its slice() returns a view where a Uint8Array's returns a copy.
		const plain = Object.getPrototypeOf(value) === Uint8Array.prototype;
		bytes = plain ? (value as Uint8Array) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
	} else if (isBuffer(value)) {
		bytes = new Uint8Array(value);
	} else {
		throw new PyTypeError(`a bytes-like object is required, not '${kindOf(value)}'`, { code: "source" });
	}
	return bytes.length === 0 ? undefined : bytes;
}

/** Whether a value is an `ArrayBuffer`, of this realm or another, or a `SharedArrayBuffer`. */
function isBuffer(value: unknown): value is ArrayBuffer {
	if (typeof value !== "object" || value === null) return false;
	const tag: unknown = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
	return (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") && "byteLength" in value;
}

/** The name of a value's kind, in Python's words where it has them. */
function kindOf(value: unknown): string {
	if (value === null || value === undefined) return "NoneType";
	if (typeof value === "boolean") return "bool";
	if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
	if (typeof value === "bigint") return "int";
	if (Array.isArray(value)) return "list";
	if (typeof value !== "object") return typeof value;
	const made: unknown = (value as { constructor?: unknown }).constructor;
	return typeof made === "function" && made.name !== "" ? made.name : "object";
}

/** Whether a value has a method of that name. */
export function hasMethod(value: unknown, name: PropertyKey): boolean {
	return value !== null && value !== undefined && typeof (value as Record<PropertyKey, unknown>)[name] === "function";
}
