/** Zstandard at once, of a length that is known: the buffers of Arrow's files and the pages of Parquet. */
import { decompress } from "fzstd";

/**
 * Unpacks a frame.
 *
 * @param bytes the packed bytes
 * @param length how many come out
 * @throws Error for what is damaged or has another length
 */
export function unzstdSync(bytes: Uint8Array, length: number): Uint8Array {
	const made = decompress(bytes, new Uint8Array(length));
	if (made.length !== length) throw new Error("the data has another length than is said");
	return made;
}
