/** Shapes and strides in exact arithmetic: nothing here allocates what a shape declares. */
import { ValueError } from "../errors.ts";

/** numpy has no more dimensions. */
export const MOST_DIMENSIONS = 64;

/** How many items a shape has; undefined for what is not a shape of whole numbers from 0 up, with a product below 2^53. */
export function sizeOf(shape: readonly unknown[]): number | undefined {
	if (shape.length > MOST_DIMENSIONS) return undefined;
	let size = 1;
	let isEmpty = false;
	for (const length of shape) {
		if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0) return undefined;
		if (length === 0) isEmpty = true;
		// numpy too leaves out the zeros when it looks for an overflow.
		else size *= length;
		if (size > Number.MAX_SAFE_INTEGER) return undefined;
	}
	return isEmpty ? 0 : size;
}

/** As {@link sizeOf}, for a caller's own shape. */
export function checkedSize(shape: readonly number[]): number {
	const size = sizeOf(shape);
	if (size === undefined) throw new ValueError(`invalid shape (${shape.join()})`, { code: "argument" });
	return size;
}

/** The strides of items in a row: the last index runs fastest, or with `F` the first. */
export function stridesOf(shape: readonly number[], order: "C" | "F"): number[] {
	const strides = new Array<number>(shape.length);
	let stride = 1;
	for (let i = 0; i < shape.length; i++) {
		const axis = order === "F" ? i : shape.length - 1 - i;
		strides[axis] = stride;
		stride *= Math.max(shape[axis] as number, 1);
	}
	return strides;
}

/** Whether the items are in a row in an order; an axis of length 1 may have any stride, and no items are in every order. */
export function isContiguous(shape: readonly number[], strides: readonly number[], order: "C" | "F"): boolean {
	if (shape.includes(0)) return true;
	let stride = 1;
	for (let i = 0; i < shape.length; i++) {
		const axis = order === "F" ? i : shape.length - 1 - i;
		const length = shape[axis] as number;
		if (length === 1) continue;
		if (strides[axis] !== stride) return false;
		stride *= length;
	}
	return true;
}

/** The first and the last item that an array with these strides reaches; undefined when there is none. */
export function reach(
	shape: readonly number[],
	strides: readonly number[],
	offset: number,
): readonly [first: number, last: number] | undefined {
	let [first, last] = [offset, offset];
	for (let i = 0; i < shape.length; i++) {
		const length = shape[i] as number;
		if (length === 0) return undefined;
		const way = (length - 1) * (strides[i] as number);
		if (way < 0) first += way;
		else last += way;
	}
	return [first, last];
}

/** Calls back with the place of each item, the last index running fastest. */
export function eachPlace(
	shape: readonly number[],
	strides: readonly number[],
	offset: number,
	visit: (place: number) => void,
	axis = 0,
): void {
	if (shape.includes(0)) return;
	if (axis === shape.length) {
		visit(offset);
		return;
	}
	const [length, stride] = [shape[axis] as number, strides[axis] as number];
	const isLast = axis === shape.length - 1;
	for (let i = 0, place = offset; i < length; i++, place += stride) {
		if (isLast) visit(place);
		else eachPlace(shape, strides, place, visit, axis + 1);
	}
}
