/** The calendar of `datetime64`: the proleptic Gregorian one, in counts of a unit since 1970. */
import type { KeyParts } from "../values/brand.ts";
import type { TimeUnit } from "./dtype.ts";

/** The count that stands for "not a time". */
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

/** Days from 1970 to a day of the calendar. */
export function daysTo(year: bigint, month: number, day: number): bigint {
	const shifted = month <= 2 ? year - 1n : year;
	const era = floorDiv(shifted, 400n);
	const yearOfEra = Number(shifted - era * 400n);
	const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
	return era * 146097n + BigInt(ofEra) - 719468n;
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
 *
 * @param most digits of a second at most; others are cut. Default: all that the unit has
 */
export function timeString(count: bigint, unit: TimeUnit, most = 18): string {
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
	// `Date` reads no hour without minutes.
	if (name === "h") return `${date}T${two(hour)}${most === 18 ? "" : minutes}`;
	const time = `${date}T${two(hour)}${minutes}`;
	if (name === "m") return time;
	const digits = Math.min(DIGITS[name] ?? 0, most);
	const fraction = String(rest % 10n ** 18n).padStart(18, "0");
	return `${time}:${two(seconds % 60n)}${digits === 0 ? "" : `.${fraction.slice(0, digits)}`}`;
}

/** How a time compares with times of any unit. */
export function timeKey(kind: string, count: bigint, unit: TimeUnit): KeyParts {
	const tag = kind === "M" ? "numpy.datetime64" : "numpy.timedelta64";
	const { name } = unit;
	const months = count * BigInt(unit.count) * (name === "Y" ? 12n : 1n);
	if (name === "generic") return { tag: `${tag} generic`, parts: [count] };
	if (name !== "Y" && name !== "M") return { tag, parts: [count * BigInt(unit.count) * (LENGTHS[name] as bigint)] };
	if (kind === "m") return { tag: `${tag} months`, parts: [months] };
	const years = floorDiv(months, 12n);
	return { tag, parts: [daysTo(years + 1970n, Number(months - years * 12n) + 1, 1) * DAY] };
}
