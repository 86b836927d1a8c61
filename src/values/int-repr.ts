import { ValueError } from "../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";

/** The digits that Python converts between int and text unless told otherwise. */
export const DEFAULT_DIGITS = 4300;

/** {@link DEFAULT_DIGITS} in a version: 3.7 to 3.10 have the limit in their later releases only, 3.6 has none. */
export function defaultDigits(version: VersionNumber): number {
	const first = [30714, 30814, 30914, 31007][Math.floor(version / 100) - 307] ?? 31100;
	return version >= first ? DEFAULT_DIGITS : 0;
}

/**
 * Python's `repr()` of an `int`.
 *
 * @param value the int
 * @param digits the most decimal digits, as `sys.set_int_max_str_digits()`; 0 means no limit. Default: 4300
 * @param version the Python whose words an error has. Default: 3.14
 * @throws ValueError (`number`) when there are more
 */
export function intRepr(
	value: number | bigint,
	digits: number = DEFAULT_DIGITS,
	version: VersionNumber = DEFAULT_VERSION,
): string {
	if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
	if (digits > 0 && tooLong(value, digits)) throw tooManyDigits(digits, version);
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

/**
 * Python's refusal to convert between an int and text of more digits than it may have.
 *
 * @param found how many digits a string has; left out when an int is to be written
 */
export function tooManyDigits(digits: number, version: VersionNumber, found?: number): ValueError {
	const unit = version < 31100 ? "" : " digits";
	const what = found === undefined ? "" : `: value has ${found} digits`;
	return new ValueError(
		`Exceeds the limit (${digits}${unit}) for integer string conversion${what}; use sys.set_int_max_str_digits() to increase the limit`,
		{ code: "number", hint: "raise it with { limits: { digits: … } }; 0 means no limit" },
	);
}
