import type { VersionNumber } from "../options.ts";
import { defaultDigits } from "./int-repr.ts";
import { completeLimits } from "./option-values.ts";
import { DEFAULT_TEXT_LIMIT } from "./text-builder.ts";

/** The limits of writing a value as text; a limit that is met ends in a `LimitError` or Python's own error. */
export interface TextLimits {
	/** UTF-16 units of the whole text: a small graph can have an exponential one. @defaultValue 2^29 */
	readonly text?: number;
	/** Decimal digits of one int, as `sys.set_int_max_str_digits`; 0 means no limit. @defaultValue 4300, as in the Python that is followed */
	readonly digits?: number;
}

/** All limits, so that one object of them can be handed to every function. */
const OTHERS = { stack: 0, memo: 0, items: 0, depth: 0, memory: 0 };

/**
 * Completes the `limits` option of what writes text.
 *
 * @throws ValueError (`option`) for an unknown limit or one that is not a number from 0 up
 */
export function textLimits(limits: TextLimits | undefined, version: VersionNumber): Required<TextLimits> {
	return completeLimits({ ...OTHERS, text: DEFAULT_TEXT_LIMIT, digits: defaultDigits(version) }, limits);
}
