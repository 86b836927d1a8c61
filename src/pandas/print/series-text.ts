/** Series as pandas prints them at its default options. */

import { givenOptions } from "../../options.ts";
import { Categorical, type ColumnArray, lengthOf } from "../arrays.ts";
import { type ColumnDType, dtypeName, IntervalDType, PandasDType } from "../dtypes.ts";
import { FlatIndex, type Index, MultiIndex } from "../indexes.ts";
import { DateOffset } from "../offset.ts";
import { all, oldVersion, PRINT_OPTIONS, type PrintOptions, shownRows } from "./frame-text.ts";
import { flatLabels, hasNames, levelLabels, shownName, sparse } from "./labels.ts";
import { justify, sideBySide, width } from "./text.ts";
import { shownValues } from "./values.ts";

/** The part of a series that is shown. */
export interface SeriesView {
	readonly array: ColumnArray;
	readonly index: Index;
	readonly name: unknown;
	readonly length: number;
	readonly dtype: ColumnDType;
}

/** The letters of the frequency that an index of times has. */
function frequency(index: Index): string | undefined {
	if (!(index instanceof FlatIndex)) return undefined;
	const { dtype } = index;
	if (index.pyName === "PeriodIndex") return (dtype as { readonly freqstr?: string }).freqstr;
	if (index.pyName !== "DatetimeIndex" && index.pyName !== "TimedeltaIndex") return undefined;
	return index.freq instanceof DateOffset ? index.freq.freqstr : undefined;
}

/** The `name` of a dtype, which is shorter for intervals than its text. */
function shownDType(dtype: ColumnDType): string {
	if (dtype instanceof IntervalDType) return "interval";
	return dtype instanceof PandasDType ? dtype.name : dtypeName(dtype);
}

/** pandas shows no more categories. */
const MOST = 8;

function categoryFooter(array: Categorical, size: number, old: number): string {
	const { categories, ordered } = array;
	const index = categories as Index;
	const values = (index as FlatIndex).array;
	const count = index.length;
	const half = MOST / 2;
	const shown =
		count > MOST
			? [
					[0, half],
					[count - half, count],
				]
			: [[0, count]];
	const texts: string[] = [];
	for (const [part, [from = 0, to = 0]] of shown.entries()) {
		if (part > 0) texts.push("...");
		const rows = all(to - from).map((i) => from + i);
		for (const text of shownValues(values, rows, { quote: true, old })) texts.push(text.trim());
	}
	const head = `Categories (${count}, ${dtypeName(index.dtype)}): `;
	const separator = ordered ? " < " : ", ";
	let line = "";
	let column = head.length;
	for (const [i, text] of texts.entries()) {
		if (column + separator.length + text.length > size) {
			line += `${separator.trimEnd()}\n${" ".repeat(head.length + 1)}`;
			column = head.length + 1;
		} else if (i > 0) {
			line += separator;
			column += separator.length;
		}
		line += text;
		column += text.length;
	}
	return `${head}[${line.replace(" < ... < ", " ... ")}]`;
}

function footer(series: SeriesView, isCut: boolean, size: number, old: number): string {
	const parts: string[] = [];
	const freq = frequency(series.index);
	if (freq !== undefined) parts.push(`Freq: ${freq}`);
	if (series.name !== null && series.name !== undefined) parts.push(`Name: ${shownName(series.name, old)}`);
	if (isCut) parts.push(`Length: ${series.length}`);
	parts.push(`dtype: ${shownDType(series.dtype)}`);
	const line = parts.join(", ");
	return series.array instanceof Categorical && series.array.categories !== null
		? `${line}\n${categoryFooter(series.array, size, old)}`
		: line;
}

/**
 * A series as pandas' `repr`.
 *
 * @param name of its class, for a series of nothing
 */
export function seriesText(series: SeriesView, given?: PrintOptions | null, name = "Series"): string {
	const options = givenOptions("print", given, PRINT_OPTIONS);
	const { array, index } = series;
	const { rows, cut } = shownRows(lengthOf(array), options);
	const old = oldVersion(options);
	const end = footer(series, cut !== undefined, options.width ?? 80, old);
	if (rows.length === 0) return `${name}([], ${end})`;
	let labels: string[];
	if (index instanceof MultiIndex) {
		const full = levelLabels(index, rows, old).map((level, i) => [shownName(index.names[i], old), ...level]);
		labels = sideBySide(2, sparse(full, 1)).split("\n");
	} else {
		labels = [shownName(index.names[0], old), ...flatLabels(index, rows, old)];
	}
	const values = shownValues(array, rows, { old });
	if (cut !== undefined) {
		const size = width(values[cut - 1] as string);
		values.splice(cut, 0, justify(size > 3 ? "..." : "..", size, "center"));
		labels.splice(cut + 1, 0, "");
	}
	const text = sideBySide(3, [labels.slice(1), values]);
	return `${hasNames(index) ? `${labels[0]}\n` : ""}${text}\n${end}`;
}
