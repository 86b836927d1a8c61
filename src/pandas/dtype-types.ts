/** How pandas' own dtypes are read and written. */
import { DType } from "../numpy/dtype.ts";
import { attributesOf, float, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, Reduction, TypeEntry } from "../registry/registry.ts";
import type { TimeZone } from "../registry/stdlib/time-zone.ts";
import { PyTimeDelta, PyTimezone, type TzInfo } from "../registry/stdlib/timedelta.ts";
import { PyZoneInfo } from "../registry/stdlib/zoneinfo.ts";

import { exactFloat } from "../values/numbers.ts";
import { PyObject } from "../values/opaque.ts";
import type { TimeUnitName } from "./calendar.ts";
import {
	CategoricalDType,
	DatetimeTZDType,
	IntervalDType,
	NullableDType,
	NumpyDTypeOf,
	PandasDType,
	PeriodDType,
	SparseDType,
	StringDType,
} from "./dtypes.ts";
import { Index } from "./indexes.ts";
import { NA } from "./missing.ts";
import { NUMBER_DTYPES, nameIn, namesOf, shortOf } from "./names.ts";
import { DateOffset } from "./offset.ts";
import type { Closed } from "./scalars.ts";
import type { Style } from "./versions.ts";

/** A unit of times that pandas counts in. */
export function unitName(value: unknown): TimeUnitName | undefined {
	return value === "s" || value === "ms" || value === "us" || value === "ns" ? value : undefined;
}
/** Which ends belong to intervals. */
export function closedOf(value: unknown): Closed | undefined {
	return value === "left" || value === "right" || value === "both" || value === "neither" ? value : undefined;
}
/** A zone; undefined for what is none. Names are those of pandas 0.20. */
export function zoneValue(value: unknown): TimeZone | undefined {
	if (value === null || value === undefined) return null;
	if (typeof value === "string") {
		return value === "UTC" ? new PyTimezone(new PyTimeDelta()) : new PyZoneInfo(value);
	}
	if (value instanceof PyObject) return value;
	return typeof (value as Partial<TzInfo>).utcoffset === "function" ? (value as TzInfo) : undefined;
}
/** A frequency: an offset, or letters. */
export function freqOf(value: unknown, textAsBytes?: boolean): DateOffset | string | undefined {
	if (value instanceof DateOffset) return value;
	const letters = text(value, textAsBytes);
	return letters !== undefined && letters.length < 100 ? letters : undefined;
}
function letters(value: unknown, textAsBytes?: boolean): DateOffset | string | undefined {
	const freq = freqOf(value, textAsBytes);
	const match = typeof freq === "string" ? /^[Pp]eriod\[(.{1,80})\]$/.exec(freq) : null;
	return match === null ? freq : (match[1] as string);
}

/** A dtype whose attributes come after it: all it is made from. */
type Attributes = ReadonlyMap<string, unknown>;

/** Makes what the attributes say; undefined refuses them. */
type Maker<T> = (attributes: Attributes, context: LoadContext) => T | undefined;

/** An entry of a class that is made empty and then told its attributes. */
function attributed<T extends PandasDType>(
	names: readonly string[],
	type: new (...args: never[]) => T,
	blank: (short: string) => T | undefined,
	make: Maker<T>,
	more: Partial<Pick<TypeEntry<T>, "load" | "reduce">>,
): TypeEntry<T> {
	return defineType<T>({
		names: namesOf(...names),
		type,
		refuses: true,
		load: (args, kwargs, context) =>
			args.length === 0 && kwargs.size === 0 ? blank(shortOf(context.name)) : more.load?.(args, kwargs, context),
		setState: (dtype, state, context) => {
			const attributes = attributesOf(state, context.textAsBytes);
			const made = attributes && make(attributes, context);
			if (made === undefined) return false;
			Object.assign(dtype, made);
			return true;
		},
		...(more.reduce === undefined ? {} : { reduce: more.reduce }),
	});
}

const isBool = (value: unknown): value is boolean => typeof value === "boolean";

