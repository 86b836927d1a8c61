/** `.npy` files: one array each, read whole or in rows, from bytes, ranges or streams, and written. */
import { ExactReader } from "../bytes/exact-reader.ts";
import { gather, piecesOf } from "../bytes/gather.ts";
import { type RangeSource, Ranges } from "../bytes/ranges.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { Source } from "../bytes/source.ts";
import { LimitError, PyTypeError, ValueError } from "../errors.ts";
import { DEFAULT_VERSION, givenOptions } from "../options.ts";
import { dumps } from "../pickle/dumps.ts";
import { fullLimits, type Limits } from "../pickle/limits.ts";
import { loads } from "../pickle/loads.ts";
import type { Registry } from "../registry/registry.ts";
import { typeName } from "../values/type-name.ts";
import type { DType } from "./dtype.ts";
import { NDArray } from "./ndarray.ts";
import { badNpy, headerBytes, headerLength, LONG_START, type NpyHeader, parseHeader } from "./npy-header.ts";
import { registry as numpyTypes } from "./registry.ts";

/** Options of reading `.npy` and `.npz`, and of the objects in them. */
export interface NpyOptions {
	/** Types of the objects in an object array. @defaultValue the registry of `brine/numpy` */
	readonly registry?: Registry;
	/** The codec of Python 2's `str` in an object array. @defaultValue `"ASCII"` */
	readonly encoding?: string;
	/** `memory`: bytes that an array may have, 2^30 unless told otherwise; the others are for object arrays. */
	readonly limits?: Limits;
	/** Stops the reading. */
	readonly signal?: AbortSignalLike;
}

export const NPY_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "encoding", "limits", "signal"]);
const SYNC_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry", "encoding", "limits"]);
const STREAM_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([...NPY_OPTIONS, "lines"]);

/** Bytes of a block of {@link NpyFile.blocks} unless told otherwise. */
const BLOCK = 1 << 22;

/** Where the bytes of a `.npy` file are: a source of ranges, or a member of an archive. */
export interface NpyContent {
	readonly byteLength: number;
	whole(): Promise<Uint8Array>;
	part(start: number, end: number): Promise<Uint8Array>;
	stream(): AsyncIterable<Uint8Array>;
}

/** The facts of a `.npy` file without its data. */
export class NpyFile {
	/** The kind of items. */
	readonly dtype: DType;
	/** Items along each axis. */
	readonly shape: readonly number[];
	/** Which index runs fastest: the last (`"C"`) or the first (`"F"`). */
	readonly order: "C" | "F";
	/** The version of the format, 1 to 3. */
	readonly version: number;
	readonly #header: NpyHeader;
	readonly #content: NpyContent;
	readonly #options: NpyOptions;

