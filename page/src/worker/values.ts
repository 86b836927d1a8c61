/** Values that are the page's own: a file with several pickles, an archive, an array that stays in its file. */
import type { DType, NDArray } from "../../../src/numpy/index.ts";

/** The keys under which a value says what its type is and what its `repr()` is made of. */
const TYPE = Symbol.for("brine.type");
const REPR = Symbol.for("brine.repr");

/** Several pickles or documents of one file. */
export class Several {
	readonly values: readonly unknown[];
	readonly title: string;
	constructor(values: readonly unknown[], title: string) {
		this.values = values;
		this.title = title;
	}
}

/** A member of an archive. */
export interface Member {
	readonly name: string;
	readonly size: number;
	readonly note: string;
	open(): Promise<Blob>;
}

/** An archive of anything. */
export class Archive {
	readonly members: readonly Member[];
	constructor(members: readonly Member[]) {
		this.members = members;
	}
}

/** An array of a `.npy` file or member, of which parts are read when they are looked at. */
export class LazyArray {
	readonly dtype: DType;
	readonly shape: readonly number[];
	readonly order: "C" | "F";
	/** Where in the file the items begin. */
	readonly start: number;
	readonly #blob: Blob;
	readonly #whole: () => Promise<NDArray>;
	constructor(
		parts: { readonly dtype: DType; readonly shape: readonly number[]; readonly order: "C" | "F" },
		blob: Blob,
		start: number,
		whole: () => Promise<NDArray>,
	) {
		this.dtype = parts.dtype;
		this.shape = parts.shape;
		this.order = parts.order;
		this.#blob = blob;
		this.start = start;
		this.#whole = whole;
	}
	get size(): number {
		return this.shape.reduce((product, length) => product * length, 1);
	}
	get nbytes(): number {
		return this.size * this.dtype.itemsize;
	}
	/** All of it, once that was asked for. */
	loaded: NDArray | undefined;
	get [TYPE](): string {
		return "numpy.ndarray";
	}
	/** As it is in the text of what it is in. */
	[REPR](): { readonly parts: readonly unknown[] } {
		const shape = `(${this.shape.join(", ")}${this.shape.length === 1 ? "," : ""})`;
		return { parts: this.loaded === undefined ? [`<array ${this.dtype.name} ${shape}>`] : ["", this.loaded, ""] };
	}
	/** Items from a byte on. */
	async bytes(start: number, end: number): Promise<ArrayBuffer> {
		return this.#blob.slice(this.start + start, this.start + end).arrayBuffer();
	}
	/** All of it. */
	async whole(): Promise<NDArray> {
		return this.loaded ?? this.#whole();
	}
}
