/** How and where `pprint` writes something. */
import { type TextBuilder, TextMemo, WORTH_KEEPING } from "./text-builder.ts";

export interface Style {
	readonly indent: number;
	readonly width: number;
	readonly compact: boolean;
	readonly sortDicts: boolean;
}

/** Where something is written: how far it is indented, and how many columns must stay free after its end. */
export interface PrintLayout {
	readonly indent: number;
	readonly allowance: number;
	readonly level: number;
}

/** A part that is to be written before a container goes on. */
export type Part = readonly [value: unknown, place: PrintLayout];
export type Writing = Generator<Part, void>;

/** A container that is being broken into lines. */
export interface Open {
	readonly node: unknown;
	readonly writing: Writing;
	readonly place: PrintLayout;
	readonly start: number;
	readonly recursions: number;
	/** How many lines had been broken and parts been found to fit by then, and how many values written otherwise than by `repr()`. */
	readonly changes: number;
	readonly unlike: number;
}

/** All that the text of a container depends on besides itself. */
function formOf({ indent, allowance, level }: PrintLayout): string {
	return `${indent} ${allowance} ${level}`;
}

/**
 * Where the texts of containers stand that may come again. Most depend on their place; not what has one part in another, none of which
 * fits and none of which is broken into lines: with less room it is the same, and with more it is if it is what `repr()` would write.
 */
export class PlacedTexts {
	readonly #placed = new TextMemo();
	readonly #lines = new TextMemo();
	/** The columns that must be taken around those that are one line. */
	readonly #taken = new Map<object, number>();
	readonly #hasLines: boolean;

	/** @param hasLines whether nothing but the room decides how a container is written */
	constructor(hasLines: boolean) {
		this.#hasLines = hasLines;
	}
	/** Writes the text of a node once more; returns whether it has lines, or undefined where it is not known. */
	write(node: object, place: PrintLayout, out: TextBuilder): { readonly isBroken: boolean } | undefined {
		const taken = this.#taken.size === 0 ? undefined : this.#taken.get(node);
		if (taken !== undefined && place.indent + place.allowance >= taken && this.#lines.write(node, 0, out)) return LINE;
		return !this.#placed.isEmpty && this.#placed.write(node, formOf(place), out) ? LINES : undefined;
	}
	/**
	 * Notes the text from `start` to the end.
	 *
	 * @param isBroken whether it has lines, or parts that fit
	 * @param isRepr whether it is what `repr()` writes, if it is not broken
	 */
	note(node: object, place: PrintLayout, start: number, isBroken: boolean, isRepr: boolean, out: TextBuilder): void {
		if (out.length - start < WORTH_KEEPING) return;
		if (isBroken || !this.#hasLines) {
			this.#placed.note(node, formOf(place), start, out);
			return;
		}
		const taken = isRepr ? Number.NEGATIVE_INFINITY : place.indent + place.allowance;
		if (taken >= (this.#taken.get(node) ?? Number.POSITIVE_INFINITY)) return;
		this.#taken.set(node, taken);
		this.#lines.note(node, 0, start, out);
	}
}

const LINE = { isBroken: false } as const;
const LINES = { isBroken: true } as const;
