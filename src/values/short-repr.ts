/** The beginning of a value's text, for views that show a value among others. */
import { LimitError } from "../errors.ts";
import { parsePythonVersion } from "../options.ts";
import { writeRepr } from "./repr.ts";
import { textLimits } from "./repr-limits.ts";
import { TextBuilder } from "./text-builder.ts";

/** Characters of a value that a view shows at most. */
export const SHORT: number = 2 ** 14;

/**
 * `repr(value)`, or its beginning and dots: a small graph can have a string without end, of which nobody sees more.
 *
 * @throws what `repr` throws, but for its limit
 */
export function shortRepr(value: unknown, most: number = SHORT): string {
	const version = parsePythonVersion(undefined);
	const { digits } = textLimits(undefined, version);
	const out = new TextBuilder(most);
	try {
		writeRepr(value, { version, digits, out });
	} catch (error) {
		if (error instanceof LimitError && error.limit === "text") return `${out.toString()}...`;
		throw error;
	}
	return out.toString();
}
