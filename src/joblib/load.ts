/** Reading files of joblib. */
import { gather, joined, piecesOf } from "../bytes/gather.ts";
import type { RangeSource } from "../bytes/ranges.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Source } from "../bytes/source.ts";
import { FileNotFoundError, LimitError, UnpicklingError } from "../errors.ts";
import { unpack } from "../formats/decompress.ts";
import { FILL, NDArray } from "../numpy/ndarray.ts";
import { arrayOfFile } from "../numpy/npy.ts";
import { givenOptions } from "../options.ts";
import { LOAD_OPTIONS, type LoadsOptions } from "../pickle/options.ts";
import { Unpickler } from "../pickle/unpickler.ts";
import { createRegistry } from "../registry/registry.ts";
import { dataTypes } from "./registry.ts";
import { arrayWrapper, type Sibling, siblingWrappers } from "./wrappers.ts";

/** Options of reading a file of joblib. */
export interface JoblibLoadOptions extends Omit<LoadsOptions, "buffers"> {
	/**
	 * Returns a file that joblib before 0.10 wrote beside this one, such as `model.pkl_01.npy`; its name has no folder.
	 *
	 * @defaultValue such files end in a FileNotFoundError that names them
	 */
	readonly sibling?: (name: string) => RangeSource | Source | undefined | Promise<RangeSource | Source | undefined>;
	/** Stops the reading. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	[...LOAD_OPTIONS, "sibling", "signal"].filter((name) => name !== "buffers"),
);

const DEFAULT_MEMORY = 2 ** 30;

/**
 * Reads a file of `joblib.dump`, of joblib 0.8 to 1.6: arrays within, compressed in any of its ways by what the bytes say,
 * with object arrays, and with files beside it where it has some. A model of scikit-learn is an inert object whose
 * arrays are there.
 *
 * @param source bytes, a `Blob`, a stream, or a source of ranges
 * @param options as those of `pickle.loads`, where `registry` adds to the types of joblib, numpy and scipy; and `sibling`, `signal`
 * @returns the value
 * @throws UnpicklingError and all that `pickle.loads` throws; OSError (`source`) when what is compressed is damaged
 * @throws FileNotFoundError (`source`) when a file beside is wanted and not given
 * @throws LimitError (`limit`) when more than `limits.memory` would be needed
 * @example
 * ```ts
 * import { dumpsJoblib, loadJoblib } from "brine/joblib";
 * import { array } from "brine/numpy";
 * const file = await dumpsJoblib({ coef: array([0.5, 1.5]) }, { compress: "zlib" });
 * const { coef } = await loadJoblib(new Blob([file]));
 * console.log(coef.toArray()); // [ 0.5, 1.5 ]
 * ```
 */
export async function loadJoblib(source: RangeSource | Source, options?: JoblibLoadOptions | null): Promise<unknown> {
	const given = givenOptions("loadJoblib", options, OPTIONS);
	const { sibling, registry, signal, ...rest } = given;
	const memory = given.limits?.memory ?? DEFAULT_MEMORY;
	const siblings: Sibling[] = [];
	const types = createRegistry(registry ?? dataTypes, arrayWrapper, ...siblingWrappers(siblings));
	const { packings, bytes } = await unpack(piecesOf(source, signal), { memory });
	const isWhole = packings.length === 0 && isBytes(source);
	// Bytes that are there are not cut into pieces, so that nothing is joined again.
	const input = isWhole ? await gather(source, { memory: Number.POSITIVE_INFINITY, signal }) : bytes;
	const unpickler = new Unpickler(input, { ...rest, registry: types, ...(signal === undefined ? {} : { signal }) });
	let value: unknown;
	try {
		value = await unpickler.load();
	} finally {
		await unpickler.close();
	}
	let left = memory;
	for (const one of siblings) left -= await fill(one, sibling, { ...given, memory: left });
	return value;
}

function isBytes(source: unknown): boolean {
	return ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
}

/** Fills the array of a file beside; returns how many bytes that took. */
async function fill(
	{ name, array, fromBytes }: Sibling,
	give: JoblibLoadOptions["sibling"],
	options: JoblibLoadOptions & { readonly memory: number },
): Promise<number> {
	const file = await give?.(name);
	if (file === undefined || file === null) {
		throw new FileNotFoundError(
			`an array is in the file ${JSON.stringify(name)} beside this one; give it by the option 'sibling'`,
			{
				code: "source",
			},
		);
	}
	const { memory, signal, registry, limits } = options;
	const { bytes } = await unpack(piecesOf(file, signal), { memory });
	const data = await joined(bytes, memory);
	const charge = (count: number): void => {
		if (count > memory) throw new LimitError("memory", memory);
	};
	const made =
		fromBytes === undefined
			? arrayOfFile(data, { registry: registry ?? dataTypes, limits: { ...limits, memory } })
			: fromBytes(data, charge);
	if (made === undefined)
		throw new UnpicklingError(`${JSON.stringify(name)} is not the array it should be`, { code: "build" });
	const { dtype, shape, strides, offset, data: items } = made;
	NDArray[FILL](array, new NDArray({ dtype, shape, strides, offset, data: items, pyClass: array.pyClass }));
	return data.length;
}