function categoricalDType(style: Style): TypeEntry<CategoricalDType> {
	return attributed(
		["CategoricalDtype"],
		CategoricalDType,
		() => new CategoricalDType(),
		(attributes) => {
			const categories = attributes.get("categories") ?? null;
			const ordered = attributes.get("ordered") ?? null;
			if (categories !== null && !(categories instanceof Index)) return undefined;
			return ordered === null || isBool(ordered) ? new CategoricalDType(categories, ordered) : undefined;
		},
		{
			reduce: ({ categories, ordered }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, "CategoricalDtype"),
				args: [],
				state: new Map<string, unknown>([
					["categories", categories],
					["ordered", style.version === 0 ? ordered : ordered === true],
				]),
			}),
		},
	);
}

function datetimeTZDType(style: Style): TypeEntry<DatetimeTZDType> {
	return attributed(
		["DatetimeTZDtype"],
		DatetimeTZDType,
		() => new DatetimeTZDType("ns", null),
		(attributes, { textAsBytes }) => {
			const unit = unitName(text(attributes.get("unit"), textAsBytes));
			const tz = zoneValue(attributes.get("tz"));
			return unit === undefined || tz === undefined ? undefined : new DatetimeTZDType(unit, tz);
		},
		{
			load: (args, _, { textAsBytes }) => {
				if (args.length === 0) return new DatetimeTZDType("ns", null);
				const [unit, tz] = [unitName(text(args[0], textAsBytes)), zoneValue(args[1])];
				return args.length !== 2 || unit === undefined || tz === undefined ? undefined : new DatetimeTZDType(unit, tz);
			},
			reduce: ({ unit, tz }): Reduction => {
				const callable = nameIn(style, "DatetimeTZDtype");
				// Python has zoneinfo from 3.9 on, and pandas from 1.5: by a name each has the zone that it knows.
				if (style.version < 10500 && tz instanceof PyZoneInfo) return { callable, args: [unit, tz.key] };
				const state = new Map<string, unknown>([
					["unit", unit],
					["tz", tz],
				]);
				return { via: "NEWOBJ", callable, args: [], state };
			},
		},
	);
}

function periodDType(style: Style): TypeEntry<PeriodDType> {
	return attributed(
		["PeriodDtype"],
		PeriodDType,
		() => new PeriodDType("D"),
		(attributes, { textAsBytes }) => {
			const freq = letters(attributes.get("freq"), textAsBytes);
			return freq === undefined ? undefined : new PeriodDType(freq);
		},
		{
			load: (args, _, { textAsBytes }) => {
				const freq = args.length === 1 ? letters(args[0], textAsBytes) : undefined;
				return freq === undefined ? undefined : new PeriodDType(freq);
			},
			reduce: ({ freq, name }): Reduction => ({
				callable: nameIn(style, "PeriodDtype"),
				args: [style.version >= 20100 ? name : freq],
			}),
		},
	);
}

function intervalDType(style: Style): TypeEntry<IntervalDType> {
	return attributed(
		["IntervalDtype"],
		IntervalDType,
		() => new IntervalDType(),
		(attributes, { textAsBytes }) => {
			const subtype = attributes.get("subtype") ?? null;
			const given = attributes.get("closed") ?? null;
			const closed = given === null ? null : closedOf(text(given, textAsBytes));
			if (subtype !== null && !(subtype instanceof DType) && !(subtype instanceof PandasDType)) return undefined;
			return closed === undefined ? undefined : new IntervalDType(subtype, closed);
		},
		{
			reduce: ({ subtype, closed }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, "IntervalDtype"),
				args: [],
				state: new Map<string, unknown>([
					["subtype", subtype],
					["closed", closed],
				]),
			}),
		},
	);
}

function stringDType(style: Style): TypeEntry<StringDType> {
	const storageOf = (value: unknown): "python" | "pyarrow" | "pyarrow_numpy" | undefined =>
		value === "python" || value === "pyarrow" || value === "pyarrow_numpy" ? value : undefined;
	return attributed(
		["StringDtype"],
		StringDType,
		() => new StringDType(),
		(attributes, { textAsBytes }) => {
			const storage = storageOf(text(attributes.get("storage") ?? "python", textAsBytes));
			if (storage === undefined) return undefined;
			return storage === "pyarrow_numpy" ? new StringDType("pyarrow", "NaN") : new StringDType(storage);
		},
		{
			load: (args) => {
				const storage = storageOf(args[0]);
				if (storage === undefined || args.length > 2) return undefined;
				if (storage === "pyarrow_numpy") return new StringDType("pyarrow", "NaN");
				const isNaN = typeof args[1] === "number" && Number.isNaN(args[1]);
				return args.length === 1 || isNaN || args[1] === NA
					? new StringDType(storage, isNaN ? "NaN" : "NA")
					: undefined;
			},
			reduce: ({ storage, missing }): Reduction => {
				const callable = nameIn(style, "StringDtype");
				if (style.version >= 20300) return { callable, args: [storage, missing === "NA" ? NA : Number.NaN] };
				return { via: "NEWOBJ", callable, args: [], state: new Map([["storage", storage]]) };
			},
		},
	);
}

