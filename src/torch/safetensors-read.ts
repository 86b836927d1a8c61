/** Files of safetensors, read: a header in JSON, then the bytes of the tensors, which nothing but offsets describe. */
import { gather } from "../bytes/gather.ts";
import { type RangeSource, Ranges } from "../bytes/ranges.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Source } from "../bytes/source.ts";
import { decodeUtf8Strict } from "../bytes/utf8.ts";
import { LimitError, ValueError } from "../errors.ts";
import { loads } from "../json/loads.ts";
import { sizeOf } from "../numpy/layout.ts";
import { givenOptions } from "../options.ts";
import { completeLimits } from "../values/option-values.ts";
import { DTYPES, type TorchDType } from "./dtypes.ts";
import { isRanges } from "./is-ranges.ts";
import { uint64 } from "./pickle-cursor.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

/** The length of the header is a number of eight bytes. */
export const PREFIX = 8;
/** The longest header that the library of safetensors reads. */
export const LONGEST_HEADER = 100_000_000;

/** The limits of reading a file of safetensors. */
export interface SafetensorsOptions {
	readonly limits?: {
		/** Bytes of a stream, which is read whole. @defaultValue 2^30 (1 GiB) */
		readonly memory?: number;
	};
	/** Stops the reading. */
	readonly signal?: AbortSignalLike;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["limits", "signal"]);

/** A file of safetensors that is open. */
export interface SafetensorsFile {
	/** The tensors by name, in the order of the file; their bytes are read when they are asked for. */
	readonly tensors: Map<string, Tensor>;
	/** The metadata of the file: `{ format: "pt" }` and the like. */
	readonly metadata: Map<string, string>;
}

const BY_NAME: ReadonlyMap<string, TorchDType> = /* @__PURE__ */ new Map(
	/* @__PURE__ */ [...DTYPES.values()].flatMap((dtype) =>
		dtype.safetensors === undefined ? [] : [[dtype.safetensors, dtype] as const],
	),
);

function bad(why: string): ValueError {
	return new ValueError(`not a file of safetensors: ${why}`, { code: "source" });
}

/**
 * Opens a file of safetensors: its header is read, and a tensor's bytes when they are asked for; those that are in memory are
 * not copied. A file is checked as the library of safetensors does: offsets in order, without gaps, each dtype and shape the
 * bytes that it has.
 *
 * @param source bytes, a `Blob`, `{ byteLength, slice(start, end) }`, or a stream, which is read whole
 * @param options see {@link SafetensorsOptions}
 * @returns the tensors by name, and the metadata
 * @throws ValueError (`source`) for what is not such a file, is damaged, or has a dtype that torch has not
 * @example
 * ```ts
 * import { fromSafetensors, Tensor, toSafetensors } from "brine/torch";
 * const { data } = await toSafetensors({ weight: Tensor.from(new Float32Array([1, 2])) });
 * const { tensors } = await fromSafetensors(data);
 * console.log(tensors.get("weight").toArray()); // [ 1, 2 ]
 * ```
 */
export async function fromSafetensors(
	source: RangeSource | Source,
	options?: SafetensorsOptions | null,
): Promise<SafetensorsFile> {
	const given = givenOptions("fromSafetensors", options, OPTIONS);
	const { signal } = given;
	const { memory } = completeLimits({ memory: 2 ** 30 }, given.limits ?? {});
	const ranges = new Ranges(isRanges(source) ? source : await gather(source, { memory, signal }), signal);
	if (ranges.byteLength < PREFIX) throw bad("it is too short");
	const length = uint64(await ranges.read(0, PREFIX));
	if (!(length <= LONGEST_HEADER)) throw bad("its header is longer than any may be");
	if (PREFIX + length > ranges.byteLength) throw bad("it ends within its header");
	if (length > memory) throw new LimitError("memory", memory);
	const header = headerOf(await ranges.read(PREFIX, PREFIX + length));
	return contentOf(header, ranges, PREFIX + length);
}

/** A JSON object whose names all differ. */
export class Header extends Map<string, unknown> {}

function headerOf(bytes: Uint8Array): Header {
	if (bytes[0] !== 0x7b) throw bad("its header is not an object of JSON");
	const objectPairsHook = (pairs: readonly (readonly [string, unknown])[]): Header => {
		const made = new Header(pairs);
		if (made.size !== pairs.length) throw bad("a name in its header is there twice");
		return made;
	};
	try {
		const header = loads(decodeUtf8Strict(bytes, 0, bytes.length), { objectPairsHook });
		if (header instanceof Header) return header;
	} catch (error) {
		if (error instanceof ValueError && error.code === "source") throw error;
		throw bad("its header is not JSON");
	}
	throw bad("its header is not an object of JSON");
}

interface Placed {
	readonly name: string;
	readonly dtype: TorchDType;
	readonly shape: readonly number[];
	readonly start: number;
	readonly end: number;
}

function contentOf(header: Header, ranges: Ranges, from: number): SafetensorsFile {
	const metadata = new Map<string, string>();
	const placed: Placed[] = [];
	for (const [name, about] of header) {
		if (!(about instanceof Header)) throw bad(`${quoted(name)} is not described`);
		if (name === "__metadata__") {
			for (const [key, value] of about) {
				if (typeof value !== "string") throw bad("its metadata are not strings");
				metadata.set(key, value);
			}
			continue;
		}
		placed.push(placeOf(name, about));
	}
	placed.sort((a, b) => a.start - b.start || a.end - b.end);
	let at = 0;
	for (const { name, start, end } of placed) {
		if (start !== at) throw bad(`${quoted(name)} does not begin where the tensor before it ends`);
		at = end;
	}
	if (from + at !== ranges.byteLength) throw bad("it has another length than its tensors");
	const tensors = new Map<string, Tensor>();
	for (const { name, dtype, shape, start, end } of placed) {
		const source = {
			read: (first: number, last: number): Promise<Uint8Array> =>
				ranges.read(from + start + first, from + start + last),
			whole: ranges.whole?.subarray(from + start, from + end),
		};
		const own = dtype.storage === undefined ? undefined : dtype;
		const storage = new Storage({ dtype: own, source, nbytes: end - start, key: name });
		tensors.set(name, new Tensor({ storage, dtype: dtype.name, shape }));
	}
	return { tensors, metadata };
}

function placeOf(name: string, about: Header): Placed {
	const [dtypeName, shape, offsets] = ["dtype", "shape", "data_offsets"].map((key) => about.get(key));
	const dtype = typeof dtypeName === "string" ? BY_NAME.get(dtypeName) : undefined;
	if (dtype === undefined) throw bad(`the dtype of ${quoted(name)} is not known`);
	const size = Array.isArray(shape) ? sizeOf(shape as unknown[]) : undefined;
	const [start, end] = Array.isArray(offsets) && offsets.length === 2 ? (offsets as unknown[]) : [];
	const isPlace = Number.isSafeInteger(start) && Number.isSafeInteger(end) && (start as number) >= 0;
	if (size === undefined || !isPlace || (end as number) - (start as number) !== size * dtype.itemsize) {
		throw bad(`the shape of ${quoted(name)} is not that of its bytes`);
	}
	return { name, dtype, shape: shape as number[], start: start as number, end: end as number };
}
/** A name from a file, in a message. */
export function quoted(name: string): string {
	return JSON.stringify(name.slice(0, 100));
}
