/** How pandas' arrays are read and written. */
import { DType } from "../numpy/dtype.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { attributesOf, intIn, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, PyName, Reduction, TypeEntry } from "../registry/registry.ts";

import { PyTuple } from "../values/tuple.ts";
import { reduceBacked, reduceInterval, reduceNullable } from "./array-writing.ts";
import {
	type BackedArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	ExtensionArray,
	IntervalArray,
	NullableArray,
	NumpyExtensionArray,
	PeriodArray,
	StringArray,
	TimedeltaArray,
} from "./arrays.ts";
import { allCodes, isCount, isMask } from "./checks.ts";
import { unitOf } from "./columns.ts";
import { closedOf, freqOf } from "./dtype-types.ts";
import { CategoricalDType, DatetimeTZDType, IntervalDType, PeriodDType, StringDType } from "./dtypes.ts";
import { FILL } from "./extension-array.ts";
import { FlatIndex, Index } from "./indexes.ts";
import { classOf, namesOf, shortOf } from "./names.ts";
import type { Closed } from "./scalars.ts";
import type { Style } from "./versions.ts";

type Attributes = ReadonlyMap<string, unknown>;

const noArray = (dtype: string): NDArray => new NDArray({ dtype, shape: [0], data: new ArrayBuffer(0) });

/** An array of a class before it is told what it holds. */
function blank(short: string): ExtensionArray | undefined {
	switch (short) {
		case "DatetimeArray":
			return new DatetimeArray(noArray("M8[ns]"));
		case "TimedeltaArray":
			return new TimedeltaArray(noArray("m8[ns]"));
		case "PeriodArray":
			return new PeriodArray(noArray("i8"), new PeriodDType("D"));
		case "StringArray":
		case "StringArrayNumpySemantics":
			return new StringArray(new NDArray({ dtype: "O", shape: [0], data: [] }));
		case "NumpyExtensionArray":
		case "PandasArray":
			return new NumpyExtensionArray(noArray("f8"));
		case "Categorical":
			return new Categorical(noArray("i1"), new CategoricalDType());
		case "IntegerArray":
			return new NullableArray(noArray("i8"), noArray("b1"));
		case "FloatingArray":
			return new NullableArray(noArray("f8"), noArray("b1"));
		case "BooleanArray":
			return new NullableArray(noArray("b1"), noArray("b1"));
		default:
			return undefined;
	}
}

/** An array of numpy's that holds what a class needs; undefined where it cannot. */
function backed(
	target: ExtensionArray,
	dtype: unknown,
	values: NDArray,
	attributes: Attributes,
): BackedArray | undefined {
	if (values.ndim !== 1 && values.ndim !== 2) return undefined;
	const { kind } = values.dtype;
	if (target instanceof DatetimeArray) {
		const isKnown = dtype instanceof DType || dtype instanceof DatetimeTZDType || dtype === undefined;
		const unit = unitOf(values);
		if (kind !== "M" || !isKnown || unit === undefined) return undefined;
		const freq = attributes.get("_freq") ?? null;
		if (!(dtype instanceof DatetimeTZDType)) return new DatetimeArray(values, values.dtype, freq);
		return new DatetimeArray(values, dtype.unit === unit ? dtype : new DatetimeTZDType(unit, dtype.tz), freq);
	}
	if (target instanceof TimedeltaArray) {
		const isKnown = kind === "m" && unitOf(values) !== undefined;
		return isKnown ? new TimedeltaArray(values, attributes.get("_freq") ?? null) : undefined;
	}
	if (target instanceof PeriodArray) {
		return isCount(values) && dtype instanceof PeriodDType ? new PeriodArray(values, dtype) : undefined;
	}
	if (target instanceof StringArray) {
		return kind === "O" && (dtype === undefined || dtype instanceof StringDType)
			? new StringArray(values, dtype)
			: undefined;
	}
	if (target instanceof Categorical) {
		return dtype instanceof CategoricalDType && allCodes(values, dtype.categories?.length ?? 0)
			? new Categorical(values, dtype)
			: undefined;
	}
	return target instanceof NumpyExtensionArray ? new NumpyExtensionArray(values) : undefined;
}

