/** Bytes as the text that Python's text files give: strict UTF-8, every kind of line end a newline. */
import { UnicodeDecodeError } from "../errors.ts";

/** Decodes bytes as they come, and turns `\r\n` and `\r` into `\n`. */
export async function* textOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
	const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	let offset = 0;
	let tail = new Uint8Array(0);
	let heldReturn = "";
	for await (const chunk of source) {
		const start = offset - tail.length;
		offset += chunk.length;
		const text =
			heldReturn + decodeOrExplain(() => decoder.decode(chunk, { stream: true }), [tail, chunk], start, false);
		tail = unfinished(tail, chunk);
		heldReturn = text.endsWith("\r") ? "\r" : "";
		const whole = heldReturn === "" ? text : text.slice(0, -1);
		if (whole !== "") yield normalize(whole);
	}
	const rest = heldReturn + decodeOrExplain(() => decoder.decode(), [tail], offset - tail.length, true);
	if (rest !== "") yield normalize(rest);
}

function normalize(text: string): string {
	return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function decodeOrExplain(decode: () => string, parts: Uint8Array[], start: number, final: boolean): string {
	try {
		return decode();
	} catch {
		const bytes = Buffer.concat(parts);
		const { at, length, why } = fault(bytes, final);
		const range =
			length === 1
				? `byte 0x${(bytes[at] as number).toString(16).padStart(2, "0")} in position ${start + at}`
				: `bytes in position ${start + at}-${start + at + length - 1}`;
		throw new UnicodeDecodeError(`'utf-8' codec can't decode ${range}: ${why}`, { code: "decode" });
	}
}

/** How many bytes a sequence has that starts with this one, and what may follow it; no length for bytes that start none. */
function sequence(first: number): { length: number; low: number; high: number } {
	if (first < 0x80) return { length: 1, low: 0, high: 0 };
	if (first < 0xc2 || first > 0xf4) return { length: 0, low: 0, high: 0 };
	if (first < 0xe0) return { length: 2, low: 0x80, high: 0xbf };
	if (first < 0xf0) return { length: 3, low: first === 0xe0 ? 0xa0 : 0x80, high: first === 0xed ? 0x9f : 0xbf };
	return { length: 4, low: first === 0xf0 ? 0x90 : 0x80, high: first === 0xf4 ? 0x8f : 0xbf };
}

/** The first thing wrong with bytes that are no UTF-8, in CPython's words. */
function fault(bytes: Uint8Array, final: boolean): { at: number; length: number; why: string } {
	for (let at = 0; at < bytes.length; ) {
		const { length, low, high } = sequence(bytes[at] as number);
		if (length === 0) return { at, length: 1, why: "invalid start byte" };
		for (let k = 1; k < length; k++) {
			const byte = bytes[at + k];
			if (byte === undefined) {
				if (final) return { at, length: k, why: "unexpected end of data" };
				break;
			}
			if (byte < (k === 1 ? low : 0x80) || byte > (k === 1 ? high : 0xbf)) {
				return { at, length: k, why: "invalid continuation byte" };
			}
		}
		at += length;
	}
	return { at: 0, length: 1, why: "invalid start byte" };
}

/** The start of a sequence that a chunk cuts off; the decoder holds it, and messages need it. */
function unfinished(before: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
	const end = Buffer.concat([before, chunk.subarray(-3)]).subarray(-3);
	for (let back = 1; back <= end.length; back++) {
		const byte = end[end.length - back] as number;
		if (byte < 0x80) break;
		if (byte >= 0xc0) return Uint8Array.from(sequence(byte).length > back ? end.subarray(end.length - back) : []);
	}
	return new Uint8Array(0);
}
