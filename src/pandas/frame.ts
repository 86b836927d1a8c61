import { ValueError } from "../errors.ts";
import { namedPairs } from "../numpy/named.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { givenOptions } from "../options.ts";
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { equals } from "../values/equals.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { memoryLimit } from "../values/option-values.ts";
import type { Outline } from "../values/outline.ts";
import { setOwn } from "../values/own-property.ts";
import { repr } from "../values/repr.ts";
import { BackedArray, type ColumnArray, readerOf, sliceOf } from "./arrays.ts";
import { type CSVOptions, csvText } from "./csv.ts";
import type { ColumnDType } from "./dtypes.ts";
import { type ColumnInput, checkedPairs, type FromOptions, managerOf } from "./from.ts";
import type { Index } from "./indexes.ts";
import { chargeValues, type ExpandOptions } from "./limits.ts";
import { Block, BlockManager } from "./manager.ts";
import { isMissing } from "./missing.ts";
import { frameText, type PrintOptions } from "./print/frame-text.ts";
import { bounds, Series } from "./series.ts";
import { consoleText, inView, keptParts } from "./shared-views.ts";
import { type FlechetteTable, readFlechette } from "./tables/from-flechette.ts";
import type { ArrowOptions } from "./tables/from-frame.ts";
import { type ArrowLibrary, arrowTable, type TableOf } from "./tables/lib.ts";
import { frameOf } from "./tables/to-frame.ts";

const FROM_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["index", "columns", "dtypes"]);
const ROW_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["objects", "limits"]);
const ARROW_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["index", "limits"]);

/** The attributes of a frame besides its columns. */
export interface FrameParts {
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
 * pandas' `DataFrame`: columns of values with labels. Columns are read where they are; nothing is copied until it is asked for.
 *
 * @example
 * ```ts
 * import { DataFrame, registry } from "brine/pandas";
 * import { dumps, loads } from "brine/pickle";
 * const frame = DataFrame.from({ city: ["Bern", "Oslo"], size: [134, 709] });
 * const again = loads(dumps(frame, { registry }), { registry }) as DataFrame;
 * console.log(again.shape, again.columns.toArray()); // [ 2, 2 ] [ 'city', 'size' ]
 * console.log(again.toRows({ objects: true })); // [ { city: 'Bern', size: 134 }, { city: 'Oslo', size: 709 } ]
 * ```
 */
export class DataFrame extends MemoSlot {
	/** @internal Blocks and where columns are in them. */
	readonly manager: BlockManager;
	/** The user's own attributes: a dict, or undefined for none. */
	readonly attrs: unknown;
	/** Whether labels may be there twice. */
	readonly allowsDuplicateLabels: boolean;
	/** Attributes of a subclass, by name. */
	readonly extra: ReadonlyMap<string, unknown>;
	/** Its class, as `module:qualname`, where it is a subclass. */
	readonly pyClass: string | undefined;

