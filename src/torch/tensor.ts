/** Tensors and parameters: views of storages. */
import { PyTypeError, ValueError } from "../errors.ts";
import { isContiguous, reach, sizeOf, stridesOf } from "../numpy/layout.ts";
import type { ExpandOptions, NDArray } from "../numpy/ndarray.ts";
import { INSPECT, OUTLINE, TYPE } from "../values/brand.ts";
import { PyComplex } from "../values/complex.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { Outline, OutlinePart } from "../values/outline.ts";
import { arrayOver, dtypeOfArray, dtypeToShow, withSigns } from "./arrays.ts";
import { type TorchDType, torchDType } from "./dtypes.ts";
import { dequantized } from "./quantizer.ts";
import { Storage } from "./storage.ts";

/** One scale for all items. */
export interface TensorQuantizer {
	/** `"per_tensor_affine"` or `"per_tensor_symmetric"`. */
	readonly scheme: string;
	/** The length of a step. */
	readonly scale: number;
	/** The step that is zero. */
	readonly zeroPoint: number;
}

/** A scale for each index of one axis. */
export interface ChannelQuantizer {
	/** `"per_channel_affine"`, `"per_channel_symmetric"` or `"per_channel_affine_float_qparams"`. */
	readonly scheme: string;
	/** The length of a step, along the axis. */
	readonly scales: Tensor;
	/** The step that is zero, along the axis. */
	readonly zeroPoints: Tensor;
	/** The axis. */
	readonly axis: number;
}

/** How steps become numbers. */
export type Quantizer = TensorQuantizer | ChannelQuantizer;

/** The parts of a {@link Tensor}. */
export interface TensorParts {
	/** The bytes it is a view of; left out for a tensor of the device `meta`, which has none. */
	readonly storage?: Storage | undefined;
	/** The name of the dtype, such as `"float32"`; `torch.` may be before it. */
	readonly dtype: string;
	/** Items along each axis; `[]` for a single item. */
	readonly shape: readonly number[];
	/** Steps along each axis in items. Default: the last index runs fastest */
	readonly stride?: readonly number[] | undefined;
	/** The place of the first item in the storage, in items. Default: 0 */
	readonly offset?: number | undefined;
	/** Whether torch computes gradients for it. Default: false */
	readonly requiresGrad?: boolean | undefined;
	/** Whether what is stored are the complex conjugates of the items. Default: false */
	readonly isConj?: boolean | undefined;
	/** Whether what is stored are the negatives of the items. Default: false */
	readonly isNeg?: boolean | undefined;
	/** How steps become numbers, for quantized tensors. */
	readonly quantizer?: Quantizer | undefined;
	/** The class, where it is a subclass. Default: `torch.Tensor` */
	readonly pyClass?: PyGlobal | undefined;
	/** Attributes that were set on it. Default: none */
	readonly attributes?: Iterable<readonly [string, unknown]> | undefined;
	/** The rest of its pickle, to be written back. */
	readonly extra?: TensorExtra | undefined;
}

/** Parts of a tensor's pickle that are kept as they are. */
export interface TensorExtra {
	/** The backward hooks, an empty `OrderedDict` in nearly all files. */
	readonly hooks?: unknown;
	/** The dict of the seventh argument, for more than the bits of conjugate and negative. */
	readonly metadata?: unknown;
	/** A state that is not a dict of attributes. */
	readonly state?: unknown;
}

/** The class of tensors that are not of a subclass. */
export const TENSOR: PyGlobal = /* @__PURE__ */ new PyGlobal("torch", "Tensor");
/** The class of parameters. */
const PARAMETER: PyGlobal = /* @__PURE__ */ new PyGlobal("torch.nn.parameter", "Parameter");

/**
 * torch's `Tensor`: items of one dtype in a {@link Storage}, with a shape. Tensors that share a storage in Python share it
 * here. The bytes are read by {@link load} or {@link read}; a tensor of {@link loadTorch} has them.
 *
 * @example
 * ```ts
 * import { Tensor } from "brine/torch";
 * const weight = Tensor.from(new Float32Array([1, 2, 3, 4]), [2, 2]);
 * console.log(weight.dtype, weight.toArray(), weight.toNDArray().slice(1).toArray()); // float32 [ [ 1, 2 ], [ 3, 4 ] ] [ 3, 4 ]
 * ```
 */
export class Tensor extends MemoSlot {
	/** The name of the dtype, such as `"float32"`. */
	readonly dtype: string;
	/** Items along each axis. */
	readonly shape: readonly number[];
	/** Steps along each axis, in items. */
	readonly stride: readonly number[];
	/** The place of the first item in the storage, in items. */
	readonly offset: number;
	/** The bytes; undefined for a tensor of the device `meta`. */
	readonly storage: Storage | undefined;
	/** Whether torch computes gradients for it. */
	readonly requiresGrad: boolean;
	/** Whether the storage holds the complex conjugates of the items; `get`, `toArray` and `toNDArray` know it. */
	readonly isConj: boolean;
	/** Whether the storage holds the negatives of the items; `get`, `toArray` and `toNDArray` know it. */
	readonly isNeg: boolean;
	/** How steps become numbers; undefined for tensors that are not quantized. */
	readonly quantizer: Quantizer | undefined;
	/** Its class in Python. */
	readonly pyClass: PyGlobal;
	/** Attributes that were set on it. */
	readonly attributes: Map<string, unknown>;
	/** @internal Parts of its pickle that are kept. */
	readonly extra: TensorExtra;
	/** @internal */
	readonly type: TorchDType;

