import { ValueError } from "../errors.ts";
import { CHECKED, checkOptions } from "../options.ts";
import type { TimeZone } from "../registry/stdlib/time-zone.ts";
import { INSPECT, KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyFloat } from "../values/numbers.ts";
import { repr } from "../values/repr.ts";
import { clockText, dateText, digitsText, fractionText, NANOS, splitCount, type TimeUnitName } from "./calendar.ts";
import { DateOffset } from "./offset.ts";
import { periodText } from "./periods.ts";
import { itemText } from "./shared-views.ts";
import { offsetAt, offsetText, zoneName } from "./zones.ts";

/** The parts of a {@link Timestamp}. */
export interface TimestampOptions {
	/** Of the count. Default: `"ns"` */
	readonly unit?: TimeUnitName;
	/** Its zone; null for none. Default: null */
	readonly tz?: TimeZone;
	/** The frequency that pandas before 2.0 kept with it. */
	readonly freq?: unknown;
}

/** The parts of many timestamps. */
export interface KnownTimestamp extends TimestampOptions {
	readonly [CHECKED]: true;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["unit", "tz", "freq"]);

/**
 * pandas' `Timestamp`: a moment as exact as nanoseconds, with or without a zone.
 *
 * @example
 * ```ts
 * import { Timestamp } from "brine/pandas";
 * const stamp = Timestamp.from(new Date("2020-01-01T12:00:00Z"));
 * String(stamp); // "2020-01-01 12:00:00"
 * stamp.isoformat(); // "2020-01-01T12:00:00"
 * ```
 */
export class Timestamp extends MemoSlot {
	/** Units since 1970, in UTC where it has a zone. */
	readonly value: bigint;
	readonly unit: TimeUnitName;
	readonly tz: TimeZone;
	/** The frequency that pandas before 2.0 kept with it, or null. */
	readonly freq: unknown;

	/**
	 * @param value units since 1970, in UTC where there is a zone
	 * @param options unit and zone
	 */
	constructor(value: bigint, options?: TimestampOptions | null) {
		super();
		if (!(options as Partial<KnownTimestamp> | null | undefined)?.[CHECKED])
			checkOptions("Timestamp", options, OPTIONS);
		this.value = value;
		this.unit = options?.unit ?? "ns";
		this.tz = options?.tz ?? null;
		this.freq = options?.freq ?? null;
	}
	/**
	 * The moment of a `Date`.
	 *
	 * @param date a valid one
	 * @param options `unit` (default `"ms"`), `tz`
	 * @returns the same moment
	 * @throws ValueError (`argument`) for an invalid date
	 * @example
	 * ```ts
	 * import { Timestamp } from "brine/pandas";
	 * String(Timestamp.from(new Date(0))); // "1970-01-01 00:00:00"
	 * ```
	 */
	static from(date: Date, options?: TimestampOptions | null): Timestamp {
		checkOptions("from", options, OPTIONS);
		const time = date.getTime();
		if (Number.isNaN(time)) throw new ValueError("an invalid date is not a moment", { code: "argument" });
		const unit = options?.unit ?? "ms";
		const nanos = BigInt(time) * NANOS.ms;
		return new Timestamp(nanos / NANOS[unit], { ...options, unit });
	}
	get [TYPE](): "pandas.Timestamp" {
		return "pandas.Timestamp";
	}
	/** Milliseconds ahead of UTC; 0 without a zone, null where the offset is not known. */
	get utcOffset(): number | null {
		const [days, nanos] = splitCount(this.value, this.unit);
		return this.tz === null ? 0 : offsetAt(this.tz, days * 86_400_000 + Math.floor(nanos / 1e6));
	}
	/** Nanoseconds since 1970. */
	get nanoseconds(): bigint {
		return this.value * NANOS[this.unit];
	}
	#local(): readonly [days: number, nanos: number, offset: number | null] {
		const [days, nanos] = splitCount(this.value, this.unit);
		const offset = this.utcOffset;
		const moved = nanos + (offset ?? 0) * 1e6;
		const day = Math.floor(moved / 86_400e9);
		return [days + day, moved - day * 86_400e9, offset];
	}
	/** @internal Its text with so many digits of a second. */
	text(digits: number): string {
		return this.#text(" ", ":", digits);
	}
	#text(separator: string, colon: string, digits?: number): string {
		const [days, nanos, offset] = this.#local();
		const fraction = digits === undefined ? fractionText(nanos) : digitsText(nanos, digits);
		const zone = this.tz === null ? "" : offset === null ? `[${zoneName(this.tz)}]` : offsetText(offset, colon);
		return `${dateText(days)}${separator}${clockText(nanos)}${fraction}${zone}`;
	}
	/** ISO 8601 as pandas' `isoformat()`: `2020-01-01T12:00:00+01:00`. */
	isoformat(): string {
		return this.#text("T", ":");
	}
	/** The moment, cut to milliseconds. */
	toDate(): Date {
		const [days, nanos] = splitCount(this.value, this.unit);
		return new Date(days * 86_400_000 + Math.floor(nanos / 1e6));
	}
	[KEY](): KeyParts {
		return { tag: this.tz === null ? "pandas.Timestamp" : "pandas.Timestamp aware", parts: [this.nanoseconds] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		const zone = this.tz === null ? "" : `, tz='${zoneName(this.tz)}'`;
		return { parts: [`Timestamp('${this.#text(" ", "")}'${zone})`] };
	}
	/** As pandas' `str()`: `2020-01-01 12:00:00+01:00`. */
	override toString(): string {
		return this.#text(" ", ":");
	}
	toJSON(): string {
		return this.isoformat();
	}
	[INSPECT](): string {
		return `Timestamp(${this.toString()})`;
	}
}

