/** Reading a file by its path. */
import { PyError } from "../errors.ts";
import { explainStack } from "../explain-stack.ts";
import * as json from "../json/index.ts";
import * as pickle from "../pickle/index.ts";
import type { StandardSchema } from "../schema.ts";
import { type LoadFileOptions, loadRequestOf } from "./format.ts";
import { type Path, pathOf } from "./path.ts";
import { unpackedSource, unpackedSourceSync } from "./unpack.ts";

/**
 * Reads one value from a file, as Python's `load(open(path, "rb"))`. The file may be larger than V8's longest string
 * and than 2 GiB. A file that is packed with gzip, zlib, bzip2, xz, lzma, lz4 or zstd is unpacked on the
 * way, and a zip or tar archive of one file too, as pandas' `to_pickle` writes them; what comes out is charged to
 * `limits.memory`.
 *
 * @param path the file, a string or a `file:` URL
 * @param options those of `pickle.load` or `json.load`, and `format`; the name decides if that is not given
 * @returns the value; of a JSON Lines file an array of its documents
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), as Python's `open`; EOFError (`eof`)
 *   `Ran out of input` for an empty pickle file, which somebody opened for writing and never wrote:
 *   {@link dumpFile} never leaves one; OSError (`source`) for a damaged packing; LimitError (`limit`) when more than
 *   `limits.memory` bytes come out of it; and everything that `load` throws
 * @example
 * ```ts
 * import { dumpFile, loadFile } from "brine/node";
 * await dumpFile({ theme: "dark", volume: 7 }, "settings.pkl");
 * await loadFile("settings.pkl"); // { theme: "dark", volume: 7 }
 * ```
 */
export async function loadFile<Output>(
	path: Path,
	options: LoadFileOptions & { readonly schema: StandardSchema<Output> },
): Promise<Output>;
export async function loadFile(path: Path, options?: LoadFileOptions | null): Promise<unknown>;
export async function loadFile(path: Path, given?: LoadFileOptions | null): Promise<unknown> {
	const name = pathOf(path);
	const request = loadRequestOf(name, given);
	const { format, options } = request;
	const source = await unpackedSource(name, request).catch((error: unknown) => {
		throw inFile(error, name);
	});
	try {
		if (format === "pickle") return await pickle.load(source, options as pickle.LoadOptions);
		if (format === "json") return await json.load(source, options as json.LoadOptions);
		const documents: unknown[] = [];
		for await (const document of json.loadLines(source, options as json.LoadOptions)) documents.push(document);
		return documents;
	} catch (error) {
		throw inFile(error, name);
	} finally {
		await source.return?.();
	}
}

/**
 * As {@link loadFile}, at once. It unpacks gzip, zlib and zstd, and refuses what needs {@link loadFile}: bzip2, xz, and
 * zip and tar archives of one file.
 *
 * @param path see {@link loadFile}
 * @param options see {@link loadFile}
 * @returns the value
 * @throws OSError (`source`) for those; and everything that {@link loadFile} throws
 */
export function loadFileSync<Output>(
	path: Path,
	options: LoadFileOptions & { readonly schema: StandardSchema<Output> },
): Output;
export function loadFileSync(path: Path, options?: LoadFileOptions | null): unknown;
export function loadFileSync(path: Path, given?: LoadFileOptions | null): unknown {
	const name = pathOf(path);
	const request = loadRequestOf(name, given);
	const { format, options } = request;
	const source = unpackedSourceSync(name, request);
	try {
		if (format === "pickle") return pickle.loadSync(source, options as pickle.LoadsOptions);
		if (format === "json") return json.loadSync(source, options as json.LoadOptions);
		return [...json.loadLinesSync(source, options as json.LoadLinesSyncOptions)];
	} catch (error) {
		throw inFile(error, name);
	} finally {
		source.return();
	}
}

/** Says of which file an error is. */
function inFile(error: unknown, name: string): unknown {
	if (!(error instanceof PyError) || error.code === "option") return error;
	error.filename ??= name;
	explainStack(error);
	return error;
}
