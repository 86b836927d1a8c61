/** The registry and the JSON forms of numpy's, pandas', torch's and joblib's values: the page imports this file too, so nothing of Node is here. */
import { registry as joblibTypes } from "../joblib/index.ts";
import { array, NDArray, NPScalar, Sparse } from "../numpy/index.ts";
import { registry as pandasTypes } from "../pandas/index.ts";
import { SparseTensor, Tensor, registry as torchTypes } from "../torch/index.ts";
import { createRegistry, PyFloat, type Registry } from "../types/index.ts";
import { frameForm } from "./frames.ts";

/** Every type that the command knows. */
export const registry: Registry = createRegistry(pandasTypes, torchTypes, joblibTypes);

/** One value as an array, lists of numbers and texts too. */
export function asArray(value: unknown): NDArray {
	if (value instanceof NDArray) return value;
	if (value instanceof Sparse) return value.toDense();
	return array(value as number[]);
}

/**
 * Values that have a JSON form of their own: arrays as lists in lists, scalars as their values, sparse arrays as dense ones.
 *
 * @returns undefined for anything else
 */
export function jsonOf(value: unknown): { readonly form: unknown } | undefined {
	if (value instanceof Tensor && value.storage?.isLoaded === true)
		return { form: items(value.toArray(), /^b?float/.test(value.dtype)) };
	if (value instanceof SparseTensor && value.values.storage?.isLoaded === true) return jsonOf(value.toDense());
	if (value instanceof NDArray) return { form: items(value.toArray(), value.dtype.kind === "f") };
	if (value instanceof NPScalar) {
		const { kind } = value.dtype;
		return kind === "M" || kind === "m" ? { form: value.toJSON() } : { form: items(value.value, kind === "f") };
	}
	if (value instanceof Sparse) return jsonOf(value.toDense());
	return frameForm(value);
}

/** Lists with whole floats as such, so that they stay floats. An array has few axes, so this goes no deeper. */
function items(value: unknown, isFloat: boolean): unknown {
	if (Array.isArray(value)) return value.map((item) => items(item, isFloat));
	return isFloat && typeof value === "number" && Number.isInteger(value) ? new PyFloat(value) : value;
}
