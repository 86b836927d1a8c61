/** Where commands read from: files and standard input, packed or not. */
import { statSync } from "node:fs";
import { unpackMember } from "../formats/archive-member.ts";
import { type OpenBytes, unpack } from "../formats/decompress.ts";
import { fileSource, toOSError } from "../node/index.ts";
import { readingLimits } from "./limits.ts";
import { visibleLine } from "./output.ts";
import { withProgress } from "./progress.ts";

/** The bytes of a file, as they are; `-` is standard input. */
export async function* rawInput(path: string): AsyncGenerator<Uint8Array, void, undefined> {
	if (path !== "-") {
		yield* fileSource(path);
		return;
	}
	try {
		for await (const chunk of process.stdin) yield chunk as Uint8Array;
	} catch (error) {
		throw toOSError(error);
	}
}

/**
 * The bytes of a file, unpacked if it is packed, with a progress bar when that takes long.
 *
 * @param path the file; `-` is standard input
 */
export async function openInput(path: string): Promise<OpenBytes> {
	const size = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
	const packed = withProgress(rawInput(path), nameOf(path), size);
	return unpackMember((await unpack(packed, readingLimits())).bytes, readingLimits());
}

/** How a file is called in messages. */
export function nameOf(path: string): string {
	return path === "-" ? "<stdin>" : visibleLine(path);
}

export { peek } from "../formats/decompress.ts";
