/** Files that are read at once, as Python's are: a position, bytes on request, lines. */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { unpackMember } from "../formats/archive-member.ts";
import { unpack } from "../formats/decompress.ts";
import { isCompression, kindOf } from "../formats/kind.ts";
import { toOSError } from "../node/index.ts";
import type { OutputBudget } from "./budget.ts";
import { readingLimits } from "./limits.ts";
import { visibleLine } from "./output.ts";
import { meterOf } from "./progress.ts";
import { pause } from "./write-all.ts";

const PIECE = 1 << 20;
const NEWLINE = 10;

/** An open file. */
export class SyncFile {
	readonly #fill: () => Uint8Array;
	readonly #end: () => void;
	#bytes: Uint8Array = new Uint8Array(0);
	#at = 0;
	#start = 0;

	/**
	 * @param fill returns more bytes, none at the end
	 * @param end closes what they come from
	 */
	constructor(fill: () => Uint8Array, end: () => void) {
		this.#fill = fill;
		this.#end = end;
	}
	/** As many bytes as asked for, fewer at the end. */
	read(size: number): Uint8Array {
		const here = this.#bytes.length - this.#at;
		if (size <= here) return this.#take(size);
		const parts = [this.#take(here)];
		for (let left = size - here; left > 0 && this.#more(); ) {
			const part = this.#take(Math.min(left, this.#bytes.length));
			parts.push(part);
			left -= part.length;
		}
		return join(parts);
	}
	/** The bytes up to and with the next newline, or to the end. */
	readline(): Uint8Array {
		const parts: Uint8Array[] = [];
		do {
			const newline = this.#bytes.indexOf(NEWLINE, this.#at);
			parts.push(this.#take((newline < 0 ? this.#bytes.length : newline + 1) - this.#at));
			if (newline >= 0) break;
		} while (this.#more());
		return join(parts);
	}
	tell(): number {
		return this.#start + this.#at;
	}
	close(): void {
		this.#end();
	}
	#take(count: number): Uint8Array {
		this.#at += count;
		return this.#bytes.subarray(this.#at - count, this.#at);
	}
	/** Goes on to the next piece; all of the one before has been taken. */
	#more(): boolean {
		const bytes = this.#fill();
		if (bytes.length === 0) return false;
		this.#start += this.#at;
		this.#at = 0;
		this.#bytes = bytes;
		return true;
	}
}

function join(parts: readonly Uint8Array[]): Uint8Array {
	return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
}

/** Standard input is one file, however often it is named. */
let standardInput: SyncFile | undefined;

/** Opens a file by its name, unpacked if it is packed; `-` is standard input. */
export async function openSyncFile(path: string, budget: OutputBudget): Promise<SyncFile> {
	if (path === "-") {
		standardInput ??= await unpacked(reader(0, "<stdin>"), () => undefined, budget);
		return standardInput;
	}
	let descriptor: number;
	try {
		descriptor = openSync(path, "r");
	} catch (error) {
		throw toOSError(error, path);
	}
	const meter = await meterOf(visibleLine(path), fstatSync(descriptor).size);
	const end = (): void => {
		meter.stop();
		closeSync(descriptor);
	};
	const read = reader(descriptor, path);
	// The value that was read last has been worked on when more is asked for.
	let last = 0;
	const fill = (): Uint8Array => {
		meter.add(last);
		const piece = read();
		last = piece.length;
		return piece;
	};
	return unpacked(fill, end, budget);
}

function reader(descriptor: number, path: string): () => Uint8Array {
	return () => {
		const piece = new Uint8Array(PIECE);
		for (;;) {
			try {
				return piece.subarray(0, readSync(descriptor, piece, 0, PIECE, null));
			} catch (error) {
				// A terminal or pipe that another process set so that it does not wait.
				if ((error as { code?: unknown }).code === "EAGAIN") pause();
				else if ((error as { code?: unknown }).code === "EOF") return new Uint8Array(0);
				else throw toOSError(error, path);
			}
		}
	};
}

/** A file as it is inside. One that is not packed, as nearly all, is read piece by piece, others are gathered. */
async function unpacked(fill: () => Uint8Array, end: () => void, budget: OutputBudget): Promise<SyncFile> {
	const counted = (piece: Uint8Array): Uint8Array => {
		budget.read(piece.length);
		return piece;
	};
	const held = [fill()];
	const next = (): Uint8Array => held.shift() ?? fill();
	const kind = kindOf(held[0] as Uint8Array);
	if (!isCompression(kind) && kind !== "zip" && kind !== "tar") return new SyncFile(() => counted(next()), end);
	const chunks: Uint8Array[] = [];
	try {
		const { bytes } = await unpack(pieces(next), readingLimits());
		for await (const chunk of await unpackMember(bytes, readingLimits())) chunks.push(chunk);
	} catch (error) {
		end();
		throw error;
	}
	return new SyncFile(() => counted(chunks.shift() ?? new Uint8Array(0)), end);
}

async function* pieces(fill: () => Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
	for (let piece = fill(); piece.length > 0; piece = fill()) yield piece;
}
