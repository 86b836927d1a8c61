/** Sparse tensors: indices and values, in torch's five layouts. */
import { LimitError, ValueError } from "../errors.ts";
import type { TypedArray } from "../numpy/formats.ts";
import { sizeOf, stridesOf } from "../numpy/layout.ts";
import { type ExpandOptions, NDArray } from "../numpy/ndarray.ts";
import { INSPECT, OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { memoryLimit } from "../values/option-values.ts";
import type { Outline, OutlinePart } from "../values/outline.ts";
import type { Tensor } from "./tensor.ts";

/** torch's layouts of sparse tensors. */
export type SparseLayout = "sparse_coo" | "sparse_csr" | "sparse_csc" | "sparse_bsr" | "sparse_bsc";

/** The parts of a {@link SparseTensor}. */
export interface SparseTensorParts {
	readonly layout: SparseLayout;
	/** Items along each axis. */
	readonly shape: readonly number[];
	/** The values that are there. */
	readonly values: Tensor;
	/** For `sparse_coo`: a column of indices for each value. For the others: where each row (or column) starts. */
	readonly indices: Tensor;
	/** Not for `sparse_coo`: the column (or row) of each value. */
	readonly plainIndices?: Tensor | undefined;
	/** For `sparse_coo`: whether no place comes twice; undefined where the file does not say. */
	readonly isCoalesced?: boolean | undefined;
	/** @internal Whether it is written as torch 1.13 writes compressed rows, which torch 2 does not read. */
	readonly isOldForm?: boolean | undefined;
}

/**
 * A sparse tensor of torch.
 *
 * @example
 * ```ts
 * import { SparseTensor, Tensor } from "brine/torch";
 * const indices = Tensor.from(new BigInt64Array([0n, 1n, 2n, 0n]), [2, 2]);
 * const values = Tensor.from(new Float32Array([3, 4]));
 * const sparse = new SparseTensor({ layout: "sparse_coo", shape: [2, 3], indices, values });
 * sparse.toDense().toArray(); // [[0, 0, 3], [4, 0, 0]]
 * ```
 */
export class SparseTensor extends MemoSlot {
	readonly layout: SparseLayout;
	/** Items along each axis. */
	readonly shape: readonly number[];
	/** The values that are there. */
	readonly values: Tensor;
	/** Indices, or where each row or column starts; see {@link SparseTensorParts}. */
	readonly indices: Tensor;
	/** The column or row of each value, but for `sparse_coo`. */
	readonly plainIndices: Tensor | undefined;
	/** Whether no place comes twice; undefined where nobody said. */
	readonly isCoalesced: boolean | undefined;
	/** @internal */
	readonly isOldForm: boolean;

	/**
	 * @param parts see {@link SparseTensorParts}
	 * @throws ValueError (`argument`) for parts that do not go together
	 */
	constructor(parts: SparseTensorParts) {
		super();
		const { layout, shape, values, indices, plainIndices } = parts;
		if (sizeOf(shape) === undefined || (plainIndices === undefined) !== (layout === "sparse_coo")) {
			throw new ValueError(`the parts of a tensor of layout ${layout} do not go together`, { code: "argument" });
		}
		this.layout = layout;
		this.shape = Object.freeze([...shape]);
		this.values = values;
		this.indices = indices;
		this.plainIndices = plainIndices;
		this.isCoalesced = parts.isCoalesced;
		this.isOldForm = parts.isOldForm ?? false;
	}
	get [TYPE](): "torch.Tensor" {
		return "torch.Tensor";
	}
	/** The name of the dtype of the values. */
	get dtype(): string {
		return this.values.dtype;
	}
	/** How many items it has, those that are not there too. */
	get size(): number {
		return sizeOf(this.shape) as number;
	}
	/** Bytes of the values and indices. */
	get nbytes(): number {
		return this.values.nbytes + this.indices.nbytes + (this.plainIndices?.nbytes ?? 0);
	}
	/** Reads the storages of its parts and keeps them. */
	async load(): Promise<this> {
		for (const part of [this.indices, this.plainIndices, this.values]) await part?.load();
		return this;
	}
	/**
	 * All items, those that are not there as zeros; values of one place are added.
	 *
	 * @param options `limits.memory`: bytes that it may take, 2^30 unless told otherwise
	 * @throws LimitError (`memory`) before it makes more than that
	 * @throws ValueError (`argument`) for indices that are not within the shape
	 */
	toDense(options?: ExpandOptions | null): NDArray {
		const memory = memoryLimit("toDense", options);
		const values = this.values.toNDArray();
		const units = values.dtype.itemsize / (values.data as TypedArray).BYTES_PER_ELEMENT;
		if (this.size * values.dtype.itemsize > memory) throw new LimitError("memory", memory);
		const row = values.toTyped() as Float64Array;
		const Holder = row.constructor as new (length: number) => Float64Array;
		const dense = new Holder(this.size * units);
		const put = (to: number, from: number): void => {
			for (let i = 0; i < units; i++) {
				const sum = ((dense[to * units + i] as number) + (row[from * units + i] as number)) as number;
				dense[to * units + i] = sum;
			}
		};
		if (this.layout === "sparse_coo") this.#eachPlace(put);
		else this.#eachCompressed(put);
		return new NDArray({ dtype: values.dtype, shape: this.shape, data: dense });
	}
	#eachPlace(put: (to: number, from: number) => void): void {
		const { shape } = this;
		const [axes = 0, count = 0] = this.indices.shape;
		const indices = this.indices.toNDArray().toTyped();
		const strides = stridesOf(shape, "C");
		const inner = shape.slice(axes).reduce((size, length) => size * length, 1);
		if (axes > shape.length || this.values.size !== count * inner) throw wrong();
		for (let i = 0; i < count; i++) {
			let place = 0;
			for (let axis = 0; axis < axes; axis++) {
				place += within(indices[axis * count + i], shape[axis] as number) * (strides[axis] as number);
			}
			for (let k = 0; k < inner; k++) put(place + k, i * inner + k);
		}
	}
	#eachCompressed(put: (to: number, from: number) => void): void {
		const { layout, shape, values } = this;
		const isRows = layout === "sparse_csr" || layout === "sparse_bsr";
		const isBlocks = layout === "sparse_bsr" || layout === "sparse_bsc";
		const [rows, columns] = shape as [number, number];
		const [high, wide] = isBlocks ? (values.shape.slice(1) as [number, number]) : [1, 1];
		if (
			shape.length !== 2 ||
			this.indices.ndim !== 1 ||
			values.ndim !== (isBlocks ? 3 : 1) ||
			!(high > 0 && wide > 0)
		) {
			throw new ValueError("batches of sparse matrices are not expanded", { code: "argument" });
		}
		const starts = this.indices.toNDArray().toTyped();
		const others = (this.plainIndices as Tensor).toNDArray().toTyped();
		const [outer, inner] = isRows ? [rows / high, columns / wide] : [columns / wide, rows / high];
		if (starts.length !== outer + 1 || others.length * high * wide !== values.size) throw wrong();
		let at = 0;
		for (let line = 0; line < outer; line++) {
			const end = within(starts[line + 1], others.length + 1);
			if (Number(starts[line]) !== at || end < at) throw wrong();
			for (; at < end; at++) {
				const other = within(others[at], inner);
				const [row, column] = isRows ? [line, other] : [other, line];
				for (let y = 0; y < high; y++) {
					const to = (row * high + y) * columns + column * wide;
					for (let x = 0; x < wide; x++) put(to + x, (at * high + y) * wide + x);
				}
			}
		}
		if (at !== others.length) throw wrong();
	}
	[OUTLINE](): Outline {
		const parts: OutlinePart[] = [];
		const add = (name: string, value: unknown): void => void parts.push({ kind: "attribute", name, value });
		add("layout", `torch.${this.layout}`);
		add("dtype", `torch.${this.dtype}`);
		add("shape", [...this.shape]);
		add("indices", this.indices);
		if (this.plainIndices !== undefined) add("plain_indices", this.plainIndices);
		add("values", this.values);
		if (this.isCoalesced !== undefined) add("is_coalesced", this.isCoalesced);
		return { className: "torch.Tensor", parts };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		return `<torch.Tensor ${this.layout} ${this.dtype} (${this.shape.join(", ")})>`;
	}
	[INSPECT](): string {
		return `SparseTensor(${this.layout}, ${this.dtype}, [${this.shape.join(", ")}])`;
	}
}

function wrong(): ValueError {
	return new ValueError("the indices of a sparse tensor do not fit its shape", { code: "argument" });
}
/** An index, if there is one of it. */
function within(given: unknown, length: number): number {
	const index = Number(given);
	if (!(index >= 0 && index < length)) throw wrong();
	return index;
}
