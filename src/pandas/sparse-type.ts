/** How sparse arrays are read and written. */
import { emptyArray, SUBCLASS, setArray } from "../numpy/array-type.ts";
import { NDARRAY, NDArray } from "../numpy/ndarray.ts";
import { attributesOf, float, intIn } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, Reduction } from "../registry/registry.ts";

import { OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";
import { PyTuple } from "../values/tuple.ts";
import { ExtensionArray, SparseArray } from "./arrays.ts";
import { SparseDType } from "./dtypes.ts";
import { FILL } from "./extension-array.ts";
import { nameIn, namesOf } from "./names.ts";
import type { Style } from "./versions.ts";

/** The places of the values that a sparse array keeps. */
export class SparsePlaces extends MemoSlot {
	readonly length: number;
	readonly places: Int32Array;
	readonly runs: SparseArray["runs"];
	constructor(length: number, places: Int32Array, runs: SparseArray["runs"]) {
		super();
		this.length = length;
		this.places = places;
		this.runs = runs;
	}
	get [TYPE](): string {
		return `pandas._libs.sparse.${this.runs === null ? "Int" : "Block"}Index`;
	}
	[OUTLINE](): Outline {
		const values = [this.length, ...(this.runs === null ? [this.places] : [this.runs.starts, this.runs.lengths])];
		return { className: this[TYPE], parts: values.map((value) => ({ kind: "argument", value }) as const) };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
}

const MOST = 2 ** 31 - 1;

function isInt32(value: unknown): value is NDArray {
	return value instanceof NDArray && value.ndim === 1 && value.dtype.kind === "i" && value.dtype.itemsize === 4;
}

/** Whether places run forwards within a length. */
function runForwards(places: Int32Array, length: number): boolean {
	let last = -1;
	for (const place of places) {
		if (place <= last || place >= length) return false;
		last = place;
	}
	return true;
}

/** The places in runs; what they take is charged before it is made. */
function placesOf(
	starts: Int32Array,
	lengths: Int32Array,
	length: number,
	charge: (bytes: number) => void,
): Int32Array | undefined {
	let count = 0;
	let last = 0;
	for (let i = 0; i < starts.length; i++) {
		const [start, run] = [starts[i] as number, lengths[i] as number];
		if (start < last || run < 1 || start + run > length) return undefined;
		last = start + run;
		count += run;
	}
	charge(4 * count);
	const places = new Int32Array(count);
	let at = 0;
	for (let i = 0; i < starts.length; i++) {
		for (let k = 0; k < (lengths[i] as number); k++) places[at++] = (starts[i] as number) + k;
	}
	return places;
}

/** Makes an array one of these values at these places; false where they do not go together. */
function fillSparse(target: SparseArray, index: unknown, values: unknown, dtype: SparseDType): boolean {
	if (!(index instanceof SparsePlaces) || !(values instanceof NDArray) || values.ndim !== 1) return false;
	if (values.shape[0] !== index.places.length) return false;
	const { length, places, runs } = index;
	ExtensionArray[FILL](target, new SparseArray({ dtype, length, values, places, runs }));
	return true;
}
function noSparse(): SparseArray {
	const values = new NDArray({ dtype: "f8", shape: [0], data: new Float64Array(0) });
	return new SparseArray({ dtype: new SparseDType(), length: 0, values, places: new Int32Array(0) });
}

/** The entries of sparse arrays. */
export function sparseTypes(style: Style): AnyTypeEntry[] {
	return [
		subclass,
		defineType<SparsePlaces>({
			names: ["pandas._libs.sparse:IntIndex", "pandas._libs.sparse:BlockIndex"],
			type: SparsePlaces,
			charges: true,
			load: (args, kwargs, { name, charge }) => {
				const length = intIn(args[0], 0, MOST);
				const [first, second] = [args[1], args[2]];
				if (length === undefined || kwargs.size > 0 || !isInt32(first)) return undefined;
				const numbers = first.toTyped() as Int32Array;
				if (name.endsWith("IntIndex")) {
					const isOne = args.length === 2 && runForwards(numbers, length);
					return isOne ? new SparsePlaces(length, numbers, null) : undefined;
				}
				if (args.length !== 3 || !isInt32(second) || second.shape[0] !== first.shape[0]) return undefined;
				const places = placesOf(numbers, second.toTyped() as Int32Array, length, charge);
				return places && new SparsePlaces(length, places, { starts: first, lengths: second });
			},
			reduce: ({ length, places, runs }): Reduction => {
				if (runs !== null)
					return { callable: "pandas._libs.sparse:BlockIndex", args: [length, runs.starts, runs.lengths] };
				const array = new NDArray({ dtype: "i4", shape: [places.length], data: places });
				return { callable: "pandas._libs.sparse:IntIndex", args: [length, array] };
			},
		}),
		defineType<SparseArray>({
			names: namesOf("SparseArray"),
			type: SparseArray,
			refuses: true,
			charges: true,
			load: (args, kwargs) => (args.length === 0 && kwargs.size === 0 ? noSparse() : undefined),
			setState: (array, state, { textAsBytes }) => {
				const attributes = attributesOf(state, textAsBytes);
				const dtype = attributes?.get("_dtype");
				if (attributes === undefined || !(dtype instanceof SparseDType)) return false;
				return fillSparse(array, attributes.get("_sparse_index"), attributes.get("_sparse_values"), dtype);
			},
			reduce: ({ dtype, length, values, places, runs }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, "SparseArray"),
				args: [],
				state: new Map<string, unknown>([
					["_sparse_index", new SparsePlaces(length, places, runs)],
					["_sparse_values", values],
					["_dtype", dtype],
				]),
			}),
		}),
	];
}

/** The class of pandas 0.20 to 0.23: a subclass of numpy's arrays, with the state `(that of the values, (fill, places))`. */
const subclass: AnyTypeEntry = /* @__PURE__ */ {
	names: ["pandas.core.sparse.array:SparseArray"],
	refuses: true,
	charges: true,
	// Only as numpy makes it.
	load: () => undefined,
	[SUBCLASS]: noSparse,
	setState: (target: SparseArray, state: unknown, context) => {
		if (!(state instanceof PyTuple) || state.length !== 2) return false;
		const [inner, own] = state as readonly unknown[];
		const values = emptyArray(NDARRAY);
		if (!(own instanceof PyTuple) || own.length !== 2 || !setArray(values, inner, context)) return false;
		const [fill, places] = own as readonly unknown[];
		const { dtype } = values;
		const kept = dtype.kind === "f" ? (float(fill) ?? fill) : fill;
		return fillSparse(target, places, values, new SparseDType(dtype, kept));
	},
} as AnyTypeEntry;
