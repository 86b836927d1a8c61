/** An item of a worker: its bytes, or a file that is open. */

import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { OSError } from "../errors.ts";
import { pathOfId, sha256Of } from "../jobs/answer.ts";
import { nameOf, type Request } from "../jobs/requests.ts";
import { toOSError } from "../node/index.ts";

/** Files up to here are read at once. */
const WHOLE = 1 << 24;
const PIECE = 1 << 20;

/** An item, and what is known of it. */
export interface Item {
	/** How it is called in answers. */
	readonly name: string;
	readonly size: number | null;
	readonly sha256: string | null;
	/** All of it, where that is not much or is here anyway. */
	readonly bytes: Uint8Array | undefined;
	/** Where it is a file: its path. */
	readonly path: string | undefined;
	readonly fd: number | undefined;
	/** Why there is nothing else. */
	readonly error: unknown;
}

/** The item of a request, with its hash. */
export function openItem({ id, bytes }: Request): Item {
	const name = nameOf(id);
	if (bytes !== undefined) {
		const sha256 = sha256Of(bytes);
		return { name, size: bytes.length, sha256, bytes, path: undefined, fd: undefined, error: undefined };
	}
	const nothing = { name, size: null, sha256: null, bytes: undefined, path: undefined, fd: undefined };
	let fd: number | undefined;
	try {
		const path = pathOfId(id);
		// A pipe without a writer would never be open.
		fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const about = fstatSync(fd);
		if (about.isDirectory()) throw Object.assign(new Error("EISDIR"), { code: "EISDIR", errno: -21 });
		if (!about.isFile()) throw new OSError(`not a regular file: '${nameOf(path)}'`, { code: "file" });
		const { size } = about;
		if (size <= WHOLE) {
			const whole = readAll(fd, size);
			return {
				name,
				size: whole.length,
				sha256: sha256Of(whole),
				bytes: whole,
				path: nameOf(path),
				fd,
				error: undefined,
			};
		}
		return { name, size, sha256: hashOf(fd, size), bytes: undefined, path: nameOf(path), fd, error: undefined };
	} catch (error) {
		if (fd !== undefined) closeSync(fd);
		return { ...nothing, error: error instanceof OSError ? error : toOSError(error, name) };
	}
}

/** Lets go of an item. */
export function closeItem({ fd }: Item): void {
	if (fd !== undefined) closeSync(fd);
}

/** Part of a file. */
export function readPart(fd: number, start: number, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let have = 0;
	while (have < length) {
		const read = readSync(fd, bytes, have, length - have, start + have);
		if (read === 0) break;
		have += read;
	}
	return bytes.subarray(0, have);
}

/** All of a file that had so many bytes when it was opened. */
function readAll(fd: number, size: number): Uint8Array {
	const bytes = readPart(fd, 0, size);
	// Files under /proc say that they have none.
	if (size > 0) return bytes;
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (let piece = readPart(fd, 0, PIECE); piece.length > 0 && length <= WHOLE; piece = readPart(fd, length, PIECE)) {
		pieces.push(piece);
		length += piece.length;
	}
	return Buffer.concat(pieces);
}

function hashOf(fd: number, size: number): string {
	const hash = createHash("sha256");
	for (let at = 0; at < size; at += PIECE) hash.update(readPart(fd, at, Math.min(PIECE, size - at)));
	return hash.digest("hex");
}
