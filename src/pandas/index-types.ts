/** How indexes are read and written. */
import { DType } from "../numpy/dtype.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { attributesOf, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, PyName, Reduction } from "../registry/registry.ts";

import type { PyTuple } from "../values/tuple.ts";
import { indexFreq, intervals } from "./array-types.ts";
import { inNanoseconds, writtenColumn } from "./array-writing.ts";
import {
	Categorical,
	type ColumnArray,
	DatetimeArray,
	ExtensionArray,
	IntervalArray,
	PeriodArray,
	TimedeltaArray,
} from "./arrays.ts";
import { allCodes } from "./checks.ts";
import { unitOf } from "./columns.ts";
import { closedOf, freqOf, zoneValue } from "./dtype-types.ts";
import { DatetimeTZDType, PeriodDType } from "./dtypes.ts";
import { FlatIndex, type FlatKind, Index, MultiIndex, RangeIndex } from "./indexes.ts";
import { classOf, globalIn } from "./names.ts";
import type { Style } from "./versions.ts";

type Attributes = ReadonlyMap<string, unknown>;

/** An array that labels can be. */
function labels(value: unknown): ColumnArray | undefined {
	if (value instanceof FlatIndex) return value.array;
	if (value instanceof ExtensionArray) return value;
	return value instanceof NDArray && value.ndim === 1 ? value : undefined;
}

