/** Names in the notation of `pkgutil.resolve_name`: `module:qualname`, both of which may contain dots. */

/**
 * The two halves of a name.
 *
 * @param name `module:qualname`; one without a colon has an empty module
 */
export function splitName(name: string): [module: string, qualname: string] {
	const colon = name.indexOf(":");
	return [name.slice(0, Math.max(colon, 0)), name.slice(colon + 1)];
}

/** The qualname of `module:qualname`. */
export function qualnameOf(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}
