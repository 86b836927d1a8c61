import { PendingList } from "./pending.ts";

/** Represents a value in the memo or on the stack until the pickle asks for it; nobody else sees it. */
export class Unmade extends PendingList {
	readonly #make: () => unknown;
	#value: unknown;
	constructor(make: () => unknown) {
		super(0, 0);
		this.#make = make;
	}
	override present(): unknown {
		this.#value ??= this.#make();
		return this.#value;
	}
}
