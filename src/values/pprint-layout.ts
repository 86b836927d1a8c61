/** How and where `pprint` writes something. */

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
	readonly form: string;
	readonly start: number;
	readonly recursions: number;
}

/** All that the text of a container depends on besides itself. */
export function formOf({ indent, allowance, level }: PrintLayout): string {
	return `${indent} ${allowance} ${level}`;
}
