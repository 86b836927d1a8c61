/** Files that `brine view` hands out: opened once, so that what is served is what was named. */
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { IsADirectoryError, OSError } from "../errors.ts";
import { toOSError } from "../node/index.ts";
import { rawInput } from "./input.ts";

/** A file of known length, of which any part can be read. */
export interface ServedFile {
	readonly name: string;
	readonly size: number;
	/** The bytes from `start` to before `end`. */
	read(start: number, end: number): Readable;
	close(): Promise<void>;
}

/**
 * Opens a file.
 *
 * @param path the file; `-` is standard input, which is read to its end
 * @throws OSError when there is no such file, IsADirectoryError for a folder
 */
export async function openServed(path: string): Promise<ServedFile> {
	if (path === "-") return gathered();
	let handle: FileHandle;
	try {
		handle = await open(path, "r");
	} catch (error) {
		throw toOSError(error);
	}
	const status = await handle.stat();
	if (status.isDirectory()) {
		await handle.close();
		throw new IsADirectoryError(`[Errno 21] Is a directory: '${path}'`, { code: "file" });
	}
	return {
		name: basename(path),
		size: status.size,
		read: (start, end) => Readable.from(pieces(handle, start, end), { objectMode: false }),
		close: () => handle.close(),
	};
}

/** A part of a file, which stays open: a stream of Node's own closes what it has read when it is ended early. */
async function* pieces(handle: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
	for (let at = start; at < end; ) {
		const { bytesRead, buffer } = await handle.read(new Uint8Array(Math.min(PIECE, end - at)), { position: at });
		if (bytesRead === 0) throw new OSError("the file became shorter while it was served", { code: "file" });
		at += bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}
const PIECE = 1 << 18;

async function gathered(): Promise<ServedFile> {
	const pieces: Uint8Array[] = [];
	for await (const piece of rawInput("-")) pieces.push(piece);
	const bytes = Buffer.concat(pieces);
	return {
		name: "stdin",
		size: bytes.length,
		read: (start, end) => Readable.from([bytes.subarray(start, end)], { objectMode: false }),
		close: async () => undefined,
	};
}
