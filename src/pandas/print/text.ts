/** Strings side by side, as pandas lays them out: widths are counted in characters. */

/** How many characters a string has, as Python counts. */
export function width(text: string): number {
	let count = text.length;
	for (let i = 0; i + 1 < text.length; i++) {
		if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) count--;
	}
	return count;
}

export type Justify = "left" | "right" | "center" | "all";

/** A string in a field, as Python's `ljust`, `rjust` and `center`. */
export function justify(text: string, size: number, mode: Justify): string {
	const space = Math.max(size - width(text), 0);
	if (mode === "left") return text + " ".repeat(space);
	if (mode === "right") return " ".repeat(space) + text;
	// Python puts the odd space of a center to the left where the width is odd.
	const left = Math.floor(space / 2) + (space & size & 1);
	return " ".repeat(left) + text + " ".repeat(space - left);
}

/** pandas shows no more characters of a value. */
const MOST = 50;

function cut(text: string, most: number): string {
	if (width(text) <= most) return text;
	const keep = Math.max(most - 3, 0);
	return [...text].slice(0, keep).join("") + "...".slice(0, most - keep);
}

/** The longest of some strings. */
export function widest(texts: readonly string[]): number {
	let most = 0;
	for (const text of texts) most = Math.max(most, width(text));
	return most;
}

/** All strings in one width, which is at most 50. */
export function fixedWidth(texts: readonly string[], mode: Justify, least = 0): { texts: string[]; size: number } {
	if (texts.length === 0 || mode === "all") return { texts: [...texts], size: widest(texts) };
	const size = Math.min(Math.max(widest(texts), least), MOST);
	return { texts: texts.map((text) => justify(cut(text, size), size, mode)), size };
}

/** Columns side by side; shorter ones begin lower. */
export function sideBySide(space: number, columns: readonly (readonly string[])[]): string {
	const rows = Math.max(...columns.map((column) => column.length));
	const sizes = columns.map((column, i) => widest(column) + (i === columns.length - 1 ? 0 : space));
	const padded = columns.map((column, i) => {
		const size = sizes[i] as number;
		const blank = " ".repeat(size);
		return [
			...Array.from({ length: rows - column.length }, () => blank),
			...column.map((text) => justify(text, size, "left")),
		];
	});
	return Array.from({ length: rows }, (_, row) => padded.map((column) => column[row]).join("")).join("\n");
}
