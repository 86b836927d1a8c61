/** Writing at once, until all of it is written. */
import { writeSync } from "node:fs";
import { toOSError } from "../node/index.ts";

/**
 * Writes bytes to a file descriptor. Standard output may be a pipe that does not wait; then we do.
 *
 * @throws BrokenPipeError when nobody reads any more, OSError for a full disk
 */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(descriptor, bytes, at);
		} catch (error) {
			if ((error as { code?: unknown }).code !== "EAGAIN") throw toOSError(error);
			pause();
		}
	}
}

/** Waits a little, without giving way to anything else. */
export function pause(): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
