/** The ways to the values of a document: keys and `item`, joined by dots. */

/** Characters that the last part of a way may have before it is put aside. */
const PART = 512;

/**
 * A way to a place. A deep document has many of them at once, each a little longer than the one around it, so a long
 * way is kept as what it adds to others and is only put together when it is asked for.
 */
export class Prefix {
	readonly #before: Prefix | undefined;
	/** What comes after {@link #before}, at most a few hundred characters besides one key. */
	readonly #end: string;
	/** Whether this is the way to the whole document, which has no parts. */
	readonly #isTop: boolean;

	private constructor(before: Prefix | undefined, end: string, isTop: boolean) {
		this.#before = before;
		this.#end = end;
		this.#isTop = isTop;
	}

	/** The way to the whole document. */
	static readonly top: Prefix = /* @__PURE__ */ new Prefix(undefined, "", true);

	/** The way to a value in the container that this one leads to. */
	to(part: string): Prefix {
		if (this.#isTop) return new Prefix(undefined, part, false);
		if (this.#end.length > PART) return new Prefix(this, `.${part}`, false);
		return new Prefix(this.#before, `${this.#end}.${part}`, false);
	}

	/** Its text, while that is short enough to be made for every event. */
	get near(): string | undefined {
		return this.#before === undefined ? this.#end : undefined;
	}

	/** Its text, put together. */
	toString(): string {
		const parts: string[] = [this.#end];
		for (let part = this.#before; part !== undefined; part = part.#before) parts.push(part.#end);
		return parts.reverse().join("");
	}
}
