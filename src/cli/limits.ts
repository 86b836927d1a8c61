/** The limits of a command: it has the process to itself. */
import { getHeapStatistics } from "node:v8";

/** Limits for reading: nearly all of the heap that Node allows (`NODE_OPTIONS=--max-old-space-size=…` allows more). */
export function readingLimits(): { readonly memory: number } {
	return { memory: Math.max(2 ** 30, 0.9 * getHeapStatistics().heap_size_limit) };
}
