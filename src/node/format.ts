/** Which format a file has, and the options that go with it. */

import { PyTypeError, ValueError } from "../errors.ts";
import { unpackedName } from "../formats/packed-name.ts";
import type { DumpOptions as JSONDumpOptions, LoadLinesOptions } from "../json/index.ts";
import { checkOptions } from "../options.ts";
import type { DumpOptions, LoadOptions } from "../pickle/index.ts";

/** `"jsonl"` is JSON Lines: one document a line, an array of them in JavaScript. */
export type FileFormat = "pickle" | "json" | "jsonl";

interface FormatOption {
	/**
	 * The format of the file.
	 *
	 * @defaultValue by the name: `.json` is `"json"`, `.jsonl` and `.ndjson` are `"jsonl"`, all others `"pickle"`
	 */
	readonly format?: FileFormat;
}
interface DecompressOption {
	/**
	 * Unpack a file that is packed with gzip, zlib, zstd, bzip2, xz, lzma or lz4, which its content tells; what comes out may be as
	 * many bytes as `limits.memory`.
	 *
	 * @defaultValue true
	 */
	readonly decompress?: boolean;
}
/** The options of `pickle.load`, of `json.load` or of `json.loadLines`, the format, and whether to unpack. */
export type LoadFileOptions = FormatOption & DecompressOption & (LoadOptions | LoadLinesOptions);
/** The options of `pickle.dump` or of `json.dump`, and the format. */
export type DumpFileOptions = FormatOption & (DumpOptions | JSONDumpOptions);

const FORMATS: readonly FileFormat[] = ["pickle", "json", "jsonl"];

/** A request: the format, and the options without it. */
export interface Request<Options> {
	readonly format: FileFormat;
	readonly options: Options;
}
/** A request to read: whether to unpack as well, and how much may come out. */
export interface LoadRequest extends Request<LoadFileOptions> {
	readonly decompress: boolean;
	readonly limit: { readonly memory?: number };
}

/**
 * Tells the format of a file and takes it out of the options.
 *
 * @throws ValueError (`option`) for an unknown format, PyTypeError (`option`) for options that are no object
 */
export function requestOf<Options extends FormatOption>(
	path: string,
	given: Options | null | undefined,
	callee = "dumpFile",
): Request<Options> {
	checkOptions(callee, given);
	const { format, ...options } = (given ?? {}) as FormatOption;
	return { format: checkedFormat(format) ?? formatOf(path), options: options as Options };
}

/** {@link requestOf} for reading, which may be told not to unpack. */
export function loadRequestOf(path: string, given: LoadFileOptions | null | undefined): LoadRequest {
	const { format, options } = requestOf(path, given, "loadFile");
	const { decompress, ...rest } = options as DecompressOption & LoadFileOptions;
	if (decompress !== undefined && decompress !== null && typeof decompress !== "boolean") {
		throw new PyTypeError(`decompress must be a boolean, not ${typeof decompress}`, { code: "option" });
	}
	const memory = (rest.limits as { readonly memory?: unknown } | null | undefined)?.memory;
	return {
		format,
		decompress: decompress ?? true,
		limit: typeof memory === "number" ? { memory } : {},
		options: rest,
	};
}

function checkedFormat(format: FileFormat | undefined | null): FileFormat | undefined {
	if (format === undefined || format === null) return undefined;
	if (!FORMATS.includes(format)) {
		throw new ValueError(`format must be 'pickle', 'json' or 'jsonl', not '${String(format)}'`, { code: "option" });
	}
	return format;
}

function formatOf(path: string): FileFormat {
	const [, extension] = /\.(json|jsonl|ndjson)$/i.exec(unpackedName(path)) ?? [];
	if (extension === undefined) return "pickle";
	return extension.toLowerCase() === "json" ? "json" : "jsonl";
}
