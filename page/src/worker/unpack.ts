/** From the file as it is to the bytes inside: packings are undone one after another, each into a `Blob`, which the browser keeps outside of the worker's heap. */

import { decompress } from "../../../src/formats/decompress.ts";
import { HEAD, isCompression, type Kind, kindOf } from "../../../src/formats/kind.ts";
import { gathered, MOST_BYTES, pieces } from "./pieces.ts";

/** One packing may be inside another, but not without end. */
const DEEPEST = 4;

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

/** Unpacks what is packed. */
export async function unpacked(file: Blob, told: Told): Promise<Unpacked> {
	const kinds: string[] = [];
	let blob = file;
	for (;;) {
		const head = await headOf(blob);
		const kind = kindOf(head);
		const spelled = kind === "base64" || kind === "hex" || kind === "bytes-repr" || kind === "numbers";
		const isArchive = kind === "zip" || kind === "tar";
		if (kinds.length === DEEPEST || !(isCompression(kind) || spelled || isArchive)) return { blob, kinds, kind, head };
		if (isArchive) {
			const { onlyMember } = await import("./members.ts");
			const inside = await onlyMember(blob, kind).catch(() => undefined);
			if (inside === undefined) return { blob, kinds, kind, head };
			blob = inside;
		} else if (spelled) {
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
