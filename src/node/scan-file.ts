import { open } from "node:fs/promises";
import { checkOptions } from "../options.ts";
import type { Finding } from "../scan/finding.ts";
import { type ScanOptions, scan } from "../scan/scan.ts";
import { fileSource, orOSError } from "./file-source.ts";
import { type Path, pathOf } from "./path.ts";

/** Files up to here are read at once. */
const WHOLE = 1 << 24;

/**
 * `scan` of `brine/scan` for a file by path. Of a long file only what is needed is read: of a checkpoint its
 * directory and its pickle, not the numbers.
 *
 * @param path the file, a string or a `file:` URL
 * @param options as for `scan`; `file` is the path unless it is given
 * @returns the findings as they come
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`), from the iteration
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { scanFile } from "brine/node";
 * writeFileSync("model.pkl", "cos\nsystem\n(S'id'\ntR.");
 * for await (const { verdict, why } of scanFile("model.pkl")) console.log(verdict, why); // dangerous os.system runs …
 * ```
 */
export async function* scanFile(path: Path, options?: ScanOptions | null): AsyncGenerator<Finding, void, undefined> {
	const name = pathOf(path);
	checkOptions("scanFile", options);
	const named = { ...options, file: options?.file ?? name };
	const handle = await orOSError(name, () => open(name, "r"));
	try {
		const { size } = await orOSError(name, () => handle.stat());
		if (size === 0 || size <= WHOLE) {
			yield* scan(await whole(name, size, handle), named);
			return;
		}
		const at = async (offset: number, length: number): Promise<Uint8Array> => {
			const bytes = new Uint8Array(length);
			let read = 0;
			while (read < length) {
				const step = await orOSError(name, () => handle.read(bytes, read, length - read, offset + read));
				if (step.bytesRead === 0) break;
				read += step.bytesRead;
			}
			return bytes.subarray(0, read);
		};
		yield* scan({ size, at }, named);
	} finally {
		await handle.close();
	}
}

/** All of a short file; pipes and what is under /proc have no size. */
async function whole(
	name: string,
	size: number,
	handle: Awaited<ReturnType<typeof open>>,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
	if (size === 0) return fileSource(name);
	const bytes = new Uint8Array(size);
	const { bytesRead } = await orOSError(name, () => handle.read(bytes, 0, size, 0));
	return bytesRead === size ? bytes : fileSource(name);
}
