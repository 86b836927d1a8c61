import type { NDArray } from "../../numpy/ndarray.ts";
import type { ColumnArray } from "../arrays.ts";
import { itemReader } from "../columns.ts";
import { dtypeName } from "../dtypes.ts";
import type { MultiIndex } from "../indexes.ts";
import { chargeValues, type ExpandOptions } from "../limits.ts";
import { NaT } from "../missing.ts";
import { labelArray } from "./column-data.ts";
import { gathered } from "./gather.ts";

/** The labels of one level of an index for each row, in an array of the level's dtype. */
export function levelArray(index: MultiIndex, at: number, options: ExpandOptions): ColumnArray {
	chargeValues(options, index.length);
	const level = index.levels[at] as MultiIndex["levels"][number];
	const code = itemReader(index.codes[at] as NDArray);
	const places = Array.from({ length: index.length }, (_, i) => code(i) as number);
	const none = /^(datetime64|timedelta64|period)/.test(dtypeName(level.dtype)) ? NaT : Number.NaN;
	return gathered(labelArray(level, options), places, none);
}
