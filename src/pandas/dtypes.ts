import { type DType, DType as NumpyDType } from "../numpy/dtype.ts";
import type { TimeZone } from "../registry/stdlib/time-zone.ts";
import { INSPECT, KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { shortRepr } from "../values/short-repr.ts";
import type { ArrowType } from "./arrow-type.ts";
import { arrowName } from "./arrow-type.ts";
import type { TimeUnitName } from "./calendar.ts";
import { DateOffset } from "./offset.ts";
import type { Closed } from "./scalars.ts";
import { zoneName } from "./zones.ts";

/**
 * A dtype that is pandas' own: `category`, `Int64`, `string`, `datetime64[ns, UTC]`, `period[M]` and others.
 *
 * @example
 * ```ts
 * import { DateOffset, PeriodDType } from "brine/pandas";
 * new PeriodDType(new DateOffset("MonthEnd")).name; // "period[M]"
 * ```
 */
export abstract class PandasDType extends MemoSlot {
	/** As pandas' `str()` of the dtype. */
	abstract get name(): string;
	/** The class in pandas. */
	abstract get [TYPE](): string;
	[KEY](): KeyParts {
		return { tag: this[TYPE], parts: [this.name] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.name] };
	}
	override toString(): string {
		return this.name;
	}
	toJSON(): string {
		return this.name;
	}
	[INSPECT](): string {
		return `PandasDType(${this.name})`;
	}
}

/** A dtype of a column: numpy's or pandas' own. */
export type ColumnDType = DType | PandasDType;

/** The facts of a categorical's dtype about its categories: an index of them. */
export interface Categories {
	readonly length: number;
	get(i: number): unknown;
	toArray(): unknown[];
}

/** Labels of a range that are compared one by one, as those of other indexes are. */
const LISTED = 2 ** 16;

/** `category`: values out of a list. */
export class CategoricalDType extends PandasDType {
	/** The values that there can be, an index; null where none are said. */
	readonly categories: Categories | null;
	/** Whether they have an order; null where that is not said. */
	readonly ordered: boolean | null;
	constructor(categories: Categories | null = null, ordered: boolean | null = null) {
		super();
		this.categories = categories;
		this.ordered = ordered;
	}
	get [TYPE](): string {
		return "pandas.CategoricalDtype";
	}
	get name(): string {
		return "category";
	}
	override [KEY](): KeyParts {
		const { categories, ordered } = this;
		// A long range represents more labels than a list can hold.
		const isRange = categories !== null && categories.length > LISTED && "step" in categories;
		const labels = isRange ? [categories.length, categories.get(0), categories.get(1)] : categories?.toArray();
		return { tag: this[TYPE], parts: [ordered === true, ...(labels ?? [])] };
	}
}

/** `datetime64[ns, Europe/Berlin]`: moments that are shown in a zone. */
export class DatetimeTZDType extends PandasDType {
	readonly unit: TimeUnitName;
	readonly tz: TimeZone;
	constructor(unit: TimeUnitName, tz: TimeZone) {
		super();
		this.unit = unit;
		this.tz = tz;
	}
	get [TYPE](): string {
		return "pandas.DatetimeTZDtype";
	}
	get name(): string {
		return `datetime64[${this.unit}, ${zoneName(this.tz)}]`;
	}
}

/** `period[M]`: spans of time. */
export class PeriodDType extends PandasDType {
	/** How long a span is: an offset, or letters. */
	readonly freq: DateOffset | string;
	constructor(freq: DateOffset | string) {
		super();
		this.freq = freq;
	}
	get [TYPE](): string {
		return "pandas.PeriodDtype";
	}
	/** The letters of the frequency. */
	get freqstr(): string {
		return this.freq instanceof DateOffset ? this.freq.periodStr : this.freq;
	}
	get name(): string {
		return `period[${this.freqstr}]`;
	}
}

/** `interval[int64, right]`: what is between two values. */
export class IntervalDType extends PandasDType {
	/** Of both ends; null where it is not said. */
	readonly subtype: ColumnDType | null;
	readonly closed: Closed | null;
	constructor(subtype: ColumnDType | null = null, closed: Closed | null = null) {
		super();
		this.subtype = subtype;
		this.closed = closed;
	}
	get [TYPE](): string {
		return "pandas.IntervalDtype";
	}
	get name(): string {
		if (this.subtype === null) return "interval";
		const { name } = this.subtype;
		return this.closed === null ? `interval[${name}]` : `interval[${name}, ${this.closed}]`;
	}
}

