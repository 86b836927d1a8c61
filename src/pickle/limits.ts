import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { MAP_ENTRIES } from "../values/map-entries.ts";
import { completeLimits } from "../values/option-values.ts";

/**
 * The limits of one load or dump. Each limit that is met ends in a `LimitError` that names it; raise it for
 * work that needs more.
 */
export interface Limits {
	/** Slots of the unpickling stack, and items of one list. @defaultValue 2^26 */
	readonly stack?: number;
	/** Entries of the memo. @defaultValue 2^26 */
	readonly memo?: number;
	/**
	 * Entries of one dict or set, items of one deque or `array`, steps of one inert object; V8's `Map` holds no more than
	 * the default. @defaultValue 2^24
	 */
	readonly items?: number;
	/** Decimal digits of one int in text, as `sys.set_int_max_str_digits`; 0 means no limit. @defaultValue 4300 */
	readonly digits?: number;
	/** Levels of nesting of what is written; reading makes values of any depth without nesting. @defaultValue unlimited */
	readonly depth?: number;
	/**
	 * Bytes of heap that the value is estimated to take, charged before it is built; of `dumps`, those of parts that a small
	 * value may write again and again. @defaultValue 2^30 (1 GiB)
	 */
	readonly memory?: number;
}

/** All limits with their values. */
export type FullLimits = { readonly [name in keyof Limits]-?: number };

/** The limits unless told otherwise. */
export const DEFAULT_LIMITS: FullLimits = /* @__PURE__ */ Object.freeze({
	stack: 2 ** 26,
	memo: 2 ** 26,
	items: MAP_ENTRIES,
	digits: 4300,
	depth: Number.POSITIVE_INFINITY,
	memory: 2 ** 30,
});

/**
 * Completes the `limits` option.
 *
 * @throws ValueError (`option`) for an unknown limit or one that is not a number from 0 up
 */
export function fullLimits(limits: Limits | null | undefined, version: VersionNumber): FullLimits {
	const isDefault = limits === undefined || limits === null;
	if (isDefault && version === DEFAULT_VERSION) return DEFAULT_LIMITS;
	const defaults = limitsDigits(version) ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, digits: 0 };
	return isDefault ? defaults : completeLimits(defaults, limits);
}

/** Which CPythons limit the digits of an int in text: 3.11 and newer, and the later releases of 3.7 to 3.10. */
function limitsDigits(version: VersionNumber): boolean {
	const first = [30714, 30814, 30914, 31007][Math.floor(version / 100) - 307];
	return version >= (first ?? 31100);
}
