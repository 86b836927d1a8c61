/** The suffixes of packed files, those that are not written too. */
const PACKED = /(?:\.tar)?\.(?:gz|bz2|xz|z|zlib|zst|lzma|lz4|zip|tar|7z|rar)$/i;

/**
 * A name without the suffix of a packing.
 *
 * @param path a path
 * @returns `a.pkl` for `a.pkl.gz` and `a.pkl.tar.gz`; a name without such a suffix as it is
 */
export function unpackedName(path: string): string {
	return path.replace(PACKED, "");
}
