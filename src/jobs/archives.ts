/** Archives of many small files: listing a million files costs more than reading them. */
import { LimitError } from "../errors.ts";
import { unpack } from "../formats/decompress.ts";
import { kindOf } from "../formats/kind.ts";
import { tarFiles } from "../formats/tar.ts";
import { Zip } from "../formats/zip.ts";
import { type FileRanges, fileRanges } from "../node/file-ranges.ts";
import { nameOf } from "./requests.ts";

/** A file in an archive. */
export interface Member {
	readonly name: string;
	/** Its bytes; or why there are none. */
	readonly bytes: Uint8Array | { readonly error: unknown; readonly size: number };
}

const PIECE = 1 << 18;
/** A packed archive may hold so many times its length; what holds more was made to. */
const MOST_RATIO = 100;
const LEAST_INSIDE = 2 ** 30;
/** The bytes that are read to tell what a file is: the sign of a tar archive is in its first block. */
const HEAD = 4096;

/**
 * The files in an archive: tar, packed or not, and zip. Those of numpy and torch are zips too, but one value each.
 *
 * @param path the file
 * @param most most bytes of a member that are held
 * @returns undefined for what is not an archive
 * @throws OSError (`source`, `file`) from the iteration, for what is damaged
 */
export async function membersOf(path: string, most: number): Promise<AsyncGenerator<Member> | undefined> {
	const file = fileRanges(path);
	let isOpen = false;
	try {
		const kind = kindOf(file.slice(0, HEAD));
		if (kind === "zip") {
			const zip = await Zip.open(file, { memory: most });
			const isValue = zip.entries.some(({ name }) => /\.npy$|^[^/]+\/(data\.pkl|version|byteorder)$/.test(name));
			isOpen = !isValue;
			return isValue ? undefined : closing(file, zipMembers(zip, most));
		}
		const [isTar, bytes] = await tarInside(file);
		isOpen = isTar;
		return isTar ? closing(file, tarMembers(bytes, most)) : undefined;
	} finally {
		if (!isOpen) file.close();
	}
}

async function* closing(file: FileRanges, members: AsyncGenerator<Member>): AsyncGenerator<Member, void, undefined> {
	try {
		yield* members;
	} finally {
		file.close();
	}
}

/** Whether a file is a tar archive, perhaps inside gzip and others; and its bytes. */
async function tarInside(file: FileRanges): Promise<readonly [isTar: boolean, bytes: AsyncIterable<Uint8Array>]> {
	const unpacked = async (): Promise<AsyncIterable<Uint8Array>> =>
		(await unpack(pieces(file), { memory: Math.max(LEAST_INSIDE, MOST_RATIO * file.byteLength) })).bytes;
	let head = new Uint8Array(0);
	for await (const piece of await unpacked()) {
		head = Buffer.concat([head, piece]);
		if (head.length >= HEAD) break;
	}
	// Checkpoints of torch 0.1 are tar archives, of one value.
	const isTar = kindOf(head) === "tar" && nameOf(head.subarray(0, 9)) !== "sys_info\0";
	return [isTar, await unpacked()];
}

async function* pieces(file: FileRanges): AsyncGenerator<Uint8Array, void, undefined> {
	for (let at = 0; at < file.byteLength; at += PIECE) yield file.slice(at, at + PIECE);
}

async function* tarMembers(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Member, void, undefined> {
	for await (const { name, size, read } of tarFiles(bytes)) {
		yield { name: nameOf(name), bytes: size > most ? { error: tooLong(size, most), size } : await read() };
	}
}

async function* zipMembers(zip: Zip, most: number): AsyncGenerator<Member, void, undefined> {
	for (const entry of zip.entries) {
		if (entry.name.endsWith("/")) continue;
		let bytes: Member["bytes"];
		try {
			bytes = entry.size > most ? { error: tooLong(entry.size, most), size: entry.size } : await zip.read(entry);
		} catch (error) {
			bytes = { error, size: entry.size };
		}
		yield { name: entry.name, bytes };
	}
}

function tooLong(size: number, most: number): LimitError {
	return new LimitError("memory", most, {}, `the member has ${size} bytes; give more with --max-memory`);
}
