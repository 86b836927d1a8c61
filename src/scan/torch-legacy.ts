/** Protocol 2, torch's magic number as LONG1, STOP: the first pickle of a file of torch before 1.6. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/**
 * Where the storages of a legacy file of torch end. They follow the five pickles, each as its count in eight bytes and
 * its items; they count as such only when they fit the file exactly.
 *
 * @param bytes the file
 * @param at where they start
 * @param storages the size of each in bytes
 * @param length how long the whole file is
 * @returns the end of the file; undefined when it is not such a file, or they do not fit
 */
export function legacyStorages(
	bytes: Uint8Array,
	at: number,
	storages: ReadonlyMap<string, number>,
	length: number,
): number | undefined {
	if (!MAGIC.every((byte, index) => bytes[index] === byte)) return undefined;
	let end = at;
	for (const size of storages.values()) end += 8 + size;
	return end === length ? end : undefined;
}
