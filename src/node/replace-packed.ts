import { archived, archiveOf, packed, packerOf } from "./pack.ts";
import { type Path, pathOf } from "./path.ts";
import { type NewFile, replaceFile } from "./replace-file.ts";

/**
 * As {@link replaceFile}, packed as the name says: gzip for `.gz`, zlib for `.z` and `.zlib`, bzip2, xz, lzma and lz4 for `.bz2`,
 * `.xz`, `.lzma` and `.lz4`, zstd for `.zst` where the platform can, an archive of this file alone for `.zip`, `.tar` and `.tar.gz`;
 * as it is for a name without such a suffix.
 *
 * @param path see {@link replaceFile}
 * @param write see {@link replaceFile}
 * @throws ValueError (`file`) for the suffix of a packing that this platform does not write
 * @example
 * ```ts
 * import { json } from "brine";
 * import { replacePackedFile } from "brine/node";
 * await replacePackedFile("log.jsonl.gz", (file) => json.dumpLines([{ id: 1 }, { id: 2 }], file));
 * ```
 */
export async function replacePackedFile(path: Path, write: (file: NewFile) => Promise<void>): Promise<void> {
	const name = pathOf(path);
	const archive = archiveOf(name);
	const packer = archive === undefined ? packerOf(name) : undefined;
	await replaceFile(name, (file) => {
		if (archive !== undefined) return archived(file, archive, write);
		return packer === undefined ? write(file) : packed(file, packer, write);
	});
}
