/** The source of an array, where the adapters are loaded; without them there are no arrays. */
import type { ArraySource } from "./array-source.ts";
import { libraries } from "./libraries.ts";

/** As {@link sourceOf} of `array-source.ts`. */
export function sourceOf(value: unknown): ArraySource | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	return libraries()?.sourceOf(value);
}