/** The places of a range. */
function whole(value: unknown): number | undefined {
	return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

function multi(attributes: Attributes): MultiIndex | undefined {
	const levels = attributes.get("levels");
	const codes = attributes.get("codes") ?? attributes.get("labels");
	const names = attributes.get("names") ?? null;
	if (!Array.isArray(levels) || !Array.isArray(codes) || levels.length !== codes.length || levels.length === 0) {
		return undefined;
	}
	if (names !== null && (!Array.isArray(names) || names.length !== levels.length)) return undefined;
	const length = codes[0] instanceof NDArray ? codes[0].shape[0] : undefined;
	for (const [i, level] of levels.entries()) {
		const code: unknown = codes[i];
		if (!(level instanceof Index) || !(code instanceof NDArray) || code.ndim !== 1) return undefined;
		if (code.shape[0] !== length || !allCodes(code, level.length)) return undefined;
	}
	const own = (names as unknown[] | null) ?? levels.map((level) => (level as Index).names[0] ?? null);
	const plain = (codes as NDArray[]).map(plainArray);
	return new MultiIndex(levels as Index[], plain, own, attributes.get("sortorder") ?? null);
}

/** The same items in an array of numpy's own class; pandas before 1.0 had one of its own. */
function plainArray({ dtype, shape, strides, offset, data }: NDArray): NDArray {
	return new NDArray({ dtype, shape, strides, offset, data });
}

/** Moments with the zone that only the index says. */
function moments(array: ColumnArray, attributes: Attributes): ColumnArray | undefined {
	if (!(array instanceof NDArray)) return array instanceof DatetimeArray ? array : undefined;
	const unit = unitOf(array);
	const tz = zoneValue(attributes.get("tz"));
	if (array.dtype.kind !== "M" || unit === undefined || tz === undefined) return undefined;
	return new DatetimeArray(array, tz === null ? array.dtype : new DatetimeTZDType(unit, tz));
}

/** An index of a class out of its attributes; undefined for what no pandas writes. */
function indexOf(short: string, attributes: Attributes, { textAsBytes }: LoadContext): Index | undefined {
	const name = attributes.get("name") ?? null;
	if (short === "RangeIndex") {
		const [start, stop, step] = ["start", "stop", "step"].map((key) => whole(attributes.get(key)));
		if (start === undefined || stop === undefined || step === undefined || step === 0) return undefined;
		return new RangeIndex(start, stop, step, name);
	}
	if (short === "MultiIndex") return multi(attributes);
	if (short === "IntervalIndex" && attributes.has("left")) {
		const closed = closedOf(text(attributes.get("closed"), textAsBytes));
		const array = intervals(attributes.get("left"), attributes.get("right"), closed);
		return array && new FlatIndex(array, name, "IntervalIndex");
	}
	const given = attributes.get("data");
	const array = labels(given);
	if (array === undefined) return undefined;
	const inner = given instanceof FlatIndex ? given.freq : null;
	const freq = indexFreq(attributes.get("freq")) ?? inner;
	switch (short) {
		case "DatetimeIndex": {
			const made = moments(array, attributes);
			const own = freq ?? (made instanceof DatetimeArray ? made.freq : null);
			return made && new FlatIndex(made, name, short, own);
		}
		case "TimedeltaIndex": {
			const isPlain = array instanceof NDArray && array.dtype.kind === "m" && unitOf(array) !== undefined;
			const made = isPlain ? new TimedeltaArray(array) : array;
			return made instanceof TimedeltaArray ? new FlatIndex(made, name, short, freq ?? made.freq) : undefined;
		}
		case "PeriodIndex": {
			const letters = freqOf(attributes.get("freq"), textAsBytes);
			const isCount = array instanceof NDArray && array.dtype.kind === "i" && array.dtype.itemsize === 8;
			const made = isCount && letters !== undefined ? new PeriodArray(array, new PeriodDType(letters)) : array;
			return made instanceof PeriodArray ? new FlatIndex(made, name, short) : undefined;
		}
		case "CategoricalIndex":
			return array instanceof Categorical ? new FlatIndex(array, name, short) : undefined;
		case "IntervalIndex":
			return array instanceof IntervalArray ? new FlatIndex(array, name, short) : undefined;
		default:
			return new FlatIndex(array, name);
	}
}

function load(args: PyTuple, kwargs: ReadonlyMap<string, unknown>, context: LoadContext): Index | undefined {
	const short = classOf(args[0]);
	const attributes = args.length === 2 && kwargs.size === 0 ? attributesOf(args[1], context.textAsBytes) : undefined;
	if (attributes === undefined || short === undefined || !short.endsWith("Index")) return undefined;
	return indexOf(short, attributes, context);
}

const FUNCTIONS: Readonly<Record<string, PyName>> = {
	DatetimeIndex: "pandas.core.indexes.datetimes:_new_DatetimeIndex",
	IntervalIndex: "pandas.core.indexes.interval:_new_IntervalIndex",
	TimedeltaIndex: "pandas.core.indexes.timedeltas:_new_TimedeltaIndex",
};
const NEW_INDEX: PyName = "pandas.core.indexes.base:_new_Index";

function reduced(
	style: Style,
	cls: FlatKind | "RangeIndex" | "MultiIndex",
	attributes: [string, unknown][],
): Reduction {
	const special = cls !== "TimedeltaIndex" || style.version >= 30000 ? FUNCTIONS[cls] : undefined;
	return { callable: special ?? NEW_INDEX, args: [globalIn(style, cls), new Map(attributes)] };
}

/** The dict of a flat index. */
function flat({ pyName, array, names: [name], freq }: FlatIndex, style: Style): [string, unknown][] {
	if (array instanceof IntervalArray && pyName === "IntervalIndex") {
		const ends = [array.left, array.right].map((end) => new FlatIndex(end, null, kindOf(end)));
		return [
			["left", ends[0]],
			["right", ends[1]],
			["closed", array.closed],
			["name", name],
		];
	}
	if (array instanceof DatetimeArray || array instanceof TimedeltaArray) return timeIndex(array, name, freq, style);
	return [
		["data", writtenColumn(array, style)],
		["name", name],
	];
}

/** The dict of an index of times; the portable one has counts, and zone and frequency beside them. */
function timeIndex(
	array: DatetimeArray | TimedeltaArray,
	name: unknown,
	freq: unknown,
	{ version }: Style,
): [string, unknown][] {
	const values = version < 20000 ? inNanoseconds(array.values) : array.values;
	const isMoments = array instanceof DatetimeArray;
	const tz = isMoments && array.dtype instanceof DatetimeTZDType ? array.dtype.tz : null;
	if (version === 0) {
		const zone: [string, unknown][] = isMoments ? [["tz", tz]] : [];
		return [["data", values], ["name", name], ...zone, ["freq", freq]];
	}
	const own = version >= 30000 ? null : freq;
	const dtype = tz === null ? values.dtype : new DatetimeTZDType(unitOf(values) ?? "ns", tz);
	const data = isMoments ? new DatetimeArray(values, dtype, own) : new TimedeltaArray(values, own);
	return version >= 30000
		? [
				["data", data],
				["name", name],
				["freq", freq],
			]
		: [
				["data", data],
				["name", name],
			];
}

/** The kind of index that pandas has for an array. */
export function kindOf(array: ColumnArray): FlatKind {
	if (array instanceof Categorical) return "CategoricalIndex";
	if (array instanceof IntervalArray) return "IntervalIndex";
	if (array instanceof PeriodArray) return "PeriodIndex";
	if (array instanceof DatetimeArray) return "DatetimeIndex";
	if (array instanceof TimedeltaArray) return "TimedeltaIndex";
	const { kind } = array instanceof NDArray ? array.dtype : DType.of("O");
	return kind === "M" ? "DatetimeIndex" : kind === "m" ? "TimedeltaIndex" : "Index";
}

/** The entries of indexes. */
export function indexTypes(style: Style): AnyTypeEntry[] {
	return [
		defineType<FlatIndex>({
			names: [NEW_INDEX, ...(Object.values(FUNCTIONS) as PyName[]), "pandas.indexes.base:_new_Index"],
			type: FlatIndex,
			charges: true,
			load: load as () => FlatIndex | undefined,
			reduce: (index) => reduced(style, index.pyName, flat(index, style)),
		}),
		defineType<RangeIndex>({
			names: [NEW_INDEX],
			type: RangeIndex,
			reduce: ({ names: [name], start, stop, step }) =>
				reduced(style, "RangeIndex", [
					["name", name],
					["start", start],
					["stop", stop],
					["step", step],
				]),
		}),
		defineType<MultiIndex>({
			names: [NEW_INDEX],
			type: MultiIndex,
			reduce: ({ levels, codes, names, sortorder }) =>
				reduced(style, "MultiIndex", [
					["levels", levels],
					["codes", codes],
					["sortorder", sortorder],
					["names", [...names]],
				]),
		}),
	];
}
