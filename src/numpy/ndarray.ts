import { LimitError, PyTypeError, ValueError } from "../errors.ts";
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyGlobal } from "../values/opaque.ts";
import { memoryLimit } from "../values/option-values.ts";
import type { Outline } from "../values/outline.ts";
import { type Layout, normalizeAxes, placeOn, type SlicePart, sliced } from "./axes.ts";
import { DType } from "./dtype.ts";
import type { TypedArray } from "./formats.ts";
import { nested } from "./items.ts";
import { checkedSize, eachPlace, isContiguous, reach, stridesOf } from "./layout.ts";
import { PRINTER } from "./printer.ts";
import { sameItem } from "./same.ts";
import {
	gathered,
	isLate,
	LATE,
	type LateData,
	nativeData,
	placeReader,
	placesOf,
	storedBytes,
	unitsOf,
} from "./storage.ts";

/** The class of arrays that are not of a subclass. */
export const NDARRAY: PyGlobal = /* @__PURE__ */ new PyGlobal("numpy", "ndarray");

/** @internal Key of what sets the state of an array. */
export const FILL: unique symbol = Symbol("fill");

/** @internal Key of what reads the item at a place of the data. */
export const READER: unique symbol = Symbol("reader");

/** Estimated bytes of a list, of a slot with a number, and of a value in a record. */
const LIST = 32;
const SLOT = 16;
const OBJECT = 48;

/** The parts of an array. */
export interface NDArrayParts {
	/** The items: a {@link DType}, or a short name for {@link DType.of}. */
	readonly dtype: DType | string;
	/** Items along each axis; `[]` for a single item. */
	readonly shape: readonly number[];
	/**
	 * A typed array of the class that the dtype has, of which no copy is made; bytes in the order of bytes of the dtype,
	 * which are copied only where they are not aligned or not native; a list for objects and `StringDType`.
	 */
	readonly data: TypedArray | ArrayBuffer | readonly unknown[];
	/** Which index runs fastest: the last (`"C"`) or the first (`"F"`). Default: `"C"` */
	readonly order?: "C" | "F";
	/** In items, instead of `order`. */
	readonly strides?: readonly number[];
	/** The place of the first item. Default: 0 */
	readonly offset?: number;
	/** Whether numpy may not write into it. Default: false */
	readonly readonly?: boolean;
	/** The class, where it is a subclass. Default: `numpy.ndarray` */
	readonly pyClass?: PyGlobal;
}

/** The limits of `toArray`. */
export interface ExpandOptions {
	readonly limits?: {
		/** Bytes that the lists are estimated to take. Default: 2^30 */
		readonly memory?: number | null;
	} | null;
}

/**
 * numpy's `ndarray`: items of one dtype in a typed array, with a shape. Views share `data` with the array that they are of.
 *
 * @example
 * ```ts
 * import { NDArray } from "brine/numpy";
 * const table = new NDArray({ dtype: "f8", shape: [2, 3], data: new Float64Array([1, 2, 3, 4, 5, 6.5]) });
 * table.get(1, 2); // 6.5
 * table.toArray(); // [[1, 2, 3], [4, 5, 6.5]]
 * table.slice(null, [0, 3, 2]).toArray(); // every second column: [[1, 3], [4, 6.5]]
 * ```
 */
export class NDArray extends MemoSlot {
	/** The kind of items. Its order of bytes is the one they are written in; `data` is always native. */
	declare readonly dtype: DType;
	/** Items along each axis. */
	declare readonly shape: readonly number[];
	/** Steps along each axis, in items. */
	declare readonly strides: readonly number[];
	/** The place of the first item, in items. */
	declare readonly offset: number;
	/**
	 * All items of this array and of what it is a view of: a typed array; real and imaginary parts in turn for complex
	 * numbers; the bits of floats that JavaScript has no array for; counts for times; bytes for text, records and raw
	 * bytes; a list for objects and `StringDType`.
	 */
	declare readonly data: TypedArray | unknown[];
	/** Whether numpy may not write into it. */
	declare readonly readonly: boolean;
	/** Its class in Python: `numpy.ndarray`, or a subclass such as `numpy.matrix`. */
	declare readonly pyClass: PyGlobal;
	/** @internal Whether protocol 5 had it as older protocols have, since its items were not in a row. */
	isCopied = false;
	#read: ((place: number) => unknown) | undefined;
	/** @internal Its objects, as long as nobody has asked for all of them. */
	declare readonly [LATE]?: LateData;

