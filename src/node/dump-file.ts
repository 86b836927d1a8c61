/** Writing a file by its path, as a whole or not at all. */
import * as json from "../json/index.ts";
import * as pickle from "../pickle/index.ts";
import { type DumpFileOptions, requestOf } from "./format.ts";
import { archivedSync, archiveOf, packedSync, packerOf } from "./pack.ts";
import { type Path, pathOf } from "./path.ts";
import { type NewFile, type NewFileSync, replaceFileSync } from "./replace-file.ts";
import { replacePackedFile } from "./replace-packed.ts";

/**
 * Writes one value to a file, so that others see the old file or the new one, never half of one: a new file grows
 * beside the old one, is flushed to the disk and takes the old one's place. If anything fails, the old file is as it
 * was.
 *
 * A name that ends in `.gz`, `.z`, `.zlib`, `.bz2`, `.xz`, `.lzma`, `.lz4` or, where the platform can, `.zst` is packed so; `.zip`,
 * `.tar`, `.tar.gz` and its like are archives of one file, as pandas' `to_pickle` writes them. `loadFile` unpacks all of these.
 *
 * The new file has the permissions of the old one, and symbolic links are followed. A target that cannot be replaced,
 * such as a pipe or `/dev/stdout`, is written as it is. Other hard links to the old file keep the old content.
 *
 * @param value what to write; for JSON Lines an iterable of documents, which may be asynchronous
 * @param path the file, a string or a `file:` URL
 * @param options those of `pickle.dump` or `json.dump`, and `format`; the name decides if that is not given
 * @throws ValueError (`file`) for a name such as `x.pkl.zst`, where the platform has no writer of it, and for `.7z`, `.rar`, `.Z` and
 *   other packings that are not written here
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), as Python's `open`; and everything that
 *   `dump` throws
 * @example
 * ```ts
 * import { dumpFile } from "brine/node";
 * await dumpFile({ theme: "dark" }, "settings.json", { indent: 4 });
 * ```
 */
export async function dumpFile(value: unknown, path: Path, options?: DumpFileOptions | null): Promise<void> {
	const name = pathOf(path);
	const { format, options: rest } = requestOf(name, options);
	const write = async (file: NewFile): Promise<void> => {
		if (format === "pickle") await pickle.dump(value, file, rest as pickle.DumpOptions);
		else if (format === "json") await json.dump(value, file, rest as json.DumpOptions);
		else await json.dumpLines(value as Iterable<unknown>, file, rest as json.DumpOptions);
	};
	await replacePackedFile(name, write);
}

/**
 * As {@link dumpFile}, at once, for the same names.
 *
 * @param value see {@link dumpFile}; an iterable of documents must be synchronous
 * @param path see {@link dumpFile}
 * @param options see {@link dumpFile}
 */
export function dumpFileSync(value: unknown, path: Path, options?: DumpFileOptions | null): void {
	const name = pathOf(path);
	const { format, options: rest } = requestOf(name, options);
	const archive = archiveOf(name);
	const packer = archive === undefined ? packerOf(name) : undefined;
	const write = (file: NewFileSync): void => {
		if (format === "pickle") pickle.dumpSync(value, file, rest as pickle.DumpsOptions);
		else if (format === "json") json.dumpSync(value, file, rest as json.DumpsOptions);
		else json.dumpLinesSync(value as Iterable<unknown>, file, rest as json.DumpsOptions);
	};
	replaceFileSync(name, (file) => {
		if (archive !== undefined) archivedSync(file, archive, write);
		else if (packer === undefined) write(file);
		else packedSync(file, packer, write);
	});
}
