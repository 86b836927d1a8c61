import { LimitError } from "../errors.ts";

/** Pieces of a string are gathered to about this size before they are made one flat string. */
const CHUNK = 1 << 16;

/** Strings shorter than this V8 copies when it adds to them, longer ones it only links. */
const LINKED = 13;

/** The most that a budget can allow: a little less than V8's longest string. */
const LONGEST = 2 ** 29 - 1024;

/** How many chunks are kept, at least, of a string that is handed on. */
const KEPT = 64;

/** The target of text as it is made. */
export interface TextOut {
	write(text: string): void;
}

/** Text budgets unless told otherwise: about V8's longest string, so that no text that could be is refused. */
export const DEFAULT_TEXT_LIMIT: number = 2 ** 29;

/**
 * Builds a long text from short pieces within a budget: a small graph can have a string of exponential
 * length, and an array of all pieces could outgrow what V8 survives.
 */
export class TextBuilder {
	readonly #chunks: string[] = [];
	/** Where each chunk ends. */
	readonly #ends: number[] = [];
	/** Pieces of the chunk in the making: a growing string would link them, at twenty times their size. */
	readonly #pieces: string[] = [];
	#size = 0;
	#open = "";
	#left: number;
	readonly #limit: number;
	readonly #out: TextOut | undefined;

	/**
	 * @param limit the most characters (UTF-16 units) that the text may have. Default: 2^29
	 * @param out what takes the text as it is made; then only its end is kept
	 */
	constructor(limit: number = DEFAULT_TEXT_LIMIT, out?: TextOut) {
		this.#limit = out === undefined ? Math.min(limit, LONGEST) : limit;
		this.#left = this.#limit;
		this.#out = out;
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
		if (this.#open.length < LINKED) return;
		this.#pieces.push(this.#open);
		this.#size += this.#open.length;
		this.#open = "";
		if (this.#size < CHUNK) return;
		this.#flush();
		// Not in #flush: what is about to be repeated must stay.
		if (this.#out === undefined || this.#chunks.length <= 2 * KEPT) return;
		this.#chunks.splice(0, KEPT);
		this.#ends.splice(0, KEPT);
	}
	/** Whether what is from `start` on is still here. */
	keeps(start: number): boolean {
		return start >= (this.#ends[0] ?? 0) - (this.#chunks[0]?.length ?? 0);
	}
	/** Hands over what is left, at the end. */
	finish(): void {
		this.#flush();
	}
	/** Adds once more what is from `start` to `end`, which must be {@link keeps | here}. */
	repeat(start: number, end: number): void {
		if (end - start > this.#left) throw new LimitError("text", this.#limit);
		this.add(this.slice(start, end));
	}
	/** The text from `start` to `end`, which must be {@link keeps | here}. */
	slice(start: number, end: number): string {
		this.#flush();
		let i = this.#chunkAt(start);
		const pieces: string[] = [];
		for (let at = start; at < end; i++) {
			const until = Math.min(end, this.#ends[i] as number);
			const chunk = this.#chunks[i] as string;
			const begin = (this.#ends[i] as number) - chunk.length;
			pieces.push(chunk.slice(at - begin, until - begin));
			at = until;
		}
		return pieces.join("");
	}
	/** How many characters there are. */
	get length(): number {
		return this.#limit - this.#left;
	}
	/** The whole text. */
	toString(): string {
		return this.#chunks.join("") + this.#pieces.join("") + this.#open;
	}

	#flush(): void {
		if (this.length === (this.#ends.at(-1) ?? 0)) return;
		this.#pieces.push(this.#open);
		const chunk = this.#pieces.join("");
		this.#chunks.push(chunk);
		this.#ends.push(this.length);
		this.#open = "";
		this.#pieces.length = 0;
		this.#size = 0;
		this.#out?.write(chunk);
	}
	/** Which chunk holds the character at a place. */
	#chunkAt(place: number): number {
		let low = 0;
		let high = this.#ends.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#ends[middle] as number) > place) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

/** Texts shorter than this are written anew: to find them again would take as long. */
export const WORTH_KEEPING = 512;

/** How many places are kept at most. */
const MOST_KEPT = 1 << 20;

/**
 * Where the texts of shared containers stand, so that each is made once. Without it the text of a list that
 * holds the same list twice, sixty levels deep, would be worked at until the budget ends it.
 */
export class TextMemo {
	readonly #places = new Map<object, Map<string | number, readonly [start: number, end: number]>>();
	#count = 0;

	/** Writes the text of a node once more, if it is known in this form. */
	write(node: object, form: string | number, out: TextBuilder): boolean {
		const place = this.#places.get(node)?.get(form);
		if (place === undefined || !out.keeps(place[0])) return false;
		out.repeat(...place);
		return true;
	}
	/** Notes that a string which depends on nothing but the node and the form is from `start` to the end. */
	note(node: object, form: string | number, start: number, out: TextBuilder): void {
		const end = out.length;
		if (end - start < WORTH_KEEPING || this.#count >= MOST_KEPT) return;
		this.#count++;
		const known = this.#places.get(node);
		if (known === undefined) this.#places.set(node, new Map([[form, [start, end]]]));
		else known.set(form, [start, end]);
	}
	/** Whether nothing was noted yet. */
	get isEmpty(): boolean {
		return this.#count === 0;
	}
}
