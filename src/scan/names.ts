/** Names as pickles write them, and the names that some Python takes them for. */
import { fromPython2 } from "../registry/python2-names.ts";

/** A name in a module. */
export interface Name {
	readonly module: string;
	readonly name: string;
}

/** Longer names are not looked up. */
export const LONGEST = 1024;

/**
 * The one spelling under which a name is listed: numpy 2 moved `numpy.core` to `numpy._core`, and both are one.
 */
export function listed(module: string): string {
	return module === "numpy._core" || module.startsWith("numpy._core.") ? `numpy.core${module.slice(11)}` : module;
}

/** The name in its module as one string, for messages and for comparing. */
export function path(name: Name): string {
	return `${name.module}.${name.name}`;
}

/** The name that Python 3 imports instead of one of Python 2; undefined when it is the same. */
export function renamed(name: Name): Name | undefined {
	const [module, inner] = fromPython2(name.module, name.name);
	return module === name.module && inner === name.name ? undefined : { module, name: inner };
}

/** A letter or underscore, then those and digits: what Python takes for a name. */
function isIdentifier(part: string): boolean {
	return /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u.test(part);
}

/** Whether a name is made of identifiers and dots, as whatever Python itself writes. */
export function isNamePath(name: Name): boolean {
	return (
		name.module.length + name.name.length <= LONGEST &&
		name.module.split(".").every(isIdentifier) &&
		name.name.split(".").every(isIdentifier)
	);
}

/** Modules whose name has two underscores on either side. */
const DUNDER_MODULES: ReadonlySet<string> = /* @__PURE__ */ new Set(["__main__", "__mp_main__", "__builtin__"]);

/** Whether some part of a name is one of Python's own special ones, such as `__class__`. */
export function hasDunder(name: Name): boolean {
	const special = (part: string): boolean => part.length > 4 && part.startsWith("__") && part.endsWith("__");
	return (
		name.name.split(".").some(special) ||
		name.module.split(".").some((part, index) => special(part) && !(index === 0 && DUNDER_MODULES.has(part)))
	);
}

/** Whether the last part of a name is written as classes are. */
export function isClassLike(name: string): boolean {
	const last = name.slice(name.lastIndexOf(".") + 1);
	let at = 0;
	while (last[at] === "_") at++;
	const first = last[at] ?? "";
	return first !== first.toLowerCase();
}
