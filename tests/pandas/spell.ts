/** Values as the golden cases spell what they hold. */
import {
	BackedArray,
	Categorical,
	type ColumnArray,
	ExtensionArray,
	readerOf,
	SparseArray,
} from "../../src/pandas/arrays.ts";
import { CategoricalDType, DatetimeTZDType, dtypeName, PandasDType } from "../../src/pandas/dtypes.ts";
import { DataFrame } from "../../src/pandas/frame.ts";
import { FlatIndex, Index, MultiIndex, RangeIndex } from "../../src/pandas/indexes.ts";
import { NA, NaT } from "../../src/pandas/missing.ts";
import { DateOffset } from "../../src/pandas/offset.ts";
import { Interval, Period, Timedelta, Timestamp } from "../../src/pandas/scalars.ts";
import { Series } from "../../src/pandas/series.ts";
import { zoneName } from "../../src/pandas/zones.ts";
import { PyDate, PyDateTime } from "../../src/registry/stdlib/datetime.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyTuple } from "../../src/values/tuple.ts";
import { spell as spellNumpy } from "../numpy/spell.ts";

const offset = (freq: unknown): unknown => (freq instanceof DateOffset ? freq.freqstr : freq);

function spellDType(dtype: unknown): unknown {
	if (dtype instanceof CategoricalDType) {
		const { categories, ordered } = dtype;
		return {
			name: "category",
			categories: categories === null ? null : spellIndex(categories as Index),
			ordered: ordered === true,
		};
	}
	return { name: dtypeName(dtype as PandasDType) };
}

/** Items of an array, as pandas' iteration gives them. */
function items(array: Iterable<unknown>): unknown[] {
	return [...array].map(spell);
}

function spellArray(array: ExtensionArray): unknown {
	const { pyName, dtype } = array;
	const head: Record<string, unknown> = { class: pyName, dtype: spellDType(dtype) };
	if (array instanceof Categorical) head["codes"] = array.codes.toArray();
	if (array instanceof SparseArray) {
		head["fill_value"] = spell(array.dtype.fill);
		head["sp_values"] = items(array.values);
		head["sp_index"] = [...array.places];
	}
	return { ...head, values: items(array) };
}

export function spellIndex(index: Index): unknown {
	const { pyName, dtype, names } = index;
	const head: Record<string, unknown> = { class: pyName, dtype: dtypeName(dtype), names: names.map(spell) };
	if (index instanceof MultiIndex) {
		head["levels"] = index.levels.map(spellIndex);
		head["codes"] = index.codes.map((code) => code.toArray());
	}
	if (index instanceof RangeIndex) Object.assign(head, { start: index.start, stop: index.stop, step: index.step });
	if (index instanceof FlatIndex) {
		const { array } = index;
		if (pyName === "DatetimeIndex") head["tz"] = dtype instanceof DatetimeTZDType ? zoneName(dtype.tz) : null;
		if (pyName === "DatetimeIndex" || pyName === "TimedeltaIndex") head["freq"] = offset(index.freq);
		if (pyName === "PeriodIndex") head["freq"] = offset((dtype as unknown as { freq: unknown }).freq);
		if (pyName === "IntervalIndex") head["closed"] = (array as unknown as { closed: string }).closed;
		if (array instanceof Categorical) {
			head["categories"] = spellIndex(array.categories as Index);
			head["codes"] = array.codes.toArray();
			head["ordered"] = array.ordered;
		}
	}
	return { ...head, values: items(index) };
}

function column(array: ColumnArray): unknown[] {
	const read = readerOf(array);
	const { length } = array instanceof ExtensionArray ? array : { length: array.shape[0] as number };
	return Array.from({ length }, (_, i) => spell(read(i)));
}

/** A value as JSON, with one key that begins with `$` for what JSON has not. */
export function spell(value: unknown): unknown {
	if (value === NaT) return { $nat: true };
	if (value === NA) return { $na: true };
	if (value instanceof Timestamp) {
		return { $timestamp: value.isoformat(), tz: value.tz === null ? null : zoneName(value.tz), unit: value.unit };
	}
	if (value instanceof Timedelta) {
		return { $timedelta: String(value), ns: String(value.nanoseconds), unit: value.unit };
	}
	if (value instanceof Period)
		return { $period: String(value), freq: offset(value.freq), ordinal: spell(value.ordinal) };
	if (value instanceof Interval) return { $interval: [spell(value.left), spell(value.right)], closed: value.closed };
	if (value instanceof DateOffset) return { $offset: String(value), freqstr: value.freqstr, n: value.n };
	if (value instanceof DataFrame) {
		const { attrs, columns, index, shape, dtypes } = value;
		const data = dtypes.map((_, i) => column(value.column(i).array));
		return {
			$frame: {
				columns: spellIndex(columns),
				index: spellIndex(index),
				dtypes: dtypes.map(spellDType),
				shape: [...shape],
				data,
				...(attrs === undefined ? {} : { attrs: spell(attrs) }),
				...(value.allowsDuplicateLabels ? {} : { allows_duplicate_labels: false }),
			},
		};
	}
	if (value instanceof Series) {
		const { attrs, dtype, index, name } = value;
		const own = { dtype: spellDType(dtype), name: spell(name), index: spellIndex(index), values: column(value.array) };
		return { $series: { ...own, ...(attrs === undefined ? {} : { attrs: spell(attrs) }) } };
	}
	if (value instanceof Index) return { $index: spellIndex(value) };
	if (value instanceof PandasDType) return { $pddtype: spellDType(value) };
	if (value instanceof BackedArray || value instanceof ExtensionArray) return { $array: spellArray(value) };
	if (value instanceof PyDecimal) return { $decimal: String(value) };
	if (value instanceof PyDateTime) return { $datetime: value.isoformat() };
	if (value instanceof PyDate) return { $date: value.isoformat() };
	if (value instanceof PyTuple) return { $tuple: [...value].map(spell) };
	if (Array.isArray(value)) return value.map(spell);
	if (value instanceof Map) return { $dict: [...value].map(([key, held]) => [spell(key), spell(held)]) };
	if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
		return { $dict: Object.entries(value).map(([key, held]) => [key, spell(held)]) };
	}
	return spellNumpy(value);
}
