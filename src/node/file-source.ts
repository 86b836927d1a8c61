/** The bytes of a file, piece by piece. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { type Path, pathOf, toOSError } from "./path.ts";

/** Files up to here are read at once; longer ones piece by piece, so that only the value need fit. */
const WHOLE = 1 << 26;
const PIECE = 1 << 20;

/**
 * The bytes of a file as a source for `load` or an `Unpickler`, which fails as Python's `open` and `read` do. The file
 * is opened when the first piece is asked for, and closed after the last.
 *
 * @param path the file, a string or a `file:` URL
 * @returns the pieces
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), from the iteration
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { fileSource } from "brine/node";
 * for await (const value of pickle.loadAll(fileSource("log.pkl"))) console.log(value);
 * ```
 */
export async function* fileSource(path: Path): AsyncGenerator<Uint8Array, void, undefined> {
	const name = pathOf(path);
	const handle = await orOSError(name, () => open(name, "r"));
	try {
		let length = firstLength((await orOSError(name, () => handle.stat())).size);
		for (;;) {
			const piece = new Uint8Array(length);
			const { bytesRead } = await orOSError(name, () => handle.read(piece, 0, piece.length, null));
			if (bytesRead === 0) return;
			yield piece.subarray(0, bytesRead);
			length = PIECE;
		}
	} finally {
		await handle.close();
	}
}

/** {@link fileSource}, at once. */
export function* fileSourceSync(path: Path): Generator<Uint8Array, void, undefined> {
	const name = pathOf(path);
	const descriptor = orOSErrorSync(name, () => openSync(name, "r"));
	try {
		let length = firstLength(orOSErrorSync(name, () => fstatSync(descriptor)).size);
		for (;;) {
			const piece = new Uint8Array(length);
			const count = orOSErrorSync(name, () => readSync(descriptor, piece, 0, piece.length, null));
			if (count === 0) return;
			yield piece.subarray(0, count);
			length = PIECE;
		}
	} finally {
		closeSync(descriptor);
	}
}

/** How much to read first: all of a short file. The sizes of pipes and of what is under /proc are 0. */
function firstLength(size: number): number {
	return size > 0 && size <= WHOLE ? size : PIECE;
}

export async function orOSError<T>(name: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toOSError(error, name);
	}
}

function orOSErrorSync<T>(name: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw toOSError(error, name);
	}
}
