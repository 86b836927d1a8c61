/** Strings of arrays that are written many at once, as long as they need no escapes. */
import type { TextWriter } from "./text-writer.ts";

/** The most and the fewest strings that are looked at together; longer strings gain nothing by it. */
const MOST = 64;
const FEWEST = 8;
const LONGEST = 1000;

/** The most strings that are written one by one before a run is tried again. */
const MOST_SKIPPED = 4096;

/**
 * Tries runs, and learns from those that fail: it joins only what it is likely to use, and after misses leaves twice as
 * many strings alone each time, so that a miss costs a part of what writing these takes.
 */
export class StringRuns {
	#length = MOST;
	#skip = 0;
	#misses = 0;

	/**
	 * Writes strings from an index on.
	 *
	 * @returns how many; 0 for the caller to write the next item by itself
	 */
	write(items: readonly unknown[], from: number, separator: string, writer: TextWriter): number {
		if (this.#skip > 0) {
			this.#skip--;
			return 0;
		}
		const end = Math.min(items.length, from + this.#length);
		let to = from;
		for (; to < end; to++) {
			const item = items[to];
			if (typeof item !== "string" || item.length > LONGEST) break;
		}
		if (to - from < FEWEST) {
			this.#skip = to - from;
			return 0;
		}
		const run = items.slice(from, to) as string[];
		const clean = writer.strings(run, separator);
		if (clean === run.length) {
			this.#misses = 0;
			if (this.#length < MOST) this.#length *= 2;
			return clean;
		}
		if (clean < FEWEST) {
			this.#skip = Math.min(FEWEST << this.#misses++, MOST_SKIPPED);
			this.#length = FEWEST * 2;
			return 0;
		}
		this.#misses = 0;
		if (clean * 2 < run.length) this.#length = Math.max(this.#length / 2, FEWEST * 2);
		return writer.strings(run.slice(0, clean), separator);
	}
}
