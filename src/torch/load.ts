/** Reading files of torch: the whole value, or what is in it without the numbers. */
import { gather, joined, piecesOf } from "../bytes/gather.ts";
import { type RangeSource, Ranges } from "../bytes/ranges.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Source } from "../bytes/source.ts";
import { LimitError, OSError } from "../errors.ts";
import { unpack } from "../formats/decompress.ts";
import { HEAD, isCompression, kindOf } from "../formats/kind.ts";
import { DEFAULT_VERSION, givenOptions } from "../options.ts";
import { fullLimits } from "../pickle/limits.ts";
import { loads } from "../pickle/loads.ts";
import type { LoadsOptions } from "../pickle/options.ts";
import { openArchive } from "./archive.ts";
import { torchTypes } from "./entries.ts";
import { isRanges } from "./is-ranges.ts";
import { openLegacy } from "./legacy.ts";
import type { OpenFile, Opening } from "./open-file.ts";
import { registry as allTypes } from "./registry.ts";
import { StorageTable } from "./storage-table.ts";
import { openTar } from "./tar.ts";
import { TorchFile } from "./torch-file.ts";

/** Options of reading a file of torch. */
export interface TorchLoadOptions
	extends Pick<LoadsOptions, "mode" | "dict" | "encoding" | "errors" | "registry" | "findClass" | "limits"> {
	/** Stops the reading. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"mode",
	"dict",
	"encoding",
	"errors",
	"registry",
	"findClass",
	"limits",
	"signal",
]);

const DEFAULT_MEMORY = 2 ** 30;

async function rangesOf(
	source: RangeSource | Source,
	memory: number,
	signal: AbortSignalLike | undefined,
): Promise<Ranges> {
	const ranges = isRanges(source) ? new Ranges(source, signal) : new Ranges(await gather(source, { memory, signal }));
	const head = await ranges.read(0, Math.min(HEAD, ranges.byteLength));
	if (!isCompression(kindOf(head))) return ranges;
	const { bytes } = await unpack(piecesOf(isRanges(source) ? source : (ranges.whole as Uint8Array), signal), {
		memory,
	});
	return new Ranges(await joined(bytes, memory));
}

async function opened(source: RangeSource | Source, options: TorchLoadOptions): Promise<OpenFile> {
	fullLimits(options.limits, DEFAULT_VERSION);
	const { signal, ...rest } = options;
	const memory = options.limits?.memory ?? DEFAULT_MEMORY;
	const ranges = await rangesOf(source, memory, signal);
	const head = await ranges.read(0, Math.min(HEAD, ranges.byteLength));
	// As torch.load, which reads the texts of Python 2 so.
	const loading: LoadsOptions = { encoding: "utf-8", ...rest, registry: options.registry ?? torchTypes };
	const opening: Opening = { ranges, loading, memory };
	const kind = kindOf(head);
	if (kind === "zip") return openArchive(opening);
	if (kind === "torch") return openLegacy(opening);
	if (kind === "tar") return openTar(opening);
	if (kind === "pickle" || kind === "joblib" || kind === "unknown") return openPickle(opening, options);
	throw new OSError(`not a file of torch, but ${kind === "empty" ? "empty" : `of the kind ${kind}`}`, {
		code: "source",
		hint: kind === "safetensors" ? "fromSafetensors reads it" : undefined,
	});
}

/** A pickle that `pickle.dumps` made of tensors. */
async function openPickle({ ranges, loading, memory }: Opening, options: TorchLoadOptions): Promise<OpenFile> {
	if (ranges.byteLength > memory) throw new LimitError("memory", memory);
	const pickle = await ranges.read(0, ranges.byteLength);
	const value = loads(pickle, { ...loading, registry: options.registry ?? allTypes, zeroCopy: true });
	const table = new StorageTable(() => ({}));
	return { format: "pickle", value, table, pickle };
}

/**
 * Reads a file of `torch.save`, with all its storages: zip archives of torch 1.6 and newer, TorchScript archives, files of
 * older torch, tar archives of torch before 0.2, and pickles of tensors. Nothing in the file runs. A module is an inert
 * object, of which {@link stateDict} returns the tensors.
 *
 * @param source bytes, of which nothing is copied; a `Blob`, `{ byteLength, slice(start, end) }`, or a stream
 * @param options as those of `pickle.loads`, where `encoding` is `"utf-8"` unless told otherwise; `limits.memory` is also
 *   how many bytes of storages may be read, 2^30 unless told otherwise; bytes that are in memory already do not count
 * @returns the value that was saved
 * @throws UnpicklingError and all that `pickle.loads` throws; OSError (`source`) for an archive that is damaged, or that two
 *   readers would read differently
 * @throws LimitError (`limit`) when more than `limits.memory` would be needed
 * @example
 * ```ts
 * import { dumpsTorch, loadTorch, Tensor } from "brine/torch";
 * const file = await dumpsTorch({ weight: Tensor.from(new Float32Array([0.5, 1.5])) });
 * const { weight } = await loadTorch(file);
 * console.log(weight.dtype, weight.shape, weight.toArray()); // float32 [ 2 ] [ 0.5, 1.5 ]
 * ```
 */
export async function loadTorch(source: RangeSource | Source, options?: TorchLoadOptions | null): Promise<unknown> {
	const given = givenOptions("loadTorch", options, OPTIONS);
	const { table, value } = await opened(source, given);
	const memory = given.limits?.memory ?? DEFAULT_MEMORY;
	let left = memory;
	const isWhole = ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
	for (const storage of table.storages) {
		if (storage.isLoaded) continue;
		left -= isWhole ? 0 : storage.nbytes;
		if (left < 0) throw new LimitError("memory", memory);
	}
	for (const storage of table.storages) await storage.load();
	return value;
}

/**
 * Opens a file of `torch.save` without the numbers in it: of an archive its directory and `data.pkl` are read, and a
 * tensor's bytes when they are asked for, by `tensor.load()` or `tensor.read()`.
 *
 * @param source bytes, a `Blob`, or `{ byteLength, slice(start, end) }`, such as `fileRanges` of `brine/node` or an address
 *   that answers range requests; a stream is read whole
 * @param options as those of {@link loadTorch}
 * @returns the value, its tensors by name, and what else is in the file
 * @throws as {@link loadTorch}
 * @example
 * ```ts
 * import { dumpsTorch, loadIndex, Tensor } from "brine/torch";
 * const file = await dumpsTorch({ layer: { weight: Tensor.from(new Float32Array(1000)) } });
 * const index = await loadIndex(new Blob([file]));
 * for (const [name, { dtype, shape }] of index.tensors) console.log(name, dtype, shape); // layer.weight float32 [ 1000 ]
 * const part = await index.tensors.get("layer.weight").read();
 * console.log(part.size); // 1000
 * ```
 */
export async function loadIndex(source: RangeSource | Source, options?: TorchLoadOptions | null): Promise<TorchFile> {
	const given = givenOptions("loadIndex", options, OPTIONS);
	return new TorchFile(await opened(source, given), given.limits?.memory ?? DEFAULT_MEMORY);
}
