/** The texts of periods, by their frequency and their number since 1970. */
import { dateText, dayTimeText, splitCount, two, yearText } from "./calendar.ts";

const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The days of a week's end after Sunday. */
function weekEnd(suffix: string | undefined): number {
	return suffix === undefined ? 0 : Math.max(DAYS.indexOf(suffix), 0);
}

/** A day of the calendar and a time of it. */
function moment(count: bigint, unit: "s" | "ms" | "us" | "ns", digits: number): string {
	const [days, nanos] = splitCount(count, unit);
	return dayTimeText(days, nanos, digits);
}

/**
 * The text of a period as pandas' `str()`.
 *
 * @param ordinal its number since 1970
 * @param freq letters of any pandas, as `"M"`, `"Q-NOV"`, `"3D"`, `"h"`
 * @returns such as `2020-01`; the number itself for letters that are not known
 */
export function periodText(ordinal: number | bigint, freq: string): string {
	const match = /^(\d{0,9})([A-Za-z]{1,5})(?:-([A-Z]{3}))?$/.exec(freq);
	if (match === null) return String(ordinal);
	const [, , code = "", suffix] = match;
	const count = BigInt(ordinal);
	const number = Number(ordinal);
	const quotient = (by: number): number => Math.floor(number / by);
	switch (code) {
		case "A":
		case "Y":
		case "YE":
			return yearText(1970 + number);
		case "Q":
		case "QE":
			return `${yearText(1970 + quotient(4))}Q${number - quotient(4) * 4 + 1}`;
		case "M":
		case "ME":
			return `${yearText(1970 + quotient(12))}-${two(number - quotient(12) * 12 + 1)}`;
		case "W": {
			const end = number * 7 + weekEnd(suffix) - 4;
			return `${dateText(end - 6)}/${dateText(end)}`;
		}
		case "D":
			return dateText(number);
		case "B":
			return dateText(Math.floor((number + 3) / 5) * 7 + ((((number + 3) % 5) + 5) % 5) - 3);
		case "h":
		case "H":
			return moment(count * 3600n, "s", 0).slice(0, -3);
		case "min":
		case "T":
			return moment(count * 60n, "s", 0).slice(0, -3);
		case "s":
		case "S":
			return moment(count, "s", 0);
		case "ms":
		case "L":
			return moment(count, "ms", 3);
		case "us":
		case "U":
			return moment(count, "us", 6);
		case "ns":
		case "N":
			return moment(count, "ns", 9);
		default:
			return String(ordinal);
	}
}
