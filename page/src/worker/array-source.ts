/** Arrays of any kind by their parts: what is asked for is read, wherever the items are. */
import { NDArray, Sparse } from "../../../src/numpy/index.ts";
import { type AnyTensor, isTensor, Tensor } from "../../../src/torch/index.ts";
import { LazyArray } from "./values.ts";

/** The items from a start to a stop along one axis. */
export type Range = readonly [start: number, stop: number];

/** An array of which parts can be had. */
export interface ArraySource {
	readonly dtype: string;
	/** numpy's letter for the kind of items. */
	readonly kind: string;
	readonly shape: readonly number[];
	readonly nbytes: number;
	readonly order: string;
	/** A part, one range for each axis. */
	window(ranges: readonly Range[]): Promise<NDArray>;
	whole(): Promise<NDArray>;
}

/** Sparse arrays are written out up to this many items. */
const MOST_DENSE = 1 << 24;
/** Bytes between the first and the last item of a part that are read at once. */
const SPAN = 1 << 25;

/** The source of a value; undefined for what is not an array. */
export function sourceOf(value: unknown): ArraySource | undefined {
	if (value instanceof LazyArray) return new InFile(value);
	if (value instanceof NDArray) return inMemory(value);
	if (isTensor(value)) return ofTensor(value);
	if (value instanceof Sparse) {
		const size = value.shape.reduce((product, length) => product * length, 1);
		return size <= MOST_DENSE ? inMemory(value.toDense()) : undefined;
	}
	return undefined;
}

function inMemory(array: NDArray): ArraySource {
	const { dtype, shape, order } = array;
	return {
		dtype: dtype.names === null ? dtype.name : `{${dtype.names.join(", ")}}`,
		kind: dtype.names === null ? dtype.kind : "V",
		shape,
		nbytes: array.size * dtype.itemsize,
		order,
		window: async (ranges) => array.slice(...ranges.map(([start, stop]) => [start, stop] as const)),
		whole: async () => array,
	};
}

function ofTensor(value: AnyTensor): ArraySource | undefined {
	if (!(value instanceof Tensor)) {
		return value.size <= MOST_DENSE ? deferred(value, async () => (await value.load()).toDense()) : undefined;
	}
	const { storage, dtype, shape, stride, offset, quantizer } = value;
	if (storage === undefined) return undefined;
	if (quantizer !== undefined) return deferred(value, async () => (await value.load()).dequantize());
	return {
		dtype: `torch.${dtype}`,
		kind: kindOfTensor(dtype),
		shape,
		nbytes: value.nbytes,
		order: value.isContiguous ? "C" : "K",
		async window(ranges) {
			const lengths = ranges.map(([start, stop]) => stop - start);
			const first = ranges.reduce((at, [start], axis) => at + start * (stride[axis] as number), offset);
			const signs = { isConj: value.isConj, isNeg: value.isNeg };
			return new Tensor({ storage, dtype, shape: lengths, stride, offset: first, ...signs }).read();
		},
		whole: () => value.read(),
	};
}
function kindOfTensor(dtype: string): string {
	if (dtype.startsWith("complex")) return "c";
	if (dtype === "bool") return "b";
	if (/^uint/.test(dtype)) return "u";
	return /^int/.test(dtype) ? "i" : "f";
}

/** An array that is made when it is first looked at. */
function deferred(tensor: AnyTensor, make: () => Promise<NDArray>): ArraySource {
	let made: Promise<NDArray> | undefined;
	const whole = (): Promise<NDArray> => (made ??= make());
	return {
		dtype: `torch.${tensor.dtype}`,
		kind: "f",
		shape: tensor.shape,
		nbytes: tensor.nbytes,
		order: "C",
		window: async (ranges) => (await whole()).slice(...ranges.map(([start, stop]) => [start, stop] as const)),
		whole,
	};
}

