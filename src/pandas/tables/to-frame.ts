/** A table of Arrow as a frame, as pyarrow's `to_pandas()` makes it. */
import { array } from "../../numpy/array.ts";
import { DType } from "../../numpy/dtype.ts";
import { parseLiteral } from "../../numpy/literal.ts";
import { NDArray } from "../../numpy/ndarray.ts";
import { PyDict } from "../../values/dict.ts";
import { PySlice } from "../../values/range.ts";
import { PyTuple } from "../../values/tuple.ts";
import { blockShape } from "../array-writing.ts";
import { type ColumnArray, DatetimeArray, lengthOf, readerOf, TimedeltaArray } from "../arrays.ts";
import { NANOS, type TimeUnitName } from "../calendar.ts";
import { kindOf } from "../index-types.ts";
import { FlatIndex, type Index, indexOf, MultiIndex, RangeIndex } from "../indexes.ts";
import type { ExpandOptions } from "../limits.ts";
import { Block, BlockManager } from "../manager.ts";
import { isMissing } from "../missing.ts";
import { columnArray } from "./data-column.ts";
import { gathered } from "./gather.ts";
import type { ColumnMetadata, FrameMetadata, RangeMetadata } from "./metadata.ts";
import { type ArrowTable, PANDAS } from "./table.ts";

/** The parts of a frame. */
export interface FrameOfTable {
	readonly manager: BlockManager;
	readonly attrs: unknown;
}

const NONE: FrameMetadata = { index_columns: [], column_indexes: [], columns: [] };

/** The metadata of the frame; empty where the schema has none that pyarrow writes. */
function metadataOf({ metadata }: ArrowTable): FrameMetadata {
	const text = metadata.get(PANDAS);
	if (text === undefined) return NONE;
	let given: unknown;
	try {
		given = JSON.parse(text);
	} catch {
		return NONE;
	}
	const own = (given ?? {}) as Partial<FrameMetadata>;
	const lists = [own.index_columns, own.columns, own.column_indexes];
	return lists.every((list) => Array.isArray(list)) ? (own as FrameMetadata) : NONE;
}

/** The frame of a table. */
export function frameOf(table: ArrowTable, options: ExpandOptions): FrameOfTable {
	const metadata = metadataOf(table);
	const described = new Map<string, ColumnMetadata>();
	for (const one of metadata.columns) {
		const field = (one as ColumnMetadata | null)?.field_name ?? (one as ColumnMetadata | null)?.name;
		if (typeof field === "string") described.set(field, one);
	}
	const arrays = table.columns.map((column) => columnArray(column, described.get(column.name), options));
	const length = arrays[0] === undefined ? rangeLength(metadata) : lengthOf(arrays[0]);
	const isIndex = new Set(metadata.index_columns.filter((one) => typeof one === "string"));
	const places = table.columns.flatMap(({ name }, i) => (isIndex.has(name) ? [] : [i]));
	const columns = labelsOf(
		places.map((i) => table.columns[i]?.name as string),
		metadata.column_indexes,
	);
	const index = rowsOf(table, arrays, metadata, described, length);
	const blocks = places.map(
		(from, i) => new Block(blockShape(arrays[from] as ColumnArray), new PySlice(i, i + 1, 1), 2),
	);
	const blockOf = Int32Array.from(places, (_, i) => i);
	const manager = new BlockManager([columns, index], blocks, false, { blockOf, rowOf: new Int32Array(places.length) });
	const { attributes } = metadata;
	const hasAttributes = typeof attributes === "object" && attributes !== null && Object.keys(attributes).length > 0;
	return { manager, attrs: hasAttributes ? attributes : undefined };
}

function rangeOf(one: string | RangeMetadata | null): RangeIndex | undefined {
	if (typeof one !== "object" || one === null || one.kind !== "range") return undefined;
	const { start, stop, step, name } = one;
	const isRange = [start, stop, step].every((value) => Number.isSafeInteger(value)) && step !== 0;
	return isRange ? new RangeIndex(start, stop, step, name ?? null) : undefined;
}
function rangeLength({ index_columns: [first] }: FrameMetadata): number {
	return Math.min(rangeOf(first ?? null)?.length ?? 0, 2 ** 31 - 1);
}

/** An array as the labels of rows. */
function flatIndex(labels: ColumnArray, name: unknown): FlatIndex {
	let own = labels;
	if (labels instanceof NDArray && labels.dtype.kind === "M") own = new DatetimeArray(labels);
	if (labels instanceof NDArray && labels.dtype.kind === "m") own = new TimedeltaArray(labels);
	return new FlatIndex(own, name, kindOf(own));
}

