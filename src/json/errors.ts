import { ValueError } from "../errors.ts";
import { explainStack } from "../explain-stack.ts";
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
	/** The text that was read; of a stream, the part of it that was in memory. Not enumerable. */
	declare readonly doc: string;
	/**
	 * What a person can do about it, where the message does not say so, then the line with a caret, of a long one the
	 * 40 characters on each side; undefined when that part of a stream is not in memory any more. Not enumerable.
	 */
	declare hint: string | undefined;
	/** Where it is wrong: code points before the place. */
	readonly pos: number;
	/** The line of `pos`, from 1. */
	readonly lineno: number;
	/** The column of `pos`, from 1. */
	readonly colno: number;

	/**
	 * @param msg what is wrong
	 * @param doc the text
	 * @param pos where, in code points; in UTF-16 units of `doc` when `place` is given
	 * @param place line and column when they are known already. Default: counted in `doc`
	 * @param isCut whether more text could mend it: the code is `"json-truncated"` then. Default: false
	 */
	constructor(msg: string, doc: string, pos: number, place?: Place, isCut = false) {
		let index = pos;
		if (place === undefined) {
			index = 0;
			for (let point = 0; point < pos && index < doc.length; point++) {
				index += (doc.codePointAt(index) as number) > 0xffff ? 2 : 1;
			}
			const known = placeOf(doc, index);
			// Python counts on after the end of the text.
			place = { pos, lineno: known.lineno, colno: known.colno + pos - known.pos };
		}
		super(`${msg}: line ${place.lineno} column ${place.colno} (char ${place.pos})`, {
			code: isCut ? "json-truncated" : "json-syntax",
			offset: place.pos,
		});
		this.msg = msg;
		this.pos = place.pos;
		this.lineno = place.lineno;
		this.colno = place.colno;
		// The text in a log is of no use to anybody; the excerpt is in the printed stack.
		Object.defineProperty(this, "doc", { value: doc, configurable: true });
		Object.defineProperty(this, "hint", {
			value: hintFor(msg, doc, index, place),
			configurable: true,
			writable: true,
		});
		explainStack(this);
	}
}

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
