/** A worker's answer for an item. */
import { createHash } from "node:crypto";
import { closeSync, constants, createReadStream, fstatSync, openSync } from "node:fs";
import { LimitError, PyError } from "../errors.ts";
import { limitMessage } from "./limit-advice.ts";
import { bytesOfName, nameOf, type Request } from "./requests.ts";

/** An error as it is in answers. */
export interface AnswerError {
	/** The name of Python's exception. */
	readonly name: string;
	/** Its `str()`. */
	readonly message: string;
	/** The stable word for the kind of failure, see `ErrorCode`. */
	readonly code?: string;
	/** Where in the bytes reading failed. */
	readonly offset?: number;
	/** CPython's name of the opcode that failed. */
	readonly opcode?: string;
	/** The path to the value that has no JSON form. */
	readonly path?: string;
	/** Advice for a person. */
	readonly hint?: string;
}

/** A worker's answer for an item. */
export type Answer = {
	/** The caller's name of the item. */
	readonly id: string;
	/** SHA-256 of its bytes in hexadecimal; null where they could not be read. */
	readonly sha256: string | null;
	/** How many bytes it has; null where it could not be read. */
	readonly size: number | null;
} & (
	| {
			readonly ok: true;
			/** `convert`: how many pickles it holds. */
			readonly pickles?: number;
			/** `convert`: its value; the list of its values where it holds several pickles. */
			readonly value?: unknown;
			/** `show`: its value as Python prints it. */
			readonly text?: string;
			/** `scan`: the verdict. */
			readonly verdict?: string;
			/** `scan`: whether some part could not be looked at. */
			readonly unscannable?: boolean;
			/** `scan`: what is odd. */
			readonly findings?: readonly Readonly<Record<string, unknown>>[];
	  }
	| { readonly ok: false; readonly error: AnswerError }
);

/** The members of an answer that say which item it is of, as the beginning of a JSON object. */
export function answerHead(id: string, sha256: string | null, size: number | null, ok: boolean): string {
	return `{"id":${JSON.stringify(id)},"sha256":${sha256 === null ? "null" : `"${sha256}"`},"size":${size},"ok":${ok}`;
}

/** An error as it is in answers. */
export function errorForm(error: unknown): AnswerError {
	if (!(error instanceof PyError)) {
		const { name, message } = error instanceof Error ? error : new Error(String(error));
		return { name, message };
	}
	const { name, code, offset, opcode, path, hint } = error;
	const message = error instanceof LimitError ? limitMessage(error, "task") : error.message;
	return {
		name,
		message,
		code,
		...(offset !== undefined && { offset }),
		...(opcode !== undefined && { opcode }),
		...(path !== undefined && { path }),
		...(hint !== undefined && { hint }),
	};
}

/** The answer for an item that failed. */
export function failedAnswer(id: string, sha256: string | null, size: number | null, error: AnswerError): string {
	return `${answerHead(id, sha256, size, false)},"error":${JSON.stringify(error)}}`;
}

/** The answer for an item whose process did not survive it. */
export async function answerOfDead(request: Request, error: AnswerError, milliseconds: number): Promise<string> {
	const { id, bytes } = request;
	const name = nameOf(id);
	if (bytes !== undefined) return failedAnswer(name, sha256Of(bytes), bytes.length, error);
	const about = await hashFile(id, milliseconds);
	return failedAnswer(name, about?.sha256 ?? null, about?.size ?? null, error);
}

/** SHA-256 in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** The path that an id means: itself, or that of a `file:` URL, as Spark has them. */
export function pathOfId(id: Uint8Array): Buffer {
	const name = Buffer.from(id.buffer, id.byteOffset, id.length);
	if (name.toString("latin1", 0, 6) !== "file:/") return name;
	const rest = nameOf(name)
		.slice(5)
		.replace(/^\/\/(?:localhost)?(?=\/)/, "");
	return bytesOfName(unescaped(rest));
}

/** A path of a URL with the characters that `%XX` means, as far as that is UTF-8. */
function unescaped(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** The hash of a file that is one; undefined for what cannot be read in so much time. */
async function hashFile(
	id: Uint8Array,
	milliseconds: number,
): Promise<{ readonly sha256: string; readonly size: number } | undefined> {
	try {
		const fd = openSync(pathOfId(id), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		if (!fstatSync(fd).isFile()) {
			closeSync(fd);
			return undefined;
		}
		const hash = createHash("sha256");
		let size = 0;
		const signal = AbortSignal.timeout(milliseconds);
		for await (const piece of createReadStream("", { fd, signal })) {
			hash.update(piece as Uint8Array);
			size += (piece as Uint8Array).length;
		}
		return { sha256: hash.digest("hex"), size };
	} catch {
		return undefined;
	}
}
