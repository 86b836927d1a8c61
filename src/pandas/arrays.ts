/** The arrays of pandas, and what is done with columns of any kind. */
import { NDArray } from "../numpy/ndarray.ts";
import { type ArrowReader, arrowReader } from "./arrow-array.ts";
import type { ArrowData } from "./arrow-data.ts";
import { type CellReader, itemReader } from "./columns.ts";
import { type ArrowDType, IntervalDType, NullableDType, type SparseDType, StringDType } from "./dtypes.ts";
import { ExtensionArray } from "./extension-array.ts";
import { isMissing, NA } from "./missing.ts";
import { type Closed, Interval } from "./scalars.ts";

export {
	BackedArray,
	Categorical,
	DatetimeArray,
	NumpyExtensionArray,
	PeriodArray,
	StringArray,
	TimedeltaArray,
} from "./backed-arrays.ts";
export { ExtensionArray } from "./extension-array.ts";

/** Numbers, of which some are missing: `Int64`, `Float64`, `boolean`. */
export class NullableArray extends ExtensionArray {
	readonly dtype: NullableDType;
	/** The numbers; those of missing ones mean nothing. */
	readonly values: NDArray;
	/** Which are missing. */
	readonly mask: NDArray;
	constructor(values: NDArray, mask: NDArray) {
		super();
		this.values = values;
		this.mask = mask;
		this.dtype = new NullableDType(values.dtype);
	}
	get pyName(): string {
		const { kind } = this.values.dtype;
		return kind === "b" ? "BooleanArray" : kind === "f" ? "FloatingArray" : "IntegerArray";
	}
	get length(): number {
		return this.values.shape[0] ?? 0;
	}
	makeReader(): CellReader {
		const [read, isNone] = [itemReader(this.values), itemReader(this.mask)];
		return (i) => (isNone(i) === true ? NA : read(i));
	}
	slice(start: number, stop: number): NullableArray {
		return new NullableArray(this.values.slice([start, stop, 1]), this.mask.slice([start, stop, 1]));
	}
}

/** The separator between two values. */
export class IntervalArray extends ExtensionArray {
	readonly pyName = "IntervalArray";
	readonly left: NDArray | ExtensionArray;
	readonly right: NDArray | ExtensionArray;
	readonly closed: Closed;
	constructor(left: NDArray | ExtensionArray, right: NDArray | ExtensionArray, closed: Closed) {
		super();
		this.left = left;
		this.right = right;
		this.closed = closed;
	}
	get dtype(): IntervalDType {
		return new IntervalDType(this.left.dtype, this.closed);
	}
	get length(): number {
		return lengthOf(this.left);
	}
	makeReader(): CellReader {
		const [left, right] = [readerOf(this.left), readerOf(this.right)];
		return (i) => {
			const end = left(i);
			return isMissing(end) ? Number.NaN : new Interval(end, right(i), this.closed);
		};
	}
	slice(start: number, stop: number): IntervalArray {
		return new IntervalArray(sliceOf(this.left, start, stop), sliceOf(this.right, start, stop), this.closed);
	}
}

/** One value wherever nothing else is said. */
export class SparseArray extends ExtensionArray {
	readonly pyName = "SparseArray";
	readonly dtype: SparseDType;
	readonly length: number;
	/** The values that are said. */
	readonly values: NDArray;
	/** Their places, in order. */
	readonly places: Int32Array;
	/** The lengths of runs, where pandas keeps these: `kind="block"`. */
	readonly runs: { readonly starts: NDArray; readonly lengths: NDArray } | null;
	constructor(parts: Pick<SparseArray, "dtype" | "length" | "values" | "places"> & Partial<Pick<SparseArray, "runs">>) {
		super();
		this.dtype = parts.dtype;
		this.length = parts.length;
		this.values = parts.values;
		this.places = parts.places;
		this.runs = parts.runs ?? null;
	}
	makeReader(): CellReader {
		const { places, dtype } = this;
		const read = itemReader(this.values);
		return (i) => {
			const at = firstFrom(places, i);
			return places[at] === i ? read(at) : dtype.fill;
		};
	}
	slice(start: number, stop: number): SparseArray {
		const [first, last] = [firstFrom(this.places, start), firstFrom(this.places, stop)];
		return new SparseArray({
			dtype: this.dtype,
			length: Math.max(stop - start, 0),
			values: this.values.slice([first, last, 1]),
			places: this.places.slice(first, last).map((place) => place - start),
		});
	}
}
/** The first of sorted places that is not before another. */
function firstFrom(places: Int32Array, place: number): number {
	let [low, high] = [0, places.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((places[middle] as number) < place) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Arrow's arrays: strings of pandas 3, and every column of an `ArrowDtype`. */
export class ArrowArray extends ExtensionArray {
	readonly dtype: ArrowDType | StringDType;
	/** The parts, one after the other. */
	readonly chunks: readonly ArrowData[];
	readonly length: number;
	constructor(chunks: readonly ArrowData[], dtype: ArrowDType | StringDType) {
		super();
		this.chunks = chunks;
		this.dtype = dtype;
		this.length = chunks.reduce((sum, { length }) => sum + length, 0);
	}
	get pyName(): string {
		return this.dtype instanceof StringDType ? "ArrowStringArray" : "ArrowExtensionArray";
	}
	makeReader(): CellReader {
		const none = this.dtype instanceof StringDType && this.dtype.missing === "NaN" ? Number.NaN : NA;
		const readers = this.chunks.map(arrowReader);
		if (readers.length === 1) {
			const [read] = readers as [ArrowReader];
			return (i) => read(i) ?? none;
		}
		const starts: number[] = [];
		let end = 0;
		for (const { length } of this.chunks) {
			starts.push(end);
			end += length;
		}
		let at = 0;
		return (i) => {
			if (i < (starts[at] as number)) at = 0;
			while (at + 1 < starts.length && i >= (starts[at + 1] as number)) at++;
			return readers[at]?.(i - (starts[at] as number)) ?? none;
		};
	}
	slice(start: number, stop: number): ArrowArray {
		const parts: ArrowData[] = [];
		let at = 0;
		for (const chunk of this.chunks) {
			const [from, to] = [Math.max(start - at, 0), Math.min(stop - at, chunk.length)];
			if (from < to) parts.push({ ...chunk, offset: chunk.offset + from, length: to - from });
			at += chunk.length;
		}
		const [first] = this.chunks;
		if (parts.length === 0 && first !== undefined) parts.push({ ...first, length: 0 });
		return new ArrowArray(parts, this.dtype);
	}
}

/** The values of a column: an array of numpy with one axis, or one of pandas. */
export type ColumnArray = NDArray | ExtensionArray;

/** How many items a column has. */
export function lengthOf(array: ColumnArray): number {
	return array instanceof NDArray ? (array.shape[0] ?? 0) : array.length;
}
/** The reader of its items. */
export function readerOf(array: ColumnArray): CellReader {
	return array instanceof NDArray ? itemReader(array) : array.makeReader();
}
/** A part of a column, without copying. */
export function sliceOf(array: ColumnArray, start: number, stop: number): ColumnArray {
	return array instanceof NDArray ? array.slice([start, stop, 1]) : array.slice(start, stop);
}
