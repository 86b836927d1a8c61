/** `.npz` files: zip archives of `.npy` files, of which members and rows are read alone, and written. */
import { joined } from "../bytes/gather.ts";
import { pump } from "../bytes/pump.ts";
import type { RangeSource } from "../bytes/ranges.ts";
import type { Sink } from "../bytes/sink.ts";
import { KeyError } from "../errors.ts";
import { Zip, type ZipEntry } from "../formats/zip.ts";
import { writeZip, type ZipMember } from "../formats/zip-writer.ts";
import { DEFAULT_VERSION, givenOptions } from "../options.ts";
import { fullLimits } from "../pickle/limits.ts";
import type { Registry } from "../registry/registry.ts";
import { namedPairs } from "./named.ts";
import type { NDArray } from "./ndarray.ts";
import { NPY_OPTIONS, type NpyContent, NpyFile, type NpyOptions, npyPieces } from "./npy.ts";

/** An archive of arrays that is open. */
export class NpzFile {
	readonly #zip: Zip;
	readonly #options: NpyOptions;
	readonly #entries: ReadonlyMap<string, ZipEntry>;

	/** @internal */
	constructor(zip: Zip, options: NpyOptions) {
		this.#zip = zip;
		this.#options = options;
		const named = zip.entries.filter(({ name }) => name.endsWith(".npy"));
		this.#entries = new Map(named.map((entry) => [entry.name.slice(0, -4), entry]));
	}
	/** The names of the arrays, without `.npy`, in the order of the archive. */
	get names(): string[] {
		return [...this.#entries.keys()];
	}
	/** The names of members that are not arrays, which numpy hands out as bytes. */
	get otherNames(): string[] {
		return this.#zip.entries.filter(({ name }) => !name.endsWith(".npy")).map(({ name }) => name);
	}
	/** Whether there is an array of a name. */
	has(name: string): boolean {
		return this.#entries.has(name);
	}
	/**
	 * Reads one array; nothing of the others is read.
	 *
	 * @throws KeyError (`argument`) when there is none of this name
	 * @throws OSError (`source`) when the archive is damaged; ValueError (`source`) when the member is not an array
	 */
	async get(name: string): Promise<NDArray> {
		return (await this.open(name)).read();
	}
	/**
	 * Opens one array: its dtype and shape, its rows and blocks. Rows of a member that is not compressed are fetched alone;
	 * a compressed one is unpacked up to them.
	 */
	async open(name: string): Promise<NpyFile> {
		const entry = this.#entries.get(name);
		if (entry === undefined) throw new KeyError(`${name} is not a file in the archive`, { code: "argument" });
		return NpyFile.of(contentOf(this.#zip, entry), this.#options);
	}
	/** All arrays, each read when it is reached. */
	async *[Symbol.asyncIterator](): AsyncGenerator<[name: string, array: NDArray], void, undefined> {
		for (const name of this.#entries.keys()) yield [name, await this.get(name)];
	}
}

function contentOf(zip: Zip, entry: ZipEntry): NpyContent {
	const isStored = entry.method === 0;
	return {
		byteLength: entry.size,
		whole: () => zip.read(entry),
		part: (start, end) => (isStored ? zip.readPart(entry, start, end) : partOf(zip.stream(entry), start, end)),
		stream: () => zip.stream(entry),
	};
}
/** A part of what is unpacked as far as that. */
async function partOf(pieces: AsyncIterable<Uint8Array>, start: number, end: number): Promise<Uint8Array> {
	async function* wanted(): AsyncGenerator<Uint8Array> {
		let at = 0;
		for await (const piece of pieces) {
			const part = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
			at += piece.length;
			if (part.length > 0) yield part;
			if (at >= end) return;
		}
	}
	return joined(wanted(), end - start);
}

/**
 * Opens a `.npz` file; only its directory is read, then each array as it is asked for.
 *
 * @param source bytes, a `Blob`, or `{ byteLength, slice(start, end) }`
 * @param options see {@link NpyOptions}
 * @returns the archive
 * @throws OSError (`source`) for what is not a zip archive, or is one that readers disagree about
 * @example
 * ```ts
 * import { array, dumpsNpz, openNpz } from "brine/numpy";
 * const file = await openNpz(await dumpsNpz({ x: array([1, 2]), y: array([[0.5]]) }));
 * console.log(file.names); // [ 'x', 'y' ]
 * (await file.get("y")).toArray(); // [[0.5]]
 * ```
 */
export async function openNpz(source: RangeSource, options?: NpyOptions | null): Promise<NpzFile> {
	const given = givenOptions("openNpz", options, NPY_OPTIONS);
	const { memory } = fullLimits(given.limits, DEFAULT_VERSION);
	return new NpzFile(await Zip.open(source, { memory, signal: given.signal }), given);
}

/** How a `.npz` file is written. */
export interface NpzWriteOptions {
	/** Deflate the arrays, as `numpy.savez_compressed`. @defaultValue false */
	readonly compress?: boolean;
	/** Types of the objects in object arrays. @defaultValue the registry of `brine/numpy` */
	readonly registry?: Registry;
}

const WRITE_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["compress", "registry"]);

function* membersOf(pairs: readonly (readonly [string, NDArray])[], options: NpzWriteOptions): Generator<ZipMember> {
	const { compress, registry } = options;
	for (const [name, array] of pairs) {
		const data = npyPieces(array, registry === undefined ? {} : { registry });
		yield { name: `${name}.npy`, data, isDeflated: compress === true };
	}
}

/**
 * Writes a `.npz` file, as `numpy.savez`.
 *
 * @param arrays the arrays by name: an object, or a Map
 * @param options whether they are compressed
 * @returns the file as bytes. `dumpNpz` is another name of this function: it returns a promise of the bytes too, and writes to nothing, unlike
 *   `dump` of pickle and `dumpTorch`; {@link writeNpz} writes to a sink
 * @example
 * ```ts
 * import { array, dumpsNpz } from "brine/numpy";
 * const file = await dumpsNpz({ weights: array([0.5, 0.25]) }, { compress: true });
 * ```
 */
export async function dumpsNpz(
	arrays: Readonly<Record<string, NDArray>> | ReadonlyMap<string, NDArray>,
	options?: NpzWriteOptions | null,
): Promise<Uint8Array<ArrayBuffer>> {
	const given = givenOptions("dumpsNpz", options, WRITE_OPTIONS);
	return joined(writeZip(membersOf(namedPairs("dumpsNpz", arrays), given)), Number.POSITIVE_INFINITY);
}

/**
 * As {@link dumpsNpz}, to a sink: one array after the other, so that the file is never whole in memory.
 *
 * @param arrays the arrays by name: an object, or a Map
 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`
 * @param options whether they are compressed
 */
export async function writeNpz(
	arrays: Readonly<Record<string, NDArray>> | ReadonlyMap<string, NDArray>,
	sink: Sink,
	options?: NpzWriteOptions | null,
): Promise<void> {
	const given = givenOptions("writeNpz", options, WRITE_OPTIONS);
	await pump(writeZip(membersOf(namedPairs("writeNpz", arrays), given)), sink);
}