	/** @internal */
	constructor(manager: BlockManager, parts: FrameParts = {}) {
		super();
		this.manager = manager;
		this.attrs = parts.attrs;
		this.allowsDuplicateLabels = parts.allowsDuplicateLabels ?? true;
		this.extra = parts.extra ?? new Map();
		this.pyClass = parts.pyClass;
	}
	/**
	 * Makes a frame, as `pandas.DataFrame(columns)`.
	 *
	 * @param columns values by name, an object or a Map: lists, typed arrays, arrays of numpy or pandas, series; or pairs of a name of any kind and values
	 * @param options `index`, `columns`, `dtypes`
	 * @returns a frame; arrays are not copied
	 * @throws ValueError (`argument`) for columns of different lengths
	 * @throws PyTypeError (`argument`) for anything else than columns, rows among it
	 * @throws PyTypeError (`argument`), OverflowError (`argument`) for a value that its dtype has no place for
	 * @example
	 * ```ts
	 * import { DataFrame } from "brine/pandas";
	 * const frame = DataFrame.from(
	 *   { day: [new Date("2024-02-29")], count: [3], kind: ["a"] },
	 *   { dtypes: { count: "Int64", kind: "category" } },
	 * );
	 * frame.dtypes.map(String); // ["<M8[ns]", "Int64", "category"]
	 * ```
	 */
	static from(
		columns:
			| Readonly<Record<string, ColumnInput>>
			| ReadonlyMap<unknown, ColumnInput>
			| readonly (readonly [name: unknown, values: ColumnInput])[],
		options?: FromOptions | null,
	): DataFrame {
		const given = givenOptions("from", options, FROM_OPTIONS);
		const entries = Array.isArray(columns) ? columns : namedPairs("DataFrame.from", columns);
		return new DataFrame(managerOf(checkedPairs(entries), given));
	}
	/**
	 * Makes a frame of a table of Arrow, as pyarrow's `to_pandas()`: with the dtypes, the labels and the attributes that the
	 * table's metadata tells of; without such, missing strings are NaN of the dtype `str`, integers of which some are missing
	 * floats (`Int64` where these would lose digits), and lists, records and decimals objects.
	 *
	 * @param table a table of `@uwdata/flechette`, as `tableFromIPC` returns it
	 * @param options `limits.memory`
	 * @returns a frame; numbers and strings are where they were
	 * @throws PyTypeError (`argument`) for anything else than a table, and for types that pandas has no columns of: unions, intervals
	 * @throws ValueError (`source`) for buffers that do not hold what is said of them
	 * @throws LimitError (`memory`) before it makes more than it may
	 * @example
	 * ```ts
	 * import { tableFromArrays } from "@uwdata/flechette";
	 * import { DataFrame } from "brine/pandas";
	 * const frame = DataFrame.fromArrow(tableFromArrays({ city: ["Bern", null], size: [134, 709] }));
	 * console.log(frame.toRows()); // [ [ 'Bern', 134 ], [ null, 709 ] ]
	 * ```
	 */
	static fromArrow(table: FlechetteTable, options?: ExpandOptions | null): DataFrame {
		const limits = { memory: memoryLimit("fromArrow", options) };
		const { manager, attrs } = frameOf(readFlechette(table, { limits }), { limits });
		return new DataFrame(manager, { attrs });
	}
	get [TYPE](): string {
		return this.pyClass?.replace(":", ".") ?? "pandas.DataFrame";
	}
	/** The labels of the columns. */
	get columns(): Index {
		return this.manager.axes[0] as Index;
	}
	/** The labels of the rows. */
	get index(): Index {
		return this.manager.axes[1] as Index;
	}
	/** How many rows and columns it has. */
	get shape(): readonly [rows: number, columns: number] {
		return [this.index.length, this.columns.length];
	}
	/** The values of each column, in order. */
	get dtypes(): ColumnDType[] {
		return Array.from({ length: this.columns.length }, (_, i) => this.manager.column(i).dtype);
	}
	/**
	 * One column.
	 *
	 * @param which its place, or its name where that is not a number; {@link get} takes names of any kind
	 * @throws ValueError (`argument`) where there is none, or where there are several of the name
	 */
	column(which: number | string): Series {
		if (typeof which !== "number") return this.get(which);
		const count = this.columns.length;
		const at = which < 0 ? count + which : which;
		if (!(Number.isInteger(at) && at >= 0 && at < count)) {
			throw new ValueError(`there is no column ${which} of ${count}`, { code: "argument" });
		}
		return new Series(this.manager.column(at), { index: this.index, name: this.columns.get(at) });
	}
	/**
	 * The column of a name, which may be any value, as Python compares.
	 *
	 * @param name its label
	 * @throws ValueError (`argument`) where there is none, or where there are several
	 */
	get(name: unknown): Series {
		let found = -1;
		const { columns } = this;
		for (let i = 0; i < columns.length; i++) {
			if (!equals(columns.get(i), name)) continue;
			if (found >= 0) {
				throw new ValueError(`several columns are named ${repr(name)}`, {
					code: "argument",
					hint: "column(i) takes the place of a column",
				});
			}
			found = i;
		}
		if (found < 0) throw new ValueError(`no column is named ${repr(name)}`, { code: "argument" });
		return this.column(found);
	}
	/**
	 * All rows, as lists of values in the order of the columns, or as objects.
	 *
	 * @param options `objects`: objects by the names of columns; names that are there twice keep the last one's value, as
	 *   in Python. `limits`
	 * @returns rows in which null is what is missing
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toRows(options: ExpandOptions & { readonly objects: true }): Record<string, unknown>[];
	toRows(options?: (ExpandOptions & { readonly objects?: false | null }) | null): unknown[][];
	toRows(options?: (ExpandOptions & { readonly objects?: boolean | null }) | null): unknown[] {
		const limits = { memory: memoryLimit("toRows", options, ROW_OPTIONS) };
		const isObjects = options?.objects === true;
		const [rows, count] = this.shape;
		chargeValues({ limits }, rows * (count + 1), rows);
		const readers = Array.from({ length: count }, (_, i) => readerOf(this.manager.column(i)));
		const names = isObjects ? this.#names() : [];
		const all = new Array<unknown>(rows);
		for (let i = 0; i < rows; i++) {
			const row: unknown[] = new Array<unknown>(count);
			for (let k = 0; k < count; k++) {
				const value = (readers[k] as (i: number) => unknown)(i);
				row[k] = isMissing(value) ? null : value;
			}
			all[i] = isObjects ? objectOf(names, row) : row;
		}
		return all;
	}
	/**
	 * All columns by name, as lists.
	 *
	 * @param options `limits`
	 * @returns an object in which null is what is missing; columns of one name keep the last one's values, as in Python
	 * @throws LimitError (`memory`) before it makes more than it may
	 */
	toColumns(options?: ExpandOptions | null): Record<string, unknown[]> {
		const limits = { memory: memoryLimit("toColumns", options) };
		const [rows, count] = this.shape;
		chargeValues({ limits }, rows * count, count);
		const names = this.#names();
		const made: Record<string, unknown[]> = {};
		for (let i = 0; i < count; i++) setOwn(made, names[i] as string, this.column(i).toArray({ limits }));
		return made;
	}
	#names(): string[] {
		return this.columns.toArray().map((name) => (typeof name === "string" ? name : repr(name)));
	}
	/**
	 * The frame as CSV, byte for byte as pandas' `to_csv()` writes it at its defaults.
	 *
	 * @param options `index`, `header`, `limits.text`
	 * @throws LimitError (`text`) for more than 2^29 characters, or `limits.text`
	 */
	toCSV(options?: CSVOptions | null): string {
		return csvText(this, options);
	}
	/**
	 * The frame as a table of Arrow, as pyarrow's `Table.from_pandas` makes it: NaN, NaT and NA are null, the labels of the rows
	 * are columns or a range in the metadata, and what pandas has besides is in the schema's metadata, so that pyarrow's
	 * `to_pandas()` makes an equal frame of it. Numbers, times and codes are views of the frame's own memory; bools and
	 * objects are converted.
	 *
	 * @param lib `@uwdata/flechette` or `apache-arrow`, imported as a whole
	 * @param options `index`, `limits.memory`
	 * @returns a table of that library
	 * @throws ValueError (`argument`) for columns of one name, and for a time zone that Arrow has no name for
	 * @throws PyTypeError (`argument`) for a column that Arrow has no type for: complex numbers, objects of several kinds
	 * @throws UnicodeEncodeError (`argument`) for half of a surrogate pair
	 * @throws LimitError (`memory`) before it makes more than it may
	 * @example
	 * ```ts
	 * import * as flechette from "@uwdata/flechette";
	 * import { DataFrame } from "brine/pandas";
	 * const table = DataFrame.from({ a: new Float64Array([1.5, 2]) }).toArrow(flechette);
	 * console.log(table.numRows, table.getChild("a")?.at(1)); // 2 2
	 * ```
	 */
	toArrow<L extends ArrowLibrary>(lib: L, options?: ArrowOptions | null): TableOf<L> {
		const limits = { memory: memoryLimit("toArrow", options, ARROW_OPTIONS) };
		return arrowTable(this, lib, { index: options?.index ?? true, limits });
	}
	/**
	 * A part of the rows, without copying.
	 *
	 * @param start the first row; negative ones count from the end. Default: 0
	 * @param stop the row after the last. Default: all
	 */
	slice(start = 0, stop: number = this.index.length): DataFrame {
		const [from, to] = bounds(start, stop, this.index.length);
		const { manager } = this;
		const blocks = manager.blocks.map((block) => partOf(block, from, to));
		const axes = [this.columns, this.index.slice(from, to)];
		return new DataFrame(new BlockManager(axes, blocks, false, manager), this);
	}
	*#items(): Generator<unknown, void> {
		for (let i = 0; i < this.columns.length; i++) yield [...this.column(i)];
	}
	[KEY](): KeyParts {
		const tag = this[TYPE];
		const parts = (): unknown[] => {
			chargeValues(undefined, this.index.length * this.columns.length, this.columns.length);
			return [this.columns, this.index, ...this.#items()];
		};
		return {
			tag,
			hashable: false,
			get parts() {
				return parts();
			},
		};
	}
	[OUTLINE](): Outline {
		const { columns, index } = this;
		const entries = function* (frame: DataFrame): Generator<readonly [unknown, unknown], void> {
			for (let i = 0; i < columns.length; i++) yield [columns.get(i), frame.column(i).array];
		};
		return {
			className: this[TYPE],
			parts: [
				{ kind: "attribute", name: "shape", value: [...this.shape] },
				{ kind: "attribute", name: "index", value: index },
				...keptParts(this),
				{ kind: "entries", size: columns.length, entries: { [Symbol.iterator]: () => entries(this) } },
			],
		};
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.print()] };
	}
	/**
	 * The frame as pandas 3.1 prints it at its default options, shortened, or another one.
	 *
	 * @param options `width` of the terminal, `maxRows`, `minRows`, `pandasVersion`
	 * @throws ValueError (`option`) for a `pandasVersion` that is not `"1.5"` to `"3.1"`
	 * @example
	 * ```ts
	 * import { DataFrame } from "brine/pandas";
	 * console.log(DataFrame.from({ a: [1, 2], b: ["x", null] }).print());
	 * //    a     b
	 * // 0  1     x
	 * // 1  2  None
	 * ```
	 */
	print(options?: PrintOptions | null): string {
		const name = this.pyClass?.slice(this.pyClass.lastIndexOf(":") + 1);
		return inView(this.#brief(), () => frameText(this, options, name));
	}
	#brief(): string {
		return `DataFrame(${this.shape.join(" x ")})`;
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

function objectOf(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
	const made: Record<string, unknown> = {};
	for (let i = 0; i < row.length; i++) setOwn(made, names[i] as string, row[i]);
	return made;
}

/** A part of the rows of a block. */
function partOf({ values, placement, ndim }: Block, from: number, to: number): Block {
	return new Block(rowsOf(values, from, to), placement, ndim);
}
function rowsOf(values: ColumnArray, from: number, to: number): ColumnArray {
	if (values instanceof BackedArray && values.values.ndim === 2) {
		return values.over(values.values.slice(null, [from, to, 1]));
	}
	if (values instanceof NDArray && values.ndim === 2) return values.slice(null, [from, to, 1]);
	return sliceOf(values, from, to);
}
