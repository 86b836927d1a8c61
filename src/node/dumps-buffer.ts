/** Pickles for clients of Node that treat a plain `Uint8Array` as something else than bytes. */
import { dumps } from "../pickle/dumps.ts";
import type { DumpsOptions } from "../pickle/options.ts";

/**
 * Writes a value as `pickle.dumps` does, as a Node `Buffer`.
 *
 * Clients of Redis, databases and queues know bytes by `Buffer.isBuffer`. Of any other `Uint8Array` some make the string
 * `"128,5,149,…"`, and store that without an error; reading it then says `could not find MARK`.
 *
 * @param value any value that `pickle.dumps` takes
 * @param options see {@link DumpsOptions}; default: none, which is protocol 5
 * @returns the pickle, in a buffer that shares no memory with others
 * @throws everything that `pickle.dumps` throws
 * @example
 * ```ts
 * import { dumpsBuffer } from "brine/node";
 * const bytes = dumpsBuffer({ user: "bob" });
 * console.log(Buffer.isBuffer(bytes)); // true
 * // await redis.set("key", bytes);
 * ```
 */
export function dumpsBuffer(value: unknown, options?: DumpsOptions | null): Buffer<ArrayBuffer> {
	const { buffer, byteOffset, byteLength } = dumps(value, options);
	return Buffer.from(buffer, byteOffset, byteLength);
}
