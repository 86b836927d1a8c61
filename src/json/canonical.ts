/** The order of entries in the canonical form of RFC 8785. */
import { ValueError } from "../errors.ts";

/**
 * Orders entries by the text of their keys, in UTF-16 units.
 *
 * @param textOf the text of a key; undefined for one that is left out
 * @throws ValueError (`json-key`) for two keys of one text, which no canonical document has
 */
export function canonicalOrder(
	keys: readonly unknown[],
	values: readonly unknown[],
	textOf: (key: unknown) => string | undefined,
): [keys: unknown[], values: unknown[]] {
	const texts = keys.map((key) => textOf(key) ?? "");
	const order = keys.map((_, i) => i);
	order.sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1));
	for (let i = 1; i < order.length; i++) {
		const [a, b] = [order[i - 1] as number, order[i] as number];
		if (texts[a] === texts[b] && textOf(keys[a]) !== undefined && textOf(keys[b]) !== undefined) {
			throw new ValueError("two keys have the same text, which RFC 8785 does not allow", { code: "json-key" });
		}
	}
	return [order.map((i) => keys[i]), order.map((i) => values[i])];
}
