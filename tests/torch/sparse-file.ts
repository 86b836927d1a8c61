/** Checkpoints of any size, of which only what is not zero is in memory. */
import { DTYPES } from "../../src/torch/dtypes.ts";
import { dumpTorch, Storage, type StorageSource, Tensor } from "../../src/torch/index.ts";

const PIECE = 1 << 22;

/** Pieces by their places; zeros between them. It counts what is read of it. */
export class SparseFile {
	byteLength = 0;
	fetched = 0;
	requests = 0;
	readonly #pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];

	/** Adds to the end; `isZero` leaves a hole. */
	add(bytes: Uint8Array, isZero: boolean): void {
		if (!isZero) this.#pieces.push({ at: this.byteLength, bytes: bytes.slice() });
		this.byteLength += bytes.length;
	}
	async slice(start: number, end: number): Promise<Uint8Array> {
		const made = new Uint8Array(end - start);
		for (const { at, bytes } of this.#pieces) {
			if (at >= end || at + bytes.length <= start) continue;
			made.set(bytes.subarray(Math.max(0, start - at), end - at), Math.max(0, at - start));
		}
		this.fetched += made.length;
		this.requests++;
		return made;
	}
}

/** A checkpoint of so many layers and bytes, written by `dumpTorch`. */
export async function sparseCheckpoint(bytes: number, layers: number): Promise<SparseFile> {
	const zeros = new Uint8Array(PIECE);
	const source: StorageSource = { read: async (start, end) => zeros.subarray(0, end - start) };
	const dtype = DTYPES.get("float32");
	const rows = Math.round(bytes / layers / 4096);
	const value = new Map(
		Array.from({ length: layers }, (_, i) => {
			const storage = new Storage({ dtype, source, nbytes: rows * 4096 });
			return [`layers.${i}.weight`, new Tensor({ storage, dtype: "float32", shape: [rows, 1024] })] as const;
		}),
	);
	const file = new SparseFile();
	await dumpTorch(value, { write: (piece: Uint8Array) => file.add(piece, piece.buffer === zeros.buffer) });
	return file;
}
