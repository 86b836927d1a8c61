/** Arrays that are still in their file, before a value is written or copied that has them anywhere in it. */
import { libraries } from "./libraries.ts";
import { itemsOf, nextOf } from "./shares.ts";
import { LazyArray } from "./values.ts";

/** Bytes that are read for one text. */
const MOST = 2 ** 30;

/**
 * Reads the arrays of a value that are still in their file. Each keeps what was read.
 *
 * @throws RangeError when they are too large to be written as text
 */
export async function loadArrays(root: unknown): Promise<void> {
	const found = new Set<LazyArray>();
	const seen = new Set<unknown>([root]);
	const open: (Iterator<unknown> | undefined)[] = [[root].values()];
	while (open.length > 0) {
		const step = nextOf(open[open.length - 1]);
		if (step === undefined || step.done === true) {
			open.pop();
			continue;
		}
		const { value } = step as { value: unknown };
		if (value instanceof LazyArray) found.add(value);
		else if (typeof value === "object" && value !== null && (value === root || !seen.has(value))) {
			seen.add(value);
			open.push(itemsOf(value));
		}
	}
	let bytes = 0;
	for (const array of found) bytes += array.nbytes;
	if (bytes > MOST) throw new RangeError(`its arrays of ${bytes.toLocaleString("en")} bytes are too large for a text`);
	for (const array of found) array.loaded ??= await array.whole();
}

/** The forms that values of the libraries have in JSON, those of arrays that were read among them. */
export function ownForms(): ReturnType<typeof libraries> {
	const known = libraries();
	return known === undefined
		? undefined
		: { ...known, jsonOf: (value) => known.jsonOf(value instanceof LazyArray ? value.loaded : value) };
}
