/** Bytes out of anything that has some: as pieces, in exact numbers, or all in one array. */
import { LimitError, PyTypeError } from "../errors.ts";
import { type RangeSource, Ranges } from "./ranges.ts";
import type { AbortSignalLike } from "./signal.ts";
import { openSource, type Source } from "./source.ts";

/** How many bytes are asked of a source at once. */
const PIECE = 1 << 16;

/** The ranges of a source that has some and is not better read as a stream. */
function rangesOf(source: RangeSource | Source, signal: AbortSignalLike | undefined): Ranges | undefined {
	if (typeof source !== "object" || source === null) return undefined;
	const isPlain = "byteLength" in source && !("stream" in source);
	return isPlain ? new Ranges(source as RangeSource, signal) : undefined;
}

/**
 * The pieces of a source.
 *
 * @param source bytes, a source of ranges, or any `Source`
 * @param signal stops the reading
 * @throws PyTypeError (`source`) from the iteration, for what gives text or nothing
 */
export async function* piecesOf(
	source: RangeSource | Source,
	signal?: AbortSignalLike,
): AsyncGenerator<Uint8Array, void, undefined> {
	const ranges = rangesOf(source, signal);
	if (ranges !== undefined) {
		yield* ranges.stream(0, ranges.byteLength);
		return;
	}
	const reader = openSource(source as Source, signal);
	try {
		for (;;) {
			const piece = await reader.next(PIECE);
			if (piece === undefined) return;
			if (typeof piece === "string") {
				throw new PyTypeError("a bytes-like object is required, not 'str'", { code: "source" });
			}
			yield piece;
		}
	} finally {
		await reader.close();
	}
}

/**
 * All bytes of a source; those that are in memory are not copied.
 *
 * @param source bytes, a source of ranges, or any `Source`
 * @param options `memory`: how many there may be; `signal` stops the reading
 * @throws LimitError (`limit`) when there are more
 */
export async function gather(
	source: RangeSource | Source,
	options: { readonly memory: number; readonly signal?: AbortSignalLike | undefined },
): Promise<Uint8Array> {
	const { memory, signal } = options;
	const ranges = rangesOf(source, signal);
	if (ranges?.whole !== undefined) return ranges.whole;
	const size = ranges?.byteLength ?? (source as { readonly size?: unknown }).size;
	if (typeof size === "number" && size > memory) throw new LimitError("memory", memory);
	if (ranges !== undefined) return ranges.read(0, ranges.byteLength);
	return joined(piecesOf(source, signal), memory);
}

/**
 * All bytes of pieces in one array, which grows as they come.
 *
 * @throws LimitError (`limit`) when there are more than `memory`
 */
export async function joined(pieces: AsyncIterable<Uint8Array>, memory: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const piece of pieces) {
		length += piece.length;
		if (length > memory) throw new LimitError("memory", memory);
		parts.push(piece);
	}
	return parts.length === 1 ? (parts[0] as Uint8Array) : joinedParts(parts, length);
}
function joinedParts(parts: readonly Uint8Array[], length: number): Uint8Array {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Exact numbers of bytes out of pieces of any size. */
export class ExactReader {
	readonly #iterator: AsyncIterator<Uint8Array>;
	#piece: Uint8Array = new Uint8Array(0);

	constructor(pieces: AsyncIterable<Uint8Array>) {
		this.#iterator = pieces[Symbol.asyncIterator]();
	}
	/**
	 * The next bytes.
	 *
	 * @returns so many, or fewer at the end
	 */
	async take(count: number): Promise<Uint8Array> {
		if (this.#piece.length < count) {
			const parts = [this.#piece];
			let length = this.#piece.length;
			while (length < count) {
				const step = await this.#iterator.next();
				if (step.done === true) break;
				parts.push(step.value);
				length += step.value.length;
			}
			this.#piece =
				parts.length === 2 && parts[0]?.length === 0 ? (parts[1] as Uint8Array) : joinedParts(parts, length);
		}
		const taken = this.#piece.subarray(0, count);
		this.#piece = this.#piece.subarray(taken.length);
		return taken;
	}
	/** Leaves out so many bytes; fewer at the end. */
	async skip(count: number): Promise<void> {
		for (let left = count; left > 0; ) {
			const { length } = await this.take(Math.min(left, PIECE));
			if (length === 0) return;
			left -= length;
		}
	}
	/** Done with the pieces before their end. */
	async close(): Promise<void> {
		await this.#iterator.return?.();
	}
}
