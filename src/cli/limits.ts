/** The limits of a command: it has the process to itself. */
import { getHeapStatistics } from "node:v8";
import type { LimitName } from "../errors.ts";

/** Limits for reading: nearly all of the heap that Node allows (`NODE_OPTIONS=--max-old-space-size=…` allows more). */
export function readingLimits(): { readonly memory: number } {
	return { memory: Math.max(2 ** 30, 0.9 * getHeapStatistics().heap_size_limit) };
}

const NO_OPTION =
	"no option of the command raises it, since V8 holds no more of them than about that; the library's limits do";

/** Advice for each limit: the library's options are none of the command's. */
export const LIMIT_ADVICE: Readonly<Record<Exclude<LimitName, "collisions">, string>> = {
	memory: "NODE_OPTIONS=--max-old-space-size=16384 lets the command use nearly 16 GB",
	text: "brine show --tree --max-depth 3 shows less of it, and brine convert writes it in pieces",
	digits: "brine json --max-digits 0 takes any number of them",
	depth: "no option of the command raises it",
	stack: NO_OPTION,
	memo: NO_OPTION,
	items: NO_OPTION,
	message: NO_OPTION,
};
