import { SET_SLOT, SLOT_OF } from "./brand.ts";

/** A value that has room for a number in which a pickler keeps its index in the memo. */
export abstract class MemoSlot {
	#slot = -1;

	/** @internal */
	static [SLOT_OF](value: object): number | undefined {
		return #slot in value ? value.#slot : undefined;
	}
	/** @internal */
	static [SET_SLOT](value: MemoSlot, index: number): void {
		value.#slot = index;
	}
}
