// Lines of JSON and of bytes over standard input and output, waited for: a server here answers while Python waits.
import { readSync, writeSync } from "node:fs";

/** Reads into `bytes` from `at`, and gives how many there were; 0 at the end. */
export function readSome(bytes, at, size) {
	for (;;) {
		try {
			return readSync(0, bytes, at, size);
		} catch (error) {
			if (error.code === "EOF") return 0;
			if (error.code !== "EAGAIN") throw error;
		}
	}
}

export function writeAll(bytes) {
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(1, bytes, at);
		} catch (error) {
			if (error.code !== "EAGAIN") throw error;
		}
	}
}

const piece = Buffer.alloc(1 << 16);
let buffered = [];
/** The next line of standard input; undefined at the end. */
export function readLine() {
	const pieces = buffered;
	buffered = [];
	for (;;) {
		const last = pieces[pieces.length - 1];
		const end = last === undefined ? -1 : last.indexOf(10);
		if (end !== -1) {
			buffered = end + 1 < last.length ? [last.subarray(end + 1)] : [];
			pieces[pieces.length - 1] = last.subarray(0, end);
			return Buffer.concat(pieces).toString("utf8");
		}
		const count = readSome(piece, 0, piece.length);
		if (count === 0) return undefined;
		pieces.push(Buffer.from(piece.subarray(0, count)));
	}
}

export const writeLine = (message) => writeAll(Buffer.from(`${JSON.stringify(message)}\n`));

export const unpack = (text) => new Uint8Array(Buffer.from(text, "base64"));
export const pack = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
