/** scipy's sparse matrices and arrays: what they hold, where its items are, and the dense array. */

import { LimitError, UnpicklingError, ValueError } from "../errors.ts";
import { attributesOf } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import { createRegistry, type PyName, type Reduction, type Registry, type TypeEntry } from "../registry/registry.ts";

import { INSPECT, PLAIN, REPR, TYPE } from "../values/brand.ts";
import { PyDict } from "../values/dict.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyGlobal } from "../values/opaque.ts";
import { memoryLimit } from "../values/option-values.ts";
import { splitName } from "../values/py-name.ts";
import { PyTuple, tupleFrom } from "../values/tuple.ts";
import { array } from "./array.ts";
import { DType } from "./dtype.ts";
import type { TypedArray } from "./formats.ts";
import { sizeOf } from "./layout.ts";
import { type ExpandOptions, NDArray } from "./ndarray.ts";
import { bsrEntries, compressedEntries, diagonalEntries, numbersOf, type SparseEntry } from "./sparse-entries.ts";
import { unitsOf } from "./storage.ts";

/** How scipy lays the items of a sparse matrix out. */
export type SparseFormat = "csr" | "csc" | "coo" | "dok" | "lil" | "dia" | "bsr";

const FORMATS: readonly SparseFormat[] = ["csr", "csc", "coo", "dok", "lil", "dia", "bsr"];

function bad(what: string): ValueError {
	return new ValueError(`a sparse array has ${what}`, { code: "argument" });
}

/**
 * A sparse matrix or array of scipy, as it was pickled: its arrays are in {@link attributes}.
 *
 * @example
 * ```ts
 * import { registry, sparse, Sparse } from "brine/numpy";
 * import { dumps, loads } from "brine/pickle";
 * const types = registry.with(sparse);
 * const identity = Sparse.of({ format: "csr", shape: [2, 2], data: [1.5, 1.5], indices: [0, 1], indptr: [0, 1, 2] });
 * const read = loads(dumps(identity, { registry: types }), { registry: types });
 * console.log(read.format, read.shape, read.toDense().toArray()); // csr [ 2, 2 ] [ [ 1.5, 0 ], [ 0, 1.5 ] ]
 * ```
 */
export class Sparse extends MemoSlot {
	/** Its class, such as `scipy.sparse._csr.csr_matrix`. */
	readonly pyClass: PyGlobal;
	/** The fields of its state: `_shape`, `data`, `indices`, … What is set here is what is written. */
	attributes: Map<string, unknown>;
	/** The items of a `dok`: positions, as tuples, and values. */
	readonly items: PyDict;

	/**
	 * @param pyClass its class
	 * @param attributes what its state has
	 */
	constructor(pyClass: PyGlobal, attributes: Map<string, unknown> = new Map()) {
		super();
		this.pyClass = pyClass;
		this.attributes = attributes;
		this.items = new PyDict();
	}
	/**
	 * Makes a `csr` or `csc` array.
	 *
	 * @param parts the items, the index of each in its row (`csr`) or column (`csc`), and where each row or column begins
	 * @throws ValueError (`argument`) when the parts do not go together
	 */
	static of(parts: {
		readonly format: "csr" | "csc";
		readonly shape: readonly [number, number];
		readonly data: NDArray | TypedArray | readonly number[];
		readonly indices: ArrayLike<number>;
		readonly indptr: ArrayLike<number>;
	}): Sparse {
		const { format, shape, data, indices, indptr } = parts;
		const ints = (given: ArrayLike<number>): NDArray => array(Int32Array.from(given));
		const made = new Sparse(
			new PyGlobal(`scipy.sparse._${format}`, `${format}_array`),
			new Map<string, unknown>([
				["_shape", tupleFrom(shape)],
				["data", data instanceof NDArray ? data : array(data as TypedArray)],
				["indices", ints(indices)],
				["indptr", ints(indptr)],
			]),
		);
		made.checkedPlaces();
		return made;
	}
	get [TYPE](): string {
		return String(this.pyClass);
	}
	/** How the items are laid out. */
	get format(): SparseFormat {
		return this.pyClass.qualname.slice(0, 3) as SparseFormat;
	}
	/** Whether it is one of scipy's newer arrays, whose `*` is by items, not a matrix. */
	get isArray(): boolean {
		return this.pyClass.qualname.endsWith("_array");
	}
	/** Items along each axis. */
	get shape(): readonly number[] {
		const shape = this.attributes.get("_shape");
		if (!(shape instanceof PyTuple) || sizeOf(shape) === undefined) throw bad("no shape");
		return [...(shape as PyTuple<number>)];
	}
	/** The kind of items. */
	get dtype(): DType {
		const { data, dtype } = Object.fromEntries(this.attributes);
		if (dtype instanceof DType) return dtype;
		if (!(data instanceof NDArray)) throw bad("no dtype");
		return data.dtype;
	}
	/** How many items are stored, zeros and repeated ones among them. */
	get nnz(): number {
		return this.#stored().count;
	}

