/** Ints in text, and how many digits Python is ready to convert. */
import { LimitError, type ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { defaultDigits, intRepr, tooManyDigits } from "../values/int-repr.ts";

/** How long the decimal text of an int may be, and whose words refuse a longer one. */
export interface DigitRule {
	/** Most digits; 0 means no limit. */
	readonly limits: { readonly digits: number };
	readonly version: VersionNumber;
}

/**
 * The int that a JSON number represents.
 *
 * @param text an optional minus and digits
 * @throws ValueError (`number`) in Python's words when there are too many digits
 */
export function parseIntText(text: string, rule: DigitRule): number | bigint {
	const digits = text.length - (text.charCodeAt(0) === 45 ? 1 : 0);
	if (digits < 16) return Number(text) + 0; // -0 is the int 0
	if (rule.limits.digits > 0 && digits > rule.limits.digits) throw tooMany(digits, rule);
	if (digits === 16) {
		const value = Number(text);
		if (Number.isSafeInteger(value)) return value;
	}
	return BigInt(text);
}

/**
 * The decimal text of a bigint.
 *
 * @throws ValueError (`number`) in Python's words when there are too many digits
 */
export function intText(value: bigint, rule: DigitRule): string {
	const { limits, version } = rule;
	try {
		return intRepr(value, limits.digits, version);
	} catch (error) {
		throw defaultDigits(version) > 0 ? error : new LimitError("digits", limits.digits);
	}
}

/** Python's refusal; our own for a Python that has no limit. */
function tooMany(found: number, { limits, version }: DigitRule): ValueError | LimitError {
	const { digits } = limits;
	return defaultDigits(version) > 0 ? tooManyDigits(digits, version, found) : new LimitError("digits", digits);
}
