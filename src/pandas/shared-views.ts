/** Views that arrays, indexes and series share. */
import type { KeyParts } from "../values/brand.ts";

/** Items of which the beginning is shown in a line of text. */
interface Shown {
	readonly length: number;
	get(i: number): unknown;
}

/**
 * The parts by which a sequence is compared, read when they are asked for.
 *
 * @param items all parts but the length
 */
export function sequenceKey(tag: string, length: number, items: () => readonly unknown[]): KeyParts {
	return {
		tag,
		hashable: false,
		get parts() {
			return [length, ...items()];
		},
	};
}

/** The first items as text, and dots for the rest. */
export function firstItems(values: Shown, most: number): string {
	const items: string[] = [];
	for (let i = 0; i < Math.min(values.length, most); i++) items.push(String(values.get(i)));
	if (values.length > most) items.push("...");
	return items.join(", ");
}
