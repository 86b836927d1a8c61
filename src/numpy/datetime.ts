/** The calendar of `datetime64`: the proleptic Gregorian one, in counts of a unit since 1970. */
import type { KeyParts } from "../values/brand.ts";

/** The unit of `datetime64` and `timedelta64`: `{ name: "ns", count: 1 }`; `generic` for none. */
export interface TimeUnit {
	readonly name: string;
	readonly count: number;
}

/** The count that represents "not a time". */
export const NAT: bigint = -(2n ** 63n);

const SECOND = 10n ** 18n;
const DAY = 86400n * SECOND;

/** Attoseconds of the units from weeks down; years and months have no fixed length. */
export const LENGTHS: Readonly<Record<string, bigint>> = {
	W: 7n * DAY,
	D: DAY,
	h: 3600n * SECOND,
	m: 60n * SECOND,
	s: SECOND,
	ms: 10n ** 15n,
	us: 10n ** 12n,
	ns: 10n ** 9n,
	ps: 10n ** 6n,
	fs: 1000n,
	as: 1n,
};
/** The names of units, from years to attoseconds. */
export const UNITS: readonly string[] = /* @__PURE__ */ ["Y", "M"].concat(/* @__PURE__ */ Object.keys(LENGTHS));
export function floorDiv(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b < 0n ? quotient - 1n : quotient;
}

/** Year, month and day of a count of days since 1970. */
function civil(days: bigint): [year: bigint, month: number, day: number] {
	// The calendar repeats itself after 400 years.
	const cycles = floorDiv(days, 146097n);
	const date = new Date(Number(days - cycles * 146097n) * 86_400_000);
	return [BigInt(date.getUTCFullYear()) + cycles * 400n, date.getUTCMonth() + 1, date.getUTCDate()];
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
	const seconds = rest / SECOND;
	const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(":");
	const time = `T${clock}.${String(rest % SECOND).padStart(18, "0")}`;
	// Of `T00:00:00.000` hours have three characters, each finer unit three more, and fractions the dot.
	const place = UNITS.indexOf(name) - 3;
	return date + time.slice(0, Math.max(3 * place + (place > 3 ? 1 : 0), 0));
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
