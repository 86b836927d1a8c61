/** Advice for a pickle that does not load, where Python's words have none. */
import type { PyError } from "../../errors.ts";
import { hintOfKind } from "../../formats/hints.ts";
import { HEAD, kindOf } from "../../formats/kind.ts";

const CARRIAGE_RETURN = 13;
const NEWLINE = 10;

/**
 * Finds a hint.
 *
 * @param error what went wrong, with its place
 * @param bytes the bytes that are at hand
 * @param base the offset of the first of them in the whole input
 * @returns a sentence, or undefined when the message says enough
 */
export function hintFor(error: PyError, bytes: Uint8Array, base: number): string | undefined {
	const { code, offset = 0 } = error;
	if (code === "limit" || code === "aborted" || code === "option") return undefined;
	const start = base === 0 ? kindOf(bytes.subarray(0, HEAD)) : "unknown";
	const known = hintOfKind(start);
	if (known !== undefined) return known;
	if (code === "decode") {
		return 'strings of Python 2: give encoding "latin1" (numpy, dates), "utf-8" (text) or "bytes"';
	}
	if (code === "persistent-id") {
		return 'it refers to something outside of it: give persistentLoad, which returns that, or "keep"';
	}
	if (code === "buffer" && error.name === "UnpicklingError") {
		return "it was written with a buffer_callback: give the buffers that it got";
	}
	if (isText(bytes)) {
		return "each line ends in CR LF: it was written or copied as text; write it in binary mode, or turn CR LF into LF";
	}
	if ((code === "truncated" || code === "eof") && base + bytes.length > 0) {
		return `cut short: understood up to byte ${offset} of ${base + bytes.length}; was it written and copied to its end?`;
	}
	return undefined;
}

/** Whether there are newlines among the first bytes, and each comes after a carriage return. */
function isText(bytes: Uint8Array): boolean {
	let lines = 0;
	for (let at = 0; at < HEAD && at < bytes.length; at++) {
		if (bytes[at] !== NEWLINE) continue;
		if (bytes[at - 1] !== CARRIAGE_RETURN) return false;
		lines++;
	}
	return lines > 0;
}
