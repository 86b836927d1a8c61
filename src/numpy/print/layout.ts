/** How numpy lays the texts of items out: brackets, line breaks, and dots for what is left out. */

/** Columns of a line. */
export const LINE_WIDTH = 75;
/** Items beyond which an array is shortened, and how many are left at each end of an axis then. */
export const THRESHOLD = 1000;
export const EDGE = 3;

/** The places along an axis that are printed; all of them when nothing is left out. */
export function shown(length: number, isShort: boolean): number[] {
	if (!isShort || length <= 2 * EDGE) return Array.from({ length }, (_, i) => i);
	return [0, 1, 2, length - 3, length - 2, length - 1];
}

/** Characters of a string as Python counts them. */
export function width(text: string): number {
	let count = text.length;
	// Two units of UTF-16 may be one character.
	for (let i = 1; i < text.length; i++) {
		if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
	}
	return count;
}

/** A line that words are added to, and the lines before it. */
class Lines {
	#text = "";
	#line: string;
	/** How wide the line is. */
	#used: number;
	readonly #indent: string;
	readonly #width: number;

	constructor(indent: string, width: number) {
		this.#line = indent;
		this.#used = indent.length;
		this.#indent = indent;
		this.#width = width;
	}
	/** Adds a word of one line. */
	#addLine(word: string): void {
		const tooLong = this.#used + width(word) > this.#width;
		if (tooLong && this.#used > this.#indent.length) this.#break(this.#indent);
		this.append(word);
	}
	#break(next: string): void {
		this.#text += `${this.#line.trimEnd()}\n`;
		this.#line = next;
		this.#used = width(next);
	}
	/** Adds a word, which may be of several lines: these stay below each other. */
	add(word: string): void {
		const words = word.split("\n");
		if (words.length === 1) {
			this.#addLine(word);
			return;
		}
		const longest = words.reduce((most, part) => Math.max(most, width(part)), 0);
		let indent = " ".repeat(this.#used);
		if (this.#used + longest > this.#width && this.#used > this.#indent.length) {
			this.#break(this.#indent);
			indent = this.#indent;
		}
		this.append(words[0] as string);
		for (const part of words.slice(1)) this.#break(indent + part);
		this.append(" ".repeat(longest - width(words.at(-1) as string)));
	}
	/** Adds what follows a word, wherever the line ends. */
	append(text: string): void {
		this.#line += text;
		this.#used += width(text);
	}
	/** All of it without the first indent. */
	end(): string {
		return (this.#text + this.#line).slice(this.#indent.length);
	}
}

/**
 * The text of an array with at least one item.
 *
 * @param shape items along each axis
 * @param word the text of the item with these indexes
 * @param prefix how many columns are before the text
 * @param separator between items: `", "` in `repr`, `" "` in `str`
 * @param suffix how many columns are needed after it
 */
export function layOut(
	shape: readonly number[],
	isShort: boolean,
	word: (index: readonly number[]) => string,
	prefix: number,
	separator: string,
	suffix: number,
): string {
	const bare = separator.trimEnd();
	const part = (index: readonly number[], indent: string, width: number): string => {
		const axis = index.length;
		const left = shape.length - axis;
		if (left === 0) return word(index);
		const length = shape[axis] as number;
		const places = shown(length, isShort);
		const hidesAfter = places.length < length ? EDGE - 1 : -1;
		if (left === 1) {
			const lines = new Lines(indent, width - Math.max(bare.length, 1));
			for (const [i, place] of places.entries()) {
				lines.add(word([...index, place]));
				if (i < places.length - 1) lines.append(separator);
				if (i === hidesAfter) {
					lines.add("...");
					lines.append(separator);
				}
			}
			return `[${lines.end()}]`;
		}
		const between = `${bare}${"\n".repeat(left - 1)}${indent}`;
		const parts = places.map((place) => part([...index, place], `${indent} `, width - 1));
		if (hidesAfter >= 0) parts.splice(EDGE, 0, "...");
		return `[${parts.join(between)}]`;
	};
	return part([], " ".repeat(prefix + 1), LINE_WIDTH - suffix);
}
