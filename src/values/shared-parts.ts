/**
 * Parts that many values were made from: a thousand instances may have one state. Each view shows it for each of them, but a
 * plain graph has one record for all, or ends.
 */
import { LimitError } from "../errors.ts";
import { isPlainObject } from "./brand.ts";

/** Parts from which on this is worth a look; fewer are shown again as the value itself is. */
const LARGE = 64;
/** Characters that a part which is shown again counts for: as many as V8 makes in the time. */
const AGAIN = 1024;

/** Where a graph has its places, and what was shown again; anything else is a part. */
const PLACES = /* @__PURE__ */ Symbol("places");
const SHOWN = /* @__PURE__ */ Symbol("shown");

/** The parts that a graph has met: the number of each large one, the places by all their numbers, and what was shown again. */
type Known = Map<unknown, unknown>;

/**
 * The place of the record of a value.
 *
 * @param given all that the value was made from; something that is its own where that is not all
 * @param known of the graph so far
 * @param most characters that parts which are shown again may count for
 * @returns undefined for a value whose parts are few, or here for the first time
 * @throws LimitError (`text`) when too many parts would be shown again
 */
export function sharedPlace<T>(given: readonly unknown[], known: Known, most: number): { record?: T } | undefined {
	let isAgain = false;
	for (const part of given) {
		if (!isLarge(part)) continue;
		if (known.has(part)) isAgain = true;
		else known.set(part, known.size);
	}
	if (!isAgain) return undefined;
	let key = "";
	for (const part of given) {
		if (!known.has(part)) known.set(part, known.size);
		key += `${known.get(part)} `;
	}
	const places = (known.get(PLACES) ?? new Map()) as Map<string, { record?: T }>;
	known.set(PLACES, places);
	const found = places.get(key);
	if (found !== undefined) return found;
	let again = 0;
	for (const part of new Set(given)) if (isLarge(part)) again += sizeOf(part);
	if (again < LARGE) return undefined;
	const place = {};
	countAgain(known, most, again);
	places.set(key, place);
	return place;
}

/** Characters that parts which are shown again may count for, where nobody says otherwise. */
export const MOST_SHOWN = 2 ** 29;

/**
 * Counts parts that a graph shows again.
 *
 * @throws LimitError (`text`) when all of them count for more than `most` characters
 */
export function countAgain(known: Map<unknown, unknown>, most: number, parts: number): void {
	const shown = ((known.get(SHOWN) ?? 0) as number) + AGAIN * parts;
	if (shown > most) throw new LimitError("text", most);
	known.set(SHOWN, shown);
}

/** Whether something may have many parts: those of an object take a while to count. */
function isLarge(part: unknown): boolean {
	if (Array.isArray(part)) return part.length >= LARGE;
	return part instanceof Map ? part.size >= LARGE : isPlainObject(part);
}
function sizeOf(part: unknown): number {
	if (Array.isArray(part)) return part.length;
	return part instanceof Map ? part.size : Object.keys(part as object).length;
}
