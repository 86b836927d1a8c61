import { OverflowError, ValueError } from "../../errors.ts";
import type { VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { intIn } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { temporal } from "./temporal.ts";
import { PyStdValue, pad } from "./value.ts";

const DAY = 86_400;
const MOST_DAYS = 999_999_999;

/**
 * Python's `datetime.timedelta`: a duration to the microsecond, kept as Python keeps it: whole days, and
 * seconds and microseconds that are never negative.
 *
 * @example
 * ```ts
 * import { PyTimeDelta } from "brine/types";
 * new PyTimeDelta(0, 90).totalSeconds(); // 90
 * PyTimeDelta.fromMilliseconds(-1); // datetime.timedelta(days=-1, seconds=86399, microseconds=999000)
 * ```
 */
export class PyTimeDelta extends PyStdValue {
	/** Whole days, -999999999 to 999999999. */
	readonly days: number;
	/** 0 to 86399. */
	readonly seconds: number;
	/** 0 to 999999. */
	readonly microseconds: number;

	/**
	 * @param days may be negative or a fraction, as the others may
	 * @param seconds any number of them
	 * @param microseconds any number of them; rounded to a whole one
	 * @throws OverflowError (`argument`) beyond a billion days
	 */
	constructor(days = 0, seconds = 0, microseconds = 0) {
		super();
		const wholeDays = Math.trunc(days);
		const allSeconds = seconds + (days - wholeDays) * DAY;
		const wholeSeconds = Math.trunc(allSeconds);
		const micros = Math.round(microseconds + (allSeconds - wholeSeconds) * 1e6);
		const total = wholeSeconds + Math.floor(micros / 1e6);
		this.microseconds = modulo(micros, 1e6);
		this.seconds = modulo(total, DAY);
		this.days = wholeDays + Math.floor(total / DAY) + 0;
		if (!(Math.abs(this.days) <= MOST_DAYS)) {
			throw new OverflowError(`days=${this.days}; must have magnitude <= ${MOST_DAYS}`, { code: "argument" });
		}
	}
	/** The duration of so many milliseconds, as differences of `Date`s are. */
	static fromMilliseconds(milliseconds: number): PyTimeDelta {
		return new PyTimeDelta(0, 0, milliseconds * 1000);
	}
	/** Milliseconds, with the microseconds as fraction. */
	toMilliseconds(): number {
		return this.totalSeconds() * 1000;
	}
	/** Python's `total_seconds()`. */
	totalSeconds(): number {
		return ((this.days * DAY + this.seconds) * 1e6 + this.microseconds) / 1e6;
	}
	/** The same in `Temporal`'s words, as ISO 8601 text: `Temporal.Duration.from(delta.toISO())`. */
	toISO(): string {
		const negative = this.days < 0;
		const { days, seconds, microseconds } = negative ? this.negated() : this;
		const fraction = microseconds === 0 ? "" : `.${pad(microseconds, 6)}`;
		return `${negative ? "-" : ""}P${days}DT${seconds}${fraction}S`;
	}
	/** A `Temporal.Duration` in days, seconds and parts; NotImplementedError where the runtime has none. */
	toTemporal(): unknown {
		return temporal("Duration", this.toISO());
	}
	/** The opposite duration. */
	negated(): PyTimeDelta {
		return new PyTimeDelta(-this.days, -this.seconds, -this.microseconds);
	}

	get [TYPE](): "datetime.timedelta" {
		return "datetime.timedelta";
	}
	[KEY](): KeyParts {
		return { tag: "datetime.timedelta", parts: [this.days, this.seconds, this.microseconds] };
	}
	override [REPR](version?: VersionNumber): ReprParts {
		const { days, seconds, microseconds } = this;
		if (version !== undefined && version < 30700) {
			const short = microseconds !== 0 ? [days, seconds, microseconds] : seconds !== 0 ? [days, seconds] : [days];
			return { parts: [`datetime.timedelta(${short.join(", ")})`] };
		}
		const given = Object.entries({ days, seconds, microseconds }).filter(([, value]) => value !== 0);
		return { parts: [`datetime.timedelta(${given.map(([name, value]) => `${name}=${value}`).join(", ") || "0"})`] };
	}
	/** Python's `str()`, such as `"1 day, 0:00:02.000003"`. */
	override toString(): string {
		const { days, seconds, microseconds } = this;
		const date = days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `;
		const fraction = microseconds === 0 ? "" : `.${pad(microseconds, 6)}`;
		return `${date}${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${fraction}`;
	}
	/** Its text. */
	toJSON(): string {
		return this.toString();
	}
}

function modulo(value: number, by: number): number {
	return value - Math.floor(value / by) * by;
}

/** The function that tells the offset of a time zone; Python's abstract class `tzinfo`. */
export interface TzInfo {
	/**
	 * The offset from UTC at a local time.
	 *
	 * @param when the local time; null when only a time of day is known
	 * @returns null when it cannot be told
	 */
	utcoffset(when: LocalTime | null): PyTimeDelta | null;
}

/** A local time, as {@link TzInfo.utcoffset} is asked about: milliseconds as if it were UTC, and which of two. */
export interface LocalTime {
	readonly localMilliseconds: number;
	/** 1 for the second of two equal local times, when clocks go back. */
	readonly fold: number;
}

/**
 * Python's `datetime.timezone`: a fixed offset from UTC.
 *
 * @example
 * ```ts
 * import { PyTimeDelta, PyTimezone } from "brine/types";
 * new PyTimezone(new PyTimeDelta(0, 7200)).tzname(); // "UTC+02:00"
 * ```
 */
export class PyTimezone extends PyStdValue implements TzInfo {
	/** How far ahead of UTC. */
	readonly offset: PyTimeDelta;
	/** The name it was given, or null. */
	readonly name: string | null;

	/**
	 * @param offset less than a day either way
	 * @param name a name of its own. Default: none, it is called `UTC+hh:mm`
	 * @throws ValueError (`argument`) for a day or more
	 */
	constructor(offset: PyTimeDelta, name: string | null = null) {
		super();
		if (Math.abs(offset.totalSeconds()) >= DAY) {
			throw new ValueError(
				`offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${offset[REPR]().parts.join("")}.`,
				{ code: "argument" },
			);
		}
		this.offset = offset;
		this.name = name;
	}
	utcoffset(): PyTimeDelta {
		return this.offset;
	}
	/** Python's `tzname()`: `"UTC"`, `"UTC+02:00"` or the name it was given. */
	tzname(): string {
		return this.name ?? (this.offset.totalSeconds() === 0 ? "UTC" : `UTC${offsetText(this.offset)}`);
	}
	get [TYPE](): "datetime.timezone" {
		return "datetime.timezone";
	}
	[KEY](): KeyParts {
		return { tag: "datetime.timezone", parts: [this.offset] };
	}
	override [REPR](version?: VersionNumber): ReprParts {
		const { name, offset } = this;
		if (name === null && offset.totalSeconds() === 0) return { parts: ["datetime.timezone.utc"] };
		const open = `datetime.timezone(${offset[REPR](version).parts[0] as string}`;
		return { parts: name === null ? [`${open})`] : [`${open}, `, name, ")"] };
	}
	override toString(): string {
		return this.tzname();
	}
	toJSON(): string {
		return this.tzname();
	}
}

/** Python's `datetime.timezone.utc`: the one zone without offset. */
export const utc: PyTimezone = /* @__PURE__ */ new PyTimezone(/* @__PURE__ */ new PyTimeDelta());

/** `+hh:mm`, with seconds where there are any. */
export function offsetText(offset: PyTimeDelta): string {
	const negative = offset.days < 0;
	const { seconds, microseconds } = negative ? offset.negated() : offset;
	const text = `${negative ? "-" : "+"}${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`;
	if (seconds % 60 === 0 && microseconds === 0) return text;
	return `${text}:${pad(seconds % 60)}${microseconds === 0 ? "" : `.${pad(microseconds, 6)}`}`;
}

/** `(days, seconds, microseconds)`, normal. */
export const timedeltaType: TypeEntry<PyTimeDelta> = {
	names: ["datetime:timedelta"],
	type: PyTimeDelta,
	load: (args) => {
		const days = intIn(args[0], -MOST_DAYS, MOST_DAYS);
		const seconds = intIn(args[1], 0, DAY - 1);
		const microseconds = intIn(args[2], 0, 999_999);
		const known = args.length === 3 && days !== undefined && seconds !== undefined && microseconds !== undefined;
		return known ? new PyTimeDelta(days, seconds, microseconds) : undefined;
	},
	reduce: ({ days, seconds, microseconds }) => ({
		callable: "datetime:timedelta",
		args: [days, seconds, microseconds],
	}),
};

/** `(timedelta,)` or `(timedelta, name)`. */
export const timezoneType: TypeEntry<PyTimezone> = {
	names: ["datetime:timezone"],
	type: PyTimezone,
	load: (args) => {
		const [offset, name] = args;
		if (!(offset instanceof PyTimeDelta) || Math.abs(offset.totalSeconds()) >= DAY) return undefined;
		if (args.length === 1) return offset.totalSeconds() === 0 ? utc : new PyTimezone(offset);
		return args.length === 2 && typeof name === "string" ? new PyTimezone(offset, name) : undefined;
	},
	reduce: ({ offset, name }) => ({ callable: "datetime:timezone", args: name === null ? [offset] : [offset, name] }),
};
