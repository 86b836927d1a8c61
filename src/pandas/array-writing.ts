/** How pandas' arrays are written: in the forms of pandas 0.24 to 3.1 by default, or of one pandas. */
import { NDArray } from "../numpy/ndarray.ts";
import type { Reduction, Replacement } from "../registry/registry.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { tuple } from "../values/tuple.ts";
import {
	type BackedArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	type ExtensionArray,
	type IntervalArray,
	lengthOf,
	type NullableArray,
	NumpyExtensionArray,
	PeriodArray,
	readerOf,
	StringArray,
	TimedeltaArray,
} from "./arrays.ts";
import { NANOS, NAT_COUNT } from "./calendar.ts";
import { unitOf } from "./columns.ts";
import { DatetimeTZDType, StringDType } from "./dtypes.ts";
import { NA } from "./missing.ts";
import { globalIn, nameIn } from "./names.ts";
import type { Style } from "./versions.ts";

/** Checksums by which Cython tells the attributes of its classes, by pandas' version. */
const checksum = ({ version }: Style): number => (version >= 20200 ? 82904607 : 223698104);

/** Times in nanoseconds, which is all that pandas before 2.0 has; as they are where they do not fit. */
export function inNanoseconds(values: NDArray): NDArray {
	const unit = unitOf(values);
	if (unit === undefined || unit === "ns") return values;
	const given = values.toTyped() as BigInt64Array;
	const made = new BigInt64Array(given.length);
	const by = NANOS[unit];
	for (let i = 0; i < given.length; i++) {
		const count = given[i] as bigint;
		const nanos = count === NAT_COUNT ? count : count * by;
		if (BigInt.asIntN(64, nanos) !== nanos || (nanos === NAT_COUNT && count !== NAT_COUNT)) return values;
		made[i] = nanos;
	}
	return new NDArray({ dtype: `${values.dtype.kind}8[ns]`, shape: values.shape, data: made });
}

/** The strings of an array as Python objects, with one value for what is missing. */
function stringObjects(array: ExtensionArray, none: unknown): NDArray {
	const read = readerOf(array);
	const data = Array.from({ length: array.length }, (_, i) => {
		const item = read(i);
		return typeof item === "string" ? item : none;
	});
	return new NDArray({ dtype: "O", shape: [array.length], data });
}

/**
 * The values of a column as a pandas has them: in the portable form times are nanoseconds, and the `str` of pandas 3 is objects.
 */
export function writtenColumn(array: ColumnArray, style: Style): ColumnArray {
	const { version } = style;
	if (array instanceof NDArray) {
		const isTime = array.dtype.unit !== null && version < 20000;
		return isTime ? inNanoseconds(array) : array;
	}
	if (array.dtype instanceof StringDType) {
		const { missing } = array.dtype;
		if (missing === "NaN" && version < 20300) return stringObjects(array, Number.NaN);
		const isArrow = array.pyName === "ArrowStringArray";
		if (isArrow && version < 20000)
			return new StringArray(stringObjects(array, NA), new StringDType("python", missing));
		return array;
	}
	if (array instanceof NumpyExtensionArray) return array.values;
	if (version >= 20000) return array;
	if (array instanceof TimedeltaArray) return inNanoseconds(array.values);
	if (!(array instanceof DatetimeArray)) return array;
	const values = inNanoseconds(array.values);
	if (!(array.dtype instanceof DatetimeTZDType)) return values;
	const dtype = new DatetimeTZDType(unitOf(values) ?? "ns", array.dtype.tz);
	return new DatetimeArray(values, dtype, version === 0 ? null : array.freq);
}

/** An array over one of numpy's. */
export function reduceBacked(array: BackedArray, style: Style): Reduction | Replacement {
	const { version } = style;
	const own = version < 20000 && array instanceof StringArray ? writtenColumn(array, style) : array;
	if (own !== array && own instanceof NDArray) return { instead: own };
	const { pyName, values } = array;
	const { dtype } = array;
	const isOldNumpy = array instanceof NumpyExtensionArray && version > 0 && version < 20100;
	if (version > 0 || array instanceof NumpyExtensionArray) {
		const freq =
			array instanceof DatetimeArray || array instanceof TimedeltaArray ? new Map([["_freq", array.freq]]) : new Map();
		return {
			callable: "pandas._libs.arrays:__pyx_unpickle_NDArrayBacked",
			args: [globalIn(style, isOldNumpy ? "PandasArray" : pyName), checksum(style), null],
			state: version >= 30000 ? tuple<unknown[]>(dtype, values) : tuple<unknown[]>(dtype, values, freq),
		};
	}
	const state = new Map<string, unknown>();
	if (array instanceof Categorical) {
		state.set("_dtype", dtype);
		state.set("_codes", values);
	} else if (array instanceof StringArray) {
		state.set("_ndarray", values);
		state.set("_dtype", dtype);
	} else {
		const counts = array instanceof PeriodArray ? values : inNanoseconds(values);
		state.set("_data", counts);
		if (!(array instanceof PeriodArray)) state.set("_freq", (array as DatetimeArray).freq);
		const isZoned = dtype instanceof DatetimeTZDType;
		state.set(
			"_dtype",
			isZoned
				? new DatetimeTZDType(unitOf(counts) ?? "ns", dtype.tz)
				: array instanceof PeriodArray
					? dtype
					: counts.dtype,
		);
	}
	return { via: "NEWOBJ", callable: nameIn(style, pyName), args: [], state };
}

/** `Int64` and its like. */
export function reduceNullable({ pyName, values, mask, dtype }: NullableArray, style: Style): Reduction {
	const state = new Map<string, unknown>([
		["_data", values],
		["_mask", mask],
	]);
	if (pyName === "BooleanArray") state.set("_dtype", dtype);
	return { via: "NEWOBJ", callable: nameIn(style, pyName), args: [], state };
}

const GETATTR = /* @__PURE__ */ new PyGlobal("builtins", "getattr");

/** Intervals, by the function that every pandas has. */
export function reduceInterval({ left, right, closed }: IntervalArray, style: Style): Reduction {
	const args = tuple<unknown[]>(
		globalIn(style.version >= 30000 ? { version: 0 } : style, "IntervalArray"),
		"from_arrays",
	);
	return {
		callable: new PyObject({ via: "REDUCE", callable: GETATTR, args }),
		args: [writtenColumn(left, style), writtenColumn(right, style), closed],
	};
}

/** A column as the values of a block of its own, which numpy's arrays have two axes for. */
export function blockShape(array: ColumnArray): ColumnArray {
	return array instanceof NDArray && array.ndim === 1 ? array.reshape(1, lengthOf(array)) : array;
}
