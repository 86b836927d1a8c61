/** Reading numpy's arrays as columns: times become pandas' own, and places are not checked again. */
import { type NDArray, READER } from "../numpy/ndarray.ts";
import { CHECKED } from "../options.ts";
import { normalInt } from "../values/numbers.ts";
import { NAT_COUNT, type TimeUnitName } from "./calendar.ts";
import { NaT } from "./missing.ts";
import { type KnownTimestamp, Timedelta, Timestamp, type TimestampOptions } from "./scalars.ts";

/** Reads the item at a place, which is one. */
export type CellReader = (i: number) => unknown;

/** The unit of an array of times, where pandas has it. */
export function unitOf({ dtype }: NDArray): TimeUnitName | undefined {
	const { unit } = dtype;
	if (unit === null || unit.count !== 1) return undefined;
	return unit.name === "s" || unit.name === "ms" || unit.name === "us" || unit.name === "ns" ? unit.name : undefined;
}

/** Reads moments out of counts. */
export function timestampReader(values: NDArray, options: TimestampOptions): CellReader {
	const count = countReader(values);
	const known: KnownTimestamp = { ...options, [CHECKED]: true };
	return (i) => {
		const value = count(i);
		return value === NAT_COUNT ? NaT : new Timestamp(value, known);
	};
}

/** Reads time differences out of counts. */
export function timedeltaReader(values: NDArray, unit: TimeUnitName): CellReader {
	const count = countReader(values);
	return (i) => {
		const value = count(i);
		return value === NAT_COUNT ? NaT : new Timedelta(value, unit);
	};
}

/** Reads the counts of an array of one axis of 64-bit integers. */
export function countReader({ data, offset, strides }: NDArray): (i: number) => bigint {
	const counts = data as BigInt64Array;
	const stride = strides[0] ?? 1;
	return (i) => counts[offset + i * stride] as bigint;
}

/** Reads the items of an array of one axis. */
export function itemReader(values: NDArray): CellReader {
	const { dtype, offset, strides } = values;
	const stride = strides[0] ?? 1;
	if (dtype.hasObject) {
		const read = values[READER];
		return (i) => read(offset + i * stride);
	}
	const { data } = values;
	if (dtype.unit !== null) {
		const unit = unitOf(values);
		if (unit === undefined) return (i) => values.get(i);
		return dtype.kind === "M" ? timestampReader(values, { unit }) : timedeltaReader(values, unit);
	}
	if (dtype.kind === "b") return (i) => data[offset + i * stride] !== 0;
	if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
		return (i) => normalInt(data[offset + i * stride] as bigint);
	}
	const isPlain = dtype.kind === "i" || dtype.kind === "u" || (dtype.kind === "f" && dtype.itemsize >= 4);
	return isPlain && dtype.itemsize <= 8 ? (i) => data[offset + i * stride] : (i) => values.get(i);
}

/** Whether all integers of an array of one axis are between two bounds. */
export function allBetween({ data, offset, strides, shape }: NDArray, least: number, most: number): boolean {
	const [length = 0] = shape;
	const stride = strides[0] ?? 1;
	for (let i = 0; i < length; i++) {
		const value = data[offset + i * stride] as number | bigint;
		if (value < least || value > most) return false;
	}
	return true;
}

/** Whether an array is of integers with or without a sign. */
export function isInts({ dtype }: NDArray): boolean {
	return dtype.kind === "i" || dtype.kind === "u";
}
