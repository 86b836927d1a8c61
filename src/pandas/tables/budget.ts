import { LimitError } from "../../errors.ts";
import type { ExpandOptions } from "../limits.ts";

/** Estimated bytes of one item in a list. */
const ITEM = 24;

/** The memory that a conversion may still use. */
export class Budget {
	readonly #most: number;
	#used = 0;
	constructor({ limits }: ExpandOptions) {
		this.#most = limits?.memory ?? 2 ** 30;
	}
	/**
	 * Takes so many items.
	 *
	 * @throws LimitError (`memory`) where there are not so many
	 */
	take(items: number): void {
		this.#used += items * ITEM;
		if (this.#used > this.#most) throw new LimitError("memory", this.#most);
	}
}
