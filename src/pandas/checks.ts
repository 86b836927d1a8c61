/** Whether numpy's arrays can be what pandas' arrays are made of. */
import type { NDArray } from "../numpy/ndarray.ts";
import { NDArray as NumpyArray } from "../numpy/ndarray.ts";
import { allBetween, isInts } from "./columns.ts";

/** Whether an array is of 64-bit counts. */
export function isCount({ dtype }: NDArray): boolean {
	return dtype.kind === "i" && dtype.itemsize === 8;
}

/** Whether an array is one of codes: -1, or places in so many categories. */
export function allCodes(codes: NDArray, count: number): boolean {
	if (codes.ndim === 2) {
		const [rows = 0] = codes.shape;
		for (let i = 0; i < rows; i++) if (!allCodes(codes.slice(i), count)) return false;
		return isInts(codes);
	}
	return codes.ndim === 1 && isInts(codes) && allBetween(codes, -1, count - 1);
}

/** Whether a value is the mask of an array. */
export function isMask(mask: unknown, { shape }: NDArray): mask is NDArray {
	return mask instanceof NumpyArray && mask.dtype.kind === "b" && mask.ndim === 1 && mask.shape[0] === shape[0];
}
