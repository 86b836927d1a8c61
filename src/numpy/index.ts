/**
 * numpy's arrays, dtypes and scalars: read from pickles, made and written.
 *
 * @module brine/numpy
 */

export { type ArrayOptions, array, scalar } from "./array.ts";
export type { SlicePart } from "./axes.ts";
export { DType, type DTypeField, type DTypeKind, type DTypeParts, type TimeUnit } from "./dtype.ts";
export { type DTypeSpec, dtype, type FieldSpec } from "./dtype-spec.ts";
export type { TypedArray } from "./formats.ts";
export { MaskedArray, type MaskedArrayParts, MaskedConstant, masked } from "./masked.ts";
export { type ExpandOptions, NDArray, type NDArrayParts } from "./ndarray.ts";
export { repr, str } from "./print/repr.ts";
export { NPRandom, type RandomKind } from "./random.ts";
export { type NumpyOptions, numpyRegistry, registry } from "./registry.ts";
export { NPScalar } from "./scalar.ts";
export { fromTransfer, type Transfer, toTransfer } from "./transfer.ts";