/**
 * pandas' `Timedelta`: a time difference as exact as nanoseconds.
 *
 * @example
 * ```ts
 * import { Timedelta } from "brine/pandas";
 * String(new Timedelta(90_000_000_000n)); // "0 days 00:01:30"
 * ```
 */
export class Timedelta extends MemoSlot {
	/** How many units it takes. */
	readonly value: bigint;
	readonly unit: TimeUnitName;
	/**
	 * @param value how many units
	 * @param unit default: `"ns"`
	 */
	constructor(value: bigint, unit: TimeUnitName = "ns") {
		super();
		this.value = value;
		this.unit = unit;
	}
	get [TYPE](): "pandas.Timedelta" {
		return "pandas.Timedelta";
	}
	/** All of it in nanoseconds. */
	get nanoseconds(): bigint {
		return this.value * NANOS[this.unit];
	}
	/** All of it in seconds, as near as a double is. */
	totalSeconds(): number {
		return Number(this.nanoseconds) / 1e9;
	}
	[KEY](): KeyParts {
		return { tag: "pandas.Timedelta", parts: [this.nanoseconds] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [`Timedelta('${this.toString()}')`] };
	}
	/** As pandas' `str()`: `-1 days +23:59:59.999999999`. */
	override toString(): string {
		return this.text();
	}
	/** @internal Its text with so many digits of a second. Default: as many as it needs. */
	text(digits?: number): string {
		const [days, nanos] = splitCount(this.value, this.unit);
		const fraction = digits === undefined ? fractionText(nanos) : digitsText(nanos, digits);
		return `${days} days ${days < 0 ? "+" : ""}${clockText(nanos)}${fraction}`;
	}
	toJSON(): string {
		return this.toString();
	}
	[INSPECT](): string {
		return `Timedelta(${this.toString()})`;
	}
}

/**
 * pandas' `Period`: one of the spans that a frequency cuts time into.
 *
 * @example
 * ```ts
 * import { DateOffset, Period } from "brine/pandas";
 * String(new Period(600, new DateOffset("MonthEnd"))); // "2020-01"
 * ```
 */
export class Period extends MemoSlot {
	/** Which span, counted from the one that has 1970-01-01 in it. */
	readonly ordinal: number | bigint;
	/** How long it is. */
	readonly freq: DateOffset | string;
	/**
	 * @param ordinal which span, counted from 1970
	 * @param freq how long it is: an offset, or letters such as `"M"`
	 */
	constructor(ordinal: number | bigint, freq: DateOffset | string) {
		super();
		this.ordinal = ordinal;
		this.freq = freq;
	}
	get [TYPE](): "pandas.Period" {
		return "pandas.Period";
	}
	/** The letters of its frequency in a dtype: `"M"`, `"Q-DEC"`. */
	get freqstr(): string {
		return this.freq instanceof DateOffset ? this.freq.periodStr : this.freq;
	}
	[KEY](): KeyParts {
		return { tag: "pandas.Period", parts: [this.ordinal, this.freqstr] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [`Period('${this.toString()}', '${this.freqstr}')`] };
	}
	/** As pandas' `str()`: `2020-01`, `2020Q1`, `2020-01-01 12:00`. */
	override toString(): string {
		return periodText(this.ordinal, this.freqstr);
	}
	toJSON(): string {
		return this.toString();
	}
	[INSPECT](): string {
		return `Period(${this.toString()}, ${this.freqstr})`;
	}
}

/** Which ends belong to an interval. */
export type Closed = "left" | "right" | "both" | "neither";

/**
 * pandas' `Interval`: what is between two values.
 *
 * @example
 * ```ts
 * import { Interval } from "brine/pandas";
 * String(new Interval(0, 1, "left")); // "[0, 1)"
 * ```
 */
export class Interval extends MemoSlot {
	readonly left: unknown;
	readonly right: unknown;
	/** Which ends belong to it. */
	readonly closed: Closed;
	/**
	 * @param left its lower end
	 * @param right its upper end
	 * @param closed which ends belong to it. Default: `"right"`
	 */
	constructor(left: unknown, right: unknown, closed: Closed = "right") {
		super();
		this.left = left;
		this.right = right;
		this.closed = closed;
	}
	get [TYPE](): "pandas.Interval" {
		return "pandas.Interval";
	}
	[KEY](): KeyParts {
		return { tag: "pandas.Interval", parts: [this.left, this.right, this.closed] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: ["Interval(", this.left, ", ", this.right, `, closed='${this.closed}')`] };
	}
	/** As pandas' `str()`: `(0, 1]`. */
	override toString(): string {
		const text = (value: unknown): string =>
			typeof value === "object" && value !== null && !(value instanceof PyFloat) ? itemText(value) : repr(value);
		const { closed } = this;
		const open = closed === "left" || closed === "both" ? "[" : "(";
		return `${open}${text(this.left)}, ${text(this.right)}${closed === "right" || closed === "both" ? "]" : ")"}`;
	}
	toJSON(): string {
		return this.toString();
	}
	[INSPECT](): string {
		return `Interval(${this.toString()})`;
	}
}
