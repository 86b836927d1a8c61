/** The offsets of time zones at moments, and their names, as pandas shows them. */
import { keyOf, nameOf, offsetOf, type TimeZone } from "../registry/stdlib/time-zone.ts";
import { PyTimezone } from "../registry/stdlib/timedelta.ts";
import { PyZoneInfo } from "../registry/stdlib/zoneinfo.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";

const DAY = 86_400_000;
/** The last moment of JavaScript's calendar, but for some days; zones are not known beyond it. */
const MOST = 8.64e15 - 10 * DAY;

/** The offsets that were asked for by day, and the most days that are kept. */
interface Clock {
	readonly zone: TimeZone;
	readonly days: Map<number, number | null>;
}
const clocks = /* @__PURE__ */ new WeakMap<object, Clock>();
const MOST_DAYS = 20_000;

/** pytz chooses an offset for each of its zones; pandas goes by the name. */
function byName(tz: TimeZone): TimeZone {
	if (!(tz instanceof PyObject) || !(tz.callable instanceof PyGlobal)) return tz;
	const { module, qualname } = tz.callable;
	const [key] = tz.args as readonly unknown[];
	return module === "pytz" && qualname === "_p" && typeof key === "string" ? new PyZoneInfo(key) : tz;
}

/** The offset in milliseconds at a local time of a zone. */
function local(zone: TimeZone, localMilliseconds: number, fold: 0 | 1): number | null {
	const offset = offsetOf(zone, { localMilliseconds, fold });
	return offset === null ? null : Math.round(offset.totalSeconds() * 1000);
}

function ask(zone: TimeZone, utc: number): number | null {
	const around = [local(zone, utc - DAY, 0), local(zone, utc + DAY, 0)];
	let second: number | null = null;
	for (const offset of around) {
		if (offset === null) return null;
		const held = [local(zone, utc + offset, 0), local(zone, utc + offset, 1)];
		if (held[0] === offset && held[1] === offset) return offset;
		// Where clocks go back one of two readings is this moment.
		if (second === null && held.includes(offset)) second = offset;
	}
	return second;
}

/**
 * Milliseconds that a zone is ahead of UTC at a moment; null where that is not known.
 *
 * @param utc milliseconds since 1970
 */
export function offsetAt(tz: TimeZone, utc: number): number | null {
	if (tz === null) return 0;
	if (!(Math.abs(utc) <= MOST)) return null;
	let clock = clocks.get(tz);
	if (clock === undefined) {
		clock = { zone: byName(tz), days: new Map() };
		clocks.set(tz, clock);
	}
	const { zone, days } = clock;
	const midnight = (day: number): number | null => {
		let known = days.get(day);
		if (known === undefined) {
			if (days.size >= MOST_DAYS) days.clear();
			known = ask(zone, day * DAY);
			days.set(day, known);
		}
		return known;
	};
	const day = Math.floor(utc / DAY);
	const offset = midnight(day);
	return offset === midnight(day + 1) ? offset : ask(zone, utc);
}

/** A zone as `str()` has it: its name, or `UTC+05:30`, or as pytz and dateutil write theirs. */
export function zoneName(tz: TimeZone): string {
	if (tz === null) return "None";
	if (tz instanceof PyObject && tz.callable instanceof PyGlobal) {
		const { module, qualname } = tz.callable;
		const args = tz.args as readonly unknown[];
		if (module === "pytz" && qualname === "_UTC") return "UTC";
		if (module === "pytz" && qualname === "FixedOffset") return `pytz.FixedOffset(${String(args[0])})`;
		if (module.startsWith("dateutil")) return dateutilName(tz);
	}
	if (tz instanceof PyTimezone) return String(tz);
	return keyOf(tz) ?? nameOf(tz) ?? String(tz);
}

function dateutilName(tz: PyObject): string {
	const args = tz.args as readonly unknown[];
	if (tz.className === "tzutc") return "tzutc()";
	if (tz.className === "tzlocal") return "tzlocal()";
	const path = args[1] ?? args[0] ?? keyOf(tz);
	return `tzfile('${String(path)}')`;
}

/** An offset as `+05:30`; with seconds where there are any. */
export function offsetText(milliseconds: number, colon = ":"): string {
	const seconds = Math.floor(Math.abs(milliseconds) / 1000);
	const pad = (value: number): string => String(value).padStart(2, "0");
	const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	const text = `${milliseconds < 0 ? "-" : "+"}${pad(hours)}${colon}${pad(minutes)}`;
	return rest === 0 ? text : `${text}${colon}${pad(rest)}`;
}
