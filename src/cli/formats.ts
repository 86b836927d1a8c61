/** Which format a file has: by its name, else by its first bytes. */
import { kindOf } from "../formats/kind.ts";
import { unpackedName } from "../formats/packed-name.ts";
import { UsageError } from "./command.ts";

/** The formats that can be converted into each other. */
export const FORMATS = [
	"pickle",
	"json",
	"jsonl",
	"npy",
	"npz",
	"joblib",
	"torch",
	"safetensors",
	"csv",
	"arrow",
	"parquet",
] as const;
export type Format = (typeof FORMATS)[number];

/** The format that a name promises, suffixes of packings left aside. */
export function formatOfName(path: string): Format | undefined {
	const [, extension] =
		/\.(json|jsonl|ndjson|pkl|pickle|pck|pcl|p|npy|npz|joblib|pt|pth|ckpt|safetensors|csv|arrow|feather|ipc|parquet|pq)$/i.exec(
			unpackedName(path),
		) ?? [];
	if (extension === undefined) return undefined;
	const lower = extension.toLowerCase();
	if (lower === "pt" || lower === "pth" || lower === "ckpt") return "torch";
	if (lower === "feather" || lower === "ipc") return "arrow";
	if (lower === "pq") return "parquet";
	if ((FORMATS as readonly string[]).includes(lower)) return lower as Format;
	return lower === "jsonl" || lower === "ndjson" ? "jsonl" : "pickle";
}

/** The format of bytes, as their kind tells; undefined for the formats that have no signature. */
function formatOfKind(head: Uint8Array): Format | undefined {
	const kind = kindOf(head);
	if (kind === "npy" || kind === "joblib" || kind === "safetensors" || kind === "arrow" || kind === "parquet")
		return kind;
	if (isTorch(head)) return "torch";
	return kind === "zip" ? "npz" : undefined;
}

/** Whether bytes start as a checkpoint of torch does: in its own format, or as an archive whose first member is one of torch's. */
export function isTorch(head: Uint8Array): boolean {
	const kind = kindOf(head);
	if (kind !== "zip") return kind === "torch";
	const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
	const first = String.fromCharCode(...head.subarray(30, 30 + Math.min(length, 1000)));
	return /^[^/]+\/(?:data\.pkl|data\/|version|byteorder|\.format_version|code\/|constants)/.test(first);
}

/** The format of bytes. Nothing that starts a JSON text starts a pickle; only the letters of `NaN` and `Infinity` do. */
export function formatOfBytes(head: Uint8Array): Format {
	const known = formatOfKind(head);
	if (known !== undefined) return known;
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
	if (path === "-") return from === "json" || from === "jsonl" ? "pickle" : "json";
	throw new UsageError(`the name '${path}' does not tell the format to write: give --to ${FORMATS.join(", ")}`);
}

/** Whether a file is the index of a model in parts, by its name. */
export function isIndexName(path: string): boolean {
	return /\.(bin|safetensors)(\.[\w-]{1,40})?\.index\.json$|\.(bin|safetensors)\.index\.[\w-]{1,40}\.json$/.test(path);
}
