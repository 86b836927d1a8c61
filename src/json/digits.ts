/** Ints in text, and how many digits Python is ready to convert. */
import { LimitError, ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { intRepr } from "../values/int-repr.ts";
import { hasDigitLimit } from "./options.ts";

/** How long the decimal text of an int may be, and whose words refuse a longer one. */
export interface DigitRule {
	/** Most digits; 0 is no limit. */
	readonly limits: { readonly digits: number };
	readonly version: VersionNumber;
}

/**
 * The int that a JSON number stands for.
 *
 * @param text an optional minus and digits
 * @throws ValueError (`number`) in Python's words when there are too many digits
 */
export function parseIntText(text: string, rule: DigitRule): number | bigint {
	const digits = text.length - (text.charCodeAt(0) === 45 ? 1 : 0);
	if (digits < 16) return Number(text) + 0; // -0 is the int 0
	if (rule.limits.digits > 0 && digits > rule.limits.digits) throw tooMany(rule, `: value has ${digits} digits`);
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
	try {
		return intRepr(value, rule.limits.digits);
	} catch {
		throw tooMany(rule, "");
	}
}

function tooMany({ limits, version }: DigitRule, detail: string): ValueError | LimitError {
	const { digits } = limits;
	if (!hasDigitLimit(version)) return new LimitError("digits", digits);
	const limit = version < 31100 ? digits : `${digits} digits`;
	return new ValueError(
		`Exceeds the limit (${limit}) for integer string conversion${detail}; use sys.set_int_max_str_digits() to increase the limit`,
		{ code: "number" },
	);
}
