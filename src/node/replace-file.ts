/** Writing a file piece by piece, and having all of it or nothing. */
import { writeSync } from "node:fs";
import { openSink, RELEASES } from "../bytes/sink.ts";
import { toOSError as sinkErrorOf } from "../bytes/system-error.ts";
import { utf8Encoder } from "../bytes/utf8-encoder.ts";
import { type Path, pathOf, toOSError } from "./path.ts";
import { replaceContent } from "./replace.ts";
import { replaceContentSync } from "./replace-sync.ts";

/** The new file in the making. Text becomes UTF-8. */
export interface NewFile {
	write(chunk: Uint8Array | string): Promise<void>;
	/** @internal */
	readonly [RELEASES]?: boolean;
}
/** As {@link NewFile}, at once. */
export interface NewFileSync {
	write(chunk: Uint8Array | string): void;
}

/**
 * Replaces a file by what a function writes, under the promises of {@link dumpFile}: others see the old file or the
 * new one, and if the function throws, the old file is as it was.
 *
 * @param path the file, a string or a `file:` URL
 * @param write writes the new content; what it throws is thrown on
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), as Python's `open`
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { replaceFile } from "brine/node";
 * await replaceFile("log.pkl", async (file) => {
 *   for (const row of [1, 2, 3]) await pickle.dump(row, file);
 * });
 * ```
 */
export async function replaceFile(path: Path, write: (file: NewFile) => Promise<void>): Promise<void> {
	const name = pathOf(path);
	const failed: unknown[] = [];
	try {
		await replaceContent(name, async (handle) => {
			try {
				const sink = openSink(handle);
				await write({ write: async (chunk) => sink.write(chunk), [RELEASES]: true });
				await sink.close();
			} catch (error) {
				failed.push(error);
				throw error;
			}
		});
	} catch (error) {
		throw failed.includes(error) ? error : toOSError(error, name);
	}
}

/**
 * As {@link replaceFile}, at once.
 *
 * @param path see {@link replaceFile}
 * @param write see {@link replaceFile}
 */
export function replaceFileSync(path: Path, write: (file: NewFileSync) => void): void {
	const name = pathOf(path);
	const failed: unknown[] = [];
	try {
		replaceContentSync(name, (descriptor) => {
			try {
				const encode = utf8Encoder();
				write({ write: (chunk) => writeAll(descriptor, encode(chunk)) });
				encode(undefined);
			} catch (error) {
				failed.push(error);
				throw error;
			}
		});
	} catch (error) {
		throw failed.includes(error) ? error : toOSError(error, name);
	}
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
	try {
		for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
	} catch (error) {
		throw sinkErrorOf(error, "sink");
	}
}