/** The class that attributes describe an array as. */
function ofAttributes(target: ExtensionArray, attributes: Attributes): ExtensionArray | undefined {
	if (target instanceof NullableArray) {
		const [values, mask] = [attributes.get("_data"), attributes.get("_mask")];
		if (!(values instanceof NDArray) || values.ndim !== 1 || !isMask(mask, values)) return undefined;
		const { kind } = values.dtype;
		return "biuf".includes(kind) && values.dtype.itemsize <= 8 ? new NullableArray(values, mask) : undefined;
	}
	const values = attributes.get("_data") ?? attributes.get("_ndarray") ?? attributes.get("_codes");
	if (!(values instanceof NDArray)) return undefined;
	if (target instanceof Categorical && attributes.has("_categories")) {
		const [categories, ordered] = [attributes.get("_categories"), attributes.get("_ordered")];
		if (!(categories instanceof Index) || typeof ordered !== "boolean") return undefined;
		return backed(target, new CategoricalDType(categories, ordered), values, attributes);
	}
	return backed(target, attributes.get("_dtype"), values, attributes);
}

/** A state that an array takes: attributes, or `(dtype, values[, attributes])`. */
function made(target: ExtensionArray, state: unknown, { textAsBytes }: LoadContext): ExtensionArray | undefined {
	if (!(state instanceof PyTuple)) {
		const attributes = attributesOf(state, textAsBytes);
		return attributes && ofAttributes(target, attributes);
	}
	if (state.length < 2 || state.length > 3) return undefined;
	const [first, second, third] = state as readonly unknown[];
	const [dtype, values] = first instanceof NDArray ? [second, first] : [first, second];
	const attributes = third === undefined ? new Map<string, unknown>() : attributesOf(third, textAsBytes);
	if (!(values instanceof NDArray) || attributes === undefined) return undefined;
	return backed(target, dtype, values, attributes);
}

const BACKED = [
	"DatetimeArray",
	"TimedeltaArray",
	"PeriodArray",
	"StringArray",
	"StringArrayNumpySemantics",
	"NumpyExtensionArray",
	"PandasArray",
	"Categorical",
];
const NULLABLE = ["IntegerArray", "FloatingArray", "BooleanArray"];

function setState(target: ExtensionArray, state: unknown, context: LoadContext): boolean {
	const own = made(target, state, context);
	if (own === undefined) return false;
	ExtensionArray[FILL](target, own);
	return true;
}

/** The entries of arrays over numpy's. */
function backedTypes(style: Style): AnyTypeEntry[] {
	const entry = <T extends BackedArray>(
		names: readonly string[],
		type: abstract new (...args: never[]) => T,
	): TypeEntry<T> =>
		defineType<T>({
			names: namesOf(...names),
			type,
			refuses: true,
			charges: true,
			load: (args, kwargs, { name }) =>
				args.length === 0 && kwargs.size === 0 ? (blank(shortOf(name)) as T | undefined) : undefined,
			setState,
			reduce: (array): Reduction | { instead: unknown } => reduceBacked(array, style),
		});
	return [
		entry(["DatetimeArray"], DatetimeArray),
		entry(["TimedeltaArray"], TimedeltaArray),
		entry(["PeriodArray"], PeriodArray),
		entry(["StringArray", "StringArrayNumpySemantics"], StringArray),
		entry(["NumpyExtensionArray", "PandasArray"], NumpyExtensionArray),
		entry(["Categorical"], Categorical),
	];
}

