import { ValueError } from "../errors.ts";

/** The digits that Python converts between int and text unless told otherwise. */
export const DEFAULT_DIGITS = 4300;

/**
 * Python's `repr()` of an `int`.
 *
 * @param value the int
 * @param digits the most decimal digits, as `sys.set_int_max_str_digits()`; 0 is no limit. Default: 4300
 * @throws ValueError (`number`) in Python's words when there are more
 */
export function intRepr(value: number | bigint, digits: number = DEFAULT_DIGITS): string {
	if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
	if (digits > 0 && tooLong(value, digits)) throw tooManyDigits(digits);
	return value.toString();
}

/** Conversion to decimal takes more than linear time, so the size is judged before it. */
function tooLong(value: bigint, digits: number): boolean {
	const bits = (value < 0n ? -value : value).toString(16).length * 4;
	// log10(2) for each bit; the leading hex digit may be short of four bits, and digits are rounded up.
	const estimate = bits * 0.3010299956639812;
	if (estimate + 1 <= digits) return false;
	if (estimate - 2 > digits) return true;
	return value.toString().length - (value < 0n ? 1 : 0) > digits;
}

/** Python's refusal to write an int of more digits than it may have. */
export function tooManyDigits(digits: number): ValueError {
	return new ValueError(
		`Exceeds the limit (${digits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
		{ code: "number" },
	);
}
