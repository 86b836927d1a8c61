/** Checkpoints and arrays, of which nothing but the index is read. */
import { Zip } from "../../../src/formats/zip.ts";
import { loadLibraries } from "./libraries.ts";
import type { Basic, Opened } from "./opened.ts";
import { HEAP } from "./read-pickles.ts";
import { LazyArray } from "./values.ts";
import { originOf } from "./writer.ts";

/** Bytes at the beginning of a pickle that are looked at. */
const SAMPLE = 1 << 16;

/** A checkpoint of torch: its index, and tensors that are read when they are looked at. */
export async function openCheckpoint(blob: Blob, basic: Basic): Promise<Opened> {
	const { loadIndex } = await loadLibraries();
	const file = await loadIndex(blob, { mode: "exact", limits: { memory: HEAP } });
	const allowed = file.weightsOnly();
	const kinds = [...basic.kinds.slice(0, -1), file.format === "torchscript" ? "torchscript" : "torch"];
	const notes = [allowed.isAllowed ? "note.weightsOnly" : `note.weightsRefused\n${allowed.reason ?? ""}`];
	const view = file.tensors.size > 0 ? "tensors" : undefined;
	const protocol = await protocolOf(blob);
	return { root: file.value, blob, info: { ...basic, kinds, notes, view, protocol } };
}

/** The protocol of the pickle in a checkpoint; undefined where it has none of its own, as in torch's tar archives. */
async function protocolOf(blob: Blob): Promise<number | undefined> {
	const head = new Uint8Array(await blob.slice(0, SAMPLE).arrayBuffer());
	if (head[0] === 0x80) return originOf(head)?.protocol;
	const zip = await Zip.open(blob).catch(() => undefined);
	const entry = zip?.entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
	if (zip === undefined || entry === undefined) return undefined;
	for await (const piece of zip.stream(entry)) return originOf(piece)?.protocol;
	return undefined;
}

/** A `.npy` file; of one that was cut off the part that is whole. */
export async function openArray(blob: Blob, basic: Basic): Promise<Opened> {
	const info = { ...basic, view: "array" } as const;
	const root = await lazyArray(blob);
	if (!(root instanceof LazyArray)) return { root, blob, info };
	const there = blob.size - root.start;
	if (there >= root.nbytes) return { root, blob, info };
	const { NDArray } = await loadLibraries();
	const { dtype, shape, order, nbytes, start } = root;
	const axis = order === "C" ? 0 : shape.length - 1;
	const step = nbytes / (shape[axis] ?? 1);
	const length = Math.floor(there / step);
	const parts = { dtype, shape: shape.map((all, i) => (i === axis ? length : all)), order };
	const trouble = {
		name: "ValueError",
		message: `the data ends after ${there.toLocaleString("en")} of ${nbytes.toLocaleString("en")} bytes`,
		offset: blob.size,
	};
	const kept = new LazyArray(
		parts,
		blob,
		start,
		async () => new NDArray({ ...parts, data: await blob.slice(start, start + length * step).arrayBuffer() }),
	);
	return shape.length === 0 || length === 0
		? { root: undefined, blob, info: { ...basic, shape: "none", trouble } }
		: { root: kept, blob, info: { ...info, trouble, partial: true } };
}

/** An array that stays in its file; one of objects is read at once. */
export async function lazyArray(blob: Blob): Promise<unknown> {
	const { openNpy, registry } = await loadLibraries();
	const file = await openNpy(blob, { registry, limits: { memory: HEAP } });
	if (file.dtype.hasObject) return file.read();
	const head = new DataView(await blob.slice(0, 12).arrayBuffer());
	const start = head.getUint8(6) === 1 ? 10 + head.getUint16(8, true) : 12 + head.getUint32(8, true);
	return new LazyArray(file, blob, start, () => file.read());
}
