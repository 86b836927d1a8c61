/** The limits of V8 for one string or bigint, and the error for more. */
import { MemoryError } from "../errors.ts";

/** Characters of the longest string. */
export const MAX_STRING: number = 2 ** 29 - 24;

/** Refuses to decode what yields at least so many characters; some decoders of the platform would end the process. */
export function checkStringSize(characters: number): void {
	if (characters > MAX_STRING) throw memoryError(`a string of ${characters} characters`);
}
/** The error of a thing that JavaScript cannot hold, though Python can. */
export function memoryError(what: string, cause?: unknown): MemoryError {
	return new MemoryError(`${what} is more than JavaScript can hold in one piece`, { code: "limit", cause });
}

/** V8's own errors of what is too large: of strings, bigints, arrays, buffers and tables. */
const TOO_LARGE =
	/^(Invalid (string|array|typed array|array buffer) length|Maximum BigInt size exceeded|Array buffer allocation failed|(Map|Set) maximum size exceeded|Cannot create a string longer)/;

/** An error as it is to be thrown: one of V8's about size becomes a typed one. */
export function typedSizeError(error: unknown): unknown {
	return error instanceof Error && TOO_LARGE.test(error.message) ? memoryError("a value", error) : error;
}
