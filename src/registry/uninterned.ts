import { MemoSlot } from "../values/memo-slot.ts";

/**
 * A string that CPython's reducer makes anew each time, such as the digits of a `Decimal`. Strings that are
 * equal are shared when written, as CPython shares interned ones; this one is not.
 */
export class UninternedString extends MemoSlot {
	readonly text: string;
	constructor(text: string) {
		super();
		this.text = text;
	}
}
