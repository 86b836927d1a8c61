/** Bytes that a cache has packed, unpacked by what they are. */
import type { AbortSignalLike } from "../bytes/signal.ts";
import { openSource, type Source } from "../bytes/source.ts";
import { PyTypeError } from "../errors.ts";
import { unpack } from "../formats/decompress.ts";
import { checkOptions } from "../options.ts";
import { type BytesLike, bytesOf, isBytes } from "../pickle/loads.ts";

/** Options of {@link unpacked}. */
export interface UnpackedOptions {
	/** The limits. */
	readonly limits?: {
		/** Most bytes that may come out. @defaultValue 2^30 (1 GiB) */
		readonly memory?: number;
	} | null;
	/** Stops the reading: the iteration is rejected with code `aborted`, and the source is given up. */
	readonly signal?: AbortSignalLike | null;
}

const OPTIONS: ReadonlySet<string> = new Set(["limits", "signal"]);
const LIMITS: ReadonlySet<string> = new Set(["memory"]);

/**
 * The bytes inside of gzip, zlib, bzip2, xz, lzma, lz4 (frames) and zstd; bytes that are not packed
 * come as they are. Content decides, as in `loadFile`. Caches pack large values and leave small ones, so a reader must take both.
 *
 * @param source bytes, or any source of bytes
 * @param options see {@link UnpackedOptions}
 * @returns the bytes in pieces, a source for `pickle.load` and `json.load`
 * @throws OSError (`source`) for damaged bytes, and for what the platform cannot unpack
 * @throws LimitError (`limit`: `memory`) when more bytes come out than that
 * @throws PyTypeError (`option`, `source`) for options that do not exist, and for what is not a source of bytes
 * @example
 * ```ts
 * import { deflateSync } from "node:zlib";
 * import { dumpsBuffer, unpacked } from "brine/node";
 * import { load } from "brine/pickle";
 * const stored = deflateSync(dumpsBuffer({ user: "bob" }));
 * console.log(await load(unpacked(stored))); // { user: 'bob' }
 * ```
 */
export function unpacked(
	source: BytesLike | Source,
	options?: UnpackedOptions | null,
): AsyncGenerator<Uint8Array, void, undefined> {
	checkOptions("unpacked", options, OPTIONS);
	checkOptions("unpacked", options?.limits, LIMITS);
	const memory = options?.limits?.memory;
	const limit = memory === undefined ? {} : { memory };
	return pieces(isBytes(source) ? [bytesOf(source)] : source, limit, options?.signal ?? undefined);
}

async function* pieces(
	source: Source,
	limit: { readonly memory?: number },
	signal: AbortSignalLike | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
	yield* (await unpack(bytesIn(source, signal), limit)).bytes;
}

async function* bytesIn(
	source: Source,
	signal: AbortSignalLike | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
	const reader = openSource(source, signal);
	try {
		for (let chunk = await reader.next(1 << 16); chunk !== undefined; chunk = await reader.next(1 << 16)) {
			if (typeof chunk === "string") {
				throw new PyTypeError("a bytes-like object is required, not 'str'", { code: "source" });
			}
			yield chunk;
		}
	} finally {
		await reader.close();
	}
}
