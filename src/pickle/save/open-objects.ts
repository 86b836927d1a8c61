import { RecursionError, ValueError } from "../../errors.ts";
import { OpenMap } from "../../values/open-map.ts";
import { typeName } from "../../values/type-name.ts";

/**
 * Containers and objects that are being written without a memo. CPython looks at lists and dicts, and calls a cycle
 * through one by its name; where a cycle has none, it ends in a RecursionError.
 */
export class OpenObjects {
	/** How often each of them is open. */
	readonly #times = new OpenMap<object, number>();

	/** @throws ValueError, RecursionError (`circular`) for an object that is being written */
	enter(value: object): void {
		const times = this.#times.get(value) ?? 0;
		if (times > 0) {
			const name = typeName(value);
			if (name === "list" || name === "dict") {
				throw new ValueError(`fast mode: can't pickle cyclic objects including object type ${name}`, {
					code: "circular",
				});
			}
			if (times > 1) throw new RecursionError("maximum recursion depth exceeded", { code: "circular" });
		}
		this.#times.set(value, times + 1);
	}
	leave(value: object): void {
		const times = this.#times.get(value) ?? 0;
		if (times > 1) this.#times.set(value, times - 1);
		else this.#times.delete(value);
	}
	clear(): void {
		this.#times.clear();
	}
}