	/**
	 * @param parts dtype, shape and data
	 * @throws ValueError (`argument`) when shape, strides and data do not go together
	 * @throws PyTypeError (`argument`) for data of another class than the dtype has
	 */
	constructor(parts: NDArrayParts) {
		super();
		const dtype = DType.of(parts.dtype);
		const { shape, order = "C", offset = 0, strides = stridesOf(shape, order) } = parts;
		const size = checkedSize(shape);
		const data: TypedArray | unknown[] | LateData = nativeData(dtype, parts.data);
		const reached = size === 0 ? undefined : reach(shape, strides, offset);
		const count = placesOf(dtype, data);
		const fits = strides.length === shape.length && [offset, ...strides].every(Number.isSafeInteger);
		if (!fits || (reached !== undefined && !(reached[0] >= 0 && reached[1] < count))) {
			throw new ValueError(`cannot reshape array of size ${count} into shape (${shape.join()})`, {
				code: "argument",
			});
		}
		dtype.isUsed = true;
		this.dtype = dtype;
		this.shape = Object.freeze([...shape]);
		this.strides = Object.freeze([...strides]);
		this.offset = offset;
		if (isLate(data)) Object.defineProperties(this, data[LATE]);
		else this.data = data;
		this.readonly = parts.readonly ?? false;
		this.pyClass = parts.pyClass ?? NDARRAY;
	}
	/** @internal Makes an array what another one is; only for one that nobody has looked into. */
	static [FILL](array: NDArray, other: NDArray): void {
		Object.defineProperties(array, Object.getOwnPropertyDescriptors(other));
		array.#read = undefined;
	}
	get [TYPE](): string {
		return String(this.pyClass);
	}
	/** How many axes it has. */
	get ndim(): number {
		return this.shape.length;
	}
	/** How many items it has. */
	get size(): number {
		return this.shape.reduce((size, length) => size * length, 1);
	}
	/** Which index runs fastest when the items are in a row: `"C"` the last, `"F"` the first and not also the last; else `"K"`. */
	get order(): "C" | "F" | "K" {
		const { shape, strides } = this;
		return isContiguous(shape, strides, "C") ? "C" : isContiguous(shape, strides, "F") ? "F" : "K";
	}
	/** @internal Reads the item at a place, which is known to be one. */
	get [READER](): (place: number) => unknown {
		const late = this[LATE];
		if (late !== undefined) return (place) => late.at(place);
		this.#read ??= placeReader(this.dtype, this.data);
		return this.#read;
	}