	/** The items in a row, and the row and column (or all indexes) of each; everything is checked. */
	#stored(): { readonly values: NDArray; readonly count: number; readonly places: Iterable<SparseEntry> } {
		const { attributes, format, shape } = this;
		const list = (name: string): NDArray => {
			const found = attributes.get(name);
			if (!(found instanceof NDArray)) throw bad(`no '${name}'`);
			return found;
		};
		if (format === "dok" || format === "lil") {
			const { places, values } = format === "dok" ? this.#ofDict() : this.#ofRows(list("rows"), list("data"));
			return { values: array(values, { dtype: this.dtype, shape: [values.length] }), count: values.length, places };
		}
		const data = list("data");
		if (format === "coo") {
			const coords = attributes.get("coords") ?? [list("row"), list("col")];
			if (!Array.isArray(coords) || coords.length !== shape.length) throw bad("other coordinates than its shape");
			const axes = (coords as unknown[]).map((axis, i) => numbersOf(axis, shape[i] as number));
			if (axes.some((axis) => axis.length !== data.size)) throw bad("other coordinates than items");
			return { values: data, count: data.size, places: coordinatePlaces(axes, data.size) };
		}
		if (format === "dia") {
			const places = diagonalEntries(data, numbersOf(list("offsets"), Number.NaN), shape);
			return { values: data, count: places.length, places };
		}
		const flat = shape.length === 1 ? [1, shape[0] as number] : shape;
		const [rows, columns] = (format === "csc" ? [flat[1], flat[0]] : flat) as [number, number];
		const indptr = numbersOf(list("indptr"), Number.POSITIVE_INFINITY);
		const indices = list("indices");
		if (format === "bsr")
			return { values: data, count: data.size, places: bsrEntries(data, indices, indptr, rows, columns) };
		const places = compressedEntries(numbersOf(indices, columns), indptr, rows, data.size, format === "csc");
		const isFlat = shape.length === 1;
		return { values: data, count: places.length, places: isFlat ? flatPlaces(places) : places };
	}
	#ofDict(): { readonly places: SparseEntry[]; readonly values: unknown[] } {
		const own = this.attributes.get("_dict");
		const entries = own instanceof Map ? own : this.items;
		const { shape } = this;
		const places: SparseEntry[] = [];
		const values: unknown[] = [];
		for (const [key, value] of entries as Map<unknown, unknown>) {
			const index = (Array.isArray(key) ? key : [key]).map((at) => Number(at));
			if (index.length !== shape.length || !index.every((at, axis) => at >= 0 && at < (shape[axis] as number))) {
				throw bad("a position that is not within it");
			}
			places.push({ index, position: values.length });
			values.push(value);
		}
		return { places, values };
	}
	#ofRows(rows: NDArray, data: NDArray): { readonly places: SparseEntry[]; readonly values: unknown[] } {
		const [lists, contents] = [rows.toTyped(), data.toTyped()] as [unknown[], unknown[]];
		const [count, columns] = this.shape as [number, number];
		if (lists.length !== count || contents.length !== count) throw bad("other rows than its shape");
		const places: SparseEntry[] = [];
		const values: unknown[] = [];
		for (let row = 0; row < count; row++) {
			const [list, content] = [lists[row], contents[row]];
			if (!Array.isArray(list) || !Array.isArray(content) || list.length !== content.length)
				throw bad("a row that is none");
			for (let i = 0; i < list.length; i++) {
				const column = Number(list[i]);
				if (!(Number.isInteger(column) && column >= 0 && column < columns)) throw bad("a column that is not within it");
				places.push({ index: [row, column], position: values.length });
				values.push(content[i]);
			}
		}
		return { places, values };
	}
	/** @internal Looks at every index once. */
	checkedPlaces(): void {
		for (const _ of this.#stored().places);
	}

	/**
	 * The stored items, one after the other.
	 *
	 * @returns the indexes of each, and its value as {@link NDArray.get} returns it; those at one place add up
	 * @throws ValueError (`argument`) for indexes that are not within the shape
	 */
	*entries(): Generator<[index: readonly number[], value: unknown], void, undefined> {
		const { values, places } = this.#stored();
		const flat = values.reshape(values.size);
		for (const { index, position: place } of places) yield [index, flat.get(place)];
	}
	/**
	 * The dense array, as scipy's `toarray()`.
	 *
	 * @param options `limits.memory`: bytes that it may take; 2^30 unless told otherwise
	 * @throws LimitError (`limit`) before it makes more
	 * @throws ValueError (`argument`) for indexes that are not within the shape
	 */
	toDense(options?: ExpandOptions | null): NDArray {
		const memory = memoryLimit("toDense", options);
		const { shape } = this;
		const { values, places } = this.#stored();
		const { dtype } = values;
		if (dtype.hasObject || dtype.format === undefined || !"biufc".includes(dtype.kind))
			throw bad(`items of ${dtype.name}`);
		const size = sizeOf(shape) as number;
		if (size * dtype.itemsize > memory) throw new LimitError("memory", memory);
		const items = values.toTyped() as TypedArray;
		const units = unitsOf(dtype);
		const data = new (items.constructor as new (length: number) => TypedArray)(size * units);
		addAll(data, items, units, dtype.kind === "b", shape, places);
		return new NDArray({ dtype, shape, data });
	}
	/** Its items and shape, without zeros. */
	[PLAIN](): unknown {
		return { shape: this.shape, entries: [...this.entries()] };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		const kind = this.isArray ? "sparse array" : "sparse matrix";
		return `<${this.format} ${kind} of dtype '${this.dtype.name}' with ${this.nnz} stored elements and shape (${this.shape.join(", ")})>`;
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.#text()] };
	}
	[INSPECT](): string {
		return this.#text();
	}
	/** A damaged one is shown too. */
	#text(): string {
		try {
			return this.toString();
		} catch {
			return `<${String(this.pyClass)}>`;
		}
	}
}