/** `f(class, checksum, None)`, and a state. */
function cython(names: readonly [PyName, ...PyName[]], known: readonly string[]): TypeEntry<ExtensionArray> {
	return defineType<ExtensionArray>({
		names,
		refuses: true,
		charges: true,
		load: (args, kwargs) => {
			const [cls, checksum, none] = args as readonly unknown[];
			const short = classOf(cls);
			if (args.length !== 3 || kwargs.size > 0 || none !== null || intIn(checksum, 0, 2 ** 32) === undefined)
				return undefined;
			return short !== undefined && known.includes(short) ? blank(short) : undefined;
		},
		setState: (target, state, context) => {
			// A state that is a dict comes in a tuple.
			const inner = state instanceof PyTuple && state.length === 1 ? state[0] : state;
			return setState(target, inner, context);
		},
	});
}

function endsOf(value: unknown): ColumnArray | undefined {
	if (value instanceof FlatIndex) return value.array;
	if (value instanceof ExtensionArray) return value;
	return value instanceof NDArray && value.ndim === 1 ? value : undefined;
}

/** Intervals of two ends, if they are equally long. */
export function intervals(
	leftGiven: unknown,
	rightGiven: unknown,
	closed: Closed | undefined,
): IntervalArray | undefined {
	const [left, right] = [endsOf(leftGiven), endsOf(rightGiven)];
	if (left === undefined || right === undefined || closed === undefined) return undefined;
	const array = new IntervalArray(left, right, closed);
	return array.length === new IntervalArray(right, left, closed).length ? array : undefined;
}

function intervalType(style: Style): AnyTypeEntry[] {
	return [
		defineType<IntervalArray>({
			names: ["pandas._libs.interval:__pyx_unpickle_IntervalMixin"],
			type: IntervalArray,
			refuses: true,
			charges: true,
			load: (args) => {
				const [cls, checksum, none] = args as readonly unknown[];
				if (args.length !== 3 || none !== null || intIn(checksum, 0, 2 ** 32) === undefined) return undefined;
				if (classOf(cls) !== "IntervalArray") return undefined;
				return new IntervalArray(noArray("i8"), noArray("i8"), "right");
			},
			setState: (array, state, { textAsBytes }) => {
				const given = state instanceof PyTuple && state.length === 1 ? state[0] : undefined;
				const attributes = attributesOf(given, textAsBytes);
				if (attributes === undefined) return false;
				const dtype = attributes.get("_dtype");
				const closed = attributes.get("_closed") ?? (dtype instanceof IntervalDType ? dtype.closed : undefined);
				const own = intervals(attributes.get("_left"), attributes.get("_right"), closedOf(text(closed, textAsBytes)));
				if (own === undefined) return false;
				ExtensionArray[FILL](array, own);
				return true;
			},
			reduce: (array): Reduction => reduceInterval(array, style),
		}),
		defineType<IntervalArray>({
			names: ["pandas.core.arrays.interval:IntervalArray.from_arrays"],
			charges: true,
			load: (args) => (args.length === 3 ? intervals(args[0], args[1], closedOf(args[2])) : undefined),
		}),
	];
}

/** The entries of all arrays but Arrow's and sparse ones. */
export function arrayTypes(style: Style): AnyTypeEntry[] {
	return [
		...backedTypes(style),
		cython(["pandas._libs.arrays:__pyx_unpickle_NDArrayBacked"], BACKED),
		cython(["pandas._libs.tslibs.period:__pyx_unpickle_PeriodMixin"], ["PeriodArray"]),
		defineType<NullableArray>({
			names: namesOf(...NULLABLE),
			type: NullableArray,
			refuses: true,
			charges: true,
			load: (args, kwargs, { name }) =>
				args.length === 0 && kwargs.size === 0 ? (blank(shortOf(name)) as NullableArray) : undefined,
			setState,
			reduce: (array): Reduction => reduceNullable(array, style),
		}),
		...intervalType(style),
	];
}

/** The frequency of an index, as it is given. */
export function indexFreq(value: unknown): unknown {
	return value === null || value === undefined ? null : freqOf(value);
}
