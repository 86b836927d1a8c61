/** Arrays of pandas over one of numpy's. */
import type { NDArray } from "../numpy/ndarray.ts";
import { INSPECT } from "../values/brand.ts";
import { NAT_COUNT } from "./calendar.ts";
import { type CellReader, countReader, itemReader, timedeltaReader, timestampReader, unitOf } from "./columns.ts";
import {
	type CategoricalDType,
	type ColumnDType,
	DatetimeTZDType,
	dtypeName,
	NumpyDTypeOf,
	type PeriodDType,
	StringDType,
} from "./dtypes.ts";
import { ExtensionArray, SHOWN } from "./extension-array.ts";
import { NA, NaT } from "./missing.ts";
import { Period } from "./scalars.ts";
import { firstItems, inView } from "./shared-views.ts";

/** An array over one of numpy's, of one axis, or of two in a block of several columns. */
export abstract class BackedArray extends ExtensionArray {
	/** numpy's array. */
	readonly values: NDArray;
	constructor(values: NDArray) {
		super();
		this.values = values;
	}
	get length(): number {
		return this.values.shape[0] ?? 0;
	}
	/** @internal The same class over other values. */
	abstract over(values: NDArray): BackedArray;
	/** @internal Reads a cell of one axis. */
	abstract cellReader(): CellReader;
	/** @internal Of two axes, as in a block that nothing took into a frame, the items are rows. */
	makeReader(): CellReader {
		return this.values.ndim === 1 ? this.cellReader() : (i) => this.row(i);
	}
	/** @internal One column of a block. */
	row(i: number): BackedArray {
		return this.values.ndim === 1 ? this : this.over(this.values.slice(i));
	}
	slice(start: number, stop: number): BackedArray {
		return this.over(this.values.slice([start, stop, 1]));
	}
	override toString(): string {
		const { ndim, shape } = this.values;
		if (ndim === 1) return super.toString();
		const rows: string[] = [];
		for (let i = 0; i < Math.min(this.length, SHOWN); i++) {
			const row = this.row(i);
			rows.push(inView(row[INSPECT](), () => `[${firstItems(row, SHOWN)}]`));
		}
		if (this.length > SHOWN) rows.push("...");
		return `<${this.pyName}>\n[\n${rows.join(",\n")}\n]\nShape: (${shape.join(", ")}), dtype: ${dtypeName(this.dtype)}`;
	}
}

/** Moments, with or without a zone. */
export class DatetimeArray extends BackedArray {
	readonly pyName = "DatetimeArray";
	readonly dtype: ColumnDType;
	/** The frequency that they follow, or null. */
	readonly freq: unknown;
	constructor(values: NDArray, dtype: ColumnDType = values.dtype, freq: unknown = null) {
		super(values);
		this.dtype = dtype;
		this.freq = freq;
	}
	over(values: NDArray): DatetimeArray {
		return new DatetimeArray(values, this.dtype);
	}
	cellReader(): CellReader {
		const unit = unitOf(this.values);
		if (unit === undefined) return itemReader(this.values);
		const tz = this.dtype instanceof DatetimeTZDType ? this.dtype.tz : null;
		return timestampReader(this.values, { unit, tz });
	}
}

/** Time differences. */
export class TimedeltaArray extends BackedArray {
	readonly pyName = "TimedeltaArray";
	readonly freq: unknown;
	constructor(values: NDArray, freq: unknown = null) {
		super(values);
		this.freq = freq;
	}
	get dtype(): ColumnDType {
		return this.values.dtype;
	}
	over(values: NDArray): TimedeltaArray {
		return new TimedeltaArray(values);
	}
	cellReader(): CellReader {
		const unit = unitOf(this.values);
		return unit === undefined ? itemReader(this.values) : timedeltaReader(this.values, unit);
	}
}

/** Spans of time, by number. */
export class PeriodArray extends BackedArray {
	readonly pyName = "PeriodArray";
	readonly dtype: PeriodDType;
	constructor(values: NDArray, dtype: PeriodDType) {
		super(values);
		this.dtype = dtype;
	}
	over(values: NDArray): PeriodArray {
		return new PeriodArray(values, this.dtype);
	}
	cellReader(): CellReader {
		const [read, count] = [itemReader(this.values), countReader(this.values)];
		const { freq } = this.dtype;
		return (i) => (count(i) === NAT_COUNT ? NaT : new Period(read(i) as number | bigint, freq));
	}
}

/** Strings as Python objects. */
export class StringArray extends BackedArray {
	readonly pyName = "StringArray";
	readonly dtype: StringDType;
	constructor(values: NDArray, dtype: StringDType = new StringDType()) {
		super(values);
		this.dtype = dtype;
	}
	over(values: NDArray): StringArray {
		return new StringArray(values, this.dtype);
	}
	cellReader(): CellReader {
		const read = itemReader(this.values);
		const none = this.dtype.missing === "NA" ? NA : Number.NaN;
		return (i) => {
			const item = read(i);
			return typeof item === "string" ? item : none;
		};
	}
}

/** numpy's own items in an array of pandas. */
export class NumpyExtensionArray extends BackedArray {
	readonly pyName = "NumpyExtensionArray";
	get dtype(): NumpyDTypeOf {
		return new NumpyDTypeOf(this.values.dtype);
	}
	over(values: NDArray): NumpyExtensionArray {
		return new NumpyExtensionArray(values);
	}
	cellReader(): CellReader {
		return itemReader(this.values);
	}
}

/** Values out of a list, as codes; -1 is a missing one. */
export class Categorical extends BackedArray {
	readonly pyName = "Categorical";
	readonly dtype: CategoricalDType;
	constructor(codes: NDArray, dtype: CategoricalDType) {
		super(codes);
		this.dtype = dtype;
	}
	/** The places of the values in the categories; -1 for a missing one. */
	get codes(): NDArray {
		return this.values;
	}
	/** All values that there can be. */
	get categories(): CategoricalDType["categories"] {
		return this.dtype.categories;
	}
	/** Whether the categories have an order. */
	get ordered(): boolean {
		return this.dtype.ordered === true;
	}
	over(values: NDArray): Categorical {
		return new Categorical(values, this.dtype);
	}
	cellReader(): CellReader {
		const { categories } = this;
		const read = itemReader(this.values);
		const known: unknown[] = [];
		const none = isTimes(categories) ? NaT : Number.NaN;
		return (i) => {
			const code = read(i) as number;
			if (code < 0) return none;
			known[code] ??= categories?.get(code);
			return known[code];
		};
	}
}
function isTimes(categories: CategoricalDType["categories"]): boolean {
	const { dtype } = (categories ?? {}) as { readonly dtype?: ColumnDType };
	return dtype !== undefined && /^(datetime64|timedelta64|period)/.test(dtypeName(dtype));
}
