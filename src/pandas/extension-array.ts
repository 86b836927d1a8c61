import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { memoryLimit } from "../values/option-values.ts";
import type { Outline } from "../values/outline.ts";
import type { CellReader } from "./columns.ts";
import { type ColumnDType, dtypeName } from "./dtypes.ts";
import { chargeValues, type ExpandOptions } from "./limits.ts";
import { isMissing } from "./missing.ts";
import { firstItems, inView, sequenceKey, shownItems } from "./shared-views.ts";

/** @internal Key of what makes an array what another one is. */
export const FILL: unique symbol = Symbol("fill");

/** How many items an array shows of itself. */
export const SHOWN = 10;

/**
 * An array of pandas: the values of a column that is not numpy's own.
 *
 * @example
 * ```ts
 * import { registry, type ExtensionArray } from "brine/pandas";
 * import { loads } from "brine/pickle";
 * const show = (data: Uint8Array) => {
 *   const array = loads(data, { registry }) as ExtensionArray;
 *   console.log(array.dtype.name, array.length, array.toArray());
 * };
 * ```
 */
export abstract class ExtensionArray extends MemoSlot {
	/** The kind of items. */
	abstract readonly dtype: ColumnDType;
	/** How many items there are. */
	abstract readonly length: number;
	/** The name of its class in pandas. */
	abstract readonly pyName: string;
	/** @internal Reads an item at a place that is one. */
	abstract makeReader(): CellReader;
	/**
	 * A part of the array, without copying items.
	 *
	 * @param start the first
	 * @param stop the one after the last
	 */
	abstract slice(start: number, stop: number): ExtensionArray;
	/** @internal */
	reader: CellReader | undefined;

	/** @internal Makes an array what another one is; only for one that nobody has looked into. */
	static [FILL](array: ExtensionArray, other: ExtensionArray): void {
		Object.assign(array, other);
		array.reader = undefined;
	}
	get [TYPE](): string {
		return `pandas.${this.pyName}`;
	}
	/**
	 * One item, as pandas has it: missing ones are `NA`, `NaT`, NaN or null.
	 *
	 * @param i its place, from 0
	 * @returns undefined outside of the array
	 */
	get(i: number): unknown {
		if (!(Number.isInteger(i) && i >= 0 && i < this.length)) return undefined;
		this.reader ??= this.makeReader();
		return this.reader(i);
	}
	/** Whether an item is missing. */
	isMissing(i: number): boolean {
		return isMissing(this.get(i));
	}
	/**
	 * All items in a list.
	 *
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toArray(options?: ExpandOptions | null): unknown[] {
		chargeValues({ limits: { memory: memoryLimit("toArray", options) } }, this.length);
		return [...this];
	}
	*[Symbol.iterator](): Generator<unknown, void> {
		for (let i = 0; i < this.length; i++) yield this.get(i);
	}
	[KEY](): KeyParts {
		return sequenceKey(this[TYPE], this.length, () => this.toArray());
	}
	[OUTLINE](): Outline {
		const { length } = this;
		return {
			className: this[TYPE],
			parts: [
				{ kind: "attribute", name: "dtype", value: dtypeName(this.dtype) },
				{ kind: "items", size: length, items: shownItems(this) },
			],
		};
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.toString()] };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		const made = (): string =>
			`<${this.pyName}>\n[${firstItems(this, SHOWN)}]\nLength: ${this.length}, dtype: ${dtypeName(this.dtype)}`;
		return inView(this[INSPECT](), made);
	}
	[INSPECT](): string {
		return `${this.pyName}(${dtypeName(this.dtype)}, ${this.length})`;
	}
}
