/** Views that arrays, indexes and series share. */
import { NPScalar } from "../numpy/scalar.ts";
import { brandOf, type KeyParts } from "../values/brand.ts";
import { PyFloat } from "../values/numbers.ts";
import type { OutlinePart } from "../values/outline.ts";
import { shortRepr } from "../values/short-repr.ts";
import { chargeValues } from "./limits.ts";

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
			chargeValues(undefined, length);
			return [length, ...items()];
		},
	};
}

/** Items that a view asks for without being charged for all: a tree shows no more. */
const LOOKED_AT = 2 ** 16;

/** The items for a view: a few bytes may stand for billions, which no list holds, so all of them are charged before many are made. */
export function shownItems(values: Iterable<unknown> & { readonly length: number }): Iterable<unknown> {
	return {
		*[Symbol.iterator]() {
			let count = 0;
			for (const value of values) {
				if (count++ === LOOKED_AT) chargeValues(undefined, values.length);
				yield value;
			}
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

/** Whether a view is being made: what is in it is shown briefly then. */
let isViewing = false;

/**
 * A view of a value that may have others in it, as cells or labels: of these only `brief` is shown, since they may have
 * others in turn, without end.
 */
export function inView(brief: string, make: () => string): string {
	if (isViewing) return brief;
	isViewing = true;
	try {
		return make();
	} finally {
		isViewing = false;
	}
}

/** Values of ours that have no parts, and a string of their own as Python's `str()`. */
const SCALAR = /^(pandas\.(Timestamp|Timedelta|Period|NaT|NA)|(datetime|decimal|uuid)\.\w+)$/;

/** An item among others, as `str()`: a list or an object from data is shown by its beginning, however deep or long it is. */
export function itemText(value: unknown): string {
	if (typeof value === "bigint") return shortRepr(value);
	if (typeof value !== "object" || value === null || value instanceof PyFloat) return String(value);
	const isScalar = value instanceof NPScalar ? !value.dtype.hasObject : SCALAR.test(brandOf(value) ?? "");
	return isScalar ? String(value) : shortRepr(value);
}

/** The first items as text, and dots for the rest. */
export function firstItems(values: Shown, most: number): string {
	const items: string[] = [];
	for (let i = 0; i < Math.min(values.length, most); i++) items.push(itemText(values.get(i)));
	if (values.length > most) items.push("...");
	return items.join(", ");
}
