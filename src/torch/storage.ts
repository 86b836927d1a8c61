/** Storages: the bytes that tensors are views of, read when they are wanted. */
import { ValueError } from "../errors.ts";
import { INSPECT, OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";
import type { TorchDType } from "./dtypes.ts";
import type { PieceMemory } from "./piece-memory.ts";

/** Where the bytes of a storage are. */
export interface StorageSource {
	/** A part of them, in the order of bytes of the file; `into` is memory that may be used for it. */
	read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array>;
	/** All of them, where they are in memory. */
	readonly whole?: Uint8Array | undefined;
}

/** The parts of a storage. */
export interface StorageParts {
	/** The dtype of its items; undefined for a storage that counts bytes. */
	readonly dtype?: TorchDType | undefined;
	/** The bytes, little-endian; not copied. */
	readonly data?: Uint8Array | undefined;
	/** Instead of `data`: where they are, and how many. */
	readonly source?: StorageSource | undefined;
	readonly nbytes?: number | undefined;
	/** Its name in the file. Default: `""` */
	readonly key?: string | undefined;
	/** The device that it was on. Default: `"cpu"` */
	readonly location?: string | undefined;
	/** Whether the file has the most significant byte first. Default: false */
	readonly isBig?: boolean | undefined;
}

/** How many bytes {@link Storage.stream} reads at once. */
const PIECE = 1 << 22;

/**
 * The bytes that one or more tensors are views of. It is read when it is asked for: {@link Storage.load} keeps the bytes,
 * {@link Storage.read} and {@link Storage.stream} do not.
 *
 * @example
 * ```ts
 * import { Storage, Tensor } from "brine/torch";
 * const storage = new Storage({ data: new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer) });
 * const table = new Tensor({ storage, dtype: "float32", shape: [2, 2] });
 * const row = new Tensor({ storage, dtype: "float32", shape: [2], offset: 2 });
 * console.log(table.toArray(), row.toArray()); // [ [ 1, 2 ], [ 3, 4 ] ] [ 3, 4 ]
 * ```
 */
export class Storage extends MemoSlot {
	/** The dtype of its items; undefined for a storage that counts bytes. */
	readonly dtype: TorchDType | undefined;
	/** How many bytes it has. */
	readonly nbytes: number;
	/** Its name in the file; empty for one that was made here. */
	readonly key: string;
	/** The device that it was on, such as `"cpu"` or `"cuda:0"`. */
	readonly location: string;
	/** How many bytes are turned around as they are read: undefined while the words of a big-endian file are not known. */
	#word: number | undefined;
	readonly #source: StorageSource | undefined;
	#data: Uint8Array | undefined;
	/** @internal The storage that this one is a part of, and where it begins in it; itself for one that is none. */
	root: Storage = this;
	/** @internal */
	start = 0;

	/** @param parts see {@link StorageParts} */
	constructor(parts: StorageParts) {
		super();
		const { dtype, data, source, isBig = false } = parts;
		this.dtype = dtype;
		this.key = parts.key ?? "";
		this.location = parts.location ?? "cpu";
		this.nbytes = data?.length ?? parts.nbytes ?? 0;
		this.#word = isBig ? dtype?.word : 1;
		this.#source = source;
		this.#data = data ?? (this.nbytes === 0 ? new Uint8Array(0) : this.#word === 1 ? source?.whole : undefined);
	}
	get [TYPE](): "torch storage" {
		return "torch storage";
	}
	/** Whether {@link data} is there. */
	get isLoaded(): boolean {
		return this.root.#data !== undefined;
	}
	/**
	 * The bytes.
	 *
	 * @throws ValueError (`argument`) before they were read
	 */
	get data(): Uint8Array {
		const { root, start } = this;
		if (root.#data === undefined) {
			throw new ValueError(`the ${this.nbytes} bytes of the storage ${JSON.stringify(this.key)} have not been read`, {
				code: "argument",
				hint: "call `await tensor.load()` or `await storage.load()` first, or `await tensor.read()`",
			});
		}
		return root === this ? root.#data : root.#data.subarray(start, start + this.nbytes);
	}
	/** @internal Sets the bytes, which are there already. */
	give(bytes: Uint8Array): void {
		this.#data = bytes;
	}
	/** Reads the bytes and keeps them. */
	async load(): Promise<this> {
		const { root } = this;
		root.#data ??= await root.read();
		return this;
	}
	/** Lets go of bytes that can be read again. */
	release(): void {
		const { root } = this;
		if (root.#source !== undefined && root.#source.whole === undefined) root.#data = undefined;
	}
	/**
	 * Reads a part without keeping it.
	 *
	 * @param start the first byte. Default: 0
	 * @param end the byte after the last. Default: all
	 * @throws OSError (`source`) when the source fails
	 */
	async read(start = 0, end: number = this.nbytes): Promise<Uint8Array> {
		return this.#read(start, end, undefined);
	}
	async #read(start: number, end: number, into: Uint8Array | undefined): Promise<Uint8Array> {
		if (!(start >= 0 && start <= end && end <= this.nbytes)) {
			throw new ValueError(`bytes ${start} to ${end} are not within the ${this.nbytes} of the storage`, {
				code: "argument",
			});
		}
		if (this.root !== this) return this.root.#read(this.start + start, this.start + end, into);
		if (this.#data !== undefined) return this.#data.subarray(start, end);
		// Bytes that no tensor looks at are left as they are, as torch leaves them.
		const word = this.#word ?? 1;
		const from = start - (start % word);
		const to = Math.min(this.nbytes, Math.ceil(end / word) * word);
		const bytes = await (this.#source as StorageSource).read(from, to, into);
		return word === 1 ? bytes : turned(bytes, word).subarray(start - from, end - from);
	}
	/** A part in pieces, each read when it is wanted, none of them kept. */
	async *stream(start = 0, end: number = this.nbytes): AsyncGenerator<Uint8Array, void, undefined> {
		for (let at = start; at < end; at += PIECE) yield await this.read(at, Math.min(end, at + PIECE));
	}
	/** @internal As {@link stream}, in memory that is used again: a piece is good until the one after the next is asked for. */
	async *streamInto(memory: PieceMemory, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
		for (let at = start; at < end; at += memory.size)
			yield await this.#read(at, Math.min(end, at + memory.size), memory.next());
	}
	/**
	 * @internal Says of what words the storage is, which one that counts bytes does not know itself.
	 *
	 * @returns whether that can be: a storage of a big-endian file has words of one length
	 */
	claim({ word }: TorchDType): boolean {
		this.#word ??= word;
		return this.#word === 1 || this.#word === word;
	}
	/** @internal A part over the same bytes, as the views of torch before 0.4 are. */
	part(start: number, nbytes: number): Storage {
		const { dtype, key, location } = this;
		const made = new Storage({ dtype, key, location, nbytes });
		made.root = this;
		made.start = start;
		return made;
	}
	[OUTLINE](): Outline {
		const parts = [
			["dtype", this.dtype?.name ?? "bytes"],
			["nbytes", this.nbytes],
			["location", this.location],
		] as const;
		return {
			className: "torch.storage.TypedStorage",
			parts: parts.map(([name, value]) => ({ kind: "attribute", name, value })),
		};
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		return `<torch storage of ${this.nbytes} bytes>`;
	}
	[INSPECT](): string {
		return `Storage(${this.dtype?.name ?? "bytes"}, ${this.nbytes} bytes)`;
	}
}

/** A copy of bytes with each word turned around. */
function turned(bytes: Uint8Array, word: number): Uint8Array {
	const made = new Uint8Array(bytes.length);
	for (let from = 0; from + word <= bytes.length; from += word) {
		for (let i = 0; i < word; i++) made[from + i] = bytes[from + word - 1 - i] as number;
	}
	return made;
}
