/** Parts of a file, for what reads `.npy`, `.npz` and other files by their parts. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { OSError } from "../errors.ts";
import { type Path, pathOf, toOSError } from "./path.ts";

/** A file that is open for reading in parts. */
export interface FileRanges {
	/** How many bytes the file has. */
	readonly byteLength: number;
	/** The bytes from `start` to `end`. */
	slice(start: number, end: number): Uint8Array<ArrayBuffer>;
	/** Fills memory with the bytes from `start` on, for what reads a long file piece by piece. */
	fill(into: Uint8Array, start: number): void;
	/** Closes the file. */
	close(): void;
}

/**
 * Opens a file of which parts are wanted: what `openNpy`, `openNpz` and `loadNpy` of `brine/numpy` take.
 *
 * @param path the file, a string or a `file:` URL
 * @returns a source of ranges, which the caller closes
 * @throws FileNotFoundError, PermissionError, IsADirectoryError, … (`file`)
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { fileRanges } from "brine/node";
 * import { array, dumpsNpy, openNpy } from "brine/numpy";
 * writeFileSync("rows.npy", dumpsNpy(array([[1, 2], [3, 4], [5, 6]])));
 * const file = fileRanges("rows.npy");
 * const last = await (await openNpy(file)).rows(-1);
 * file.close();
 * console.log(last.toArray()); // [ [ 5, 6 ] ]
 * ```
 */
export function fileRanges(path: Path): FileRanges {
	const name = pathOf(path);
	const work = <T>(run: () => T): T => {
		try {
			return run();
		} catch (error) {
			throw toOSError(error, name);
		}
	};
	const descriptor = work(() => openSync(name, "r"));
	const byteLength = work(() => fstatSync(descriptor)).size;
	const fill = (into: Uint8Array, start: number): void => {
		for (let at = 0; at < into.length; ) {
			const count = work(() => readSync(descriptor, into, at, into.length - at, start + at));
			if (count === 0) throw new OSError(`${name} became shorter while it was read`, { code: "source" });
			at += count;
		}
	};
	return {
		byteLength,
		slice(start, end) {
			const length = Math.max(0, Math.min(end, byteLength) - start);
			// Memory of its own, not of Node's pool, and not filled with zeros that the file's bytes take the place of.
			const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer as ArrayBuffer, 0, length);
			fill(bytes, start);
			return bytes;
		},
		fill,
		close: () => closeSync(descriptor),
	};
}
