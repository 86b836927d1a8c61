/** The mark of a missing value in pandas. */
import { INSPECT, KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { PyFloat } from "../values/numbers.ts";

/** The class of {@link NA} and {@link NaT}, of which there is one object each. */
export class Missing {
	/** `"NA"` or `"NaT"`. */
	readonly name: "NA" | "NaT";
	/** @param name which one */
	constructor(name: "NA" | "NaT") {
		this.name = name;
	}
	get [TYPE](): string {
		return `pandas.${this.name}`;
	}
	[KEY](): KeyParts {
		return { tag: this[TYPE], parts: [] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.name === "NA" ? "<NA>" : "NaT"] };
	}
	toJSON(): null {
		return null;
	}
	toString(): string {
		return this.name === "NA" ? "<NA>" : "NaT";
	}
	[INSPECT](): string {
		return this.name;
	}
}

/**
 * pandas' `NA`: the missing value of nullable dtypes.
 *
 * @example
 * ```ts
 * import { isMissing, NA, NaT } from "brine/pandas";
 * [NA, NaT, null, Number.NaN, 0].map(isMissing); // [true, true, true, true, false]
 * ```
 */
export const NA: Missing = /* @__PURE__ */ new Missing("NA");

/**
 * pandas' `NaT`: the missing value of times, time differences and periods.
 *
 * @example
 * ```ts
 * import { NaT } from "brine/pandas";
 * String(NaT); // "NaT"
 * ```
 */
export const NaT: Missing = /* @__PURE__ */ new Missing("NaT");

/**
 * Whether pandas' `isna` is true of one value: None, NaN, {@link NA}, {@link NaT}, a `Decimal` NaN.
 *
 * @param value any item of a column
 * @returns whether it is missing
 * @example
 * ```ts
 * import { isMissing } from "brine/pandas";
 * isMissing(null); // true
 * ```
 */
export function isMissing(value: unknown): boolean {
	if (typeof value === "number") return Number.isNaN(value);
	if (value === null || value === undefined) return true;
	if (typeof value !== "object") return false;
	if (value instanceof Missing) return true;
	if (value instanceof PyFloat) return Number.isNaN(value.value);
	const { [TYPE]: type } = value as { readonly [TYPE]?: unknown };
	if (type === "numpy.datetime64" || type === "numpy.timedelta64") return (value as { isNaT: boolean }).isNaT;
	return type === "decimal.Decimal" && /nan/i.test(String(value));
}
