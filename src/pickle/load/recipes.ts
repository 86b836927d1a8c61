/** Values whose registry entry refuses a state become inert objects, wherever they have come by then. */
import { UnpicklingError } from "../../errors.ts";
import { PyObject, type PyObjectParts } from "../../values/opaque.ts";
import type { Machine } from "../machine.ts";
import { replaceEverywhere } from "./replace.ts";

/** The arguments that values were made from, and the objects in the place of those that were refused. */
export class Recipes {
	readonly #parts = new Map<object, { readonly parts: PyObjectParts; readonly memoAt: number }>();
	readonly #refused = new Map<object, PyObject>();

	/**
	 * Keeps what a value was made from.
	 *
	 * @param memoAt how many entries the memo had then: the value's own place in it comes next, if it has one
	 */
	keep(value: object, parts: PyObjectParts, memoAt: number): void {
		this.#parts.set(value, { parts, memoAt });
	}
	/** The inert object in the place of the value on top of the stack, and of the memo's entry of it. */
	refuse(m: Machine, value: object): PyObject {
		const known = this.#parts.get(value);
		if (known === undefined) {
			throw new UnpicklingError("a state came for a value that an earlier load made", { code: "build" });
		}
		const inert = this.#refused.get(value) ?? new PyObject(known.parts);
		this.#refused.set(value, inert);
		m.stack[m.sp - 1] = inert;
		if (known.memoAt < m.memo.size && m.memo.get(known.memoAt) === value) m.memo.set(known.memoAt, inert);
		return inert;
	}
	/**
	 * Finishes a load.
	 *
	 * @throws UnpicklingError (`build`) when what another entry made holds a refused value
	 */
	replaceRefused(m: Machine): void {
		const places = this.#refused;
		if (places.size === 0) return;
		const roots: unknown[] = [];
		const swap = (value: unknown): unknown => {
			const found = places.get(value as object) ?? value;
			roots.push(found);
			return found;
		};
		m.result = swap(m.result);
		m.mapMemo(swap);
		replaceEverywhere(roots, places, () => {
			const message = "a value holds one whose state was refused, and cannot be changed";
			return new UnpicklingError(message, { code: "build" });
		});
		places.clear();
	}
}
