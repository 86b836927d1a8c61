import { NDArray } from "../numpy/ndarray.ts";
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { checkChoice, memoryLimit } from "../values/option-values.ts";
import type { Outline } from "../values/outline.ts";
import { PySlice } from "../values/range.ts";
import { type ColumnArray, lengthOf, readerOf, sliceOf } from "./arrays.ts";
import type { CellReader } from "./columns.ts";
import { type ColumnDType, dtypeName } from "./dtypes.ts";
import { type Index, RangeIndex } from "./indexes.ts";
import { chargeValues, type ExpandOptions } from "./limits.ts";
import { Block, BlockManager } from "./manager.ts";
import { isMissing } from "./missing.ts";
import type { PrintOptions } from "./print/frame-text.ts";
import { seriesText } from "./print/series-text.ts";
import { consoleText, inView, keptParts, sequenceKey, shownItems } from "./shared-views.ts";
import { type TypedColumn, typedColumn } from "./typed.ts";

const ARRAY_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["missing", "limits"]);

/** The parts of a {@link Series} besides its values. */
export interface SeriesParts {
	/** The labels. Default: 0, 1, 2 … */
	readonly index?: Index;
	/** Default: null */
	readonly name?: unknown;
	/** The user's own attributes, a dict. */
	readonly attrs?: unknown;
	/** Whether labels may be there twice. Default: true */
	readonly allowsDuplicateLabels?: boolean;
	/** Attributes of a subclass, by name. */
	readonly extra?: ReadonlyMap<string, unknown>;
	/** Its class, as `module:qualname`, where it is a subclass. */
	readonly pyClass?: string | undefined;
}

/**
 * pandas' `Series`: a column of values with labels.
 *
 * @example
 * ```ts
 * import { DataFrame } from "brine/pandas";
 * const prices = DataFrame.from({ price: new Float64Array([1.5, 2]) }).column("price");
 * console.log(prices.name, prices.length, prices.get(0)); // price 2 1.5
 * ```
 */
export class Series extends MemoSlot {
	/** Its values: an array of numpy, or one of pandas. */
	readonly array: ColumnArray;
	readonly index: Index;
	readonly name: unknown;
	/** The user's own attributes: a dict, or undefined for none. */
	readonly attrs: unknown;
	readonly allowsDuplicateLabels: boolean;
	readonly extra: ReadonlyMap<string, unknown>;
	readonly pyClass: string | undefined;
	#reader: CellReader | undefined;

	/**
	 * @param array its values
	 * @param parts labels, name and what else belongs to it
	 */
	constructor(array: ColumnArray, parts?: SeriesParts | null) {
		super();
		this.array = array;
		this.index = parts?.index ?? new RangeIndex(0, lengthOf(array));
		this.name = parts?.name ?? null;
		this.attrs = parts?.attrs;
		this.allowsDuplicateLabels = parts?.allowsDuplicateLabels ?? true;
		this.extra = parts?.extra ?? new Map();
		this.pyClass = parts?.pyClass;
	}
	/** @internal One that nobody has told what it holds. */
	static none(pyClass: string | undefined): Series {
		const array = new NDArray({ dtype: "O", shape: [0], data: [] });
		return new Series(array, { pyClass });
	}
	get [TYPE](): string {
		return this.pyClass?.replace(":", ".") ?? "pandas.Series";
	}
	/** The kind of the values. */
	get dtype(): ColumnDType {
		return this.array.dtype;
	}
	/** How many values there are. */
	get length(): number {
		return lengthOf(this.array);
	}
	get #read(): CellReader {
		this.#reader ??= readerOf(this.array);
		return this.#reader;
	}
	/**
	 * One value, as pandas has it: missing ones are `NA`, `NaT`, NaN or null.
	 *
	 * @param i its place, from 0
	 * @returns undefined where there is none
	 */
	get(i: number): unknown {
		return Number.isInteger(i) && i >= 0 && i < this.length ? this.#read(i) : undefined;
	}
	/** Whether a value is missing. */
	isMissing(i: number): boolean {
		return isMissing(this.get(i));
	}
	/**
	 * All values in a list.
	 *
	 * @param options `missing: null` for null in the place of all that is missing, which is the default; `"keep"` for pandas' own
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toArray(options?: (ExpandOptions & { readonly missing?: null | "keep" }) | null): unknown[] {
		const limits = { memory: memoryLimit("toArray", options, ARRAY_OPTIONS) };
		checkChoice("missing", options?.missing, ["keep"]);
		const { length } = this;
		chargeValues({ limits }, length);
		const read = this.#read;
		const values = new Array<unknown>(length);
		const keep = options?.missing === "keep";
		for (let i = 0; i < length; i++) {
			const value = read(i);
			values[i] = keep || !isMissing(value) ? value : null;
		}
		return values;
	}
	/**
	 * The values as a typed array, with what is missing beside it: without a copy wherever the column is in a row.
	 *
	 * @returns undefined for what has no typed array: objects, strings, intervals
	 */
	toTyped(): TypedColumn | undefined {
		return typedColumn(this.array);
	}
	/**
	 * A part of it, without copying.
	 *
	 * @param start the first row. Default: 0
	 * @param stop the row after the last. Default: all
	 */
	slice(start = 0, stop: number = this.length): Series {
		const [from, to] = bounds(start, stop, this.length);
		const { name, attrs, allowsDuplicateLabels, extra, pyClass } = this;
		const parts = { name, attrs, allowsDuplicateLabels, extra, pyClass };
		return new Series(sliceOf(this.array, from, to), { ...parts, index: this.index.slice(from, to) });
	}
	*[Symbol.iterator](): Generator<unknown, void> {
		const read = this.#read;
		for (let i = 0; i < this.length; i++) yield read(i);
	}
	/** @internal What is written of it. */
	get manager(): BlockManager {
		const block = new Block(this.array, new PySlice(0, this.length, 1), 1);
		return new BlockManager([this.index], [block], true);
	}
	[KEY](): KeyParts {
		return sequenceKey(this[TYPE], this.length, () => [this.name, this.index, ...this]);
	}
	[OUTLINE](): Outline {
		return {
			className: this[TYPE],
			parts: [
				{ kind: "attribute", name: "name", value: this.name },
				{ kind: "attribute", name: "dtype", value: dtypeName(this.dtype) },
				{ kind: "attribute", name: "index", value: this.index },
				...keptParts(this),
				{ kind: "items", size: this.length, items: shownItems(this) },
			],
		};
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.print()] };
	}
	/**
	 * The series as pandas 3.1 prints it at its default options, shortened, or another one.
	 *
	 * @param options `width` of the terminal, `maxRows`, `minRows`, `pandasVersion`
	 * @throws ValueError (`option`) for a `pandasVersion` that is not `"1.5"` to `"3.1"`
	 */
	print(options?: PrintOptions | null): string {
		const name = this.pyClass?.slice(this.pyClass.lastIndexOf(":") + 1);
		return inView(this.#brief(), () => seriesText(this, options, name));
	}
	#brief(): string {
		return `Series(${this.length})`;
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	override toString(): string {
		return this.print();
	}
	[INSPECT](): string {
		return consoleText(`${this.#brief()}\n${this.print()}`);
	}
}

/** The rows from and to which a part goes; negative ones count from the end. */
export function bounds(start: number, stop: number, length: number): readonly [from: number, to: number] {
	const place = (at: number): number => Math.min(Math.max(at < 0 ? length + at : at, 0), length);
	const from = place(Math.trunc(start));
	return [from, Math.max(place(Math.trunc(stop)), from)];
}
