/** Strings of long arrays, which are written many at once. */
import { SLICE } from "./escapes.ts";
import type { Quoter } from "./quoter.ts";
import type { Separator } from "./text-buffer.ts";

/** The most and the fewest strings that are written together; longer strings gain nothing by it. */
const MOST = 64;
const FEWEST = 8;
const LONGEST = 1000;

/** The most runs that are written as those that need escapes before one is looked at again. */
const MOST_DIRTY = 64;

/**
 * Writes runs of strings: those that need no escapes as they are, the others through bytes. Whether a run needs escapes is
 * guessed from the runs before it: after those that do, twice as many each time are taken for such as do, which costs no
 * more than half as much again.
 */
export class StringRuns {
	/** Runs that are written without a look. */
	#dirty = 0;
	#misses = 0;
	/** Strings that are too few for a run. */
	#few = 0;

	/**
	 * Writes strings from an index on.
	 *
	 * @returns how many; 0 for the caller to write the next item by itself
	 */
	write(items: readonly unknown[], from: number, separator: Separator, writer: Quoter): number {
		if (this.#few > 0) {
			this.#few--;
			return 0;
		}
		const end = Math.min(items.length, from + MOST);
		let to = from;
		for (let room = SLICE; to < end; to++) {
			const item = items[to];
			if (typeof item !== "string" || item.length > LONGEST) break;
			room -= item.length;
			if (room < 0) break;
		}
		const count = to - from;
		if (count < FEWEST) {
			this.#few = Math.max(count - 1, 0);
			return 0;
		}
		const run = items.slice(from, to) as string[];
		const joined = run.join("");
		if (this.#dirty > 0) {
			this.#dirty--;
		} else if (writer.cleanStrings(run, joined, separator.text)) {
			this.#misses = 0;
			return count;
		} else {
			this.#dirty = Math.min(2 ** this.#misses++, MOST_DIRTY);
		}
		writer.strings(run, joined, separator);
		return count;
	}
}
