/** The calendar of `datetime64`: the proleptic Gregorian one, in counts of a unit since 1970. */
import type { KeyParts } from "../values/brand.ts";
import type { TimeUnit } from "./dtype.ts";

/** The count that represents "not a time". */
export const NAT: bigint = -(2n ** 63n);

/** Attoseconds of the units from weeks down; years and months have no fixed length. */
export const LENGTHS: Readonly<Record<string, bigint>> = {
	W: 604800n * 10n ** 18n,
	D: 86400n * 10n ** 18n,
	h: 3600n * 10n ** 18n,
	m: 60n * 10n ** 18n,
	s: 10n ** 18n,
	ms: 10n ** 15n,
	us: 10n ** 12n,
	ns: 10n ** 9n,
	ps: 10n ** 6n,
	fs: 1000n,
	as: 1n,
};
/** Digits of a second that a unit has. */
const DIGITS: Readonly<Record<string, number>> = { ms: 3, us: 6, ns: 9, ps: 12, fs: 15, as: 18 };
const DAY = 86400n * 10n ** 18n;

export function floorDiv(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b < 0n ? quotient - 1n : quotient;
}

/** Year, month and day of a count of days since 1970. */
function civil(days: bigint): [year: bigint, month: number, day: number] {
	const shifted = days + 719468n;
	const era = floorDiv(shifted, 146097n);
	const ofEra = Number(shifted - era * 146097n);
	const yearOfEra = Math.floor(
		(ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
	);
	const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
	const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	return [BigInt(yearOfEra) + era * 400n + (month <= 2 ? 1n : 0n), month, day];
}

/** Days and attoseconds of the day. */
function split(count: bigint, { name, count: times }: TimeUnit): [days: bigint, rest: bigint] {
	const total = count * BigInt(times) * (LENGTHS[name] as bigint);
	const days = floorDiv(total, DAY);
	return [days, total - days * DAY];
}

const two = (value: number | bigint): string => String(value).padStart(2, "0");
/** As C's `%04d`, in which the sign is one of the four. */
function yearText(year: bigint): string {
	return year < 0n ? `-${String(-year).padStart(3, "0")}` : String(year).padStart(4, "0");
}

/**
 * A `datetime64` as ISO 8601, as precise as its unit.
 */
export function timeString(count: bigint, unit: TimeUnit): string {
	const { name, count: times } = unit;
	if (name === "generic") return String(count);
	if (name === "Y") return yearText(count * BigInt(times) + 1970n);
	if (name === "M") {
		const months = count * BigInt(times);
		const years = floorDiv(months, 12n);
		return `${yearText(years + 1970n)}-${two(months - years * 12n + 1n)}`;
	}
	const [days, rest] = split(count, unit);
	const [year, month, day] = civil(days);
	const date = `${yearText(year)}-${two(month)}-${two(day)}`;
	if (name === "W" || name === "D") return date;
	const seconds = rest / 10n ** 18n;
	const hour = seconds / 3600n;
	const minutes = `:${two((seconds / 60n) % 60n)}`;
	if (name === "h") return `${date}T${two(hour)}`;
	const time = `${date}T${two(hour)}${minutes}`;
	if (name === "m") return time;
	const digits = DIGITS[name] ?? 0;
	const fraction = String(rest % 10n ** 18n).padStart(18, "0");
	return `${time}:${two(seconds % 60n)}${digits === 0 ? "" : `.${fraction.slice(0, digits)}`}`;
}

/** The milliseconds since 1970 that a `datetime64` has begun; NaN beyond what `Date` holds. */
export function milliseconds(count: bigint, { name, count: times }: TimeUnit): number {
	const length = LENGTHS[name];
	const total = count * BigInt(times);
	if (length !== undefined) return Number(floorDiv(total * length, 10n ** 15n));
	return new Date(0).setUTCFullYear(1970, Number(total) * (name === "Y" ? 12 : 1));
}

/** How a time compares with times of any unit. */
export function timeKey(kind: string, count: bigint, unit: TimeUnit): KeyParts {
	const { name, count: times } = unit;
	const length = LENGTHS[name];
	const total = count * BigInt(times);
	if (length !== undefined) return { tag: kind, parts: [total * length] };
	const begin = kind === "M" && name !== "generic" ? milliseconds(count, unit) : Number.NaN;
	// Years and months are of no fixed length, and beyond `Date` they equal themselves alone.
	if (!Number.isNaN(begin)) return { tag: kind, parts: [BigInt(begin) * 10n ** 15n] };
	return name === "Y" ? { tag: `${kind} M`, parts: [total * 12n] } : { tag: `${kind} ${name}`, parts: [total] };
}
