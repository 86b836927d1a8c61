/** The metadata that pyarrow keeps of a frame in the schema of a table, under the key `pandas`. */
import { NDArray } from "../../numpy/ndarray.ts";
import { entriesOf } from "../../registry/arguments.ts";
import { isPlainObject } from "../../values/brand.ts";
import { floatRepr } from "../../values/float-repr.ts";
import { PyFloat } from "../../values/numbers.ts";
import { repr } from "../../values/repr.ts";
import { ArrowArray, Categorical, type ColumnArray, DatetimeArray, SparseArray } from "../arrays.ts";
import { type ArrowType, arrowName } from "../arrow-type.ts";
import { type ArrowDType, dtypeName, StringDType } from "../dtypes.ts";
import { FlatIndex, type Index, MultiIndex, type RangeIndex } from "../indexes.ts";
import { isMissing } from "../missing.ts";
import { pyStr } from "../text.ts";
import type { TableColumn } from "./table.ts";

/** One column in the metadata. */
export interface ColumnMetadata {
	readonly name: string | null;
	readonly field_name: string | null;
	readonly pandas_type: string;
	readonly numpy_type: string;
	readonly metadata: Readonly<Record<string, unknown>> | null;
}

/** An index whose labels are not a column. */
export interface RangeMetadata {
	readonly kind: "range";
	readonly name: string | null;
	readonly start: number;
	readonly stop: number;
	readonly step: number;
}

/** All of it. */
export interface FrameMetadata {
	readonly index_columns: readonly (string | RangeMetadata)[];
	readonly column_indexes: readonly ColumnMetadata[];
	readonly columns: readonly ColumnMetadata[];
	readonly attributes?: unknown;
}

/** pyarrow's word for what the values of a column are. */
function logicalType(type: ArrowType, isExtension: boolean): string {
	if (isExtension) return "object";
	switch (type.kind) {
		case "null":
			return "empty";
		case "int":
			return arrowName(type);
		case "float":
			return `float${type.bits}`;
		case "string":
			return "unicode";
		case "binary":
			return "bytes";
		case "bool":
		case "date":
		case "time":
		case "decimal":
			return type.kind;
		case "timestamp":
			return type.tz === null ? "datetime" : "datetimetz";
		case "list":
			return `list[${logicalType(type.item.type, false)}]`;
		case "dictionary":
			return "categorical";
		default:
			return "object";
	}
}

const UNREADABLE = /^(decimal|list|large_list|fixed_size|struct|dictionary)/;

/** The dtype as pandas is to make it again. */
function dtypeText(array: ColumnArray): string {
	if (array instanceof Categorical) return dtypeName(array.codes.dtype);
	if (array instanceof SparseArray) return dtypeName(array.dtype.subtype);
	if (array instanceof DatetimeArray) return dtypeName(array.values.dtype);
	if (array instanceof ArrowArray && array.dtype instanceof StringDType) return array.dtype.name;
	// pandas makes no dtype of the text of these.
	if (array instanceof ArrowArray && UNREADABLE.test(arrowName((array.dtype as ArrowDType).type))) return "object";
	const name = dtypeName(array.dtype);
	return array instanceof NDArray && /^[<>|=]?[US]/.test(name) ? "object" : name;
}

function details(array: ColumnArray, type: ArrowType): ColumnMetadata["metadata"] {
	if (array instanceof Categorical) {
		return { num_categories: array.categories?.length ?? 0, ordered: array.ordered };
	}
	if (type.kind === "timestamp" && type.tz !== null) return { timezone: type.tz };
	return type.kind === "decimal" ? { precision: type.precision, scale: type.scale } : null;
}

/** The metadata of one column. */
export function columnMetadata(name: string | null, column: TableColumn, array: ColumnArray): ColumnMetadata {
	return {
		name,
		field_name: column.name,
		pandas_type: logicalType(column.type, column.metadata.size > 0),
		numpy_type: dtypeText(array),
		metadata: details(array, column.type),
	};
}