function sparseDType(style: Style): TypeEntry<SparseDType> {
	return attributed(
		["SparseDtype"],
		SparseDType,
		() => new SparseDType(),
		(attributes) => {
			const subtype = attributes.get("_dtype");
			if (!(subtype instanceof DType) || !attributes.has("_fill_value")) return undefined;
			const fill = attributes.get("_fill_value");
			return new SparseDType(subtype, subtype.kind === "f" ? (float(fill) ?? fill) : fill);
		},
		{
			reduce: ({ subtype, fill }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, "SparseDtype"),
				args: [],
				state: new Map<string, unknown>([
					["_dtype", subtype],
					["_fill_value", subtype.kind === "f" && typeof fill === "number" ? exactFloat(fill) : fill],
				]),
			}),
		},
	);
}

const SUBTYPES: Readonly<Record<string, string>> = { Int: "i", UInt: "u", Float: "f" };

/** numpy's dtype in `Int64Dtype` and its like. */
function subtypeOf(short: string): DType | undefined {
	if (short === "BooleanDtype") return DType.of("b1");
	const match = /^([A-Za-z]+?)(\d+)Dtype$/.exec(short);
	const kind = match === null ? undefined : SUBTYPES[match[1] as string];
	return kind === undefined ? undefined : DType.of(`${kind}${Number(match?.[2]) / 8}`);
}

function nullableDType(style: Style): TypeEntry<NullableDType> {
	return attributed(
		["BooleanDtype", ...NUMBER_DTYPES],
		NullableDType,
		(short) => {
			const subtype = subtypeOf(short);
			return subtype && new NullableDType(subtype);
		},
		// Caches of pandas, which hold nothing new.
		() => ({}) as NullableDType,
		{
			reduce: ({ name }): Reduction => ({
				via: "NEWOBJ",
				callable: nameIn(style, `${name === "boolean" ? "Boolean" : name}Dtype`),
				args: [],
			}),
		},
	);
}

const NUMPY_MODULES = ["pandas.core.dtypes.dtypes", "pandas.core.arrays.numpy_"] as const;

/** `NumpyEADtype`, `PandasDtype` before 2.1. */
function numpyDType({ version }: Style): TypeEntry<NumpyDTypeOf> {
	return defineType<NumpyDTypeOf>({
		names: [`${NUMPY_MODULES[0]}:NumpyEADtype`, `${NUMPY_MODULES[0]}:PandasDtype`, `${NUMPY_MODULES[1]}:PandasDtype`],
		type: NumpyDTypeOf,
		refuses: true,
		load: (args) => (args.length === 0 ? new NumpyDTypeOf(DType.of("f8")) : undefined),
		setState: (dtype, state, { textAsBytes }) => {
			const subtype = attributesOf(state, textAsBytes)?.get("_dtype");
			if (!(subtype instanceof DType)) return false;
			Object.assign(dtype, new NumpyDTypeOf(subtype));
			return true;
		},
		reduce: ({ subtype }) => ({
			via: "NEWOBJ",
			callable: `${NUMPY_MODULES[0]}:${version > 0 && version < 20100 ? "PandasDtype" : "NumpyEADtype"}`,
			args: [],
			state: new Map([["_dtype", subtype]]),
		}),
	});
}

/** The dtypes of pandas but for Arrow's. */
export function dtypeTypes(style: Style): AnyTypeEntry[] {
	return [
		categoricalDType(style),
		datetimeTZDType(style),
		periodDType(style),
		intervalDType(style),
		stringDType(style),
		sparseDType(style),
		nullableDType(style),
		numpyDType(style),
	];
}
