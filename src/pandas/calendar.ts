/** Counts of a unit since 1970 as days, times of day and texts, in numbers: the proleptic Gregorian calendar. */

/** Units that pandas counts times in. */
export type TimeUnitName = "s" | "ms" | "us" | "ns";

/** Nanoseconds of a unit. */
export const NANOS: Readonly<Record<TimeUnitName, bigint>> = { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n };

/** The count that represents "not a time". */
export const NAT_COUNT: bigint = -(2n ** 63n);

/** Units of a day. */
const PER_DAY: Readonly<Record<TimeUnitName, bigint>> = {
	s: 86_400n,
	ms: 86_400_000n,
	us: 86_400_000_000n,
	ns: 86_400_000_000_000n,
};

/** A count as days since 1970 and nanoseconds of the day, which a `number` holds exactly. */
export function splitCount(count: bigint, unit: TimeUnitName): readonly [days: number, nanos: number] {
	const per = PER_DAY[unit];
	let days = count / per;
	let rest = count - days * per;
	if (rest < 0n) {
		days -= 1n;
		rest += per;
	}
	return [Number(days), Number(rest) * Number(NANOS[unit])];
}

/** Year, month and day of a count of days since 1970. */
export function civil(days: number): readonly [year: number, month: number, day: number] {
	const shifted = days + 719_468;
	const era = Math.floor(shifted / 146_097);
	const ofEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
	);
	const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
	const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Two digits. */
export function two(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** A day as `2020-01-31`. */
export function dateText(days: number): string {
	const [year, month, day] = civil(days);
	return `${yearText(year)}-${two(month)}-${two(day)}`;
}

/** A year in at least four digits. */
export function yearText(year: number): string {
	return year < 0 ? `-${String(-year).padStart(4, "0")}` : String(year).padStart(4, "0");
}

/** A time of day as `12:34:56`, without its fraction. */
export function clockText(nanos: number): string {
	const seconds = Math.floor(nanos / 1e9);
	return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** The fraction of a second: nothing, six digits, or nine, as Python and pandas show it. */
export function fractionText(nanos: number): string {
	const rest = nanos % 1e9;
	if (rest === 0) return "";
	const digits = String(rest).padStart(9, "0");
	return rest % 1000 === 0 ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

/** The fraction of a second in so many digits. */
export function digitsText(nanos: number, digits: number): string {
	if (digits === 0) return "";
	const text = String(nanos % 1e9).padStart(9, "0");
	return `.${text.slice(0, digits)}`;
}

/** A day and a time of it, with so many digits of the second. */
export function dayTimeText(day: number, nanos: number, digits: number): string {
	const fraction =
		digits === 0
			? ""
			: `.${String(nanos % 1e9)
					.padStart(9, "0")
					.slice(0, digits)}`;
	return `${dateText(day)} ${clockText(nanos)}${fraction}`;
}
