import { NOTE_OF, SET_NOTE } from "./brand.ts";

/** A value that has room for a number in which a pickler notes where the value stands in its memo. */
export abstract class Noted {
	#note = -1;

	/** @internal */
	static [NOTE_OF](value: object): number | undefined {
		return #note in value ? value.#note : undefined;
	}
	/** @internal */
	static [SET_NOTE](value: Noted, note: number): void {
		value.#note = note;
	}
}
