/** The pickles of real numpys in tests/golden/numpy, and their contents. */
import { type GoldenCase, goldenFile } from "../golden/science-cases.ts";

export function numpyCases(): GoldenCase[] {
	return goldenFile("tests/golden/numpy/cases.json.gz").cases;
}