	/** @internal */
	constructor(header: NpyHeader, content: NpyContent, options: NpyOptions) {
		this.dtype = header.dtype;
		this.shape = header.shape;
		this.order = header.order;
		this.version = header.version;
		this.#header = header;
		this.#content = content;
		this.#options = options;
	}
	/** @internal Reads the header alone. */
	static async of(content: NpyContent, options: NpyOptions): Promise<NpyFile> {
		const head = await content.part(0, Math.min(LONG_START, content.byteLength));
		const length = headerLength(head);
		if (length > content.byteLength) throw badNpy("it ends within the header");
		return new NpyFile(parseHeader(await content.part(0, length)), content, options);
	}
	/** Bytes of the data. */
	get nbytes(): number {
		return this.#header.size * this.dtype.itemsize;
	}
	/** All of it. */
	async read(): Promise<NDArray> {
		checkMemory(this.#header, this.#options);
		return arrayOfFile(await this.#content.whole(), this.#options);
	}
	/**
	 * Some of the rows, with no other part of the file read: of an array in Fortran order a part of each column is.
	 *
	 * @param start the first row; negative ones count from the end, as in Python's slices
	 * @param stop the row after the last. Default: all that are left
	 * @throws ValueError (`argument`) for an array of objects, which can only be read whole, or without axes
	 */
	async rows(start: number, stop?: number): Promise<NDArray> {
		const { dtype, shape, order } = this;
		const [count, ...rest] = this.#sliceable();
		const from = bound(start, count);
		const to = Math.max(from, bound(stop ?? count, count));
		const part = { ...this.#header, shape: [to - from, ...rest], size: 0 };
		const each = rest.reduce((size, length) => size * length, 1);
		checkMemory({ ...part, size: (to - from) * each }, this.#options);
		const { length } = this.#header;
		const { itemsize } = dtype;
		if (order === "C" || shape.length === 1) {
			const step = each * itemsize;
			const data = await this.#content.part(length + from * step, length + to * step);
			return new NDArray({ dtype, shape: part.shape, data, order });
		}
		const column = (to - from) * itemsize;
		const data = new Uint8Array(column * each);
		for (let i = 0; i < each && column > 0; i++) {
			const at = length + (i * count + from) * itemsize;
			data.set(await this.#content.part(at, at + column), i * column);
		}
		return new NDArray({ dtype, shape: part.shape, data, order });
	}
	/**
	 * The array in blocks, one after the other, in bounded memory: of some rows each, or for Fortran order of some columns
	 * (of the last axis).
	 *
	 * @param lines rows or columns of a block. Default: as many as are 4 MiB
	 * @throws ValueError (`argument`) as {@link rows}
	 */
	async *blocks(lines?: number): AsyncGenerator<NDArray, void, undefined> {
		this.#sliceable();
		const reader = new ExactReader(this.#content.stream());
		await reader.skip(this.#header.length);
		yield* blocksOf(this.#header, reader, lines);
	}
	#sliceable(): readonly [number, ...number[]] {
		if (this.dtype.hasObject) throw new ValueError("objects can only be read whole", { code: "argument" });
		if (this.shape.length === 0) throw new ValueError("the array has no rows", { code: "argument" });
		return this.shape as readonly [number, ...number[]];
	}
}

function bound(index: number, length: number): number {
	if (!Number.isInteger(index)) throw new ValueError("rows are whole numbers", { code: "argument" });
	return Math.min(length, Math.max(0, index < 0 ? index + length : index));
}
function checkMemory({ size, dtype }: NpyHeader, { limits }: NpyOptions): void {
	const { memory } = fullLimits(limits, DEFAULT_VERSION);
	if (size * dtype.itemsize > memory) throw new LimitError("memory", memory);
}

/**
 * Opens a `.npy` file of which parts are wanted; only its header is read.
 *
 * @param source bytes, a `Blob`, or `{ byteLength, slice(start, end) }`
 * @param options see {@link NpyOptions}
 * @returns what the header says, and what reads rows and blocks
 * @throws ValueError (`source`) for what is not a `.npy` file
 * @example
 * ```ts
 * import { array, dumpsNpy, openNpy } from "brine/numpy";
 * const file = await openNpy(new Blob([dumpsNpy(array([[1, 2], [3, 4], [5, 6]]))]));
 * console.log(file.shape, file.dtype.str); // [ 3, 2 ] <i8
 * (await file.rows(1, 2)).toArray(); // [[3, 4]]
 * ```
 */
export async function openNpy(source: RangeSource, options?: NpyOptions | null): Promise<NpyFile> {
	const given = givenOptions("openNpy", options, NPY_OPTIONS);
	fullLimits(given.limits, DEFAULT_VERSION);
	const ranges = new Ranges(source, given.signal);
	const { byteLength } = ranges;
	return NpyFile.of(
		{
			byteLength,
			whole: () => ranges.read(0, byteLength),
			part: (start, end) => partOf(ranges, start, end),
			stream: () => ranges.stream(0, byteLength),
		},
		given,
	);
}
async function partOf(ranges: Ranges, start: number, end: number): Promise<Uint8Array> {
	if (end > ranges.byteLength) throw badNpy("the data ends early");
	return ranges.read(start, end);
}

/**
 * Reads a `.npy` file, as `numpy.load`.
 *
 * @param source bytes, a source of ranges, or a stream; what is in memory is not copied where its data is aligned
 * @param options see {@link NpyOptions}
 * @returns the array
 * @throws ValueError (`source`) for what is not a `.npy` file, or ends early
 * @throws LimitError (`limit`) for an array of more than `limits.memory` bytes
 * @throws PyError (`aborted`) when the signal fires
 * @example
 * ```ts
 * import { array, dumpsNpy, loadNpy } from "brine/numpy";
 * const { shape, data } = await loadNpy(new Blob([dumpsNpy(array([1.5, 2.5]))]));
 * console.log(shape, data); // [ 2 ] Float64Array(2) [ 1.5, 2.5 ]
 * ```
 */
export async function loadNpy(source: RangeSource | Source, options?: NpyOptions | null): Promise<NDArray> {
	const given = givenOptions("loadNpy", options, NPY_OPTIONS);
	const { memory } = fullLimits(given.limits, DEFAULT_VERSION);
	return arrayOfFile(await gather(source, { memory: memory + (1 << 20), signal: given.signal }), given);
}

/**
 * As {@link loadNpy}, at once, of bytes that are in memory.
 *
 * @param data the file
 * @param options see {@link NpyOptions}
 */
export function loadNpySync(
	data: Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer,
	options?: Omit<NpyOptions, "signal"> | null,
): NDArray {
	const given = givenOptions("loadNpySync", options, SYNC_OPTIONS);
	const { whole } = new Ranges(data);
	if (whole === undefined)
		throw new PyTypeError("loadNpySync() takes bytes that are in memory; loadNpy() reads the rest", { code: "source" });
	return arrayOfFile(whole, given);
}

/**
 * Reads a `.npy` file from a stream in blocks, in bounded memory.
 *
 * @param source a stream, or anything else that has bytes to give
 * @param options see {@link NpyOptions}; `lines`: rows of a block, or columns (of the last axis) for Fortran order
 * @returns arrays of some rows each, one after the other
 * @throws ValueError (`source`) for what is not a `.npy` file, is of objects, or ends early
 * @example
 * ```ts
 * import { array, dumpsNpy, streamNpy } from "brine/numpy";
 * const { body } = new Response(dumpsNpy(array([[1, 2], [3, 4], [5, 6]])));
 * let sum = 0;
 * for await (const block of streamNpy(body, { lines: 2 })) for (const x of block.toTyped()) sum += Number(x);
 * console.log(sum); // 21
 * ```
 */
export async function* streamNpy(
	source: RangeSource | Source,
	options?: (NpyOptions & { readonly lines?: number }) | null,
): AsyncGenerator<NDArray, void, undefined> {
	const given = givenOptions("streamNpy", options, STREAM_OPTIONS);
	fullLimits(given.limits, DEFAULT_VERSION);
	const { lines } = given;
	const reader = new ExactReader(piecesOf(source, given.signal));
	const start = await reader.take(LONG_START);
	const length = headerLength(start);
	if (length < LONG_START) throw badNpy("the header is too short");
	const more = await reader.take(length - start.length);
	if (start.length + more.length < length) throw badNpy("it ends within the header");
	const head = new Uint8Array(length);
	head.set(start);
	head.set(more, start.length);
	const header = parseHeader(head);
	if (header.dtype.hasObject || header.shape.length === 0) throw badNpy("there is nothing in it to be streamed");
	yield* blocksOf(header, reader, lines);
}

async function* blocksOf(
	header: NpyHeader,
	reader: ExactReader,
	lines: number | undefined,
): AsyncGenerator<NDArray, void, undefined> {
	const { dtype, shape, order, size } = header;
	const axis = order === "C" ? 0 : shape.length - 1;
	const count = shape[axis] as number;
	const step = size === 0 ? 0 : (size / count) * dtype.itemsize;
	const each = lines ?? Math.max(1, Math.floor(BLOCK / Math.max(step, 1)));
	if (!Number.isSafeInteger(each) || each < 1)
		throw new ValueError("a block has one line at least", { code: "argument" });
	try {
		for (let from = 0; from < count && size > 0; from += each) {
			const length = Math.min(each, count - from);
			const data = await reader.take(length * step);
			if (data.length < length * step) throw badNpy("the data ends early");
			const part = [...shape];
			part[axis] = length;
			yield new NDArray({ dtype, shape: part, data, order });
		}
	} finally {
		await reader.close();
	}
}

/** The array of a file that is all there. */
export function arrayOfFile(file: Uint8Array, options: NpyOptions): NDArray {
	const length = headerLength(file.subarray(0, LONG_START));
	if (length > file.length) throw badNpy("it ends within the header");
	const header = parseHeader(file.subarray(0, length));
	checkMemory(header, options);
	const { dtype, shape, order, size } = header;
	if (dtype.hasObject) return objectsOf(header, file.subarray(length), options);
	const end = length + size * dtype.itemsize;
	if (end > file.length) throw badNpy(`the data ends early: ${file.length - length} bytes instead of ${end - length}`);
	return new NDArray({ dtype, shape, data: file.subarray(length, end), order });
}

/** The pickle after a header, which must be an array of just that shape. */
function objectsOf({ shape, size }: NpyHeader, data: Uint8Array, options: NpyOptions): NDArray {
	const { signal: _signal, registry = numpyTypes, ...rest } = options;
	const array = loads(data, { registry, ...rest });
	if (!(array instanceof NDArray) || array.size !== size) throw badNpy("the pickle in it is not its array");
	return array.shape.join() === shape.join() ? array : array.reshape(...shape);
}

/** Options of writing. */
export interface NpyWriteOptions {
	/** Types of the objects in an object array. @defaultValue the registry of `brine/numpy` */
	readonly registry?: Registry;
}

/**
 * The bytes of a `.npy` file, in pieces: the header, then the data as it is in memory where that is its order.
 *
 * @internal
 */
export function npyPieces(array: NDArray, options: NpyWriteOptions = {}): Uint8Array<ArrayBuffer>[] {
	if (!(array instanceof NDArray)) {
		throw new PyTypeError(`an array of numpy is written, not ${typeName(array)}`, {
			code: "argument",
			hint: "array(values) makes one",
		});
	}
	const { dtype, shape } = array;
	const order = array.order === "F" ? "F" : "C";
	if (!dtype.hasObject) return [headerBytes(dtype, shape, order), array.toBytes(order)];
	const pickled = dumps(array, { protocol: 4, registry: options.registry ?? numpyTypes });
	return [headerBytes(dtype, shape, order), pickled];
}

/**
 * Writes a `.npy` file, as `numpy.save`: the same bytes as numpy 1.23 and newer, but for object arrays.
 *
 * @param array the array; {@link array} makes one of a typed array or of lists
 * @param options see {@link NpyWriteOptions}
 * @returns the file as bytes. `dumpNpy` is another name of this function: it returns the bytes too, and writes to nothing, unlike
 *   `dump` of pickle and `dumpTorch`; `writeNpz` writes archives to a sink
 * @throws ValueError (`argument`) for a dtype whose fields overlap or are out of order
 * @example
 * ```ts
 * import { array, dumpsNpy } from "brine/numpy";
 * const file = dumpsNpy(array(new Float32Array(6), { shape: [2, 3] })); // 128 bytes of header and 24 of data
 * ```
 */
export function dumpsNpy(array: NDArray, options?: NpyWriteOptions | null): Uint8Array<ArrayBuffer> {
	const given = givenOptions("dumpsNpy", options, WRITE_OPTIONS);
	const [head, data] = npyPieces(array, given) as [Uint8Array, Uint8Array];
	const file = new Uint8Array(head.length + data.length);
	file.set(head);
	file.set(data, head.length);
	return file;
}
const WRITE_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["registry"]);