function rowsOf(
	table: ArrowTable,
	arrays: readonly ColumnArray[],
	metadata: FrameMetadata,
	described: ReadonlyMap<string, ColumnMetadata>,
	length: number,
): Index {
	const levels: [ColumnArray, unknown][] = [];
	for (const one of metadata.index_columns) {
		const range = rangeOf(one);
		if (range !== undefined && range.length === length && metadata.index_columns.length === 1) return range;
		const at = typeof one === "string" ? table.columns.findIndex(({ name }) => name === one) : -1;
		if (at < 0) return new RangeIndex(0, length);
		levels.push([arrays[at] as ColumnArray, described.get(one as string)?.name ?? null]);
	}
	const [first] = levels;
	if (first === undefined) return new RangeIndex(0, length);
	if (levels.length === 1) return flatIndex(...first);
	const split = levels.map(([labels]) => factorized(labels));
	return new MultiIndex(
		split.map(([level]) => level),
		split.map(([, codes]) => codes),
		levels.map(([, name]) => name),
	);
}

/** The labels that there are, in the order in which they are met, and where each row's is. */
function factorized(labels: ColumnArray): readonly [Index, NDArray] {
	const read = readerOf(labels);
	const length = lengthOf(labels);
	const codes = new Int32Array(length);
	const firsts: number[] = [];
	const places = new PyDict<unknown, number>();
	for (let i = 0; i < length; i++) {
		const value = read(i);
		if (isMissing(value)) {
			codes[i] = -1;
			continue;
		}
		let code = places.get(value);
		if (code === undefined) {
			code = firsts.length;
			places.set(value, code);
			firsts.push(i);
		}
		codes[i] = code;
	}
	const level = flatIndex(gathered(labels, firsts, null), null);
	return [level, new NDArray({ dtype: DType.of("i4"), shape: [length], data: codes })];
}

/** The labels of columns, of the dtype that they had; strings where they cannot be made again. */
function labelsOf(names: readonly string[], levels: readonly (ColumnMetadata | null)[]): Index {
	if (levels.length > 1) return labelLevels(names, levels) ?? indexOf(names);
	const [first] = levels;
	const name = first?.name ?? null;
	const plain = indexOf(names, name);
	const typed = typeof first?.numpy_type === "string" ? labelArray(names, first.numpy_type) : undefined;
	return typed === undefined ? plain : flatIndex(typed, name);
}

/** Labels that are not strings, out of their texts. */
function labelArray(texts: readonly string[], dtype: string): ColumnArray | undefined {
	const shape = [texts.length];
	if (/^u?int\d+$/.test(dtype)) {
		if (!texts.every((text) => /^-?\d{1,20}$/.test(text))) return undefined;
		try {
			return array(texts.map(BigInt), { dtype, shape });
		} catch {
			return undefined;
		}
	}
	if (/^float\d+$/.test(dtype)) {
		const numbers = texts.map((text) => (text === "nan" ? Number.NaN : Number(text)));
		const isFloats = numbers.every((number, i) => !Number.isNaN(number) || texts[i] === "nan");
		return isFloats ? array(Float64Array.from(numbers)) : undefined;
	}
	const unit = /^datetime64\[(s|ms|us|ns)\]$/.exec(dtype)?.[1] as TimeUnitName | undefined;
	if (unit === undefined) return undefined;
	const moments = texts.map((text) => momentOf(text));
	if (moments.includes(undefined)) return undefined;
	const data = BigInt64Array.from(moments as bigint[], (moment) => moment / NANOS[unit]);
	return new NDArray({ dtype: `M8[${unit}]`, shape, data });
}

/** Nanoseconds of a string such as `2020-01-31 12:00:00.5`. */
function momentOf(text: string): bigint | undefined {
	const match = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?$/.exec(text);
	if (match === null) return undefined;
	const seconds = Date.parse(`${match[1]}T${match[2] ?? "00:00:00"}Z`);
	if (Number.isNaN(seconds)) return undefined;
	return BigInt(seconds) * 1_000_000n + BigInt((match[3] ?? "").padEnd(9, "0"));
}

/** Labels of several levels, out of the texts of tuples of strings. */
function labelLevels(names: readonly string[], levels: readonly (ColumnMetadata | null)[]): Index | undefined {
	const tuples: readonly string[][] = names.map(tupleOf);
	if (!tuples.every((parts) => parts.length === levels.length)) return undefined;
	const split = levels.map((level, i) => {
		const texts = tuples.map((parts) => parts[i] as string);
		const typed = typeof level?.numpy_type === "string" ? labelArray(texts, level.numpy_type) : undefined;
		return factorized(typed ?? new NDArray({ dtype: "O", shape: [texts.length], data: texts }));
	});
	return new MultiIndex(
		split.map(([level]) => level),
		split.map(([, codes]) => codes),
		levels.map((level) => level?.name ?? null),
	);
}
function tupleOf(text: string): string[] {
	let value: unknown;
	try {
		value = parseLiteral(text);
	} catch {
		return [];
	}
	return value instanceof PyTuple && value.every((part) => typeof part === "string") ? [...value] : [];
}
