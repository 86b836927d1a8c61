/**
 * The knowledge of keys that lasts beyond one call. A table whose keys are set, added or looked for one by one cannot know that a part
 * which many of them share is the same as before, unless that part cannot change any more.
 */
import { PyTypeError } from "../errors.ts";
import { TYPE } from "./brand.ts";

/** Parts that one key was looked through for although they were known: from so many on the next keys are remembered. */
export const MANY_AGAIN = 256;
/** How many keys are remembered after one that was looked through for long. */
const NEXT = 64;

/** The methods that would change a frozenset or frozendict. */
const CHANGES: readonly string[] = ["add", "set", "delete", "clear"];

function refuse(): never {
	throw new PyTypeError("it is a part of a key and cannot be changed", { code: "argument" });
}

/** Has a tuple, frozenset or frozendict stay as it is; false for what cannot be held, such as bytes. */
function fix(node: object): boolean {
	const brand = (node as { [TYPE]?: unknown })[TYPE];
	if (brand === "tuple") Object.freeze(node);
	else if (brand === "frozenset" || brand === "frozendict") {
		for (const name of CHANGES) if (name in node) Object.defineProperty(node, name, { value: refuse });
	} else return !(node instanceof Uint8Array || node instanceof Date);
	return true;
}

/** Forms of keys and ids of their parts, as long as those live. */
export class LastingKeys<Form> {
	readonly #known = new WeakMap<object, Form | number>();
	/** How many more keys are remembered. */
	#left = 0;

	/** Whether a key that is looked through now is remembered. */
	get isOn(): boolean {
		return this.#left > 0;
	}
	/** The form or the id of an object, as far as it is known. */
	get(object: object): Form | number | undefined {
		return this.#known.get(object);
	}
	/** Has an object stay as it is, and keeps what is known of it; false for one that cannot be held. */
	keep(object: object, known: Form | number): boolean {
		if (!fix(object)) return false;
		this.#known.set(object, known);
		return true;
	}
	/** A key was looked through, so many known parts of it for nothing. */
	count(again: number): void {
		if (again >= MANY_AGAIN) this.#left = NEXT;
		else if (this.#left > 0) this.#left--;
	}
}