/** An array in a file: of each part the bytes between its first and last item, or row by row where those are far apart. */
class InFile implements ArraySource {
	readonly dtype: string;
	readonly kind: string;
	readonly shape: readonly number[];
	readonly nbytes: number;
	readonly order: string;
	readonly #array: LazyArray;
	/** Bytes from one item to the next, by axis. */
	readonly #strides: readonly number[];
	constructor(array: LazyArray) {
		const { dtype, shape, order, nbytes } = array;
		this.dtype = dtype.names === null ? dtype.name : `{${dtype.names.join(", ")}}`;
		this.kind = dtype.names === null ? dtype.kind : "V";
		this.shape = shape;
		this.nbytes = nbytes;
		this.order = order;
		this.#array = array;
		const strides = new Array<number>(shape.length).fill(0);
		const axes = shape.map((_, axis) => axis);
		if (order === "C") axes.reverse();
		let step = dtype.itemsize;
		for (const axis of axes) {
			strides[axis] = step;
			step *= shape[axis] as number;
		}
		this.#strides = strides;
	}
	async window(ranges: readonly Range[]): Promise<NDArray> {
		const lengths = ranges.map(([start, stop]) => stop - start);
		const { dtype, order } = this.#array;
		const { itemsize } = dtype;
		const offsetOf = (indexes: readonly number[]): number =>
			indexes.reduce((at, index, axis) => at + index * (this.#strides[axis] as number), 0);
		if (lengths.includes(0)) return new NDArray({ dtype, shape: lengths, data: new ArrayBuffer(0) });
		const first = offsetOf(ranges.map(([start]) => start));
		const last = offsetOf(ranges.map(([, stop]) => stop - 1));
		const items = lengths.reduce((product, length) => product * length, 1);
		const span = last + itemsize - first;
		if (span <= SPAN || span === items * itemsize) {
			const data = await this.#array.bytes(first, last + itemsize);
			return new NDArray({ dtype, shape: lengths, data, strides: this.#strides.map((step) => step / itemsize) }).copy();
		}
		// One piece for each run along the axis that is dense in the file.
		const dense = order === "C" ? lengths.length - 1 : 0;
		const run = (lengths[dense] as number) * itemsize;
		const target = new Uint8Array(items * itemsize);
		const outer = lengths.map((length, axis) => (axis === dense ? 1 : length));
		let at = 0;
		for (const indexes of places(outer, order)) {
			const from = offsetOf(indexes.map((index, axis) => index + (ranges[axis] as Range)[0]));
			target.set(new Uint8Array(await this.#array.bytes(from, from + run)), at);
			at += run;
		}
		return new NDArray({ dtype, shape: lengths, data: target.buffer, order });
	}
	whole(): Promise<NDArray> {
		return this.#array.whole();
	}
}

/** All index tuples of a shape, the last axis running fastest, or the first in Fortran's order. */
function* places(shape: readonly number[], order: string): Generator<number[]> {
	const indexes = shape.map(() => 0);
	const axes = shape.map((_, axis) => axis);
	if (order === "C") axes.reverse();
	for (;;) {
		yield [...indexes];
		let moved = false;
		for (const axis of axes) {
			indexes[axis] = (indexes[axis] as number) + 1;
			if ((indexes[axis] as number) < (shape[axis] as number)) {
				moved = true;
				break;
			}
			indexes[axis] = 0;
		}
		if (!moved) return;
	}
}

/** A shape in parts of at most so many items, in the order of the items. */
export function* blocks(shape: readonly number[], most: number): Generator<Range[]> {
	let axis = shape.length;
	let inner = 1;
	while (axis > 0 && inner * (shape[axis - 1] as number) <= most) inner *= shape[--axis] as number;
	if (shape.includes(0)) return;
	if (axis === 0) {
		yield shape.map((length) => [0, length] as const);
		return;
	}
	const split = axis - 1;
	const step = Math.max(1, Math.floor(most / inner));
	for (const outer of places(shape.slice(0, split), "C")) {
		const length = shape[split] as number;
		for (let start = 0; start < length; start += step) {
			yield [
				...outer.map((index) => [index, index + 1] as const),
				[start, Math.min(length, start + step)] as const,
				...shape.slice(axis).map((stop) => [0, stop] as const),
			];
		}
	}
}

/** The items of a part as numbers. */
export function numbersOf(array: NDArray): ArrayLike<number> {
	const { kind, itemsize } = array.dtype;
	if (!(kind === "f" && itemsize === 2)) {
		const typed = array.toTyped();
		if (typed instanceof BigInt64Array || typed instanceof BigUint64Array) return Float64Array.from(typed, Number);
		if (ArrayBuffer.isView(typed)) return typed as unknown as ArrayLike<number>;
	}
	const flat = array.reshape(array.size).toArray() as unknown[];
	return Float64Array.from(flat, Number);
}
