/** Writing files of torch, as `torch.save` of torch 1.6 and newer does. */
import { joined } from "../bytes/gather.ts";
import { pump } from "../bytes/pump.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Sink } from "../bytes/sink.ts";
import { encodeUtf8 } from "../bytes/utf8.ts";
import { writeZip, type ZipMember } from "../formats/zip-writer.ts";
import { givenOptions } from "../options.ts";
import { dumps } from "../pickle/dumps.ts";
import type { Limits } from "../pickle/limits.ts";
import type { Registry } from "../registry/registry.ts";
import { tuple } from "../values/tuple.ts";
import { torchTypes } from "./entries.ts";
import { Storage } from "./storage.ts";
import { storageClass } from "./storage-class.ts";

/** How a file of torch is written. */
export interface TorchDumpOptions {
	/** Types of the values. @defaultValue those of torch, numpy and scipy, and the default ones */
	readonly registry?: Registry;
	/** The folder in the archive, which torch names after the file. @defaultValue `"archive"` */
	readonly root?: string;
	/** The limits of the pickle; see `pickle.dumps`. */
	readonly limits?: Limits;
	/** Stops the writing. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "root", "limits", "signal"]);
const AT_ONCE: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "root", "limits"]);

/** torch puts the bytes of storages at multiples of this. */
const ALIGN = 64;

function* membersOf(
	value: unknown,
	{ registry = torchTypes, root = "archive", limits }: TorchDumpOptions,
): Generator<ZipMember> {
	const keys = new Map<Storage, string>();
	const persistentId = (item: unknown): unknown => {
		if (!(item instanceof Storage)) return undefined;
		const key = keys.get(item) ?? String(keys.size);
		keys.set(item, key);
		const count = item.nbytes / (item.dtype?.itemsize ?? 1);
		return tuple("storage", storageClass(item), key, item.location, count);
	};
	// The restricted loaders take this protocol alone.
	const pickle = dumps(value, { protocol: 2, registry, persistentId, ...(limits === undefined ? {} : { limits }) });
	yield { name: `${root}/data.pkl`, data: pickle, align: ALIGN };
	yield { name: `${root}/byteorder`, data: encodeUtf8("little"), align: ALIGN };
	for (const [storage, key] of keys) {
		yield {
			name: `${root}/data/${key}`,
			data: { size: storage.nbytes, pieces: () => storage.stream() },
			align: ALIGN,
		};
	}
	yield { name: `${root}/version`, data: encodeUtf8("3\n"), align: ALIGN };
}

/**
 * Writes a file as `torch.save`: a zip archive that torch 1.6 and newer load, with `weights_only=True` where the value has
 * nothing but tensors, dicts, lists, strings and numbers, and with `mmap=True`. Storages are written as they are read, one
 * piece after the other, so that the file may be of any size; tensors that share one share it in the file.
 *
 * @param value tensors, dicts, lists, modules that were read, and whatever `pickle.dumps` writes
 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`
 * @param options see {@link TorchDumpOptions}
 * @returns nothing: it writes to the sink, as `pickle.dump` does; {@link dumpsTorch} returns the bytes
 * @throws PicklingError, PyTypeError as `pickle.dumps`; OSError (`source`, `sink`) when a storage cannot be read, or the sink fails
 * @example
 * ```ts
 * import { dumpTorch, Parameter, Tensor } from "brine/torch";
 * const weight = new Parameter(Tensor.from(new Float32Array([1, 2, 3, 4]), [2, 2]));
 * const pieces = [];
 * await dumpTorch({ weight }, { write: (piece) => pieces.push(piece) });
 * ```
 */
export async function dumpTorch(value: unknown, sink: Sink, options?: TorchDumpOptions | null): Promise<void> {
	const given = givenOptions("dumpTorch", options, OPTIONS);
	await pump(writeZip(membersOf(value, given)), sink, given.signal);
}

/**
 * As {@link dumpTorch}, all bytes at once.
 *
 * @param value what to write
 * @param options see {@link TorchDumpOptions}
 * @returns the file
 * @throws PicklingError, PyTypeError as `pickle.dumps`
 * @example
 * ```ts
 * import { dumpsTorch, Tensor } from "brine/torch";
 * const file = await dumpsTorch({ weight: Tensor.from(new Float32Array([0.5])) });
 * console.log(String.fromCharCode(...file.subarray(0, 2))); // PK
 * ```
 */
export async function dumpsTorch(
	value: unknown,
	options?: Omit<TorchDumpOptions, "signal"> | null,
): Promise<Uint8Array<ArrayBuffer>> {
	const given = givenOptions("dumpsTorch", options, AT_ONCE);
	return joined(writeZip(membersOf(value, given)), Number.POSITIVE_INFINITY);
}
