import { ValueError } from "../errors.ts";
import { type Frames, hide, lateStack, pauseFrames, resumeFrames, takeStack } from "../explain-stack.ts";
import { hintFor } from "./hint.ts";
import { positionOf, type TextPosition } from "./text-position.ts";

/** Of an error whose hint and stack are made when they are read, since few are: where it is in `doc`, and the frames. */
const PENDING: unique symbol = Symbol();
interface Late {
	readonly [PENDING]?: { readonly index: number; frames: Frames | undefined };
}

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
	/** The error, without the place. */
	readonly msg: string;
	/** The text that was read; of a stream, the part of it that was in memory. Not enumerable. */
	declare readonly doc: string;
	/**
	 * Advice for a person, where the message has none, then the line with a caret, of a long one the 40 characters on
	 * each side; undefined when that part of a stream is not in memory any more. Not enumerable.
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
	constructor(msg: string, doc: string, pos: number, place?: TextPosition, isCut = false) {
		let index = pos;
		if (place === undefined) {
			index = 0;
			for (let point = 0; point < pos && index < doc.length; point++) {
				index += (doc.codePointAt(index) as number) > 0xffff ? 2 : 1;
			}
			const known = positionOf(doc, index);
			// Python counts on after the end of the text.
			place = { pos, lineno: known.lineno, colno: known.colno + pos - known.pos };
		}
		const limit = pauseFrames();
		try {
			super(`${msg}: line ${place.lineno} column ${place.colno} (char ${place.pos})`, {
				code: isCut ? "json-truncated" : "json-syntax",
				offset: place.pos,
			});
		} finally {
			resumeFrames(limit);
		}
		this.msg = msg;
		this.pos = place.pos;
		this.lineno = place.lineno;
		this.colno = place.colno;
		// The text in a log is of no use to anybody; the excerpt is in the printed stack.
		Object.defineProperty(this, "doc", { value: doc, configurable: true });
		Object.defineProperty(this, "hint", HINT);
		Object.defineProperty(this, PENDING, { value: { index, frames: takeStack(this, new.target) } });
	}

	/** The frames under the message and the hint. Not enumerable. */
	override get stack(): string {
		const found = (this as Late)[PENDING];
		const frames = found?.frames;
		if (found === undefined || frames === undefined) return Reflect.get(ValueError.prototype, "stack", this) as string;
		found.frames = undefined;
		lateStack(this, frames);
		return this.stack;
	}
	override set stack(stack: string) {
		const found = (this as Late)[PENDING];
		if (found !== undefined) found.frames = undefined;
		hide(this, "stack", stack);
	}
}

const HINT = {
	get(this: JSONDecodeError): string | undefined {
		const { index } = (this as Late)[PENDING] ?? { index: -1 };
		const hint = hintFor(this.msg, this.doc, index, this);
		hide(this, "hint", hint);
		return hint;
	},
	set(this: JSONDecodeError, hint: string | undefined): void {
		hide(this, "hint", hint);
	},
	configurable: true,
};
