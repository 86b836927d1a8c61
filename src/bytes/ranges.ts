/** Ranges: bytes of a known length, of which parts are fetched when they are wanted. */
import { OSError, PyTypeError } from "../errors.ts";
import { type AbortSignalLike, abortError, orAbort } from "./signal.ts";

/** The forms that a range comes in. */
type Slice = ArrayBuffer | ArrayBufferView | { arrayBuffer(): Promise<ArrayBuffer> };

/**
 * Bytes of a known length that can be read in parts: a `Blob` or `File`, bytes in memory, or an object with
 * `byteLength` and `slice(start, end)`, such as a file or an address that answers HTTP range requests.
 *
 * @example
 * ```ts
 * const address = "https://example.org/data.npz";
 * const head = await fetch(address, { method: "HEAD" });
 * const source: RangeSource = {
 *   byteLength: Number(head.headers.get("content-length")),
 *   slice: async (start, end) =>
 *     (await fetch(address, { headers: { range: `bytes=${start}-${end - 1}` } })).arrayBuffer(),
 * };
 * ```
 */
export type RangeSource =
	| ArrayBuffer
	| SharedArrayBuffer
	| ArrayBufferView
	| { readonly size: number; slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } }
	| { readonly byteLength: number; slice(start: number, end: number): Slice | PromiseLike<Slice> };

/** How many bytes {@link Ranges.stream} fetches at once. */
const PIECE = 1 << 20;

/** A range source of any kind, with its bounds checked. */
export class Ranges {
	/** How many bytes there are. */
	readonly byteLength: number;
	/** All of them, when they are in memory. */
	readonly whole: Uint8Array | undefined;
	readonly #slice: (start: number, end: number) => unknown;
	readonly #fill: ((into: Uint8Array, start: number) => unknown) | undefined;
	readonly #signal: AbortSignalLike | undefined;

	/**
	 * @param source see {@link RangeSource}
	 * @param signal stops the reading
	 * @throws PyTypeError (`source`) for what has no ranges
	 */
	constructor(source: RangeSource, signal?: AbortSignalLike) {
		this.#signal = signal;
		this.whole = wholeOf(source);
		const given = (source ?? {}) as { size?: unknown; byteLength?: unknown; slice?: unknown };
		const length = this.whole?.length ?? given.byteLength ?? given.size;
		if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0 || typeof given !== "object") {
			throw new PyTypeError("a range source must be bytes, a Blob, or { byteLength, slice(start, end) }", {
				code: "source",
			});
		}
		if (this.whole === undefined && typeof given.slice !== "function") {
			throw new PyTypeError("a range source must have 'slice(start, end)'", { code: "source" });
		}
		this.byteLength = length;
		const { fill } = given as { fill?: unknown };
		if (typeof fill === "function") this.#fill = (into, start): unknown => fill.call(given, into, start);
		this.#slice = (start, end) => (given.slice as (start: number, end: number) => unknown)(start, end);
	}

	/**
	 * Fetches a part.
	 *
	 * @param into memory that may be used for it, where the source can fill what it is given
	 * @returns the bytes from `start` to `end`; a view where they are in memory
	 * @throws OSError (`source`) when the part is not within the source, or it returns another number of bytes
	 */
	async read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array> {
		if (this.#signal?.aborted === true) throw abortError(this.#signal);
		if (!(start >= 0 && start <= end && end <= this.byteLength)) {
			throw new OSError(`bytes ${start} to ${end} are not within the ${this.byteLength} of the source`, {
				code: "source",
			});
		}
		if (this.whole !== undefined) return this.whole.subarray(start, end);
		if (start === end) return new Uint8Array(0);
		if (this.#fill !== undefined && into !== undefined && into.length >= end - start) {
			const filled = into.subarray(0, end - start);
			await this.#fill(filled, start);
			return filled;
		}
		const bytes = bytesOf(await orAbort(fetched(this.#slice(start, end)), this.#signal));
		if (bytes?.length !== end - start) {
			throw new OSError(`the source gave ${bytes?.length ?? "no"} bytes instead of ${end - start}`, { code: "source" });
		}
		return bytes;
	}
	/** A part in pieces, each fetched when it is wanted. */
	async *stream(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
		for (let at = start; at < end; at += PIECE) yield await this.read(at, Math.min(end, at + PIECE));
	}
}

async function fetched(slice: unknown): Promise<unknown> {
	const part: unknown = await slice;
	const blob = part as { arrayBuffer?: () => Promise<ArrayBuffer> } | null | undefined;
	return typeof blob?.arrayBuffer === "function" ? blob.arrayBuffer() : part;
}

function wholeOf(source: unknown): Uint8Array | undefined {
	// A Uint8Array has `byteLength` and `slice` too, but copies.
	return bytesOf(source);
}
function bytesOf(value: unknown): Uint8Array | undefined {
	if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
	const tag = Object.prototype.toString.call(value);
	if (tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]")
		return new Uint8Array(value as ArrayBuffer);
	return undefined;
}
