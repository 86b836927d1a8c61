/** A place in a string, counted as Python counts: in code points, with `\n` alone ending a line. */
export interface TextPosition {
	/** Code points before it. */
	readonly pos: number;
	/** Line, from 1. */
	readonly lineno: number;
	/** Column, from 1. */
	readonly colno: number;
}

/** The place where a string begins. */
export const START: TextPosition = { pos: 0, lineno: 1, colno: 1 };

/**
 * The place of an index into a string.
 *
 * @param text the text, or the window of it that is in memory
 * @param index UTF-16 index into it; -1 is one before the start, as Python's `scanstring` may report
 * @param start the place of the text's own start
 */
export function positionOf(text: string, index: number, start: TextPosition = START): TextPosition {
	let { pos, lineno, colno } = start;
	let from = 0;
	for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", from)) {
		pos += countPoints(text, from, at + 1);
		lineno++;
		colno = 1;
		from = at + 1;
	}
	const points = index < 0 ? index : countPoints(text, from, index);
	return { pos: pos + points, lineno, colno: colno + points };
}

/** Code points between two indexes; a surrogate pair is one. */
function countPoints(text: string, from: number, to: number): number {
	const points = to - from;
	if (points < 2) return points;
	const end = Math.min(to, text.length);
	// The platform finds out at once for text of one byte per character, and fast for other text.
	if (points > 64 && !SECOND_HALF.test(text.slice(from, end))) return points;
	let pairs = 0;
	for (let i = from + 1; i < end; i++) {
		if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) pairs++;
	}
	return points - pairs;
}

const SECOND_HALF = /[\udc00-\udfff]/;
