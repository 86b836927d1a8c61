/**
 * Python's `copyreg` without its global tables: every function takes a registry and returns another.
 */
import { PyTypeError, ValueError } from "../errors.ts";
import {
	type DumpContext,
	type PyName,
	type Reduction,
	Registry,
	type Replacement,
	withExtension,
} from "./registry.ts";

/** The writer of a value: returns the parts of Python's reduce tuple. */
export type Reducer<T> = (value: T, protocol: number, context: DumpContext) => Reduction | Replacement | PyName;

function checkCallable(value: unknown, message: string): void {
	if (typeof value !== "function") throw new PyTypeError(message, { code: "argument" });
}

/**
 * Says how the instances of a class are written; Python's `copyreg.pickle()`. For reading as well, give an
 * entry to `registry.with()`.
 *
 * @param registry the one to start from
 * @param type the class
 * @param reduce returns the parts of the reduce tuple
 * @param constructorFunction only checked, as in Python
 * @returns a new registry
 * @throws PyTypeError (`argument`) when a function is none
 * @example
 * ```ts
 * import { copyreg, defaultRegistry } from "brine/types";
 * class Meters { value = 1; }
 * const registry = copyreg.pickle(defaultRegistry, Meters, (meters) => ({ callable: "units:Meters", args: [meters.value] }));
 * ```
 */
export function pickle<T>(
	registry: Registry,
	type: abstract new (...args: never[]) => T,
	reduce: Reducer<T>,
	constructorFunction?: unknown,
): Registry {
	checkCallable(reduce, "reduction functions must be callable");
	if (constructorFunction !== undefined && constructorFunction !== null) constructor(registry, constructorFunction);
	return registry.with({ names: ["builtins:object"], type, reduce });
}

/**
 * Python's `copyreg.constructor()`: checks that a function is one, and changes nothing.
 *
 * @throws PyTypeError (`argument`) when it is none
 */
export function constructor(registry: Registry, value: unknown): Registry {
	checkCallable(value, "constructors must be callable");
	return registry;
}

/**
 * Registers a number for a class or function to be written by; Python's `copyreg.add_extension()`.
 *
 * @param registry the one to start from
 * @param module of the class or function
 * @param name its name there
 * @param code 1 to 2147483647
 * @returns a new registry; the same one when it has this extension
 * @throws ValueError (`option`) for a code out of range, or a name or code that is taken
 */
export function addExtension(registry: Registry, module: string, name: string, code: number): Registry {
	const extensions = withExtension(registry.extensions, `${module}:${name}`, code);
	return extensions === registry.extensions ? registry : new Registry(registry.entries, extensions);
}

/**
 * Takes an extension code back; Python's `copyreg.remove_extension()`.
 *
 * @returns a new registry
 * @throws ValueError (`option`) when the name is not registered with this code
 */
export function removeExtension(registry: Registry, module: string, name: string, code: number): Registry {
	const known = registry.extensions.filter((one) => one.name !== `${module}:${name}` || one.code !== code);
	if (known.length === registry.extensions.length) {
		throw new ValueError(`key ('${module}', '${name}') is not registered with code ${code}`, { code: "option" });
	}
	return new Registry(registry.entries, known);
}

/** Python's `copyreg.clear_extension_cache()`: there is no cache here, so nothing changes. */
export function clearExtensionCache(registry: Registry): Registry {
	return registry;
}
