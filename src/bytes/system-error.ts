/** The operating system's failures in Python's words: class, `[Errno 2]`, text and file name. */
import {
	BrokenPipeError,
	type ErrorCode,
	type ErrorDetails,
	FileExistsError,
	FileNotFoundError,
	IsADirectoryError,
	NotADirectoryError,
	OSError,
	PermissionError,
	PyError,
} from "../errors.ts";

type OSErrorClass = new (message: string, details: ErrorDetails) => OSError;

/** Linux's number and text, and Python's class, for the failures that files and pipes meet. */
const FAILURES: Readonly<Record<string, readonly [number, string, OSErrorClass]>> = {
	EPERM: [1, "Operation not permitted", PermissionError],
	ENOENT: [2, "No such file or directory", FileNotFoundError],
	EIO: [5, "Input/output error", OSError],
	ENXIO: [6, "No such device or address", OSError],
	EBADF: [9, "Bad file descriptor", OSError],
	EAGAIN: [11, "Resource temporarily unavailable", OSError],
	ENOMEM: [12, "Cannot allocate memory", OSError],
	EACCES: [13, "Permission denied", PermissionError],
	EBUSY: [16, "Device or resource busy", OSError],
	EEXIST: [17, "File exists", FileExistsError],
	EXDEV: [18, "Invalid cross-device link", OSError],
	ENODEV: [19, "No such device", OSError],
	ENOTDIR: [20, "Not a directory", NotADirectoryError],
	EISDIR: [21, "Is a directory", IsADirectoryError],
	EINVAL: [22, "Invalid argument", OSError],
	ENFILE: [23, "Too many open files in system", OSError],
	EMFILE: [24, "Too many open files", OSError],
	ETXTBSY: [26, "Text file busy", OSError],
	EFBIG: [27, "File too large", OSError],
	ENOSPC: [28, "No space left on device", OSError],
	EROFS: [30, "Read-only file system", OSError],
	EMLINK: [31, "Too many links", OSError],
	EPIPE: [32, "Broken pipe", BrokenPipeError],
	ENAMETOOLONG: [36, "File name too long", OSError],
	ENOTEMPTY: [39, "Directory not empty", OSError],
	ELOOP: [40, "Too many levels of symbolic links", OSError],
	ECONNRESET: [104, "Connection reset by peer", OSError],
	ETIMEDOUT: [110, "Connection timed out", OSError],
	ECONNREFUSED: [111, "Connection refused", OSError],
	EDQUOT: [122, "Disk quota exceeded", OSError],
};

/** Node's messages when a stream was destroyed or closed under the writer; Python's writer would get EPIPE. */
const GONE: ReadonlySet<string> = new Set([
	"ERR_STREAM_DESTROYED",
	"ERR_STREAM_WRITE_AFTER_END",
	"ERR_STREAM_PREMATURE_CLOSE",
]);

/**
 * A failure with the number and text that Linux has for it, as Python prints them.
 *
 * @param name the system's name of the failure, such as `"ENOENT"`
 * @param code the stable word for it
 * @param details cause and file name, where known
 */
export function systemError(
	name: string,
	code: ErrorCode,
	details: { readonly cause?: unknown; readonly filename?: string | undefined; readonly text?: string } = {},
): OSError {
	const known = Object.hasOwn(FAILURES, name) ? FAILURES[name] : undefined;
	const text = known === undefined ? (details.text ?? name) : `[Errno ${known[0]}] ${known[1]}`;
	const shown = details.filename === undefined ? text : `${text}: ${quote(details.filename)}`;
	const error = new (known?.[2] ?? OSError)(shown, { code, cause: details.cause });
	error.errno = name;
	if (details.filename !== undefined) error.filename = details.filename;
	return error;
}

/**
 * Turns what a stream, a file handle or the file system threw into Python's `OSError` or one of its kinds.
 * Errors of this package pass unchanged.
 *
 * @param error what was thrown
 * @param code `"source"`, `"sink"` or `"file"`
 * @param filename the file it is about, where there is one
 * @returns the error to throw; `cause` is what was thrown
 */
export function toOSError(error: unknown, code: ErrorCode, filename?: string): PyError {
	if (error instanceof PyError) return error;
	const thrown = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; message?: unknown };
	const text = typeof thrown.message === "string" ? thrown.message : String(error);
	const name = typeof thrown.code === "string" ? thrown.code : undefined;
	if (name !== undefined && code === "sink" && GONE.has(name)) return systemError("EPIPE", code, { cause: error });
	if (name !== undefined && /^E[A-Z0-9]+$/.test(name)) {
		return systemError(name, code, { cause: error, filename, text });
	}
	return new OSError(text, { code, cause: error });
}

/** A file name in the quotes that Python's `repr` chooses; control characters are escaped. */
function quote(name: string): string {
	const quoted = name.includes("'") && !name.includes('"') ? '"' : "'";
	let text = "";
	for (const character of name) {
		const point = character.codePointAt(0) as number;
		if (character === "\\" || character === quoted) text += `\\${character}`;
		else if (character === "\n") text += "\\n";
		else if (character === "\r") text += "\\r";
		else if (character === "\t") text += "\\t";
		else if (point < 0x20 || (point >= 0x7f && point <= 0xa0)) text += `\\x${point.toString(16).padStart(2, "0")}`;
		else text += character;
	}
	return quoted + text + quoted;
}
