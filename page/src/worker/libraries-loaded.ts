/** The adapters, and how their values are told in a line. */
import { asArray, jsonOf, registry } from "../../../src/cli/library-forms.ts";
import { MaskedArray, NDArray, NPScalar, repr, Sparse } from "../../../src/numpy/index.ts";
import { ExtensionArray } from "../../../src/pandas/extension-array.ts";
import { DataFrame, dtypeName, Index, isMissing, Series } from "../../../src/pandas/index.ts";
import { isTensor, Tensor } from "../../../src/torch/index.ts";

export { loadJoblib } from "../../../src/joblib/index.ts";
export { modelView, openNpy, openNpz, treeTable } from "../../../src/numpy/index.ts";
export { fromSafetensors, loadIndex, namedTensors, TorchFile } from "../../../src/torch/index.ts";
export {
	asArray,
	DataFrame,
	dtypeName,
	Index,
	isMissing,
	isTensor,
	jsonOf,
	MaskedArray,
	NDArray,
	NPScalar,
	registry,
	repr,
	Series,
	Sparse,
	Tensor,
};

/** A shape as Python writes it. */
export function shapeText(shape: readonly number[]): string {
	return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** A line for a value of one of the libraries; undefined for others. */
export function summaryOf(value: object): string | undefined {
	try {
		return lineOf(value);
	} catch {
		// A value that was never finished, since its file breaks.
		return undefined;
	}
}
function lineOf(value: object): string | undefined {
	if (value instanceof NDArray) {
		const { dtype, shape } = value;
		const kind = dtype.names === null ? dtype.name : `{${dtype.names.join(", ")}}`;
		return `${kind} ${shapeText(shape)}`;
	}
	if (isTensor(value)) return `${value.dtype} ${shapeText(value.shape)}`;
	if (value instanceof DataFrame)
		return `${value.shape[0].toLocaleString("en")} × ${value.shape[1].toLocaleString("en")}`;
	if (value instanceof Series) return `${dtypeName(value.dtype)} (${value.length.toLocaleString("en")},)`;
	if (value instanceof Index) return `${dtypeName(value.dtype)} (${value.length.toLocaleString("en")},)`;
	if (value instanceof ExtensionArray) return `${dtypeName(value.dtype)} (${value.length.toLocaleString("en")},)`;
	if (value instanceof Sparse) return `${value.dtype.name} ${shapeText(value.shape)}, ${value.nnz} stored`;
	return undefined;
}

export { sourceOf } from "./array-source.ts";
export * from "./array-view.ts";
export { joblibByRanges } from "./joblib-ranges.ts";
