import { ValueError } from "../../errors.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { PyObject } from "../../values/opaque.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { type Clock, type ClockOptions, check, setClock } from "./clock.ts";
import { inertZone } from "./inert-zones.ts";
import { temporal } from "./temporal.ts";
import { keyOf, nameOf, offsetOf, type TimeZone, unknownZone, zoneText } from "./time-zone.ts";
import { type LocalTime, offsetText, PyTimeDelta, PyTimezone, utc } from "./timedelta.ts";
import { PyStdValue, pad } from "./value.ts";

export type { ClockOptions, TimeZone };

/** Milliseconds since 1970 of a day; `Date.UTC` takes years below 100 for others. */
function dayMilliseconds(year: number, month: number, day: number): number {
	return new Date(0).setUTCFullYear(year, month - 1, day);
}

function daysIn(year: number, month: number): number {
	if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
function checkDate(year: number, month: number, day: number): void {
	check("year", year, 1, 9999);
	check("month", month, 1, 12);
	check("day", day, 1, daysIn(year, month));
}
function dateText(year: number, month: number, day: number): string {
	return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}
function timeText({ hour, minute, second, microsecond }: Clock, offset: PyTimeDelta | null): string {
	const fraction = microsecond === 0 ? "" : `.${pad(microsecond, 6)}`;
	return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${offset === null ? "" : offsetText(offset)}`;
}

function reprParts(name: string, date: readonly number[], clock: Clock): ReprParts {
	const { hour, minute, second, microsecond, tzinfo, fold } = clock;
	const shown = [...date, hour, minute];
	if (second !== 0 || microsecond !== 0) shown.push(second);
	if (microsecond !== 0) shown.push(microsecond);
	const open = `datetime.${name}(${shown.join(", ")}`;
	const folded = fold === 1 ? ", fold=1" : "";
	if (tzinfo === null) return { parts: [`${open}${folded})`] };
	// CPython shows the fold of a datetime before its zone, that of a time after it.
	return name === "time"
		? { parts: [`${open}, tzinfo=`, tzinfo, `${folded})`] }
		: { parts: [`${open}${folded}, tzinfo=`, tzinfo, ")"] };
}

/**
 * Python's `datetime.date`: a day of the calendar.
 *
 * @example
 * ```ts
 * import { PyDate } from "brine/types";
 * new PyDate(2024, 2, 29).toDate(); // the Date of that midnight, UTC
 * ```
 */
export class PyDate extends PyStdValue {
	readonly year: number;
	/** 1 is January. */
	readonly month: number;
	readonly day: number;

	/** @throws ValueError (`argument`) for a day that is not in the calendar of years 1 to 9999 */
	constructor(year: number, month: number, day: number) {
		super();
		checkDate(year, month, day);
		this.year = year;
		this.month = month;
		this.day = day;
	}
	/** The day that a `Date` is in, in UTC; the inverse of {@link toDate}. */
	static fromDate(date: Date): PyDate {
		return new PyDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
	}
	/** Python's `fromisoformat()`: reads `"2024-02-29"`. */
	static fromisoformat(text: string): PyDate {
		const { year, month, day } = PyDateTime.fromisoformat(text);
		return new PyDate(year, month, day);
	}
	/** Midnight of the day, in UTC. */
	toDate(): Date {
		return new Date(dayMilliseconds(this.year, this.month, this.day));
	}
	/** A `Temporal.PlainDate`; NotImplementedError where the runtime has none. */
	toTemporal(): unknown {
		return temporal("PlainDate", this.isoformat());
	}
	/** Python's `isoformat()`, `"2024-02-29"`. */
	isoformat(): string {
		return dateText(this.year, this.month, this.day);
	}
	get [TYPE](): "datetime.date" {
		return "datetime.date";
	}
	[KEY](): KeyParts {
		return { tag: "datetime.date", parts: [this.year, this.month, this.day] };
	}
	override [REPR](): ReprParts {
		return { parts: [`datetime.date(${this.year}, ${this.month}, ${this.day})`] };
	}
	override toString(): string {
		return this.isoformat();
	}
	toJSON(): string {
		return this.isoformat();
	}
}

/** Python's `datetime.time`: a time of day. */
export class PyTime extends PyStdValue implements Clock {
	declare readonly hour: number;
	declare readonly minute: number;
	declare readonly second: number;
	declare readonly microsecond: number;
	/** Its zone, or null when it is naive. */
	declare readonly tzinfo: TimeZone;
	/** 1 for the second of two equal local times. */
	declare readonly fold: number;

	/**
	 * @param options seconds, zone and fold: an object, or a time that has them
	 * @throws ValueError (`argument`) for what no clock shows
	 * @throws PyTypeError (`option`) for options that do not exist
	 */
	constructor(hour = 0, minute = 0, options?: ClockOptions | null) {
		super();
		setClock(this, hour, minute, options);
	}
	/** Python's `fromisoformat()`: reads `"12:30:00.5+02:00"`. */
	static fromisoformat(text: string): PyTime {
		const when = PyDateTime.fromisoformat(`2000-01-01T${text}`);
		return new PyTime(when.hour, when.minute, when);
	}
	/**
	 * Python's `isoformat()`, `"12:30:00"`; with the offset where that does not depend on the day.
	 *
	 * @throws ValueError (`argument`) when only Python knows the zone
	 */
	isoformat(): string {
		if (this.#isUnknown) throw unknownZone();
		return timeText(this, offsetOf(this.tzinfo, null));
	}
	get #isUnknown(): boolean {
		return this.tzinfo instanceof PyObject && inertZone(this.tzinfo) === undefined;
	}
	/** Python's `tzname()`: null when naive, and for a zone whose name depends on the day or on what only Python knows. */
	tzname(): string | null {
		return nameOf(this.tzinfo);
	}
	/** A `Temporal.PlainTime`, without the zone; NotImplementedError where the runtime has none. */
	toTemporal(): unknown {
		return temporal("PlainTime", timeText(this, null));
	}
	get [TYPE](): "datetime.time" {
		return "datetime.time";
	}
	/** Times with an offset compare in UTC, others by what they show. */
	[KEY](): KeyParts {
		const { hour, minute, second, microsecond, tzinfo } = this;
		const micros = ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
		const offset = offsetOf(tzinfo, null);
		if (offset !== null) return { tag: "datetime.time", parts: [micros - offset.totalSeconds() * 1e6] };
		return { tag: "datetime.time, naive", parts: [micros, tzinfo instanceof PyObject ? tzinfo : null] };
	}
	override [REPR](): ReprParts {
		return reprParts("time", [], this);
	}
	/** ISO text; of a zone that only Python knows with its class in brackets. */
	override toString(): string {
		return this.#isUnknown ? `${timeText(this, null)}${zoneText(this.tzinfo)}` : this.isoformat();
	}
	/** ISO text; `{ $time, tzinfo }` where only Python knows the zone, so that it is not taken for a naive time. */
	toJSON(): string | { $time: string; tzinfo: TimeZone } {
		return this.#isUnknown ? { $time: timeText(this, null), tzinfo: this.tzinfo } : this.isoformat();
	}
}

const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|([+-])(\d\d):?(\d\d)(?::?(\d\d))?)?)?$/;

/**
 * Python's `datetime.datetime`: a day and a time, to the microsecond; naive, or aware of its zone.
 *
 * @example
 * ```ts
 * import { PyDateTime, utc } from "brine/types";
 * const when = new PyDateTime(2024, 2, 29, 12, 30, { tzinfo: utc });
 * when.toDate().toISOString(); // "2024-02-29T12:30:00.000Z"
 * PyDateTime.fromDate(new Date(0)).isoformat(); // "1970-01-01T00:00:00+00:00"
 * ```
 */
export class PyDateTime extends PyStdValue implements Clock, LocalTime {
	readonly year: number;
	/** 1 is January. */
	readonly month: number;
	readonly day: number;
	declare readonly hour: number;
	declare readonly minute: number;
	declare readonly second: number;
	declare readonly microsecond: number;
	/** Its zone, or null when it is naive. */
	declare readonly tzinfo: TimeZone;
	/** 1 for the second of two equal local times. */
	declare readonly fold: number;

	/**
	 * @param options seconds, zone and fold: an object, or a time that has them
	 * @throws ValueError (`argument`) for what no calendar or clock shows
	 * @throws PyTypeError (`option`) for options that do not exist
	 */
	constructor(year: number, month: number, day: number, hour = 0, minute = 0, options?: ClockOptions | null) {
		super();
		checkDate(year, month, day);
		this.year = year;
		this.month = month;
		this.day = day;
		setClock(this, hour, minute, options);
	}
	/**
	 * The moment that a `Date` is; the inverse of {@link toDate}.
	 *
	 * @param date to the millisecond
	 * @param tzinfo the zone to show it in, of fixed offset. Default: UTC
	 * @throws ValueError (`argument`) for an invalid `Date` or a year beyond 9999
	 */
	static fromDate(date: Date, tzinfo: PyTimezone = utc): PyDateTime {
		const local = new Date(date.getTime() + tzinfo.offset.toMilliseconds());
		return new PyDateTime(
			local.getUTCFullYear(),
			local.getUTCMonth() + 1,
			local.getUTCDate(),
			local.getUTCHours(),
			local.getUTCMinutes(),
			{ second: local.getUTCSeconds(), microsecond: local.getUTCMilliseconds() * 1000, tzinfo },
		);
	}
	/**
	 * Python's `fromisoformat()`: reads `"2024-02-29T12:30:00.5+02:00"`; `Z` is UTC.
	 *
	 * @throws ValueError (`argument`) for other text, and for parts of a microsecond
	 */
	static fromisoformat(text: string): PyDateTime {
		const match = ISO.exec(text);
		const fraction = (match?.[7] ?? "").padEnd(6, "0");
		if (match === null || /[^0]/.test(fraction.slice(6))) {
			throw new ValueError(`Invalid isoformat string: '${text}'`, { code: "argument" });
		}
		const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
		const [hours, minutes, seconds] = match.slice(10, 13).map((part) => Number(part ?? 0));
		const offset = new PyTimeDelta(0, ((hours as number) * 60 + (minutes as number)) * 60 + (seconds as number));
		const zone = match[9] === "-" ? offset.negated() : offset;
		const tzinfo = match[8] === undefined ? null : zone.totalSeconds() === 0 ? utc : new PyTimezone(zone);
		return new PyDateTime(year as number, month as number, day as number, hour, minute, {
			second: second as number,
			microsecond: Number(fraction.slice(0, 6)),
			tzinfo,
		});
	}

	/** The time that the clock shows, as milliseconds since 1970 as if it were UTC. */
	get localMilliseconds(): number {
		const { year, month, day, hour, minute, second, microsecond } = this;
		const time = ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(microsecond / 1000);
		return dayMilliseconds(year, month, day) + time;
	}
	/** Python's `utcoffset()`: null when naive, or when only Python knows the zone. */
	utcoffset(): PyTimeDelta | null {
		return offsetOf(this.tzinfo, this);
	}
	/**
	 * The moment, to the millisecond. A naive one is taken for local time, as Python's `timestamp()` does.
	 *
	 * @throws ValueError (`argument`) when the zone is of a class that only Python knows, or unknown here
	 */
	toDate(): Date {
		const offset = this.utcoffset();
		if (offset !== null) return new Date(this.localMilliseconds - Math.round(offset.toMilliseconds()));
		if (this.tzinfo !== null) throw unknownZone();
		const local = new Date(0);
		local.setFullYear(this.year, this.month - 1, this.day);
		local.setHours(this.hour, this.minute, this.second, Math.floor(this.microsecond / 1000));
		return local;
	}
	/** Python's `timestamp()`: seconds since 1970, with the microseconds as fraction. */
	timestamp(): number {
		return (this.toDate().getTime() * 1000 + (this.microsecond % 1000)) / 1e6;
	}
	/**
	 * A `Temporal.PlainDateTime` when naive, else a `Temporal.ZonedDateTime` of the same moment.
	 *
	 * @throws NotImplementedError where the runtime has none; ValueError (`argument`) for a zone that is unknown here, or
	 *   whose offset has seconds
	 */
	toTemporal(): unknown {
		const offset = this.utcoffset();
		if (offset === null && this.tzinfo !== null) throw unknownZone();
		if (offset === null) return temporal("PlainDateTime", `${this.#date()}T${timeText(this, null)}`);
		return temporal("ZonedDateTime", `${this.isoformat()}[${keyOf(this.tzinfo) ?? offsetText(offset)}]`);
	}
	#date(): string {
		return dateText(this.year, this.month, this.day);
	}
	/**
	 * Python's `isoformat()`, `"2024-02-29T12:30:00+00:00"`.
	 *
	 * @param separator what is between day and time. Default: `"T"`
	 * @throws ValueError (`argument`) when the offset of the zone is not known: without one it would be a naive time
	 */
	isoformat(separator = "T"): string {
		const offset = this.utcoffset();
		if (offset === null && this.tzinfo !== null) throw unknownZone();
		return this.#text(separator, offset);
	}
	#text(separator: string, offset: PyTimeDelta | null): string {
		return `${this.#date()}${separator}${timeText(this, offset)}`;
	}
	/** Python's `tzname()`: null when naive, and for a zone whose name is not in the pickle. */
	tzname(): string | null {
		return nameOf(this.tzinfo);
	}
	get [TYPE](): "datetime.datetime" {
		return "datetime.datetime";
	}
	/** Aware ones compare by the moment they mean, naive ones by what they show; a `Date` is an aware one. */
	[KEY](): KeyParts {
		const { localMilliseconds, tzinfo, microsecond } = this;
		const micros = microsecond % 1000;
		const offset = offsetOf(tzinfo, { localMilliseconds, fold: 0 });
		if (offset === null) {
			return { tag: "datetime, naive", parts: [localMilliseconds, micros, tzinfo] };
		}
		// Microseconds by themselves: with all the milliseconds before them they are no safe number from 2255 on.
		const small = micros - Math.round(offset.totalSeconds() * 1e6);
		const milliseconds = localMilliseconds + Math.floor(small / 1000);
		const rest = small - Math.floor(small / 1000) * 1000;
		return { tag: "datetime", parts: rest === 0 ? [milliseconds] : [milliseconds, rest] };
	}
	override [REPR](): ReprParts {
		return reprParts("datetime", [this.year, this.month, this.day], this);
	}
	/** Python's `str()`: ISO text with a space between day and time; of a zone of unknown offset with its class in brackets. */
	override toString(): string {
		const offset = this.utcoffset();
		return this.#text(" ", offset) + (offset === null && this.tzinfo !== null ? zoneText(this.tzinfo) : "");
	}
	/** ISO text; `{ $datetime, tzinfo }` where the offset is not known, so that it is not taken for a naive time. */
	toJSON(): string | { $datetime: string; tzinfo: TimeZone } {
		const offset = this.utcoffset();
		if (offset !== null || this.tzinfo === null) return this.#text("T", offset);
		return { $datetime: this.#text("T", null), tzinfo: this.tzinfo };
	}
}
