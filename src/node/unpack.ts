/** Files as sources, unpacked. */
import { OSError } from "../errors.ts";
import { unpackMember } from "../formats/archive-member.ts";
import { decompressSync, MAX_DEPTH, unpack } from "../formats/decompress.ts";
import { isCompression, kindOf } from "../formats/kind.ts";
import { fileSource, fileSourceSync } from "./file-source.ts";
import type { LoadRequest } from "./format.ts";

type How = Pick<LoadRequest, "decompress" | "limit">;

/** The bytes of a file; from inside, if it is packed and that is wanted. */
export async function unpackedSource(name: string, how: How): Promise<AsyncIterableIterator<Uint8Array>> {
	const source = fileSource(name);
	return how.decompress ? unpackMember((await unpack(source, how.limit)).bytes, how.limit) : source;
}

/** {@link unpackedSource}, at once. A packed file is gathered. */
export function* unpackedSourceSync(name: string, how: How): Generator<Uint8Array, void, undefined> {
	const source = fileSourceSync(name);
	const first = source.next();
	if (first.done) return;
	try {
		if (!how.decompress || !isCompression(kindOf(first.value))) {
			if (how.decompress) refuseArchive(first.value);
			yield first.value;
			yield* source;
			return;
		}
		let bytes: Uint8Array = Buffer.concat([first.value, ...source]);
		for (let kind = kindOf(bytes), depth = 0; isCompression(kind) && depth < MAX_DEPTH; kind = kindOf(bytes), depth++) {
			bytes = decompressSync(bytes, kind, how.limit);
		}
		refuseArchive(bytes);
		yield bytes;
	} finally {
		source.return();
	}
}

/** Archives are read by members, which takes what works later only. */
function refuseArchive(head: Uint8Array): void {
	const kind = kindOf(head);
	if (kind !== "zip" && kind !== "tar") return;
	throw new OSError(`${kind} archives are not opened at once`, {
		code: "source",
		hint: "loadFile of brine/node opens an archive of one file; for .npz and .pt use openNpz of brine/numpy and loadTorch of brine/torch",
	});
}
