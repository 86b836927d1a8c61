/** pandas' frames and series at a prompt: printed, and as rows. */

import {
	type ColumnArray,
	DataFrame,
	dtypeName,
	Interval,
	Period,
	Series,
	Timedelta,
	Timestamp,
} from "../pandas/index.ts";
import { PyFloat, repr } from "../types/index.ts";
import { UsageError } from "./command.ts";
import { describeFrame, describeSeries } from "./frame-summary.ts";

/** The part of a frame that is shown. */
export interface FrameOptions {
	readonly rows: number | undefined;
	readonly columns: string | undefined;
	readonly dtypes: boolean;
	readonly describe: boolean;
	/** The pandas as which it is printed; the newest where there is none. */
	readonly pandas?: string | undefined;
}

/** A name of a column as it is typed. */
function typed(name: unknown): string {
	return typeof name === "string" ? name : repr(name);
}

/** The columns of some names; one name may be that of several. */
function chosen(frame: DataFrame, names: string): DataFrame {
	const columns = frame.columns.toArray();
	const places = names.split(",").flatMap((name) => {
		const found = columns.flatMap((column, i) => (typed(column) === name ? [i] : []));
		if (found.length === 0) throw new UsageError(`argument --columns: no column is named '${name}'`);
		return found;
	});
	return part(frame, places);
}
function part(frame: DataFrame, places: readonly number[]): DataFrame {
	const entries = places.map((i): [unknown, ColumnArray] => [frame.columns.get(i), frame.column(i).array]);
	return DataFrame.from(entries, { index: frame.index });
}

function described<T>(made: T | undefined): T {
	if (made === undefined) throw new UsageError("argument --describe: there is nothing that can be described");
	return made;
}

/** A dtype for each column. */
function dtypeText(frame: DataFrame): string {
	const index = frame.columns.toArray();
	const names = frame.dtypes.map(dtypeName);
	const series = DataFrame.from([["dtype", names]], { index: index.map(typed) }).column(0);
	return new Series(series.array, { index: series.index }).print({ maxRows: Number.POSITIVE_INFINITY });
}

/**
 * A frame or series as pandas prints it.
 *
 * @param width of the terminal
 * @returns undefined for any other value
 */
export function frameText(value: unknown, options: FrameOptions, width: number): string | undefined {
	const { rows } = options;
	const screen = { width, ...(options.pandas === undefined ? {} : { pandasVersion: options.pandas }) };
	const print = { ...screen, ...(rows === undefined ? {} : { maxRows: rows, minRows: rows }) };
	if (value instanceof Series) {
		if (options.columns !== undefined) throw new UsageError("argument --columns: a series has none");
		if (options.dtypes) return dtypeName(value.dtype);
		return options.describe ? described(describeSeries(value)).print(screen) : value.print(print);
	}
	if (!(value instanceof DataFrame)) return undefined;
	const frame = options.columns === undefined ? value : chosen(value, options.columns);
	if (options.dtypes) return dtypeText(frame);
	return options.describe ? described(describeFrame(frame)).print(screen) : frame.print(print);
}

/** A value of a cell in JSON, as far as it has a form. */
function cell(value: unknown, isFloat: boolean): unknown {
	if (isFloat && typeof value === "number") return new PyFloat(value);
	if (value instanceof Timestamp) return value.isoformat();
	if (value instanceof Timedelta || value instanceof Period || value instanceof Interval) return String(value);
	return value;
}

function isFloats(array: ColumnArray): boolean {
	return /^(float|Float|double|halffloat)/.test(dtypeName(array.dtype));
}

/** The JSON of a frame: a list of objects, one for each row; of a series a list of its values. */
export function frameForm(value: unknown): { readonly form: unknown } | undefined {
	if (value instanceof Series) {
		const isFloat = isFloats(value.array);
		return { form: value.toArray().map((item) => cell(item, isFloat)) };
	}
	if (!(value instanceof DataFrame)) return undefined;
	const floats = Array.from({ length: value.columns.length }, (_, i) => isFloats(value.column(i).array));
	const names = value.columns.toArray().map(typed);
	const form = value.toRows().map((row) => new Map(row.map((item, i) => [names[i], cell(item, floats[i] === true)])));
	return { form };
}
