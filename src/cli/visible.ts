/** Strings from data without anything that a terminal or a page might obey. The page imports it too, so nothing of Node is here. */

/** Characters that a terminal might obey, or show as something else: controls, line separators, marks that turn text around, halves of pairs. */
const UNSAFE = /(?![\t\n])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Shows every control character of a string as an escape; newlines and tabs stay.
 *
 * @example
 * ```ts
 * visible("\x1b[2J"); // "\\x1b[2J"
 * ```
 */
export function visible(text: string): string {
	return text.replace(UNSAFE, (character) => {
		const code = character.charCodeAt(0);
		return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
	});
}

/** As {@link visible}, on one line. */
export function visibleLine(text: string): string {
	return visible(text).replace(/[\n\t]/g, (character) => (character === "\n" ? "\\n" : "\\t"));
}
