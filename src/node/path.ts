/** Paths as users give them, and failures in terms of them. */
import { fileURLToPath } from "node:url";
import { toOSError as systemErrorOf } from "../bytes/system-error.ts";
import { type PyError, PyTypeError, ValueError } from "../errors.ts";

/** A path: a string, or a `file:` URL. */
export type Path = string | URL;

/**
 * The path as a string.
 *
 * @throws PyTypeError, ValueError (`file`) with Python's words for what is not a path
 */
export function pathOf(path: Path): string {
	if (path instanceof URL) {
		if (path.protocol !== "file:") throw new ValueError(`not a file: URL: '${path.href}'`, { code: "file" });
		return fileURLToPath(path);
	}
	if (typeof path !== "string") {
		const kind = path === null || path === undefined ? "NoneType" : typeof path;
		throw new PyTypeError(`expected str, bytes or os.PathLike object, not ${kind}`, { code: "file" });
	}
	if (path.includes("\0")) throw new ValueError("embedded null byte", { code: "file" });
	return path;
}

/**
 * Turns what `node:fs` threw into what Python throws: class, number, text and file name.
 *
 * @param error what was thrown
 * @param path the file it was about
 * @returns the error to throw; an error of this package passes unchanged
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { toOSError } from "brine/node";
 * try {
 *   readFileSync("missing.pkl");
 * } catch (error) {
 *   console.log(toOSError(error, "missing.pkl").message); // [Errno 2] No such file or directory: 'missing.pkl'
 * }
 * ```
 */
export function toOSError(error: unknown, path?: Path): PyError {
	return systemErrorOf(error, "file", path === undefined ? undefined : String(path));
}
