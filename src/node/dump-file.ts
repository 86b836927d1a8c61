/** Writing a file by its path, as a whole or not at all. */
import { writeSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { toOSError as sinkErrorOf } from "../bytes/system-error.ts";
import { utf8Encoder } from "../bytes/utf8-encoder.ts";
import * as json from "../json/index.ts";
import * as pickle from "../pickle/index.ts";
import { type DumpFileOptions, type Request, requestOf } from "./format.ts";
import { type Path, pathOf, toOSError } from "./path.ts";
import { replaceFile } from "./replace.ts";
import { replaceFileSync } from "./replace-sync.ts";

/** Lines are gathered to this length. */
const BATCH = 1 << 16;

/**
 * Writes one value to a file, so that others see the old file or the new one, never half of one: a new file grows
 * beside the old one, is flushed to the disk and takes the old one's place. If anything fails, the old file is as it was.
 *
 * The new file has the permissions of the old one, and symbolic links are followed. What cannot be
 * replaced, such as a pipe or `/dev/stdout`, is written as it is. Other hard links to the old file keep the old content.
 *
 * @param value what to write; for JSON Lines an iterable of documents, which may be asynchronous
 * @param path the file, a string or a `file:` URL
 * @param options those of `pickle.dump` or `json.dump`, and `format`; the name decides if that is not given
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), as Python's `open`; and everything that
 *   `dump` throws
 * @example
 * ```ts
 * import { dumpFile } from "brine/node";
 * await dumpFile({ theme: "dark" }, "settings.json", { indent: 4 });
 * ```
 */
export async function dumpFile(value: unknown, path: Path, options?: DumpFileOptions): Promise<void> {
	const name = pathOf(path);
	const request = requestOf(name, options);
	const failed: unknown[] = [];
	try {
		await replaceFile(name, async (handle) => {
			try {
				await write(value, handle, request);
			} catch (error) {
				failed.push(error);
				throw error;
			}
		});
	} catch (error) {
		throw failed.includes(error) ? error : toOSError(error, name);
	}
}

async function write(value: unknown, handle: FileHandle, request: Request<DumpFileOptions>): Promise<void> {
	const { format, options } = request;
	if (format === "pickle") return pickle.dump(value, handle, options as pickle.StreamDumpOptions);
	if (format === "json") return json.dump(value, handle, options as json.DumpOptions);
	return json.dumpLines(value as Iterable<unknown>, handle, options as json.DumpOptions);
}

/**
 * As {@link dumpFile}, at once.
 *
 * @param value see {@link dumpFile}; an iterable of documents must be synchronous
 * @param path see {@link dumpFile}
 * @param options see {@link dumpFile}
 */
export function dumpFileSync(value: unknown, path: Path, options?: DumpFileOptions): void {
	const name = pathOf(path);
	const request = requestOf(name, options);
	const failed: unknown[] = [];
	try {
		replaceFileSync(name, (descriptor) => {
			try {
				writeAtOnce(value, descriptor, request);
			} catch (error) {
				failed.push(error);
				throw error;
			}
		});
	} catch (error) {
		throw failed.includes(error) ? error : toOSError(error, name);
	}
}

function writeAtOnce(value: unknown, descriptor: number, { format, options }: Request<DumpFileOptions>): void {
	const encode = utf8Encoder();
	const file = {
		write(chunk: Uint8Array | string): void {
			const bytes = encode(chunk);
			try {
				for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
			} catch (error) {
				throw sinkErrorOf(error, "sink");
			}
		},
	};
	if (format === "pickle") pickle.dumpSync(value, file, options as pickle.DumpOptions);
	else if (format === "json") json.dumpSync(value, file, options as json.DumpsOptions);
	else for (const lines of batches(value as Iterable<unknown>, options as json.DumpsOptions)) file.write(lines);
	encode(undefined);
}

/** Documents as lines, many at a time. */
function* batches(documents: Iterable<unknown>, options: json.DumpsOptions): Generator<string> {
	let text = "";
	for (const document of documents) {
		text += `${json.dumps(document, options)}\n`;
		if (text.length < BATCH) continue;
		yield text;
		text = "";
	}
	yield text;
}