	/**
	 * @param parts see {@link TensorParts}
	 * @throws ValueError (`argument`) when shape, stride, offset and storage do not go together
	 * @throws PyTypeError (`argument`) for a dtype that torch has not
	 */
	constructor(parts: TensorParts) {
		super();
		const type = torchDType(parts.dtype);
		const { shape, storage, offset = 0, stride = stridesOf(shape, "C") } = parts;
		const problem = problemOf(type, shape, stride, offset, storage);
		if (problem !== undefined) throw new ValueError(problem, { code: "argument" });
		this.type = type;
		this.dtype = type.name;
		this.shape = Object.freeze([...shape]);
		this.stride = Object.freeze([...stride]);
		this.offset = offset;
		this.storage = storage;
		this.requiresGrad = parts.requiresGrad ?? false;
		this.isConj = parts.isConj ?? false;
		this.isNeg = parts.isNeg ?? false;
		this.quantizer = parts.quantizer;
		this.pyClass = parts.pyClass ?? TENSOR;
		this.attributes = new Map(parts.attributes ?? []);
		this.extra = parts.extra ?? {};
	}
	/**
	 * A tensor over a typed array or an `NDArray`, of which no copy is made.
	 *
	 * @param data a typed array whose class says the dtype, or an array of numpy
	 * @param shape items along each axis, for a typed array. Default: one axis
	 * @throws PyTypeError (`argument`) for items that torch has no dtype for: texts, records, objects, big-endian ones
	 */
	static from(data: NDArray | ArrayBufferView, shape?: readonly number[]): Tensor {
		const { dtype, bytes, length, layout } = dtypeOfArray(data);
		const storage = new Storage({ dtype: dtype.storage === undefined ? undefined : dtype, data: bytes });
		return new Tensor({ storage, dtype: dtype.name, ...(layout ?? { shape: shape ?? [length] }) });
	}
	get [TYPE](): string {
		return String(this.pyClass);
	}
	/** Where it was: `"cpu"`, `"cuda:0"`, `"meta"`. */
	get device(): string {
		return this.storage?.location ?? "meta";
	}
	/** How many axes it has. */
	get ndim(): number {
		return this.shape.length;
	}
	/** How many items it has, torch's `numel()`. */
	get size(): number {
		return sizeOf(this.shape) as number;
	}
	/** Bytes that all items take. */
	get nbytes(): number {
		return this.size * this.type.itemsize;
	}
	/** Whether the items are in a row in the storage, the last index running fastest. */
	get isContiguous(): boolean {
		return isContiguous(this.shape, this.stride, "C");
	}

