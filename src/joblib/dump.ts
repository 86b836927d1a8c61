/** Writing files that joblib reads. */
import { joined } from "../bytes/gather.ts";
import { pump } from "../bytes/pump.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Sink } from "../bytes/sink.ts";
import { ValueError } from "../errors.ts";
import type { BlockPacker } from "../formats/block-packer.ts";
import { compress } from "../formats/compress.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { givenOptions } from "../options.ts";
import { DUMP_OPTIONS, type DumpsOptions } from "../pickle/options.ts";
import { Pickler } from "../pickle/pickler.ts";
import { defineType } from "../registry/define-type.ts";
import { createRegistry, type Registry, type StreamPiece, type TypeEntry } from "../registry/registry.ts";

import { PyGlobal } from "../values/opaque.ts";
import { tupleFrom } from "../values/tuple.ts";
import { dataTypes } from "./registry.ts";

/** How a file of joblib is written. */
export interface JoblibDumpOptions extends Omit<DumpsOptions, "bufferCallback"> {
	/**
	 * `"zlib"` (what `compress=True` is to joblib), `"gzip"`, `"bz2"`, `"xz"`, `"lzma"`, or `"lz4"`, which joblib reads where
	 * the package lz4 is installed.
	 *
	 * @defaultValue not compressed
	 */
	readonly compress?: "zlib" | "gzip" | "bz2" | "xz" | "lzma" | "lz4";
	/** How much it is compressed by zlib or gzip, 0 to 9. @defaultValue 3, as joblib's */
	readonly level?: number;
	/**
	 * Put each array at a multiple of 16 bytes, so that joblib 1.2 and newer can map it into memory; older ones cannot
	 * read the file then. @defaultValue false
	 */
	readonly align?: boolean;
	/** Stops the writing. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	[...DUMP_OPTIONS, "compress", "level", "align", "signal"].filter((name) => name !== "bufferCallback"),
);

/** The alignment of joblib. */
const ALIGN = 16;

/** The classes that joblib writes as arrays; others are pickled as they are without it. */
const CLASSES: ReadonlySet<string> = /* @__PURE__ */ new Set(["ndarray", "matrix", "memmap"]);

/** Arrays as joblib writes them; in pickles of object arrays, and of other classes, as numpy does. */
function arrayType(plain: Registry, mayMap: boolean, align: boolean): TypeEntry<NDArray> {
	const numpys = plain.byClass(new NDArray({ dtype: "i1", shape: [0], data: new Int8Array(0) }));
	return defineType<NDArray>({
		names: ["joblib.numpy_pickle:NumpyArrayWrapper"],
		type: NDArray,
		reduce: (array, protocol, context) => {
			const { dtype, shape, pyClass } = array;
			if (context.nested === true || !CLASSES.has(pyClass.qualname) || numpys?.reduce === undefined) {
				return numpys?.reduce?.(array, protocol, context) ?? "numpy:ndarray";
			}
			const order = array.order === "F" ? "F" : "C";
			const isAligned = align && !dtype.hasObject;
			const state: [string, unknown][] = [
				["subclass", pyClass],
				["shape", tupleFrom(shape)],
				["order", order],
				["dtype", dtype],
				["allow_mmap", mayMap && !dtype.hasObject],
			];
			if (align) state.push(["numpy_array_alignment_bytes", isAligned ? ALIGN : null]);
			const cls = new PyGlobal("joblib.numpy_pickle", "NumpyArrayWrapper");
			const call =
				protocol < 2
					? ({ callable: "copyreg:_reconstructor", args: [cls, new PyGlobal("builtins", "object"), null] } as const)
					: ({ via: "NEWOBJ", callable: cls, args: [] } as const);
			return {
				...call,
				state: new Map(state),
				after: (position): StreamPiece[] => {
					if (dtype.hasObject) return [{ pickle: array, protocol: Math.min(protocol, 2) }];
					const data = array.toBytes(order);
					if (!isAligned) return [data];
					const padding = ALIGN - ((position + 1) % ALIGN);
					return [new Uint8Array(1 + padding).fill(0xff).fill(padding, 0, 1), data];
				},
			};
		},
	});
}

async function* written(value: unknown, options: JoblibDumpOptions): AsyncGenerator<Uint8Array, void, undefined> {
	const { compress: kind, level, align = false, registry = dataTypes, signal, ...rest } = options;
	checkCompression(kind, level);
	const types = createRegistry(registry, arrayType(registry, kind === undefined, align));
	const pieces: Uint8Array[] = [];
	const pickler = new Pickler(
		{ write: (piece: Uint8Array) => void pieces.push(piece) },
		{
			protocol: 4,
			...rest,
			registry: types,
			...(signal === undefined ? {} : { signal }),
		},
	);
	await pickler.dump(value);
	async function* plain(): AsyncGenerator<Uint8Array> {
		yield* pieces;
	}
	if (kind === undefined) yield* pieces;
	else if (kind === "zlib" || kind === "gzip") yield* compress(plain(), kind, { level: level ?? 3 });
	else if (kind === "lz4") yield* (await import("../formats/lz4-writer.ts")).lz4(plain());
	else {
		const packer = await PACKERS[kind]();
		for (const piece of pieces) yield* packer.write(piece);
		yield* packer.finish();
	}
}

/** The packers of kinds that no platform has, loaded when they are asked for. */
const PACKERS = {
	bz2: async (): Promise<BlockPacker> => new (await import("../formats/bzip2-writer.ts")).Bzip2Packer(),
	xz: async (): Promise<BlockPacker> => new (await import("../formats/xz-writer.ts")).XzPacker(),
	lzma: async (): Promise<BlockPacker> => new (await import("../formats/lzma-encoder.ts")).LzmaPacker(),
};

const KINDS: readonly unknown[] = ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"];

function checkCompression(kind: unknown, level: unknown): void {
	if (kind !== undefined && !KINDS.includes(kind)) {
		throw new ValueError(`compress must be 'zlib', 'gzip', 'bz2', 'xz', 'lzma' or 'lz4', not '${String(kind)}'`, {
			code: "option",
		});
	}
	if (level === undefined) return;
	if (kind !== "zlib" && kind !== "gzip") throw new ValueError("level is for zlib and gzip", { code: "option" });
	if (!Number.isInteger(level) || (level as number) < 0 || (level as number) > 9)
		throw new ValueError("level must be 0 to 9", { code: "option" });
}

/**
 * Writes a value as `joblib.dump` does, so that joblib 0.14 to 1.6 read it: arrays beside the pickle's opcodes, as they are in
 * memory.
 *
 * @param value any value that `pickle.dumps` takes, with numpy arrays
 * @param options as those of `pickle.dumps` (protocol 4 unless told otherwise; 2 for Python 2), where `registry` takes the place of
 *   numpy's and scipy's; and `compress`, `level`, `align`, `signal`
 * @returns the file as bytes. `dumpJoblib` is another name of this function: it returns a promise of the bytes too, and writes to nothing, unlike
 *   `dump` of pickle and `dumpTorch`; {@link writeJoblib} writes to a sink
 * @throws PicklingError and all that `pickle.dumps` throws; ValueError (`option`) for a compression that is not written
 * @example
 * ```ts
 * import { dumpsJoblib } from "brine/joblib";
 * import { array } from "brine/numpy";
 * const file = await dumpsJoblib({ x: array(new Float64Array(1000)) }, { compress: "zlib", level: 3 });
 * ```
 */
export async function dumpsJoblib(
	value: unknown,
	options?: JoblibDumpOptions | null,
): Promise<Uint8Array<ArrayBuffer>> {
	const given = givenOptions("dumpsJoblib", options, OPTIONS);
	return joined(written(value, given), Number.POSITIVE_INFINITY);
}

/**
 * As {@link dumpsJoblib}, to a sink.
 *
 * @param value see {@link dumpsJoblib}
 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`
 * @param options see {@link dumpsJoblib}
 */
export async function writeJoblib(value: unknown, sink: Sink, options?: JoblibDumpOptions | null): Promise<void> {
	const given = givenOptions("writeJoblib", options, OPTIONS);
	await pump(written(value, given), sink, given.signal);
}
