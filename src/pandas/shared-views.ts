/** Views that arrays, indexes and series share. */
import type { KeyParts } from "../values/brand.ts";
import type { OutlinePart } from "../values/outline.ts";

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

/** The parts of a frame or series that its user, or a subclass, keeps with it: as far as there are any. */
export function* keptParts(value: {
	readonly attrs: unknown;
	readonly allowsDuplicateLabels: boolean;
	readonly extra: ReadonlyMap<string, unknown>;
}): Generator<OutlinePart, void> {
	if (value.attrs !== undefined) yield { kind: "attribute", name: "attrs", value: value.attrs };
	if (!value.allowsDuplicateLabels) yield { kind: "attribute", name: "allowsDuplicateLabels", value: false };
	for (const [name, held] of value.extra) yield { kind: "attribute", name, value: held };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a console must not get from data
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** A printed frame or series for a console, which would obey control characters in its data. */
export function consoleText(printed: string): string {
	return printed.replace(CONTROL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The first items as text, and dots for the rest. */
export function firstItems(values: Shown, most: number): string {
	const items: string[] = [];
	for (let i = 0; i < Math.min(values.length, most); i++) items.push(String(values.get(i)));
	if (values.length > most) items.push("...");
	return items.join(", ");
}
