/** Which format a file has: by its name, else by its first bytes. */
import { UsageError } from "./command.ts";

/** The formats that can be converted into each other. */
export const FORMATS = ["pickle", "json", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** The format that a name promises, wrappers' endings left aside. */
export function formatOfName(path: string): Format | undefined {
	const [, extension] = /\.(json|jsonl|ndjson|pkl|pickle|pck|pcl|p)(\.(gz|bz2|xz|z|zlib))?$/i.exec(path) ?? [];
	if (extension === undefined) return undefined;
	const lower = extension.toLowerCase();
	if (lower === "json") return "json";
	return lower === "jsonl" || lower === "ndjson" ? "jsonl" : "pickle";
}

/** The format of bytes. Nothing that starts a JSON text starts a pickle; only the letters of `NaN` and `Infinity` do. */
export function formatOfBytes(head: Uint8Array): Format {
	const text = String.fromCharCode(...head.subarray(0, 64)).replace(/^\xef\xbb\xbf/, "");
	return /^\s*(?:[[{"\d-]|true|false|null|NaN|Infinity)/.test(text) && !/^[012]/.test(text) ? "json" : "pickle";
}

/**
 * The format to write.
 *
 * @param path where to
 * @param from what is read
 * @throws UsageError when the name does not tell
 */
export function formatToWrite(path: string, from: Format): Format {
	const named = formatOfName(path);
	if (named !== undefined) return named;
	if (path === "-") return from === "pickle" ? "json" : "pickle";
	throw new UsageError(`the name '${path}' does not tell the format to write: give --to pickle, json or jsonl`);
}
