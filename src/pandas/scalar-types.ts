/** How pandas' scalars are read and written. */
import { entriesOf, int, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, Reduction } from "../registry/registry.ts";
import type { TimeZone } from "../registry/stdlib/time-zone.ts";

import { PyGlobal, PyObject } from "../values/opaque.ts";
import { PyTuple, tuple } from "../values/tuple.ts";
import { NAT_COUNT, type TimeUnitName } from "./calendar.ts";
import { closedOf, freqOf, zoneValue } from "./dtype-types.ts";
import { Missing, NA, NaT } from "./missing.ts";
import { nameIn, namesOf } from "./names.ts";
import { Interval, Period, Timedelta, Timestamp } from "./scalars.ts";
import type { Style } from "./versions.ts";

/** pandas' numbers for units. */
const RESOLUTIONS: readonly (readonly [number, TimeUnitName])[] = [
	[7, "s"],
	[8, "ms"],
	[9, "us"],
	[10, "ns"],
];
function unitOf(number: unknown): TimeUnitName | undefined {
	return RESOLUTIONS.find(([known]) => known === number)?.[1];
}
function numberOf(unit: TimeUnitName): number {
	return RESOLUTIONS.find(([, known]) => known === unit)?.[0] as number;
}

/** A count of 64 bits. */
function count(value: unknown): bigint | undefined {
	const given = int(value);
	if (given === undefined) return undefined;
	const big = BigInt(given);
	return BigInt.asIntN(64, big) === big && big !== NAT_COUNT ? big : undefined;
}

const TIMESTAMPS = "pandas._libs.tslibs.timestamps";
const NAIVE = `${TIMESTAMPS}:Timestamp` as const;
const TIMEDELTAS = "pandas._libs.tslibs.timedeltas";

const PARTIAL = /* @__PURE__ */ new PyGlobal("functools", "partial");
const TIMESTAMP = /* @__PURE__ */ new PyGlobal(TIMESTAMPS, "Timestamp");

/** `functools.partial(Timestamp, tz=zone)(count)`: positional arguments mean other things in each generation. */
function aware(nanoseconds: bigint, tz: TimeZone): Reduction {
	const state = tuple<unknown[]>(TIMESTAMP, tuple(), new Map([["tz", tz]]), null);
	const args = tuple(TIMESTAMP);
	const callable = new PyObject({ via: "REDUCE", callable: PARTIAL, args, operations: [{ op: "build", state }] });
	return { callable, args: [nanoseconds] };
}

/** The text that {@link aware} wrote. */
export function partialTimestamp(state: readonly unknown[], args: PyTuple): Timestamp | undefined {
	const [func, bound, keywords] = state;
	const isKnown = func instanceof PyGlobal && func.module === TIMESTAMPS && func.qualname === "Timestamp";
	const entries = entriesOf(keywords);
	if (!isKnown || !(bound instanceof PyTuple) || bound.length > 0 || entries === undefined) return undefined;
	const [[key, zone] = [undefined, undefined], more] = [...entries] as (readonly [unknown, unknown])[];
	const [value, tz] = [count(args[0]), zoneValue(zone)];
	if (key !== "tz" || more !== undefined || value === undefined || tz === undefined || args.length !== 1)
		return undefined;
	return new Timestamp(value, { tz });
}

