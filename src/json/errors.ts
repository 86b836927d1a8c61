import { ValueError } from "../errors.ts";
import { hintFor } from "./hint.ts";

/** A place in a text, counted as Python counts: in code points, with `\n` alone ending a line. */
export interface Place {
	/** Code points before it. */
	readonly pos: number;
	/** Line, from 1. */
	readonly lineno: number;
	/** Column, from 1. */
	readonly colno: number;
}

/** The place where a text begins. */
export const START: Place = { pos: 0, lineno: 1, colno: 1 };

/**
 * Python's `json.JSONDecodeError`: the text is not JSON.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * try {
 *   json.loads('{"a": 1,}');
 * } catch (error) {
 *   if (error instanceof json.JSONDecodeError) console.log(error.msg, error.lineno, error.colno, error.pos);
 *   // Illegal trailing comma before end of object 1 8 7
 * }
 * ```
 */
export class JSONDecodeError extends ValueError {
	static override readonly pythonName: string = "JSONDecodeError";
	/** What is wrong, without the place. */
	readonly msg: string;
	/** The text that was read; of a stream, the part of it that was in memory. */
	declare readonly doc: string;
	/** Where it is wrong: code points before the place. */
	readonly pos: number;
	/** The line of `pos`, from 1. */
	readonly lineno: number;
	/** The column of `pos`, from 1. */
	readonly colno: number;
	/** Where `pos` is in `doc`, in UTF-16 units; -1 when it is in text that is not in memory any more. */
	readonly #index: number;

	/**
	 * @param msg what is wrong
	 * @param doc the text
	 * @param pos where, in code points; in UTF-16 units of `doc` when `place` is given
	 * @param place line and column when they are known already. Default: counted in `doc`
	 * @param isCut whether more text could mend it: the code is `"json-truncated"` then. Default: false
	 */
	constructor(msg: string, doc: string, pos: number, place?: Place, isCut = false) {
		const index = place === undefined ? indexOfPoint(doc, pos) : pos;
		place ??= placeOfPoint(doc, pos, index);
		super(`${msg}: line ${place.lineno} column ${place.colno} (char ${place.pos})`, {
			code: isCut ? "json-truncated" : "json-syntax",
			offset: place.pos,
			hint: hintFor(msg, doc, place.pos),
		});
		this.#index = index;
		this.msg = msg;
		// The whole text in a log is of no use to anybody.
		Object.defineProperty(this, "doc", { value: doc, configurable: true });
		this.pos = place.pos;
		this.lineno = place.lineno;
		this.colno = place.colno;
	}

	/** The line that is wrong, or what is near of a long one, over a caret; undefined when it is not in memory any more. */
	get excerpt(): string | undefined {
		const at = this.#index;
		const shown = (from: number, to: number, line: number): string =>
			(this.doc.slice(Math.max(from, 0), to).split("\n").at(line) as string).replace(HIDDEN, "\ufffd");
		const before = shown(at - NEAR, at, -1);
		if (at < 0) return undefined;
		return `line ${this.lineno}, column ${this.colno}:\n${before}${shown(at, at + NEAR, 0)}\n${" ".repeat(before.length)}^`;
	}
}

/** Characters of a line that are shown on each side of a place. */
const NEAR = 40;
/** What would move the caret, or the reader's cursor. */
const HIDDEN = /\p{C}/gu;

/**
 * The place of an index into a text.
 *
 * @param text the text, or the window of it that is in memory
 * @param index UTF-16 index into it; -1 is one before the start, as Python's `scanstring` may report
 * @param start the place of the text's own start
 */
export function placeOf(text: string, index: number, start: Place = START): Place {
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

/** The index of a position that is given in code points. */
function indexOfPoint(text: string, pos: number): number {
	let index = 0;
	for (let point = 0; point < pos && index < text.length; point++) {
		index += (text.codePointAt(index) as number) > 0xffff ? 2 : 1;
	}
	return index;
}

/** The place of a position that is given in code points already. */
function placeOfPoint(text: string, pos: number, index: number): Place {
	const { lineno, colno } = placeOf(text, index);
	// Python counts on behind the end of the text.
	const beyond = pos - placeOf(text, index).pos;
	return { pos, lineno, colno: colno + beyond };
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
