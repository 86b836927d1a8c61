/** Zones of dateutil whose summer time follows a rule of each year: `tzrange`, and `tzstr` for a POSIX `TZ` string. */
import type { PyObject } from "../../values/opaque.ts";
import { type LocalTime, PyTimeDelta } from "./timedelta.ts";

const DAY = 86_400_000;

/** A moment of each year, as a `relativedelta` from its first: milliseconds as if in UTC. */
type Moment = (year: number) => number;

/**
 * The offset by such rules.
 *
 * @returns undefined where the pickle does not have all that Python would use
 */
export function rangeOffset(zone: PyObject): ((when: LocalTime | null) => PyTimeDelta | null) | undefined {
	const { attributes } = zone;
	const standard = attributes.get("_std_offset");
	const summer = attributes.get("_dst_offset");
	const [starts, ends] = [momentOf(attributes.get("_start_delta")), momentOf(attributes.get("_end_delta"))];
	if (!isOffset(standard) || !isOffset(summer) || starts === undefined || ends === undefined) return undefined;
	const saved = 1000 * (summer.totalSeconds() - standard.totalSeconds());
	return (when) => {
		if (when === null) return null;
		const { localMilliseconds: at, fold } = when;
		const year = new Date(at).getUTCFullYear();
		const [start, end] = [starts(year), ends(year)];
		const isSummer = start < end ? start <= at && at < end : !(end <= at && at < start);
		// The hour that comes twice is summer time the first time.
		const isFirst = !isSummer && end <= at && at < end + saved && fold === 0;
		return isSummer || isFirst ? summer : standard;
	};
}

function isOffset(value: unknown): value is PyTimeDelta {
	return value instanceof PyTimeDelta && Math.abs(value.totalSeconds()) < 86_400;
}

/** The attributes that a `relativedelta` adds, and those that it sets unless they are None. */
const ADDED = ["years", "months", "days", "leapdays", "hours", "minutes", "seconds", "microseconds"] as const;
const SET = ["year", "month", "day", "hour", "minute", "second", "microsecond"] as const;
type Numbers<K extends string> = Readonly<Record<K, number>>;

const RELATIVE_DELTA = "dateutil.relativedelta.relativedelta";

function momentOf(delta: unknown): Moment | undefined {
	const attributes = attributesOf(delta);
	if (attributes === undefined || String((delta as PyObject).pyClass) !== RELATIVE_DELTA) return undefined;
	const numbers = (names: readonly string[], absent: number): Record<string, number> | undefined => {
		const found: Record<string, number> = {};
		for (const name of names) {
			const value = attributes.get(name) ?? absent;
			const number = typeof value === "object" ? (value as { readonly value?: unknown }).value : value;
			if (typeof number !== "number" || !Number.isInteger(number) || Math.abs(number) > 1e6) return undefined;
			found[name] = number;
		}
		return found;
	};
	const added = numbers(ADDED, 0) as Numbers<(typeof ADDED)[number]> | undefined;
	const set = numbers(SET, -1) as Numbers<(typeof SET)[number]> | undefined;
	const weekday = weekdayOf(attributes.get("weekday"));
	if (added === undefined || set === undefined || weekday === undefined) return undefined;
	return (year) => {
		const months = (set.month < 1 ? 0 : set.month - 1) + added.months;
		const then = (set.year < 1 ? year : set.year) + added.years + Math.floor(months / 12);
		const month = ((months % 12) + 12) % 12;
		const length = new Date(Date.UTC(then, month + 1, 0)).getUTCDate();
		const day = Math.min(length, set.day < 1 ? 1 : set.day);
		const isLeap = new Date(Date.UTC(then, 2, 0)).getUTCDate() === 29;
		const days = added.days + (month > 1 && isLeap ? added.leapdays : 0);
		const time =
			3_600_000 * (Math.max(set.hour, 0) + added.hours) +
			60_000 * (Math.max(set.minute, 0) + added.minutes) +
			1000 * (Math.max(set.second, 0) + added.seconds) +
			(Math.max(set.microsecond, 0) + added.microseconds) / 1000;
		return weekday(Date.UTC(then, month, day) + DAY * days + time);
	};
}

/** Goes on to the nth such weekday, or back to it for a negative n. */
function weekdayOf(value: unknown): Moment | undefined {
	if (value === undefined || value === null) return (at) => at;
	const attributes = attributesOf(value);
	const wanted = attributes?.get("weekday");
	const n = attributes?.get("n") ?? 1;
	if (typeof wanted !== "number" || wanted < 0 || wanted > 6 || typeof n !== "number" || Math.abs(n) > 1000)
		return undefined;
	const nth = n === 0 ? 1 : n;
	return (at) => {
		const found = (new Date(at).getUTCDay() + 6) % 7;
		const weeks = 7 * (Math.abs(nth) - 1);
		const jump = nth > 0 ? weeks + ((7 - found + wanted) % 7) : -(weeks + ((7 + found - wanted) % 7));
		return at + DAY * jump;
	};
}

function attributesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
	const attributes: unknown = (value as { readonly attributes?: unknown } | null | undefined)?.attributes;
	return attributes instanceof Map ? (attributes as Map<string, unknown>) : undefined;
}
