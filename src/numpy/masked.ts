import { KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { PyGlobal } from "../values/opaque.ts";
import { setOwn } from "../values/own-property.ts";
import type { Layout } from "./axes.ts";
import { DType, type DTypeField } from "./dtype.ts";
import { type ExpandOptions, NDARRAY, NDArray, type NDArrayParts } from "./ndarray.ts";

/** The class of masked arrays. */
export const MASKED_ARRAY: PyGlobal = /* @__PURE__ */ new PyGlobal("numpy.ma", "MaskedArray");

/** The parts of a masked array. */
export interface MaskedArrayParts extends NDArrayParts {
	/** True where an item is masked, in the shape of the data. */
	readonly mask: NDArray;
	/** An array of no axes with the value in the place of masked items; null for numpy's own. */
	readonly fill?: unknown;
	/** The class of the array that is masked. Default: `numpy.ndarray` */
	readonly base?: PyGlobal;
}

/**
 * `numpy.ma.MaskedArray`: an array some of whose items are masked.
 *
 * @example
 * ```ts
 * import { array, MaskedArray } from "brine/numpy";
 * const mask = array([false, true, false]);
 * const masked = new MaskedArray({ dtype: "f8", shape: [3], data: new Float64Array([1.5, 2, 3.5]), mask });
 * masked.toArray(); // [1.5, null, 3.5]
 * ```
 */
export class MaskedArray extends NDArray {
	/** True where an item is masked; of records, for each field. */
	declare readonly mask: NDArray;
	/** An array of no axes with the value in the place of masked items; null for numpy's own. */
	declare readonly fill: unknown;
	/** The class of the array that is masked. */
	declare readonly base: PyGlobal;

	/**
	 * @param parts dtype, shape, data and mask
	 * @throws ValueError (`argument`) as {@link NDArray} does
	 */
	constructor(parts: MaskedArrayParts) {
		super({ pyClass: MASKED_ARRAY, ...parts });
		this.mask = parts.mask;
		this.fill = parts.fill ?? null;
		this.base = parts.base ?? NDARRAY;
	}
	/** The value in the place of masked items; null for numpy's own. */
	get fillValue(): unknown {
		return this.fill instanceof NDArray && this.fill.ndim === 0 ? this.fill.get() : this.fill;
	}
	/** The items as they are, masked ones too. */
	get filled(): NDArray {
		return new NDArray({ ...(this as NDArray), pyClass: NDARRAY });
	}
	override copy(): MaskedArray {
		return this.#with(super.copy(), this.mask.copy());
	}
	/** @internal */
	override view(change: (layout: Layout) => Layout): MaskedArray {
		return this.#with(super.view(change), this.mask.view(change));
	}
	#with(array: NDArray, mask: NDArray): MaskedArray {
		return new MaskedArray({ ...array, mask, fill: this.fill, base: this.base });
	}
	/** Whether another masked array has equal items, masked ones too, and the same mask. */
	override equals(other: NDArray): boolean {
		return other instanceof MaskedArray && super.equals(other) && this.mask.equals(other.mask);
	}
	override [KEY](): KeyParts {
		return { tag: "numpy.ma", parts: [this.filled, this.mask], hashable: false };
	}
	/** One item, or null for a masked one; of a record each field is masked by itself. */
	override get(...indexes: readonly number[]): unknown {
		return hidden(super.get(...indexes), this.mask.get(...indexes));
	}
	/** All items as lists in lists, null for masked ones. */
	override toArray(options?: ExpandOptions | null): unknown {
		return hiddenAll(super.toArray(options), this.mask.toArray(options), this.ndim);
	}
}

function hiddenAll(items: unknown, masks: unknown, depth: number): unknown {
	if (depth === 0) return hidden(items, masks);
	return (items as unknown[]).map((item, i) => hiddenAll(item, (masks as unknown[])[i], depth - 1));
}
function hidden(item: unknown, mask: unknown): unknown {
	if (mask === true) return null;
	if (typeof mask !== "object" || mask === null || typeof item !== "object" || item === null) return item;
	const copy: object = Array.isArray(item) ? [...(item as unknown[])] : {};
	// Not by spreading, which makes an array of index keys again.
	if (!Array.isArray(item)) for (const [key, value] of Object.entries(item)) setOwn(copy, key, value);
	for (const key of Object.keys(mask)) {
		const value = hidden((item as Record<string, unknown>)[key], (mask as Record<string, unknown>)[key]);
		setOwn(copy, key, value);
	}
	return copy;
}

/** The dtype of the mask of items: a bool, or one for each field. */
export function maskType(dtype: DType): DType {
	const { subdtype, fields } = dtype;
	if (subdtype !== null) {
		const base = maskType(subdtype.base);
		const size = subdtype.base.itemsize === 0 ? 0 : dtype.itemsize / subdtype.base.itemsize;
		return new DType({ kind: "V", itemsize: size * base.itemsize, subdtype: { base, shape: subdtype.shape } });
	}
	if (fields === null) return DType.of("b1");
	let offset = 0;
	const masks = new Map<string, DTypeField>();
	for (const [name, field] of dtype.fieldList) {
		const inner = maskType(field.dtype);
		masks.set(name, { dtype: inner, offset });
		offset += inner.itemsize;
	}
	return new DType({ kind: "V", itemsize: offset, names: [...masks.keys()], fields: masks });
}

/** The type of {@link masked}. */
export class MaskedConstant {
	get [TYPE](): string {
		return "numpy.ma.core.MaskedConstant";
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: ["masked"] };
	}
	toJSON(): null {
		return null;
	}
	/** numpy's `str()`. */
	toString(): string {
		return "--";
	}
}

/** `numpy.ma.masked`: what Python has in the place of a masked item that is alone. */
export const masked: MaskedConstant = /* @__PURE__ */ new MaskedConstant();
