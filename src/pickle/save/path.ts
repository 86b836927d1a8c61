/** How a path to a value is written, and how CPython's notes quote a key. */
import { repr } from "../../values/repr.ts";

/** A property, an index or any other key, as it would be written in code. */
export function keyPath(key: unknown): string {
	if (typeof key === "string") return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
	return `[${keyRepr(key)}]`;
}

/** Python's `repr` of a key. */
export function keyRepr(key: unknown): string {
	try {
		return repr(key);
	} catch {
		// A note must never hide the error it is about.
		return "…";
	}
}
