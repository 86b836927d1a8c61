/**
 * pandas' frames, series, indexes, arrays and scalars: read from pickles, made and written.
 *
 * @module brine/pandas
 */

export {
	ArrowArray,
	BackedArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	ExtensionArray,
	IntervalArray,
	NullableArray,
	NumpyExtensionArray,
	PeriodArray,
	SparseArray,
	StringArray,
	TimedeltaArray,
} from "./arrays.ts";
export type { CSVOptions } from "./csv.ts";
export {
	ArrowDType,
	CategoricalDType,
	type ColumnDType,
	DatetimeTZDType,
	dtypeName,
	IntervalDType,
	NullableDType,
	NumpyDTypeOf,
	PandasDType,
	PeriodDType,
	SparseDType,
	StringDType,
} from "./dtypes.ts";
export { ForeignArray } from "./foreign-array.ts";
export { DataFrame, type FrameParts } from "./frame.ts";
export type { ColumnInput, FromOptions } from "./from.ts";
export { FlatIndex, Index, MultiIndex, RangeIndex } from "./indexes.ts";
export type { ExpandOptions } from "./limits.ts";
export { isMissing, Missing, NA, NaT } from "./missing.ts";
export { DateOffset } from "./offset.ts";
export type { PrintOptions } from "./print/frame-text.ts";
export { type PandasOptions, pandasRegistry, registry } from "./registry.ts";
export { type Closed, Interval, Period, Timedelta, Timestamp, type TimestampOptions } from "./scalars.ts";
export { Series, type SeriesParts } from "./series.ts";
export type { FlechetteTable } from "./tables/from-flechette.ts";
export type { ArrowOptions } from "./tables/from-frame.ts";
export type { ArrowLibrary, TableOf } from "./tables/lib.ts";
export { fromTransfer, toTransfer } from "./transfer.ts";
export type { TypedColumn } from "./typed.ts";
