/** The pickles of real pandas in tests/golden/pandas, and their contents. */
import { type GoldenCase, goldenFile } from "../golden/science-cases.ts";

interface Portable {
	readonly data: string;
	/** The Python expression that was true. */
	readonly check: string;
}

const { cases, rest } = goldenFile<{ readonly portable: Readonly<Record<string, Portable>> }>(
	"tests/golden/pandas/cases.json.gz",
);

export const portable = rest.portable;

export function pandasCases(): GoldenCase[] {
	return cases;
}
