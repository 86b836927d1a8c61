/** Between tensors and the arrays of numpy, over the same bytes. */
import { PyTypeError } from "../errors.ts";
import type { DType } from "../numpy/dtype.ts";
import { dtype as dtypeOf } from "../numpy/dtype-spec.ts";
import { reach, stridesOf } from "../numpy/layout.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { DTYPES, type TorchDType } from "./dtypes.ts";

/** The part of a tensor that tells where its items are. */
interface View {
	readonly type: TorchDType;
	readonly shape: readonly number[];
	readonly stride: readonly number[];
	readonly offset: number;
}

/** The dtype of the array that shows a tensor, and whether an item is a pair of its items. */
export function dtypeToShow({ name, numpy }: TorchDType): { readonly numpy: string; readonly isPair: boolean } {
	return { numpy, isPair: name === "complex32" || name === "bcomplex32" };
}

/**
 * An array over the bytes of a storage.
 *
 * @param bytes the storage, or a part of it
 * @param start where in the storage the part starts
 */
export function arrayOver(view: View, bytes: Uint8Array, start: number): NDArray {
	const { type, shape, stride, offset } = view;
	const { numpy, isPair } = dtypeToShow(type);
	const units = isPair ? 2 : 1;
	const dtype = dtypeOf(numpy);
	const places = start / type.itemsize;
	const at = { shape: [...shape], strides: stride.map((step) => step * units), offset: (offset - places) * units };
	if (isPair) {
		at.shape.push(2);
		at.strides.push(1);
	}
	const reached = reach(at.shape, at.strides, at.offset);
	if (reached === undefined) return new NDArray({ dtype, shape: at.shape, data: new Uint8Array(0) });
	const { itemsize } = dtype;
	// Only the wanted items are copied.
	if (bytes.byteOffset % itemWidth(dtype) === 0) return new NDArray({ dtype, ...at, data: wordsOf(dtype, bytes) });
	const part = bytes.slice(reached[0] * itemsize, (reached[1] + 1) * itemsize);
	return new NDArray({ dtype, ...at, offset: at.offset - reached[0], data: part });
}

/** Bytes of an element of the typed array of a dtype. */
function itemWidth({ format, itemsize }: DType): number {
	return format?.holder.BYTES_PER_ELEMENT ?? itemsize;
}
/** Whole words of bytes, as many as there are. */
function wordsOf(dtype: DType, bytes: Uint8Array): Uint8Array {
	const width = itemWidth(dtype);
	return bytes.length % width === 0 ? bytes : bytes.subarray(0, bytes.length - (bytes.length % width));
}

/** An array whose items are what is stored, or a copy with the signs that the tensor's bits ask for. */
export function withSigns(
	array: NDArray,
	tensor: { readonly isConj: boolean; readonly isNeg: boolean; readonly type: TorchDType },
): NDArray {
	const { isConj, isNeg, type } = tensor;
	if (!isConj && !isNeg) return array;
	const isComplex = type.name.includes("complex");
	if (!isComplex && !/^b?float/.test(type.name)) {
		throw new PyTypeError(`a negative view of ${type.name} is not known`, { code: "argument" });
	}
	const bytes = new Uint8Array(array.toBytes());
	const { word } = type;
	for (let at = word - 1, i = 0; at < bytes.length; at += word, i++) {
		const isImaginary = isComplex && i % 2 === 1;
		const turns = (isNeg ? 1 : 0) + (isConj && isImaginary ? 1 : 0);
		if (turns === 1) bytes[at] = (bytes[at] as number) ^ 0x80;
	}
	return new NDArray({ dtype: array.dtype, shape: array.shape, data: bytes });
}

/** The classes of typed arrays and the dtypes of their items. */
const BY_CLASS: Readonly<Record<string, string>> = {
	Float64Array: "float64",
	Float32Array: "float32",
	Float16Array: "float16",
	Uint8Array: "uint8",
	Uint8ClampedArray: "uint8",
	Int8Array: "int8",
	Int16Array: "int16",
	Int32Array: "int32",
	BigInt64Array: "int64",
	Uint16Array: "uint16",
	Uint32Array: "uint32",
	BigUint64Array: "uint64",
};

/** The parts of a tensor over some data. */
export interface FromArray {
	readonly dtype: TorchDType;
	readonly bytes: Uint8Array;
	/** Items, where there is no layout. */
	readonly length: number;
	readonly layout?: { readonly shape: readonly number[]; readonly stride: readonly number[]; readonly offset: number };
}

/** The dtype, bytes and layout of an array or typed array; nothing is copied, but for steps backwards. */
export function dtypeOfArray(data: NDArray | ArrayBufferView): FromArray {
	if (data instanceof NDArray) {
		// numpy and ml_dtypes call them as torch does; `data` is in the machine's order of bytes, whatever the dtype says.
		const dtype = data.dtype.fields === null && data.dtype.subdtype === null ? DTYPES.get(data.dtype.name) : undefined;
		const isForward = data.strides.every((stride) => stride >= 0);
		if (dtype === undefined || Array.isArray(data.data)) {
			throw new PyTypeError(`torch has no tensors of numpy's ${data.dtype.str} (${data.dtype.name})`, {
				code: "argument",
			});
		}
		// torch has no steps backwards.
		const held = isForward ? data.data : (data.toTyped() as Uint8Array);
		const layout = isForward
			? { shape: data.shape, stride: data.strides, offset: data.offset }
			: { shape: data.shape, stride: stridesOf(data.shape, "C"), offset: 0 };
		return { dtype, bytes: bytesOf(held), length: data.size, layout };
	}
	const name = ArrayBuffer.isView(data) ? BY_CLASS[Object.prototype.toString.call(data).slice(8, -1)] : undefined;
	const dtype = DTYPES.get(name ?? "");
	if (dtype === undefined)
		throw new PyTypeError("a tensor is made of an NDArray or a typed array", { code: "argument" });
	return { dtype, bytes: bytesOf(data), length: data.byteLength / dtype.itemsize };
}
function bytesOf(data: ArrayBufferView): Uint8Array {
	return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}
