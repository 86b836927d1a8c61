import { compareText } from "../../values/compare-text.ts";
import { PyFloat } from "../../values/numbers.ts";

/** Entries by their counts, the greatest first; in their own order when Python cannot compare the counts. */
export function mostCommon<K>(entries: readonly [K, unknown][]): [K, unknown][] {
	const counts = entries.map(([, count]) =>
		count instanceof PyFloat ? count.value : typeof count === "boolean" ? Number(count) : count,
	);
	const isNumeric = counts.every((count) => typeof count === "number" || typeof count === "bigint");
	if (!isNumeric && !counts.every((count) => typeof count === "string")) return [...entries];
	const compare = (a: unknown, b: unknown): number =>
		isNumeric
			? Number((a as number) > (b as number)) - Number((a as number) < (b as number))
			: compareText(a as string, b as string);
	const order = entries.map((_, i) => i).sort((a, b) => compare(counts[b], counts[a]));
	return order.map((i) => entries[i] as [K, unknown]);
}