	/**
	 * One item: a number, bigint, boolean, string, `PyComplex`, `Uint8Array`, a plain object for a record, an
	 * {@link NPScalar} for a time, or the object itself.
	 *
	 * @param indexes one for each axis; negative ones count from the end
	 * @throws RangeError for an index that is not there
	 */
	get(...indexes: readonly number[]): unknown {
		const { shape, strides } = this;
		if (indexes.length !== shape.length) {
			throw new PyTypeError(`expected ${shape.length} indices`, { code: "argument" });
		}
		let place = this.offset;
		for (let axis = 0; axis < shape.length; axis++) {
			place += placeOn(indexes[axis] as number, shape[axis] as number, axis) * (strides[axis] as number);
		}
		return this[READER](place);
	}
	/**
	 * All items as lists in lists, or the one item of an array without axes.
	 *
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toArray(options?: ExpandOptions | null): unknown {
		this.#charge(options);
		const { shape, strides, offset } = this;
		return nested(shape, strides, offset, this[READER]);
	}
	#charge(options: ExpandOptions | null | undefined): void {
		const most = memoryLimit("toArray", options);
		let cost = 0;
		let lists = 1;
		for (const length of this.shape) {
			cost += lists * LIST;
			lists *= length;
			if (length === 0) break;
		}
		cost += lists * (this.dtype.weight > 1 ? OBJECT * this.dtype.weight : SLOT);
		if (cost > most) throw new LimitError("memory", most);
	}
	/**
	 * The items in a row, the last index running fastest: a view of `data` where they are so already, else a copy.
	 *
	 * @returns what `data` is; see there
	 */
	toTyped(): TypedArray | unknown[] {
		const { dtype, shape, strides, offset, data, size } = this;
		const units = unitsOf(dtype);
		if (isContiguous(shape, strides, "C")) {
			if (Array.isArray(data)) return data.slice(offset, offset + size);
			return data.subarray(offset * units, (offset + size) * units);
		}
		return gathered(data, units, shape, strides, offset);
	}
	/** The items in their order of bytes, as numpy's `tobytes()`; not for objects. */
	toBytes(order: "C" | "F" = "C"): Uint8Array<ArrayBuffer> {
		if (Array.isArray(this.data)) throw new PyTypeError("objects have no bytes", { code: "argument" });
		const rows = order === "C" ? this : this.transpose();
		return storedBytes(this.dtype, rows.toTyped() as TypedArray);
	}
	/**
	 * A part of the array, as a view: nothing is copied.
	 *
	 * @param parts for each axis from the first an index (the axis is then gone), `[start, stop, step]` as in Python's `start:stop:step`,
	 *   a `PySlice`, or null for all of it
	 */
	slice(...parts: readonly SlicePart[]): NDArray {
		return this.view((layout) => sliced(layout, parts));
	}
	/** The view with its axes in another order; turned round without arguments. */
	transpose(...axes: readonly number[]): NDArray {
		const { ndim } = this;
		const order = axes.length === 0 ? this.shape.map((_, i) => ndim - 1 - i) : normalizeAxes(axes, ndim);
		const pick = (list: readonly number[]): number[] => order.map((axis) => list[axis] as number);
		return this.view(({ shape, strides, offset }) => ({ shape: pick(shape), strides: pick(strides), offset }));
	}
	/** The same items in another shape: a view where they are in a row, else a copy. */
	reshape(...shape: readonly number[]): NDArray {
		const { size } = this;
		if (checkedSize(shape) !== size) {
			throw new ValueError(`cannot reshape array of size ${size} into shape (${shape.join()})`, { code: "argument" });
		}
		const from = this.order === "C" ? this : this.copy();
		return from.view(({ offset }) => ({ shape, strides: stridesOf(shape, "C"), offset }));
	}
	/** An array of its own with the same items, the last index running fastest. */
	copy(): NDArray {
		const { dtype, shape, pyClass } = this;
		return new NDArray({ dtype, shape, data: this.toTyped().slice() as TypedArray, pyClass });
	}
	/** @internal The same items in another layout. */
	view(change: (layout: Layout) => Layout): NDArray {
		const { dtype, readonly, pyClass } = this;
		return new NDArray({
			dtype,
			readonly,
			pyClass,
			data: (this[LATE] as unknown[] | undefined) ?? this.data,
			...change(this),
		});
	}
	/**
	 * One field of all records, as an array of its own; a copy.
	 *
	 * @throws ValueError (`argument`) when there is no field of this name
	 */
	field(name: string): NDArray {
		const { dtype, data, shape, strides, offset } = this;
		const field = dtype.fields?.get(name);
		if (field === undefined || Array.isArray(data)) {
			throw new ValueError(`no field of name ${name}`, { code: "argument" });
		}
		const inner = field.dtype.subdtype ?? { base: field.dtype, shape: [] };
		const { itemsize } = field.dtype;
		const made = new Uint8Array(itemsize * this.size);
		let at = 0;
		eachPlace(shape, strides, offset, (place) => {
			const from = place * dtype.itemsize + field.offset;
			made.set((data as Uint8Array).subarray(from, from + itemsize), at);
			at += itemsize;
		});
		return new NDArray({ dtype: inner.base, shape: [...shape, ...inner.shape], data: made });
	}
	/** The items of one axis, or what is left of the array for each index of the first of several; as in Python. */
	*[Symbol.iterator](): Generator<unknown, void> {
		const [length] = this.shape;
		if (length === undefined) throw new PyTypeError("iteration over a 0-d array", { code: "argument" });
		for (let i = 0; i < length; i++) yield this.ndim === 1 ? this.get(i) : this.slice(i);
	}
	/** Whether another array has the same shape and equal items, as `numpy.array_equal`. */
	equals(other: NDArray): boolean {
		if (this.shape.join() !== other.shape.join()) return false;
		const [a, b] = [this.#flat(), other.#flat()];
		for (let i = 0; i < a.length; i++) if (!sameItem(a[i], b[i])) return false;
		return true;
	}
	#flat(): unknown[] {
		this.#charge({});
		const items: unknown[] = [];
		eachPlace(this.shape, this.strides, this.offset, (place) => items.push(this[READER](place)));
		return items;
	}
	[KEY](): KeyParts {
		const parts = (): unknown[] => [this.shape.join(), ...this.#flat()];
		return {
			tag: "numpy.ndarray",
			hashable: false,
			get parts() {
				return parts();
			},
		};
	}
	/** As numpy prints it, where the module that does so is loaded: `repr` of this package brings it. */
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this[INSPECT]()] };
	}
	#summary(): string {
		return `<${this[TYPE]} ${this.dtype.name} (${this.shape.join()})>`;
	}
	[OUTLINE](): Outline {
		const parts = (["dtype", "shape", "data"] as const).map((name) => {
			return { kind: "attribute", name, value: name === "dtype" ? this.dtype.str : this[name] } as const;
		});
		const plain = (): unknown => this.toArray();
		return {
			className: this[TYPE],
			parts,
			get plain() {
				return plain();
			},
		};
	}
	toJSON(): unknown {
		return this.dtype.hasObject ? jsonView(this) : this.toArray();
	}
	/** As numpy's `str()`, where the module that prints is loaded; else class, dtype and shape. */
	override toString(): string {
		return PRINTER.str?.(this) ?? this.#summary();
	}
	[INSPECT](): string {
		return PRINTER.repr?.(this) ?? this.#summary();
	}
}
