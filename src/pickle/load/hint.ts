/** Advice for a pickle that does not load, where Python's words have none. */
import type { PyError } from "../../errors.ts";
import { hintOfKind } from "../../formats/hints.ts";
import { HEAD, kindOf, latin1 } from "../../formats/kind.ts";

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
	const head = latin1(bytes, HEAD);
	if (head.includes("\n") && !/(^|[^\r])\n|\r\r\n/.test(head)) {
		return "each line ends in CR LF: it was written or copied as text; write it in binary mode, or turn CR LF into LF";
	}
	if ((code === "truncated" || code === "eof") && base + bytes.length > 0) {
		return `cut short: understood up to byte ${offset} of ${base + bytes.length}; was it written and copied to its end?`;
	}
	if (offset + base === 0 && /^[\t\n\r -~]{4,}[^.]$/.test(head)) return "this is text, not a pickle";
	return undefined;
}