function* coordinatePlaces(axes: readonly ArrayLike<number>[], count: number): Generator<SparseEntry> {
	for (let place = 0; place < count; place++)
		yield { index: axes.map((axis) => axis[place] as number), position: place };
}
function* flatPlaces(places: Iterable<SparseEntry>): Generator<SparseEntry> {
	for (const { index, position: place } of places) yield { index: [index[1] as number], position: place };
}

/** Adds each item where it belongs; true and true is true. */
function addAll(
	data: TypedArray,
	items: TypedArray,
	units: number,
	isBool: boolean,
	shape: readonly number[],
	places: Iterable<SparseEntry>,
): void {
	const into = data as Float64Array;
	const from = items as Float64Array;
	for (const { index, position: place } of places) {
		let at = 0;
		for (let axis = 0; axis < shape.length; axis++) at = at * (shape[axis] as number) + (index[axis] as number);
		for (let unit = 0; unit < units; unit++) {
			const to = at * units + unit;
			const item = from[place * units + unit] as number;
			if (isBool) into[to] = (into[to] as number) | item;
			else into[to] = (into[to] as number) + item;
		}
	}
}

/** The names of the two classes of each format, in the modules of older and newer scipy. */
function names(): readonly [PyName, ...PyName[]] {
	const found: PyName[] = [];
	for (const format of FORMATS) {
		for (const module of [
			`scipy.sparse._${format}`,
			`scipy.sparse.${format}`,
			"scipy.sparse",
			"scipy.sparse._arrays",
		]) {
			found.push(`${module}:${format}_matrix`, `${module}:${format}_array`);
		}
	}
	return found as [PyName, ...PyName[]];
}

const OBJECT: PyGlobal = /* @__PURE__ */ new PyGlobal("builtins", "object");
const DICT: PyGlobal = /* @__PURE__ */ new PyGlobal("builtins", "dict");

const sparseType: TypeEntry<Sparse> = /* @__PURE__ */ defineType<Sparse>({
	names: /* @__PURE__ */ names(),
	type: Sparse,
	load: (args, kwargs, { name }) => {
		if (args.length > 0 || kwargs.size > 0) return undefined;
		return new Sparse(new PyGlobal(...splitName(name)));
	},
	refuses: true,
	charges: true,
	setState: (made, state, { textAsBytes, charge }) => {
		const attributes = attributesOf(state, textAsBytes);
		if (attributes === undefined) return false;
		charge(100 * attributes.size);
		made.attributes = attributes;
		return undefined;
	},
	setItem: (made, key, value) => {
		if (made.format !== "dok") throw new UnpicklingError(`items are set in a ${made.format}`, { code: "item" });
		made.items.set(key, value);
	},
	reduce: (made, protocol): Reduction => {
		const { pyClass, attributes: state, items } = made;
		if (made.format === "dok") return { callable: "copyreg:_reconstructor", args: [pyClass, DICT, items], state };
		if (protocol < 2) return { callable: "copyreg:_reconstructor", args: [pyClass, OBJECT, null], state };
		return { via: "NEWOBJ", callable: pyClass, args: [], state };
	},
});

/**
 * The types of `scipy.sparse`, to be added to numpy's: `registry.with(sparse)`.
 */
export const sparse: Registry = /* @__PURE__ */ createRegistry(sparseType);
