import { ValueError } from "../errors.ts";
import { array } from "../numpy/array.ts";
import { DType } from "../numpy/dtype.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { NPScalar } from "../numpy/scalar.ts";
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { equals } from "../values/equals.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyFloat } from "../values/numbers.ts";
import { memoryLimit } from "../values/option-values.ts";
import type { Outline } from "../values/outline.ts";
import { tupleFrom } from "../values/tuple.ts";
import { type ColumnArray, lengthOf, readerOf, sliceOf } from "./arrays.ts";
import { type CellReader, itemReader } from "./columns.ts";
import { type ColumnDType, dtypeName } from "./dtypes.ts";
import { chargeValues, type ExpandOptions } from "./limits.ts";
import { NaT } from "./missing.ts";
import { firstItems, inView, sequenceKey, shownItems } from "./shared-views.ts";

const SHOWN = 10;

/**
 * The labels of rows or columns: pandas' `Index` and its kinds.
 *
 * @example
 * ```ts
 * import { DataFrame } from "brine/pandas";
 * const frame = DataFrame.from({ a: [1, 2] }, { index: ["x", "y"] });
 * frame.index.get(1); // "y"
 * frame.columns.toArray(); // ["a"]
 * ```
 */
export abstract class Index extends MemoSlot {
	/** How many labels there are. */
	abstract readonly length: number;
	/** The name of its class in pandas. */
	abstract readonly pyName: string;
	/** The labels. */
	abstract readonly dtype: ColumnDType;
	/** The names of its levels: one, for all kinds but a {@link MultiIndex}. */
	abstract readonly names: readonly unknown[];
	/** @internal */
	abstract makeReader(): CellReader;
	/**
	 * A part of it, without copying labels.
	 *
	 * @param start the first
	 * @param stop the one after the last
	 */
	abstract slice(start: number, stop: number): Index;
	#reader: CellReader | undefined;

