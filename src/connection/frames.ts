import type { AbortSignalLike } from "../bytes/signal.ts";
import { openSource, type Source } from "../bytes/source.ts";
import { EOFError, PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { type BytesLike, bytesOf, isBytes } from "../pickle/loads.ts";
import { completeLimits } from "../values/option-values.ts";
import { type FrameLength, FrameReader } from "./frame-reader.ts";

/** Most bytes of one message unless told otherwise. */
export const MOST_MESSAGE: number = 2 ** 30;

/** Options of {@link frames}. */
export interface FramesOptions {
	/** How lengths are written: `"u32be"`, or `"i32be+i64be"` as `multiprocessing.connection` does. */
	readonly length: FrameLength;
	/** The limits. */
	readonly limits?: {
		/** Most bytes of one message; a longer one is refused before it is read. @defaultValue 2^30 (1 GiB) */
		readonly message?: number;
	};
	/** Ends the reading: the iteration throws an error with code `aborted`. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["length", "limits", "signal"]);

/**
 * The messages of a stream in which each comes after its length, such as what `logging.handlers.SocketHandler` and
 * Graphite's pickle receiver send. Loading them is the caller's: `pickle.loads(message)`.
 *
 * @param source a socket, or any other source of bytes
 * @param options how lengths are written, and most bytes of a message; see {@link FramesOptions}
 * @returns the messages, each in an array of its own
 * @throws LimitError (`limit`: `message`) before a message that is longer than the limit is read
 * @throws EOFError (`truncated`) when the stream ends within a message
 * @throws PyTypeError (`option`), ValueError (`option`) for options that do not exist
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { frames } from "brine/connection";
 * const sent = new Blob([new Uint8Array([0, 0, 0, 4]), pickle.dumps(20, { protocol: 2 }).slice(0, 4), "…"]);
 * for await (const message of frames(sent.slice(0, 8), { length: "u32be" })) console.log(message.length); // 4
 * ```
 */
export async function* frames(
	source: BytesLike | Source,
	options: FramesOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
	checkOptions("frames", options, OPTIONS);
	const { length, limits, signal } = options ?? {};
	if (length !== "u32be" && length !== "i32be+i64be") {
		throw new ValueError(`length must be "u32be" or "i32be+i64be", not ${JSON.stringify(length) ?? "undefined"}`, {
			code: "option",
		});
	}
	const most = messageLimit(limits);
	const reader = openSource(isBytes(source) ? [bytesOf(source)] : source, signal ?? undefined);
	const cut = new FrameReader(length, most);
	try {
		for (;;) {
			const chunk = await reader.next(1 << 16);
			if (chunk === undefined) break;
			if (typeof chunk === "string") {
				throw new PyTypeError("a bytes-like object is required, not 'str'", { code: "source" });
			}
			cut.push(chunk);
			for (let message = cut.next(); message !== undefined; message = cut.next()) yield message;
		}
		if (cut.inside) throw new EOFError("got end of file during message", { code: "truncated" });
	} finally {
		await reader.close();
	}
}

/**
 * The limit of one message's length.
 *
 * @throws ValueError (`option`) for an unknown limit, or one that is not a number from 0 up
 */
export function messageLimit(limits: { readonly message?: number } | undefined | null): number {
	return completeLimits({ message: MOST_MESSAGE }, limits).message;
}
