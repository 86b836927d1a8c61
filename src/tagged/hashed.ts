/** Fills dicts and sets when the keys that go into them are complete. */
import { PyFrozenSet } from "../values/set.ts";
import { PyTuple } from "../values/tuple.ts";

interface Pending {
	readonly keys: readonly unknown[];
	fill(): void;
}

/**
 * Dicts and sets that wait for their keys. Lists, tuples and objects can be filled as they come; a frozenset that is
 * a key, or in a tuple that is one, must have its members before the key is hashed.
 */
export class Hashed {
	readonly #pending = new Map<object, Pending>();
	readonly #ready = new Set<object>();

	add(target: object, keys: readonly unknown[], fill: () => void): void {
		this.#pending.set(target, { keys, fill });
	}
	/** Fills all of them. Values that a key needs come first; with a stack of our own, so that no depth is too deep. */
	fill(): void {
		for (const target of this.#pending.keys()) this.#complete(target);
	}
	#complete(target: object): void {
		const stack: { readonly object: object; readonly needs: Iterator<unknown> }[] = [];
		const enter = (object: object): void => {
			if (this.#ready.has(object)) return;
			this.#ready.add(object);
			const needs = this.#pending.get(object)?.keys ?? (object as PyTuple);
			stack.push({ object, needs: needs[Symbol.iterator]() });
		};
		enter(target);
		for (let last = stack.at(-1); last !== undefined; last = stack.at(-1)) {
			const { done, value } = last.needs.next();
			if (done === true) {
				stack.pop();
				this.#pending.get(last.object)?.fill();
			} else if (value instanceof PyTuple || value instanceof PyFrozenSet) enter(value);
		}
	}
}
