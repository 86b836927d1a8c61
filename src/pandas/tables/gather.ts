import { array } from "../../numpy/array.ts";
import { NDArray } from "../../numpy/ndarray.ts";
import {
	Categorical,
	type ColumnArray,
	DatetimeArray,
	IntervalArray,
	PeriodArray,
	readerOf,
	StringArray,
	TimedeltaArray,
} from "../arrays.ts";
import { NAT_COUNT } from "../calendar.ts";
import { countReader, itemReader } from "../columns.ts";
import { StringDType } from "../dtypes.ts";

/**
 * The items at some places, in an array of the same dtype where it has a value for what is missing.
 *
 * @param places -1 for a missing item
 * @param none what a missing item is among objects
 */
export function gathered(items: ColumnArray, places: readonly number[], none: unknown): ColumnArray {
	if (items instanceof DatetimeArray) return new DatetimeArray(times(items.values, places), items.dtype);
	if (items instanceof TimedeltaArray) return new TimedeltaArray(times(items.values, places));
	if (items instanceof PeriodArray) return new PeriodArray(times(items.values, places), items.dtype);
	if (items instanceof IntervalArray) {
		const [left, right] = [items.left, items.right].map((ends) => gathered(ends, places, Number.NaN)) as [
			IntervalArray["left"],
			IntervalArray["left"],
		];
		return new IntervalArray(left, right, items.closed);
	}
	if (items instanceof Categorical) {
		const code = itemReader(items.codes);
		const codes = places.map((place) => (place < 0 ? -1 : code(place)));
		return new Categorical(array(codes, { dtype: items.codes.dtype, shape: [codes.length] }), items.dtype);
	}
	const isTimes = items instanceof NDArray && items.dtype.unit !== null && items.data instanceof BigInt64Array;
	if (isTimes) return times(items, places);
	const read = readerOf(items);
	const values = places.map((place) => (place < 0 ? none : read(place)));
	const objects = new NDArray({ dtype: "O", shape: [values.length], data: values });
	if (items.dtype instanceof StringDType) return new StringArray(objects, items.dtype);
	if (!(items instanceof NDArray) || !"iufb".includes(items.dtype.kind)) return objects;
	if (!places.includes(-1)) return array(values, { dtype: items.dtype, shape: [values.length] });
	// Integers of which some are missing are floats, as in pandas.
	return items.dtype.kind === "b" ? objects : array(Float64Array.from(values, Number));
}

function times(values: NDArray, places: readonly number[]): NDArray {
	const count = countReader(values);
	const data = BigInt64Array.from(places, (place) => (place < 0 ? NAT_COUNT : count(place)));
	return new NDArray({ dtype: values.dtype, shape: [data.length], data });
}
