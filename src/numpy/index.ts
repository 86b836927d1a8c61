/**
 * numpy's arrays, dtypes and scalars: read from pickles, made and written.
 *
 * @module brine/numpy
 */

export { type ArrayOptions, array, scalar } from "./array.ts";
export type { SlicePart } from "./axes.ts";
export type { TimeUnit } from "./datetime.ts";
export { DType, type DTypeField, type DTypeKind, type DTypeParts } from "./dtype.ts";
export { type DTypeSpec, dtype, type FieldSpec } from "./dtype-spec.ts";
export { type ModelView, modelView, type TreeTable, trees, treeTable } from "./estimators.ts";
export type { TypedArray } from "./formats.ts";
export { MaskedArray, type MaskedArrayParts, MaskedConstant, masked } from "./masked.ts";
export { type ExpandOptions, NDArray, type NDArrayParts } from "./ndarray.ts";
export {
	dumpsNpy as dumpNpy,
	dumpsNpy,
	loadNpy,
	loadNpySync,
	NpyFile,
	type NpyOptions,
	type NpyWriteOptions,
	openNpy,
	streamNpy,
} from "./npy.ts";
export { dumpsNpz as dumpNpz, dumpsNpz, NpzFile, type NpzWriteOptions, openNpz, writeNpz } from "./npz.ts";
export { type ReprOptions, repr, str } from "./print/repr.ts";
export { NPRandom, type RandomKind } from "./random.ts";
export { type NumpyOptions, numpyRegistry, registry } from "./registry.ts";
export { NPScalar } from "./scalar.ts";
export { Sparse, type SparseFormat, sparse } from "./sparse.ts";
export { fromTransfer, type Transfer, toTransfer } from "./transfer.ts";