/** A label of a column as the name of a field. */
export function nameText(name: unknown): string {
	if (typeof name === "string") return name;
	// As pyarrow, a label of several levels is the text of a tuple of strings, of which pandas makes the levels again.
	if (Array.isArray(name))
		return `(${name.map((part) => repr(nameText(part))).join(", ")}${name.length === 1 ? "," : ""})`;
	return typeof name === "number" && Number.isNaN(name) ? "nan" : pyStr(name);
}

/** The name of an index or level, where it is to be found again. */
export function indexName(name: unknown): string | null {
	return isMissing(name) ? null : nameText(name);
}

/** The metadata of the levels of the labels of columns. */
export function labelLevels(columns: Index): ColumnMetadata[] {
	const levels = columns instanceof MultiIndex ? columns.levels : [columns];
	return levels.map((level, i) => {
		const name = indexName(columns.names[i]);
		const array = level instanceof FlatIndex ? level.array : undefined;
		const type = array === undefined ? "int64" : labelType(array, level);
		const [pandas, numpy] = type === "unicode" ? ["unicode", textDtype(level)] : [type, labelDtype(array)];
		const encoding = type === "unicode" ? { encoding: "UTF-8" } : null;
		const zone = type === "datetimetz" ? { timezone: /, (.*)\]$/.exec(dtypeName(level.dtype))?.[1] } : encoding;
		return { name, field_name: name, pandas_type: pandas as string, numpy_type: numpy as string, metadata: zone };
	});
}
function labelType(array: ColumnArray, level: Index): string {
	const name = dtypeName(array.dtype);
	if (name.startsWith("datetime64[")) return name.includes(", ") ? "datetimetz" : name;
	if (/^(u?int|float|complex|timedelta64|bool)/.test(name)) return name;
	// Labels of other dtypes come back as they are, or as strings, since pyarrow makes only numpy's dtypes of them again.
	for (const label of level) if (typeof label !== "string") return "mixed";
	return "unicode";
}
function textDtype(level: Index): string {
	const name = dtypeName(level.dtype);
	return name === "str" || name === "string" ? name : "object";
}
function labelDtype(array: ColumnArray | undefined): string {
	if (array === undefined) return "int64";
	const name = dtypeText(array);
	return name === "str" ? "object" : name;
}

/** An index of equal steps, of which no column is made. */
export function rangeMetadata({ start, stop, step, name }: RangeIndex): RangeMetadata {
	return { kind: "range", name: indexName(name), start, stop, step };
}

/** Attributes are nested no deeper. */
const DEEPEST = 20;

/** The attrs of a frame as JSON; undefined where they have no form in it. */
export function attributesText(attrs: unknown): string | undefined {
	return attrs === undefined ? "{}" : jsonText(attrs, 0);
}
function jsonText(value: unknown, depth: number): string | undefined {
	if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
	if (value instanceof PyFloat) return Number.isFinite(value.value) ? floatRepr(value.value) : undefined;
	if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
	if (typeof value === "bigint") return String(value);
	if (depth > DEEPEST) return undefined;
	if (Array.isArray(value)) {
		if (Object.getPrototypeOf(value) !== Array.prototype) return undefined;
		const items = value.map((item) => jsonText(item, depth + 1));
		return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
	}
	const entries = isDict(value) ? [...(entriesOf(value) ?? [])] : undefined;
	if (entries === undefined) return undefined;
	const texts = entries.map(([key, held]) => {
		const text = typeof key === "string" ? jsonText(held, depth + 1) : undefined;
		return text === undefined ? undefined : `${JSON.stringify(key)}: ${text}`;
	});
	return texts.includes(undefined) ? undefined : `{${texts.join(", ")}}`;
}
function isDict(value: unknown): boolean {
	return value instanceof Map || (typeof value === "object" && value !== null && isPlainObject(value));
}