/** The entries of scalars. */
export function scalarTypes(style: Style): AnyTypeEntry[] {
	const { version } = style;
	const hasUnits = version >= 10500;
	return [
		defineType<Timestamp>({
			names: [
				`${TIMESTAMPS}:_unpickle_timestamp`,
				`${TIMESTAMPS}:Timestamp`,
				"pandas._libs.tslib:Timestamp",
				"pandas.tslib:Timestamp",
			],
			type: Timestamp,
			load: (args, kwargs, { name }) => {
				const value = count(args[0]);
				const hasUnit = args.length === 4 && name.endsWith("_unpickle_timestamp");
				const unit = hasUnit ? unitOf(args[3]) : "ns";
				const tz = zoneValue(args[2]);
				if (kwargs.size > 0 || !(args.length === 3 || hasUnit)) return undefined;
				if (value === undefined || unit === undefined || tz === undefined) return undefined;
				return new Timestamp(value, { unit, tz, freq: args[1] });
			},
			reduce: ({ value, unit, tz, freq, nanoseconds }): Reduction => {
				const isOld = !hasUnits && (unit === "ns" || fits(nanoseconds));
				if (isOld) return tz === null ? { callable: NAIVE, args: [nanoseconds, null, null] } : aware(nanoseconds, tz);
				const isNanos = version > 0 && version < 20000 && fits(nanoseconds);
				const own = isNanos ? [nanoseconds, freq, tz, 10] : [value, null, tz, numberOf(unit)];
				return { callable: `${TIMESTAMPS}:_unpickle_timestamp`, args: own };
			},
		}),
		defineType<Timedelta>({
			names: [
				`${TIMEDELTAS}:_timedelta_unpickle`,
				`${TIMEDELTAS}:Timedelta`,
				"pandas._libs.tslib:Timedelta",
				"pandas.tslib:Timedelta",
			],
			type: Timedelta,
			load: (args, kwargs, { name }) => {
				const value = count(args[0]);
				const hasUnit = name.endsWith("_timedelta_unpickle");
				const unit = hasUnit ? unitOf(args[1]) : "ns";
				if (kwargs.size > 0 || args.length !== (hasUnit ? 2 : 1)) return undefined;
				return value === undefined || unit === undefined ? undefined : new Timedelta(value, unit);
			},
			reduce: ({ value, unit, nanoseconds }): Reduction =>
				hasUnits || !fits(nanoseconds)
					? { callable: `${TIMEDELTAS}:_timedelta_unpickle`, args: [value, numberOf(unit)] }
					: { callable: `${TIMEDELTAS}:Timedelta`, args: [nanoseconds] },
		}),
		defineType<Period>({
			names: namesOf("Period"),
			type: Period,
			load: (args, kwargs, { textAsBytes }) => {
				const [value, freqGiven, ordinal] = args;
				const freq = freqOf(freqGiven, textAsBytes);
				const number = count(ordinal);
				if (args.length !== 3 || kwargs.size > 0 || value !== null) return undefined;
				return freq === undefined || number === undefined ? undefined : new Period(int(ordinal) as number, freq);
			},
			reduce: ({ freq, ordinal }): Reduction => ({
				callable: nameIn(style, "Period"),
				args: [null, freq, ordinal],
			}),
		}),
		defineType<Interval>({
			names: namesOf("Interval"),
			type: Interval,
			load: (args, kwargs, { textAsBytes }) => {
				const closed = closedOf(text(args[2], textAsBytes));
				if (args.length !== 3 || kwargs.size > 0 || closed === undefined) return undefined;
				return new Interval(args[0], args[1], closed);
			},
			reduce: ({ left, right, closed }): Reduction => ({
				callable: nameIn(style, "Interval"),
				args: [left, right, closed],
			}),
		}),
		defineType<Missing>({
			names: [
				"pandas._libs.tslibs.nattype:__nat_unpickle",
				"pandas._libs.tslibs.nattype:_nat_unpickle",
				"pandas._libs.tslib:__nat_unpickle",
				"pandas.tslib:__nat_unpickle",
			],
			load: (args) => (args.length === 1 && args[0] === null ? NaT : undefined),
		}),
		defineType<Missing>({ names: namesOf("NA"), value: NA }),
		defineType<Missing>({ names: ["pandas:NaT"], value: NaT }),
		defineType<Missing>({
			names: ["pandas._libs.missing:NA"],
			type: Missing,
			reduce: (value) => {
				if (value === NA) return nameIn(style, "NA");
				// Every pandas has this name for it.
				if (version === 0) return "pandas:NaT";
				const short = `${version >= 30000 ? "_" : "__"}nat_unpickle`;
				return { callable: `pandas._libs.tslibs.nattype:${short}`, args: [null] };
			},
		}),
	];
}

/** Whether nanoseconds fit into 64 bits, as every pandas before 2.0 needs them. */
function fits(nanoseconds: bigint): boolean {
	return BigInt.asIntN(64, nanoseconds) === nanoseconds && nanoseconds !== NAT_COUNT;
}