/** `string` and `str`: strings, of which some are missing. */
export class StringDType extends PandasDType {
	/** How pandas holds the strings. */
	readonly storage: "python" | "pyarrow";
	/** The value for a missing one: pandas' `NA`, or NaN as of the `str` of pandas 3. */
	readonly missing: "NA" | "NaN";
	constructor(storage: "python" | "pyarrow" = "python", missing: "NA" | "NaN" = "NA") {
		super();
		this.storage = storage;
		this.missing = missing;
	}
	get [TYPE](): string {
		return "pandas.StringDtype";
	}
	get name(): string {
		return this.missing === "NA" ? "string" : "str";
	}
}

/** Whether the text of a value is being made that a dtype has in its name: it may have dtypes in turn. */
let inFill = false;
function fillText(value: unknown): string {
	if (inFill) return "...";
	inFill = true;
	try {
		return shortRepr(value);
	} finally {
		inFill = false;
	}
}

/** `Sparse[float64, nan]`: one value wherever nothing else is said. */
export class SparseDType extends PandasDType {
	readonly subtype: DType;
	/** The value of all items that are not kept. */
	readonly fill: unknown;
	constructor(subtype: DType = NumpyDType.of("f8"), fill: unknown = Number.NaN) {
		super();
		this.subtype = subtype;
		this.fill = fill;
	}
	get [TYPE](): string {
		return "pandas.SparseDtype";
	}
	get name(): string {
		const { fill, subtype } = this;
		const isFloat = subtype.kind === "f" && typeof fill === "number" && Number.isInteger(fill);
		return `Sparse[${subtype.name}, ${isFloat ? `${fill}.0` : fillText(fill)}]`;
	}
}

/** `Int64`, `UInt8`, `Float32`, `boolean`: numbers of which some are missing. */
export class NullableDType extends PandasDType {
	/** numpy's dtype of the numbers. */
	readonly subtype: DType;
	constructor(subtype: DType) {
		super();
		this.subtype = subtype;
	}
	get [TYPE](): string {
		const { name } = this;
		return `pandas.${name === "boolean" ? "Boolean" : name}Dtype`;
	}
	get name(): string {
		const { name, kind } = this.subtype;
		if (kind === "b") return "boolean";
		return kind === "u" ? `UInt${name.slice(4)}` : `${(name[0] as string).toUpperCase()}${name.slice(1)}`;
	}
}

/** `int64[pyarrow]`: a type of Arrow. */
export class ArrowDType extends PandasDType {
	readonly type: ArrowType;
	constructor(type: ArrowType) {
		super();
		this.type = type;
	}
	get [TYPE](): string {
		return "pandas.ArrowDtype";
	}
	get name(): string {
		return `${arrowName(this.type)}[pyarrow]`;
	}
}

/** A numpy dtype that an extension array has: the name is numpy's. */
export class NumpyDTypeOf extends PandasDType {
	readonly subtype: DType;
	constructor(subtype: DType) {
		super();
		this.subtype = subtype;
	}
	get [TYPE](): string {
		return "pandas.core.dtypes.dtypes.NumpyEADtype";
	}
	get name(): string {
		return this.subtype.name;
	}
}

/**
 * A dtype's name as pandas shows it: numpy's `str()`, or that of pandas' own.
 *
 * @param dtype of a column or index
 * @returns such as `"float64"`, `"datetime64[ns]"`, `"Int64"`
 * @example
 * ```ts
 * import { DataFrame, dtypeName } from "brine/pandas";
 * DataFrame.from({ a: [1], b: [true] }).dtypes.map(dtypeName); // ["int64", "bool"]
 * ```
 */
export function dtypeName(dtype: ColumnDType): string {
	if (dtype instanceof PandasDType) return dtype.name;
	return dtype.kind === "U" || dtype.kind === "S" || dtype.kind === "V" ? dtype.str : dtype.name;
}
