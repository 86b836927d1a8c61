/**
 * The wire of `brine worker --frames`, and of the process that does the work: a request is the length of its id, the id, the
 * length of its bytes, the bytes; an answer is its length and JSON. Lengths have four bytes, the highest first.
 */
import { decodeText } from "../bytes/codecs.ts";

/** In place of the length of the bytes: the id is the path of a file, which the process opens itself. */
export const BY_PATH = 0xffffffff;

/** The longest id: a path of Linux has at most 4,096 bytes, an address of object storage little more. */
export const MOST_ID: number = 1 << 16;

/** Something to be worked on. */
export interface Request {
	/** How the caller calls it; bytes, since a path of Linux need not be text. */
	readonly id: Uint8Array;
	/** The content; undefined for a file that the process opens itself. */
	readonly bytes: Uint8Array | undefined;
	/** How many bytes the caller announced, where they are more than was allowed and were not kept. */
	readonly refused?: number;
}

/** The frame of a request, in the pieces to be written. */
export function requestFrame({ id, bytes }: Request): Uint8Array[] {
	const head = Buffer.allocUnsafe(8 + id.length);
	head.writeUInt32BE(id.length, 0);
	head.set(id, 4);
	head.writeUInt32BE(bytes === undefined ? BY_PATH : bytes.length, 4 + id.length);
	return bytes === undefined || bytes.length === 0 ? [head] : [head, bytes];
}

/** The frame of an answer. */
export function answerFrame(json: Uint8Array): Buffer {
	const frame = Buffer.allocUnsafe(4 + json.length);
	frame.writeUInt32BE(json.length, 0);
	frame.set(json, 4);
	return frame;
}

/** A name as Python has it: UTF-8, and each byte that is not part of it as half a surrogate pair (`surrogateescape`). */
export function nameOf(id: Uint8Array): string {
	return decodeText(id, "utf-8", "surrogateescape");
}

/** The bytes of a name, as Python's `os.fsencode`. */
export function bytesOfName(name: string): Buffer {
	if (!/[\udc80-\udcff]/.test(name)) return Buffer.from(name);
	const parts = name.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/);
	return Buffer.concat(
		parts.map((part, i) => (i % 2 === 1 ? Buffer.of(part.charCodeAt(0) & 0xff) : Buffer.from(part))),
	);
}