	/** Reads its storage and keeps it, so that all else here works; what is read already is not read again. */
	async load(): Promise<this> {
		await this.#bytes.load();
		return this;
	}
	get #bytes(): Storage {
		if (this.storage === undefined) {
			throw new ValueError("a tensor of the device meta has no items", { code: "argument" });
		}
		return this.storage;
	}
	/**
	 * Its items as an array of numpy, over the bytes of the storage: nothing is copied, and a change of one is a change of
	 * the other. Complex numbers of 32 bits get an axis for their two parts; items that numpy has nothing like are bytes;
	 * of a quantized tensor the steps are shown. Only conjugates and negatives are copied,
	 * and what is not aligned in a file of torch before 1.6.
	 *
	 * @throws ValueError (`argument`) before the storage was read
	 */
	toNDArray(): NDArray {
		const storage = this.#bytes;
		return withSigns(arrayOver(this, storage.data, 0), this);
	}
	/**
	 * As {@link toNDArray}, reading only the part of the storage that it needs, and keeping nothing.
	 *
	 * @throws OSError (`source`) when the source fails
	 */
	async read(): Promise<NDArray> {
		const [start, end] = this.byteRange;
		const storage = this.#bytes;
		return withSigns(arrayOver(this, await storage.read(start, end), start), this);
	}
	/** @internal The part of the storage that it reaches, in bytes. */
	get byteRange(): readonly [start: number, end: number] {
		const reached = reach(this.shape, this.stride, this.offset);
		const { itemsize } = this.type;
		return reached === undefined ? [0, 0] : [reached[0] * itemsize, (reached[1] + 1) * itemsize];
	}
	/**
	 * One item: a number, bigint, boolean or `PyComplex`; of a quantized tensor the number that the step represents. For
	 * many items, take {@link toNDArray} once.
	 *
	 * @param indexes one for each axis; negative ones count from the end
	 * @throws RangeError for an index that is not there
	 */
	get(...indexes: readonly number[]): unknown {
		if (indexes.length !== this.ndim) {
			throw new PyTypeError(`expected ${this.ndim} indexes, got ${indexes.length}`, { code: "argument" });
		}
		if (this.quantizer !== undefined) return this.dequantize().get(...indexes);
		const array = this.toNDArray();
		if (!dtypeToShow(this.type).isPair) return array.get(...indexes);
		return new PyComplex(array.get(...indexes, 0) as number, array.get(...indexes, 1) as number);
	}
	/**
	 * All items as lists in lists, torch's `tolist()`; of a quantized tensor the numbers.
	 *
	 * @param options `limits.memory`: bytes that the lists are estimated to take, 2^30 unless told otherwise
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toArray(options?: ExpandOptions | null): unknown {
		if (this.quantizer !== undefined) return this.dequantize().toArray(options);
		const items = this.toNDArray().toArray(options);
		return dtypeToShow(this.type).isPair ? pairs(items, this.ndim) : items;
	}
	/**
	 * The numbers that the steps of a quantized tensor stand for, as floats of 32 bits.
	 *
	 * @throws ValueError (`argument`) for a tensor that is not quantized
	 */
	dequantize(): NDArray {
		if (this.quantizer === undefined) throw new ValueError("the tensor is not quantized", { code: "argument" });
		return dequantized(this.toNDArray(), this.quantizer);
	}
	[OUTLINE](): Outline {
		const { dtype, shape, device, requiresGrad, attributes, quantizer, extra } = this;
		const parts: OutlinePart[] = [];
		const add = (name: string, value: unknown): void => void parts.push({ kind: "attribute", name, value });
		add("dtype", `torch.${dtype}`);
		add("shape", [...shape]);
		if (device !== "cpu") add("device", device);
		if (requiresGrad) add("requires_grad", true);
		if (this.isConj) add("is_conj", true);
		if (this.isNeg) add("is_neg", true);
		if (quantizer !== undefined) for (const [name, value] of Object.entries(quantizer)) add(name, value);
		for (const [name, value] of attributes) add(name, value);
		if (extra.state !== undefined) parts.push({ kind: "state", value: extra.state });
		if (extra.hooks instanceof Map && extra.hooks.size > 0) add("_backward_hooks", extra.hooks);
		return { className: `${this.pyClass.module}.${this.pyClass.qualname}`, parts };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		return `<${String(this.pyClass)} ${this.dtype} (${this.shape.join(", ")})>`;
	}
	[INSPECT](): string {
		const name = this instanceof Parameter ? "Parameter" : "Tensor";
		return `${name}(${this.dtype}, [${this.shape.join(", ")}]${this.device === "cpu" ? "" : `, ${this.device}`})`;
	}
}

/**
 * torch's `nn.Parameter`: a tensor that a module learns.
 *
 * @example
 * ```ts
 * import { Parameter, Tensor } from "brine/torch";
 * const weight = new Parameter(Tensor.from(new Float32Array([0.5])));
 * console.log(weight.requiresGrad, weight.toArray()); // true [ 0.5 ]
 * ```
 */
export class Parameter extends Tensor {
	/** The tensor that it was made of. */
	readonly data: Tensor;

	/**
	 * @param data the tensor, whose storage it shares
	 * @param requiresGrad whether torch computes gradients for it. Default: true
	 * @param more `attributes` that were set on it
	 */
	constructor(data: Tensor, requiresGrad = true, more: Pick<TensorParts, "attributes" | "extra" | "pyClass"> = {}) {
		const { storage, dtype, shape, stride, offset, isConj, isNeg, quantizer } = data;
		const pyClass = more.pyClass ?? PARAMETER;
		super({ storage, dtype, shape, stride, offset, isConj, isNeg, quantizer, ...more, requiresGrad, pyClass });
		this.data = data;
	}
}

/** Why a tensor cannot be, or undefined. Products are exact, and nothing is allocated. */
export function problemOf(
	type: TorchDType,
	shape: readonly number[],
	stride: readonly number[],
	offset: number,
	storage: Storage | undefined,
): string | undefined {
	const words = `a tensor of shape (${shape.slice(0, 64).join(", ")})`;
	if (sizeOf(shape) === undefined) return `invalid shape (${shape.slice(0, 64).join(", ")})`;
	const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
	if (stride.length !== shape.length || !stride.every(isCount) || !isCount(offset)) {
		return `${words} must have a stride from 0 up for each axis, and an offset from 0 up`;
	}
	if (storage === undefined) return undefined;
	const reached = reach(shape, stride, offset);
	// An empty tensor reaches nothing.
	if (reached === undefined) return undefined;
	if (!((reached[1] + 1) * type.itemsize <= storage.nbytes)) {
		return `${words} reaches beyond its storage of ${storage.nbytes} bytes`;
	}
	return undefined;
}

/** Pairs of parts as complex numbers; a tensor has few axes, so this goes no deeper. */
function pairs(items: unknown, depth: number): unknown {
	const list = items as unknown[];
	if (depth === 0) return new PyComplex(list[0] as number, list[1] as number);
	return list.map((item) => pairs(item, depth - 1));
}
