/** Where pandas keeps its classes: one module for each up to 2.x, `pandas` and `pandas.arrays` from 3.0 on. */
import type { PyName } from "../registry/registry.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { Style } from "./versions.ts";

/** The modules that a class has been in, the one of pandas 0.24 to 2.x first. */
const MODULES: Readonly<Record<string, readonly [string, ...string[]]>> = {
	DatetimeArray: ["pandas.core.arrays.datetimes", "pandas.arrays"],
	TimedeltaArray: ["pandas.core.arrays.timedeltas", "pandas.arrays"],
	PeriodArray: ["pandas.core.arrays.period", "pandas.arrays"],
	StringArray: ["pandas.core.arrays.string_", "pandas.arrays"],
	NumpyExtensionArray: ["pandas.core.arrays.numpy_", "pandas.arrays"],
	PandasArray: ["pandas.core.arrays.numpy_", "pandas.arrays"],
	Categorical: ["pandas.core.arrays.categorical", "pandas", "pandas.core.categorical"],
	IntegerArray: ["pandas.core.arrays.integer", "pandas.arrays"],
	FloatingArray: ["pandas.core.arrays.floating", "pandas.arrays"],
	BooleanArray: ["pandas.core.arrays.boolean", "pandas.arrays"],
	SparseArray: ["pandas.core.arrays.sparse", "pandas.arrays", "pandas.core.arrays.sparse.array"],
	IntervalArray: ["pandas.core.arrays.interval", "pandas.arrays"],
	ArrowExtensionArray: ["pandas.core.arrays.arrow.array", "pandas.arrays"],
	ArrowStringArray: ["pandas.core.arrays.string_arrow", "pandas.arrays"],
	ArrowStringArrayNumpySemantics: ["pandas.core.arrays.string_arrow", "pandas.arrays"],
	StringArrayNumpySemantics: ["pandas.core.arrays.string_", "pandas.arrays"],
	CategoricalDtype: ["pandas.core.dtypes.dtypes", "pandas"],
	DatetimeTZDtype: ["pandas.core.dtypes.dtypes", "pandas"],
	PeriodDtype: ["pandas.core.dtypes.dtypes", "pandas"],
	IntervalDtype: ["pandas.core.dtypes.dtypes", "pandas"],
	ArrowDtype: ["pandas.core.dtypes.dtypes", "pandas", "pandas.core.arrays.arrow.dtype"],
	StringDtype: ["pandas.core.arrays.string_", "pandas"],
	SparseDtype: ["pandas", "pandas.core.dtypes.dtypes", "pandas.core.arrays.sparse.dtype", "pandas.core.arrays.sparse"],
	BooleanDtype: ["pandas.core.arrays.boolean", "pandas"],
	Index: ["pandas.core.indexes.base", "pandas", "pandas.indexes.base"],
	Int64Index: ["pandas.core.indexes.numeric", "pandas"],
	UInt64Index: ["pandas.core.indexes.numeric", "pandas"],
	Float64Index: ["pandas.core.indexes.numeric", "pandas"],
	NumericIndex: ["pandas.core.indexes.numeric"],
	RangeIndex: ["pandas.core.indexes.range", "pandas"],
	MultiIndex: ["pandas.core.indexes.multi", "pandas"],
	CategoricalIndex: ["pandas.core.indexes.category", "pandas"],
	IntervalIndex: ["pandas.core.indexes.interval", "pandas"],
	DatetimeIndex: ["pandas.core.indexes.datetimes", "pandas", "pandas.tseries.index"],
	TimedeltaIndex: ["pandas.core.indexes.timedeltas", "pandas", "pandas.tseries.tdi"],
	PeriodIndex: ["pandas.core.indexes.period", "pandas", "pandas.tseries.period"],
	DataFrame: ["pandas.core.frame", "pandas"],
	Series: ["pandas.core.series", "pandas"],
	Period: ["pandas._libs.tslibs.period", "pandas", "pandas._libs.period"],
	Interval: ["pandas._libs.interval", "pandas"],
	NA: ["pandas._libs.missing", "pandas"],
};

const NUMBERS = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"];

/** The modules of a class, where it has any. */
function modulesOf(short: string): readonly [string, ...string[]] | undefined {
	if (Object.hasOwn(MODULES, short)) return MODULES[short];
	if (short === "Float32Dtype" || short === "Float64Dtype") return ["pandas.core.arrays.floating", "pandas"];
	return NUMBERS.some((number) => short === `${number}Dtype`) ? ["pandas.core.arrays.integer", "pandas"] : undefined;
}

/** All names that classes have had. */
export function namesOf(...shorts: readonly string[]): [PyName, ...PyName[]] {
	return shorts.flatMap((short) => (modulesOf(short) ?? []).map((module): PyName => `${module}:${short}`)) as [
		PyName,
		...PyName[],
	];
}

/** The name of a class as one pandas writes it. */
export function nameIn({ version }: Style, short: string): PyName {
	const modules = modulesOf(short) ?? ["pandas"];
	const module =
		version >= 30000
			? (modules.find((name) => name === "pandas" || name === "pandas.arrays") ?? modules[0])
			: modules[0];
	return `${module}:${short}`;
}

/** As {@link nameIn}, as a value. */
export function globalIn(style: Style, short: string): PyGlobal {
	const [module, qualname] = nameIn(style, short).split(":") as [string, string];
	return new PyGlobal(module, qualname);
}

/** The class of pandas that a value is, without its module; undefined for any other. */
export function classOf(value: unknown): string | undefined {
	if (!(value instanceof PyGlobal)) return undefined;
	return modulesOf(value.qualname)?.includes(value.module) === true ? value.qualname : undefined;
}

/** The short name in `module:qualname`. */
export function shortOf(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

/** All nullable dtypes of numbers. */
export const NUMBER_DTYPES: readonly string[] = /* @__PURE__ */ [...NUMBERS, "Float32", "Float64"].map(
	(number) => `${number}Dtype`,
);
