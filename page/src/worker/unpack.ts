/** From the file as it is to the bytes inside: packings are undone one after another, each into a `Blob`, which the browser keeps outside of the worker's heap. */

import { LimitError } from "../../../src/errors.ts";
import { decompress } from "../../../src/formats/decompress.ts";
import { HEAD, isCompression, type Kind, kindOf } from "../../../src/formats/kind.ts";

/** One packing may be inside another, but not without end. */
const DEEPEST = 4;
/** Bytes that may come out of one packing. */
export const MOST_BYTES = 4 * 2 ** 30;
/** Pieces that go into a part of a blob. */
const PART = 1 << 22;
const PIECE = 1 << 20;

export type Told = (done: number, total: number) => void;

/** The bytes of a file, and what they were packed in from outside in. */
export interface Unpacked {
	readonly blob: Blob;
	readonly kinds: readonly string[];
	readonly kind: Kind;
	readonly head: Uint8Array<ArrayBuffer>;
}

/** The first bytes. */
export async function headOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
}

/** A blob in pieces. */
export async function* pieces(
	blob: Blob,
	size: number = PIECE,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
	for (let at = 0; at < blob.size; at += size)
		yield new Uint8Array(await blob.slice(at, Math.min(blob.size, at + size)).arrayBuffer());
}

/** Gathers pieces into a blob, with as little as possible in the heap. */
export async function gathered(source: AsyncIterable<Uint8Array>, most: number = MOST_BYTES): Promise<Blob> {
	const parts: Blob[] = [];
	let open: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	let total = 0;
	for await (const piece of source) {
		total += piece.length;
		if (total > most) throw new LimitError("memory", most);
		open.push(piece.slice());
		length += piece.length;
		if (length < PART) continue;
		parts.push(new Blob(open));
		[open, length] = [[], 0];
	}
	return new Blob([...parts, ...open]);
}

/** Unpacks what is packed. */
export async function unpacked(file: Blob, told: Told): Promise<Unpacked> {
	const kinds: string[] = [];
	let blob = file;
	for (;;) {
		const head = await headOf(blob);
		const kind = kindOf(head);
		const spelled = kind === "base64" || kind === "hex" || kind === "bytes-repr" || kind === "numbers";
		if (kinds.length === DEEPEST || !(isCompression(kind) || spelled)) return { blob, kinds, kind, head };
		if (spelled) {
			const { spelledBytes } = await import("./spelled.ts");
			const bytes = spelledBytes(await blob.text(), kind);
			if (bytes === undefined) return { blob, kinds, kind, head };
			blob = new Blob([bytes]);
		} else {
			const total = blob.size;
			let done = 0;
			const counted = async function* (source: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
				for await (const piece of pieces(source)) {
					yield piece;
					done += piece.length;
					told(done, total);
				}
			};
			const { unzstd } = kind === "zstd" ? await import("./zstd.ts") : { unzstd: undefined };
			const opened =
				unzstd === undefined
					? decompress(counted(blob), kind as "gzip", { memory: MOST_BYTES })
					: unzstd(counted(blob));
			blob = await gathered(opened);
		}
		kinds.push(kind);
	}
}
