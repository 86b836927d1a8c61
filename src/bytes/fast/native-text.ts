/** Long strings to bytes and back by Node's own `Buffer`, where there is one; other platforms have nothing like it. */

/** The part of `Buffer` that is used. */
interface BufferLike {
	write(text: string, encoding: "utf16le"): number;
	toString(encoding: "latin1" | "utf16le", start: number, end: number): string;
}
interface Host {
	readonly process?: { readonly versions?: { readonly node?: string } };
	readonly Buffer?: { from(memory: ArrayBufferLike): BufferLike };
}

/** `Buffer`, if it is the platform's and not a page's. */
function native(): Host["Buffer"] {
	const { process, Buffer } = globalThis as Host;
	return process?.versions?.node ? Buffer : undefined;
}

/** Bytes from which on V8 keeps the text of `Buffer` outside of its heap, where it is made ten times as fast. */
const OUTSIDE = 1_031_914;

/**
 * The text of ASCII bytes at the start of a buffer.
 *
 * @returns undefined where another way is as fast
 */
export function longAsciiText({ buffer }: Uint8Array, end: number): string | undefined {
	return end < OUTSIDE ? undefined : native()?.from(buffer).toString("latin1", 0, end);
}

/** Makes what reads strings from UTF-16 units; undefined where there is none, or units have their high byte first. */
export function utf16Reader({ buffer }: Uint16Array): BufferLike | undefined {
	return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? native()?.from(buffer) : undefined;
}

/** Makes what writes strings as UTF-16, little-endian, at the start of a buffer; undefined where there is none. */
export function utf16Writer({ buffer }: Uint8Array): BufferLike | undefined {
	return native()?.from(buffer);
}
