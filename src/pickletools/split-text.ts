/**
 * Texts that Python has and JavaScript has not: both halves of a surrogate pair, one after the other, as two
 * characters. A JavaScript string makes one of them; `dis` shows what is in the pickle.
 */
import { decodeRawUnicodePieces } from "../bytes/escapes.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { LimitError } from "../errors.ts";

/** A string whose pieces do not join: a half pair at the end of one and its other half at the start of the next. */
export class SplitText {
	readonly pieces: readonly string[];
	constructor(pieces: readonly string[]) {
		this.pieces = pieces;
	}
}

/** Whether a string has a surrogate pair, as one character or, in Python, as two. */
export function hasPair(text: string): boolean {
	return /[\ud800-\udbff][\udc00-\udfff]/.test(text);
}

/** A line in raw-unicode-escape that has a pair: in pieces when some pair is two escapes. */
export function splitEscapes(line: Uint8Array): string | SplitText {
	return whole(decodeRawUnicodePieces(line, 0, line.length));
}

/** Valid UTF-8 that has a pair: in pieces when some pair is two sequences of three bytes. */
export function splitUtf8(bytes: Uint8Array): string | SplitText {
	const pieces: string[] = [];
	let from = 0;
	for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 3)) {
		const second = bytes[at + 1] as number;
		const next = bytes[at + 3] === 0xed ? (bytes[at + 4] as number) : 0;
		if (second < 0xa0 || second >= 0xb0 || next < 0xb0) continue;
		if (pieces.length === MOST_PIECES) throw new LimitError("text", MOST_PIECES);
		pieces.push(decodeUtf8(bytes, from, at + 3));
		from = at + 3;
	}
	pieces.push(decodeUtf8(bytes, from, bytes.length));
	return whole(pieces);
}

const MOST_PIECES = 2 ** 20;

function whole(pieces: readonly string[]): string | SplitText {
	return pieces.length === 1 ? (pieces[0] as string) : new SplitText(pieces);
}
