/** Which format a file has, and the options that go with it. */

import { PyTypeError, ValueError } from "../errors.ts";
import type { DumpOptions as JSONDumpOptions, LoadOptions as JSONLoadOptions } from "../json/index.ts";
import type { StreamDumpOptions, StreamLoadOptions } from "../pickle/index.ts";

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
/** The options of `pickle.load` or of `json.load`, and the format. */
export type LoadFileOptions = FormatOption & (StreamLoadOptions | JSONLoadOptions);
/** The options of `pickle.dump` or of `json.dump`, and the format. */
export type DumpFileOptions = FormatOption & (StreamDumpOptions | JSONDumpOptions);

const FORMATS: readonly FileFormat[] = ["pickle", "json", "jsonl"];

/** A request: the format, and the options without it. */
export interface Request<Options> {
	readonly format: FileFormat;
	readonly options: Options;
}

/**
 * Tells the format of a file and takes it out of the options.
 *
 * @throws ValueError (`option`) for an unknown format, PyTypeError (`option`) for options that are no object
 */
export function requestOf<Options extends FormatOption>(path: string, given: Options | undefined): Request<Options> {
	if (given !== undefined && (typeof given !== "object" || given === null)) {
		throw new PyTypeError("options must be an object", { code: "option" });
	}
	const { format, ...options } = (given ?? {}) as FormatOption;
	if (format !== undefined && !FORMATS.includes(format)) {
		throw new ValueError(`format must be 'pickle', 'json' or 'jsonl', not '${String(format)}'`, { code: "option" });
	}
	return { format: format ?? formatOf(path), options: options as Options };
}

function formatOf(path: string): FileFormat {
	const [, extension] = /\.(json|jsonl|ndjson)$/i.exec(path) ?? [];
	if (extension === undefined) return "pickle";
	return extension.toLowerCase() === "json" ? "json" : "jsonl";
}
