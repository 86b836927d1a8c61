/** The sources that JSON is read from: text and bytes themselves, or a source of them. */
import type { Source } from "../bytes/source.ts";

/** The text of JSON, or its bytes in UTF-8, UTF-16 or UTF-32. */
export type JSONText = string | Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** Text or bytes of JSON, or anything that yields them in pieces. */
export type JSONSource = JSONText | Source;

/** Bytes of any kind as a `Uint8Array`; undefined for what are no bytes. */
export function bytesOf(s: unknown): Uint8Array | undefined {
	if (s instanceof Uint8Array) return s;
	if (ArrayBuffer.isView(s)) return new Uint8Array(s.buffer, s.byteOffset, s.byteLength);
	return /Buffer]$/.test(Object.prototype.toString.call(s)) ? new Uint8Array(s as ArrayBuffer) : undefined;
}

/** Bytes of which the text is no longer than a string can be. */
const PIECE = 2 ** 28;

/** A source as it is; text and bytes themselves as a source of one chunk, or of several where one string cannot hold them. */
export function asSource<T>(source: T | JSONText): T | readonly (string | Uint8Array)[] {
	if (typeof source === "string") return [source];
	const bytes = bytesOf(source);
	if (bytes === undefined) return source as T;
	if (bytes.length <= PIECE) return [bytes];
	return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => bytes.subarray(i * PIECE, (i + 1) * PIECE));
}
