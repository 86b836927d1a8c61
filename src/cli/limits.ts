/** What a command may use: it has the process to itself. */
import { getHeapStatistics } from "node:v8";

/** Limits for reading: nearly all of the heap that Node gives (`NODE_OPTIONS=--max-old-space-size=…` gives more). */
export function readingLimits(): { readonly memory: number } {
	return { memory: Math.max(2 ** 30, 0.9 * getHeapStatistics().heap_size_limit) };
}
