import { LimitError } from "../errors.ts";

/** Pieces of a text are gathered to about this size before they are set aside. */
const CHUNK = 1 << 16;

/** The most that a budget can allow: a little less than V8's longest string. */
const LONGEST = 2 ** 29 - 1024;

/** Text budgets unless told otherwise: enough for anything to be read, and a small graph cannot fill memory. */
export const DEFAULT_TEXT_LIMIT: number = 2 ** 28;

/**
 * Builds a long text from short pieces within a budget: a small graph can have a text of exponential
 * length, and an array of all pieces could outgrow what V8 survives.
 */
export class TextBuilder {
	#chunks: string[] = [];
	#open = "";
	#left: number;
	readonly #limit: number;

	/** @param limit the most characters (UTF-16 units) that the text may have. Default: 2^28 */
	constructor(limit: number = DEFAULT_TEXT_LIMIT) {
		this.#limit = Math.min(limit, LONGEST);
		this.#left = this.#limit;
	}
	/**
	 * Adds a piece.
	 *
	 * @throws LimitError (`limit`, `text`) when the text would be longer than the budget
	 */
	add(piece: string): void {
		this.#left -= piece.length;
		if (this.#left < 0) throw new LimitError("text", this.#limit);
		this.#open += piece;
		if (this.#open.length > CHUNK) {
			this.#chunks.push(joined(this.#open));
			this.#open = "";
		}
	}
	/** How many characters there are. */
	get length(): number {
		return this.#limit - this.#left;
	}
	/** The whole text. */
	toString(): string {
		return this.#chunks.length === 0 ? this.#open : this.#chunks.join("") + this.#open;
	}
}

/**
 * A text made of pieces, as one. V8 keeps all pieces until a character is looked at, which at the end of a
 * long text would be ten times its size.
 */
function joined(text: string): string {
	return text.charCodeAt(0) >= 0 ? text : "";
}
