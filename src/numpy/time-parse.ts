/** Dates and text as counts of a unit. */
import { PyTypeError, ValueError } from "../errors.ts";
import { typeName } from "../values/type-name.ts";
import { floorDiv, LENGTHS, NAT, type TimeUnit } from "./datetime.ts";
import { unitText } from "./dtype.ts";
import { NPScalar } from "./scalar.ts";

/** ISO 8601 as numpy reads it: a year, and as much after it as is known. */
const ISO = /^(-?\d{4,12})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,18}))?)?)?)?)?)?Z?$/;

/**
 * How many units a value is.
 *
 * @param value an int, a scalar of the same unit, a `Date` or ISO text for `datetime64`; null and `"NaT"` are not a time
 */
export function countOf(value: unknown, kind: string, unit: TimeUnit): bigint {
	if (value === null || value === "NaT") return NAT;
	if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) return int64(BigInt(value));
	if (value instanceof NPScalar && value.dtype.kind === kind) {
		const given = value.dtype.unit as TimeUnit;
		if (value.isNaT || (given.name === unit.name && given.count === unit.count)) return value.value as bigint;
		throw new ValueError(`a time in units of ${unitText(given)} is not one of ${unitText(unit)}`, { code: "argument" });
	}
	if (kind === "M") {
		if (value instanceof Date && Number.isNaN(value.getTime())) return NAT;
		if (value instanceof Date) return counted(BigInt(value.getTime()) * 10n ** 15n, unit);
		const match = typeof value === "string" && value.length < 64 ? ISO.exec(value) : null;
		if (match !== null) return counted(attoseconds(match), unit);
	}
	throw new PyTypeError(`a time cannot be made of '${typeName(value)}'`, { code: "argument" });
}

/** Days from 1970 to a day of the calendar. */
function daysTo(year: bigint, month: number, day: number): bigint {
	const shifted = month <= 2 ? year - 1n : year;
	const era = floorDiv(shifted, 400n);
	const yearOfEra = Number(shifted - era * 400n);
	const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
	return era * 146097n + BigInt(ofEra) - 719468n;
}

function int64(value: bigint): bigint {
	if (BigInt.asIntN(64, value) === value) return value;
	throw new ValueError(`${value} is out of bounds for a count of 64 bits`, { code: "argument" });
}

function attoseconds([
	text,
	year,
	month = "1",
	day = "1",
	hour = "0",
	minute = "0",
	second = "0",
	rest = "",
]: RegExpExecArray): bigint {
	const numbers = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number];
	const [m, d, h, min, s] = numbers;
	const days = daysTo(BigInt(year as string), m, d);
	const next = m === 12 ? daysTo(BigInt(year as string) + 1n, 1, 1) : daysTo(BigInt(year as string), m + 1, 1);
	if (m < 1 || m > 12 || d < 1 || days >= next || h > 23 || min > 59 || s > 59) {
		throw new ValueError(`${JSON.stringify(text)} is not a date`, { code: "argument" });
	}
	const seconds = days * 86400n + BigInt((h * 60 + min) * 60 + s);
	return seconds * 10n ** 18n + BigInt(rest.padEnd(18, "0"));
}

/** Units since 1970, the last one begun. */
function counted(time: bigint, { name, count }: TimeUnit): bigint {
	const length = LENGTHS[name];
	if (length !== undefined) return int64(floorDiv(time, length * BigInt(count)));
	if (name === "generic") throw new ValueError("a time without unit is a count", { code: "argument" });
	const day = floorDiv(time, LENGTHS["D"] as bigint);
	// A year by the mean length is right or one too large or small.
	let year = floorDiv(day * 400n, 146097n) + 1970n;
	while (daysTo(year, 1, 1) > day) year--;
	while (daysTo(year + 1n, 1, 1) <= day) year++;
	let month = 1;
	while (month < 12 && daysTo(year, month + 1, 1) <= day) month++;
	const months = (year - 1970n) * 12n + BigInt(month - 1);
	return int64(floorDiv(months, BigInt(count) * (name === "Y" ? 12n : 1n)));
}
