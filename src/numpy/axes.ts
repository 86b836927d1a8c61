/** Indexes and slices along the axes of an array, by Python's rules. */
import { IndexError, PyTypeError, ValueError } from "../errors.ts";
import { PySlice } from "../values/range.ts";

/** The part of an axis to take: an index, `[start, stop, step]` with null for what Python leaves out, or null for all. */
export type SlicePart = number | PySlice | readonly (number | null | undefined)[] | null;

/** Where the items of an array are. */
export interface Layout {
	readonly shape: readonly number[];
	readonly strides: readonly number[];
	readonly offset: number;
}

/** The index from the start of an axis. */
export function placeOn(index: number, length: number, axis: number): number {
	const place = index < 0 ? index + length : index;
	if (!Number.isInteger(place) || place < 0 || place >= length) {
		throw new IndexError(`index ${index} is out of bounds for axis ${axis} with size ${length}`, { code: "item" });
	}
	return place;
}

/** The layout of a part of an array. */
export function sliced({ shape, strides, offset }: Layout, parts: readonly SlicePart[]): Layout {
	if (parts.length > shape.length) {
		throw new IndexError("too many indices for array", { code: "item" });
	}
	const [newShape, newStrides]: [number[], number[]] = [[], []];
	let start = offset;
	for (let axis = 0; axis < shape.length; axis++) {
		const [part, length, stride] = [parts[axis] ?? null, shape[axis] as number, strides[axis] as number];
		if (typeof part === "number") {
			start += placeOn(part, length, axis) * stride;
			continue;
		}
		const [from, count, step] = range(part, length);
		if (count > 0) start += from * stride;
		newShape.push(count);
		newStrides.push(stride * step);
	}
	return { shape: newShape, strides: newStrides, offset: start };
}

/** Where a slice begins on an axis, how many places it has, and the step between them. */
function range(part: Exclude<SlicePart, number>, length: number): [from: number, count: number, step: number] {
	const given = part instanceof PySlice ? [part.start, part.stop, part.step] : (part ?? []);
	const [start, stop, step = 1] = given.map((value) => numberOf(value));
	if (step === 0) throw new ValueError("slice step cannot be zero", { code: "argument" });
	const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
	const clip = (value: number): number => Math.min(Math.max(value < 0 ? value + length : value, least), most);
	const from = start === undefined ? (step > 0 ? least : most) : clip(start);
	const to = stop === undefined ? (step > 0 ? most : least) : clip(stop);
	return [from, Math.max(Math.ceil((to - from) / step), 0), step];
}
function numberOf(value: unknown): number | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value === "number" && Number.isInteger(value)) return value;
	throw new PyTypeError("slice indices must be integers or None", { code: "argument" });
}

/** Axes by their numbers from 0 up, each once. */
export function normalizeAxes(axes: readonly number[], count: number): number[] {
	const order = axes.map((axis) => (axis < 0 ? axis + count : axis));
	if (order.length !== count || !isPermutation(order))
		throw new ValueError("axes don't match array", { code: "argument" });
	return order;
}
/** Whether each number from 0 to the length is there once. */
export function isPermutation(order: readonly number[]): boolean {
	const axes = new Set(order);
	// As many different ones as there are axes, none of which is missing.
	return axes.size === order.length && order.every((_, axis) => axes.has(axis));
}
