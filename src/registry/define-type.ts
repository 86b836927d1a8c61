import { ValueError } from "../errors.ts";
import { PyGlobal } from "../values/opaque.ts";
import { splitName } from "../values/py-name.ts";
import type { PyName, TypeEntry } from "./registry.ts";

/**
 * Checks and types an entry; `T` is inferred from `load` or `type`, the type of the state from `stateSchema`. Without a
 * schema the state is `unknown`: it comes from data, and a type that `setState` is annotated with is taken at its word.
 *
 * @param entry the record
 * @returns the same record
 * @throws ValueError (`option`) when a name is not `module:qualname`
 * @example
 * ```ts
 * import { defineType } from "brine";
 * class Celsius {
 *   constructor(readonly degrees: number) {}
 * }
 * const celsius = defineType({
 *   names: ["weather:Celsius"],
 *   type: Celsius,
 *   load: (args) => new Celsius(Number(args[0])),
 *   reduce: ({ degrees }) => ({ callable: "weather:Celsius", args: [degrees] }),
 * });
 * console.log(celsius.names[0]); // weather:Celsius
 * ```
 */
export function defineType<T, State = unknown>(entry: TypeEntry<T, State>): TypeEntry<T> {
	for (const name of entry.names) checkName(name);
	return entry as TypeEntry<T>;
}

function checkName(name: unknown): void {
	const colon = typeof name === "string" ? name.indexOf(":") : -1;
	if (colon < 1 || colon === (name as string).length - 1) {
		throw new ValueError(`a type name must be 'module:qualname', not '${String(name)}'`, { code: "option" });
	}
}

/**
 * The class or function of a name.
 *
 * @throws ValueError (`option`) when it is not `module:qualname`
 */
export function globalOf(name: PyName): PyGlobal {
	checkName(name);
	return new PyGlobal(...splitName(name));
}
