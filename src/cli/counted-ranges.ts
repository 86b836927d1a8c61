/** Files that are read by their parts. */
import { type FileRanges, fileRanges } from "../node/index.ts";
import type { OutputBudget } from "./budget.ts";

/** The parts of a file, which count as read. */
export function countedRanges(path: string, budget: OutputBudget): FileRanges {
	const ranges = fileRanges(path);
	return {
		...ranges,
		slice(start, end) {
			const bytes = ranges.slice(start, end);
			budget.read(bytes.length);
			return bytes;
		},
		fill(into, start) {
			ranges.fill(into, start);
			budget.read(into.length);
		},
	};
}
