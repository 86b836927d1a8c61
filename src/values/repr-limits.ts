import { ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { defaultDigits } from "./int-repr.ts";
import { DEFAULT_TEXT_LIMIT } from "./text-builder.ts";

/** The limits of writing a value as text; a limit that is met ends in a `LimitError` or Python's own error. */
export interface TextLimits {
	/** UTF-16 units of the whole text: a small graph can have an exponential one. @defaultValue 2^29 */
	readonly text?: number;
	/** Decimal digits of one int, as `sys.set_int_max_str_digits`; 0 means no limit. @defaultValue 4300, as in the Python that is followed */
	readonly digits?: number;
}

/** Names of all limits, so that one object of them can be handed to every function. */
const NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"stack",
	"memo",
	"items",
	"digits",
	"depth",
	"memory",
	"text",
]);

/**
 * Completes the `limits` option of what writes text.
 *
 * @throws ValueError (`option`) for an unknown limit or one that is not a number from 0 up
 */
export function textLimits(limits: TextLimits | undefined, version: VersionNumber): Required<TextLimits> {
	for (const [name, value] of Object.entries(limits ?? {}) as [string, unknown][]) {
		if (!NAMES.has(name)) throw new ValueError(`unknown limit: '${name}'`, { code: "option" });
		if (value != null && (typeof value !== "number" || !(value >= 0))) {
			throw new ValueError(`limit '${name}' must be a number from 0 up, not ${String(value)}`, { code: "option" });
		}
	}
	return { text: limits?.text ?? DEFAULT_TEXT_LIMIT, digits: limits?.digits ?? defaultDigits(version) };
}
