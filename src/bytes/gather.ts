/** Bytes out of anything that has some: as pieces, or all in one array. */
import { LimitError, PyTypeError } from "../errors.ts";
import { joinedParts } from "./exact-reader.ts";
import { type RangeSource, Ranges } from "./ranges.ts";
import { type AbortSignalLike, abortError } from "./signal.ts";
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
 * @throws PyTypeError (`source`) from the iteration, for what yields text or nothing
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
	if (ranges?.whole !== undefined) {
		if (signal?.aborted === true) throw abortError(signal);
		return ranges.whole;
	}
	const size = ranges?.byteLength ?? (source as { readonly size?: unknown } | null | undefined)?.size;
	if (typeof size === "number" && size > memory) throw new LimitError("memory", memory);
	if (ranges !== undefined) return ranges.read(0, ranges.byteLength);
	return joined(piecesOf(source, signal), memory);
}

/**
 * All bytes of pieces in one array, which grows as they come.
 *
 * @throws LimitError (`limit`) when there are more than `memory`
 */
export async function joined(pieces: AsyncIterable<Uint8Array>, memory: number): Promise<Uint8Array<ArrayBuffer>> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const piece of pieces) {
		length += piece.length;
		if (length > memory) throw new LimitError("memory", memory);
		parts.push(piece);
	}
	return parts.length === 1 ? (parts[0] as Uint8Array<ArrayBuffer>) : joinedParts(parts, length);
}