	get [TYPE](): string {
		return `pandas.${this.pyName}`;
	}
	/** Its name, or null; the names as a tuple for a {@link MultiIndex}. */
	get name(): unknown {
		return this.names.length === 1 ? this.names[0] : tupleFrom(this.names);
	}
	/**
	 * One label.
	 *
	 * @param i its place, from 0
	 * @returns undefined where there is none
	 */
	get(i: number): unknown {
		if (!(Number.isInteger(i) && i >= 0 && i < this.length)) return undefined;
		this.#reader ??= this.makeReader();
		return this.#reader(i);
	}
	/**
	 * All labels in a list.
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
	/**
	 * The places of a label, as Python compares: none, one, or several where it is there more than once.
	 *
	 * @param label what is looked for
	 */
	placesOf(label: unknown): number[] {
		const places: number[] = [];
		for (let i = 0; i < this.length; i++) if (equals(this.get(i), label)) places.push(i);
		return places;
	}
	[KEY](): KeyParts {
		return sequenceKey(this[TYPE], this.length, () => this.toArray());
	}
	[OUTLINE](): Outline {
		return {
			className: this[TYPE],
			parts: [
				{ kind: "attribute", name: "dtype", value: dtypeName(this.dtype) },
				{ kind: "attribute", name: "names", value: [...this.names] },
				{ kind: "items", size: this.length, items: shownItems(this) },
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
		return inView(
			this[INSPECT](),
			() => `<${this.pyName} [${firstItems(this, SHOWN)}], ${dtypeName(this.dtype)}, ${this.length}>`,
		);
	}
	[INSPECT](): string {
		return `${this.pyName}(${dtypeName(this.dtype)}, ${this.length})`;
	}
}

/** The kinds of {@link FlatIndex}. */
export type FlatKind =
	| "Index"
	| "DatetimeIndex"
	| "TimedeltaIndex"
	| "PeriodIndex"
	| "CategoricalIndex"
	| "IntervalIndex";

/** An index over an array: plain labels, times, periods, categories, intervals. */
export class FlatIndex extends Index {
	readonly pyName: FlatKind;
	readonly names: readonly [unknown];
	/** The labels: numpy's array or one of pandas. */
	readonly array: ColumnArray;
	/** The frequency that times follow, a `DateOffset`; null for none. */
	readonly freq: unknown;
	constructor(array: ColumnArray, name: unknown = null, kind: FlatKind = "Index", freq: unknown = null) {
		super();
		this.array = array;
		this.names = [name];
		this.pyName = kind;
		this.freq = freq;
	}
	get length(): number {
		return lengthOf(this.array);
	}
	get dtype(): ColumnDType {
		return this.array.dtype;
	}
	makeReader(): CellReader {
		return readerOf(this.array);
	}
	slice(start: number, stop: number): FlatIndex {
		return new FlatIndex(sliceOf(this.array, start, stop), this.names[0], this.pyName, this.freq);
	}
}

/** Numbers in equal steps, which take no memory. */
export class RangeIndex extends Index {
	readonly pyName = "RangeIndex";
	readonly start: number;
	readonly stop: number;
	readonly step: number;
	readonly names: readonly [unknown];
	/**
	 * @param start the first number
	 * @param stop the numbers end before it
	 * @param step default: 1
	 * @param name default: null
	 */
	constructor(start: number, stop: number, step = 1, name: unknown = null) {
		super();
		if (![start, stop, step].every(Number.isSafeInteger) || step === 0) {
			throw new ValueError("a RangeIndex is of whole numbers, in steps that are not 0", { code: "argument" });
		}
		this.start = start;
		this.stop = stop;
		this.step = step;
		this.names = [name];
	}
	get length(): number {
		return Math.max(Math.ceil((this.stop - this.start) / this.step), 0);
	}
	get dtype(): ColumnDType {
		return DType.of("i8");
	}
	makeReader(): CellReader {
		return (i) => this.start + i * this.step;
	}
	/** Whatever has these has the same labels, however many there are. */
	override [KEY](): KeyParts {
		const { length, start, step } = this;
		return { tag: this[TYPE], hashable: false, parts: [length, length > 0 && start, length > 1 && step] };
	}
	override placesOf(label: unknown): number[] {
		const own = label instanceof PyFloat || label instanceof NPScalar ? label.value : label;
		if (typeof own === "object") {
			// Other numbers, as Decimal, are looked for as in every index.
			chargeValues(undefined, this.length);
			return super.placesOf(label);
		}
		const at = Math.round((Number(own) - this.start) / this.step);
		return at >= 0 && at < this.length && equals(this.get(at), label) ? [at] : [];
	}
	slice(start: number, stop: number): RangeIndex {
		const [from, to] = [this.start + start * this.step, this.start + Math.max(stop, start) * this.step];
		return new RangeIndex(from, to, this.step, this.names[0]);
	}
}

/** Labels of several levels. */
export class MultiIndex extends Index {
	readonly pyName = "MultiIndex";
	/** The labels that there are, level by level. */
	readonly levels: readonly Index[];
	/** Where each label of a level is in it; -1 for a missing one. */
	readonly codes: readonly NDArray[];
	readonly names: readonly unknown[];
	readonly sortorder: unknown;
	constructor(
		levels: readonly Index[],
		codes: readonly NDArray[],
		names: readonly unknown[] = levels.map(() => null),
		sortorder: unknown = null,
	) {
		super();
		this.levels = levels;
		this.codes = codes;
		this.names = names;
		this.sortorder = sortorder;
	}
	get length(): number {
		return this.codes[0]?.shape[0] ?? 0;
	}
	get dtype(): ColumnDType {
		return DType.of("O");
	}
	/** @internal What reads the labels of one level. */
	levelReader(at: number): CellReader {
		const level = this.levels[at] as Index;
		const code = itemReader(this.codes[at] as NDArray);
		const none = /^(datetime64|timedelta64|period)/.test(dtypeName(level.dtype)) ? NaT : Number.NaN;
		return (i) => {
			const place = code(i) as number;
			return place < 0 ? none : level.get(place);
		};
	}
	makeReader(): CellReader {
		const readers = this.levels.map((_, at) => this.levelReader(at));
		return (i) => tupleFrom(readers.map((read) => read(i)));
	}
	slice(start: number, stop: number): MultiIndex {
		const codes = this.codes.map((code) => code.slice([start, stop, 1]));
		return new MultiIndex(this.levels, codes, this.names);
	}
}

/** An index of the labels of a list, as pandas would make it. */
export function indexOf(labels: readonly unknown[], name: unknown = null): Index {
	const isStrings = labels.every((label) => typeof label === "string");
	if (isStrings) return new FlatIndex(new NDArray({ dtype: "O", shape: [labels.length], data: [...labels] }), name);
	const made = array([...labels], { shape: [labels.length] });
	const isPlain = made.dtype.kind !== "U" && made.dtype.kind !== "S";
	return new FlatIndex(isPlain ? made : new NDArray({ dtype: "O", shape: [labels.length], data: [...labels] }), name);
}
