/** Arrays of Arrow as columns of pandas: without copying where a column has one part and the layout is the same. */
import type { TypedArray } from "../../numpy/formats.ts";
import { NDArray } from "../../numpy/ndarray.ts";
import {
	ArrowArray,
	Categorical,
	type ColumnArray,
	DatetimeArray,
	type ExtensionArray,
	IntervalArray,
	NullableArray,
	PeriodArray,
	readerOf,
} from "../arrays.ts";
import { arrowZone } from "../arrow-array.ts";
import { type ArrowData, isValid } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";
import { NAT_COUNT } from "../calendar.ts";
import { ArrowDType, CategoricalDType, DatetimeTZDType, PeriodDType, StringDType } from "../dtypes.ts";
import { kindOf } from "../index-types.ts";
import { FlatIndex, indexOf } from "../indexes.ts";
import type { ExpandOptions } from "../limits.ts";
import { NA } from "../missing.ts";
import type { Closed } from "../scalars.ts";
import { packed, unset } from "./bits.ts";
import { Budget } from "./budget.ts";
import { concatenated } from "./concat.ts";
import { typedValues } from "./layout.ts";
import type { ColumnMetadata } from "./metadata.ts";
import { EXTENSION_METADATA, EXTENSION_NAME, type TableColumn } from "./table.ts";

const NULLABLE = /^(U?Int(8|16|32|64)|Float(32|64)|boolean)$/;

/**
 * A column of a frame.
 *
 * @param described what pandas had, where that is known
 */
export function columnArray(
	column: TableColumn,
	described: ColumnMetadata | undefined,
	options: ExpandOptions,
): ColumnArray {
	const { name, type, chunks } = column;
	const dtype = typeof described?.numpy_type === "string" ? described.numpy_type : "";
	if (dtype.endsWith("[pyarrow]")) return new ArrowArray(chunks, new ArrowDType(type));
	if (type.kind === "string" || type.kind === "large_string") {
		return new ArrowArray(chunks, new StringDType("pyarrow", dtype.startsWith("string") ? "NA" : "NaN"));
	}
	const data = concatenated(chunks, type, JSON.stringify(name), options);
	const own = extension(column, data);
	if (own !== undefined) return own;
	if (NULLABLE.test(dtype) && (data.type.kind === "int" || data.type.kind === "float" || data.type.kind === "bool")) {
		return nullable(data);
	}
	return plainArray(data, options);
}

/** Periods and intervals, as pandas names them for Arrow. */
function extension({ metadata }: TableColumn, data: ArrowData): ColumnArray | undefined {
	const name = metadata.get(EXTENSION_NAME);
	if (name !== "pandas.period" && name !== "pandas.interval") return undefined;
	let parameters: { readonly freq?: unknown; readonly closed?: unknown } | null;
	try {
		parameters = JSON.parse(metadata.get(EXTENSION_METADATA) ?? "") as typeof parameters;
	} catch {
		return undefined;
	}
	const { freq, closed } = parameters ?? {};
	const { type } = data;
	if (name === "pandas.period" && type.kind === "int" && type.bits === 64 && typeof freq === "string") {
		return new PeriodArray(numbers("i8", counts(data)), new PeriodDType(freq.slice(0, 100)));
	}
	const isClosed = closed === "left" || closed === "right" || closed === "both" || closed === "neither";
	if (name !== "pandas.interval" || type.kind !== "struct" || data.children.length !== 2 || !isClosed) return undefined;
	const ends = data.children.map((child) => {
		// An interval that is missing has no ends.
		const part = { ...child, offset: child.offset + data.offset, length: data.length };
		const whole = data.validity === null ? part : { ...part, validity: both(part, data) };
		return plainArray(concatenated([whole], child.type, "", {}), {});
	});
	return new IntervalArray(ends[0] as ExtensionArray, ends[1] as ExtensionArray, closed as Closed);
}
function both(child: ArrowData, parent: ArrowData): Uint8Array {
	const bits = packed(child.offset + child.length, (i) => {
		const at = i - child.offset;
		return at >= 0 && isValid(child, at) && isValid(parent, at);
	});
	return bits;
}

function numbers(dtype: string, data: TypedArray): NDArray {
	return new NDArray({ dtype, shape: [data.length], data });
}

function numpyName(type: ArrowType): string {
	if (type.kind === "int") return `${type.signed ? "i" : "u"}${type.bits / 8}`;
	return type.kind === "float" ? `f${type.bits / 8}` : "b1";
}

function values(data: ArrowData): TypedArray {
	if (data.type.kind !== "bool") return typedValues(data.type, data.values);
	const bits = data.values ?? new Uint8Array(0);
	return Uint8Array.from({ length: data.length }, (_, i) => ((bits[i >> 3] as number) >> (i & 7)) & 1);
}

/** Numbers and the mask beside them. */
function nullable(data: ArrowData): NullableArray {
	const mask = Uint8Array.from({ length: data.length }, (_, i) => (isValid(data, i) ? 0 : 1));
	return new NullableArray(numbers(numpyName(data.type), values(data)), numbers("b1", mask));
}

/** Counts of time, with pandas' own for what is missing. */
function counts(data: ArrowData): BigInt64Array {
	const given = typedValues(data.type, data.values) as BigInt64Array;
	let made: BigInt64Array | undefined;
	for (let i = 0; i < data.length; i++) {
		if (isValid(data, i) || given[i] === NAT_COUNT) continue;
		made ??= given.slice();
		made[i] = NAT_COUNT;
	}
	return made ?? given;
}

/** A column of a type, as pandas has it where nobody says otherwise. */
function plainArray(data: ArrowData, options: ExpandOptions): ColumnArray {
	const isWhole = unset(data.validity, data.length) === 0;
	switch (data.type.kind) {
		case "int":
			return isWhole ? numbers(numpyName(data.type), values(data)) : (floats(data) ?? nullable(data));
		case "float":
			return isWhole ? numbers(numpyName(data.type), values(data)) : withNaN(data);
		case "bool":
			return isWhole ? numbers("b1", values(data)) : objects(data, options);
		case "timestamp": {
			const own = numbers(`M8[${data.type.unit}]`, counts(data));
			const tz = arrowZone(data.type.tz);
			return tz === null ? own : new DatetimeArray(own, new DatetimeTZDType(data.type.unit, tz));
		}
		case "duration":
			return numbers(`m8[${data.type.unit}]`, counts(data));
		case "dictionary":
			return categorical(data, data.type, options);
		case "string":
		case "large_string":
			return new ArrowArray([data], new StringDType("pyarrow", "NaN"));
		default:
			return objects(data, options);
	}
}

/** Integers of which some are missing as floats, where these hold them all. */
function floats(data: ArrowData): NDArray | undefined {
	const given = values(data);
	const made = new Float64Array(data.length);
	for (let i = 0; i < data.length; i++) {
		const value = Number(given[i]);
		made[i] = isValid(data, i) ? value : Number.NaN;
		if (isValid(data, i) && !Number.isSafeInteger(value)) return undefined;
	}
	return numbers("f8", made);
}
function withNaN(data: ArrowData): NDArray {
	const given = values(data);
	const none = data.type.kind === "float" && data.type.bits === 16 ? 0x7e00 : Number.NaN;
	let made: TypedArray | undefined;
	for (let i = 0; i < data.length; i++) {
		const isNone = none === 0x7e00 ? false : Number.isNaN(given[i]);
		if (isValid(data, i) || isNone) continue;
		made ??= given.slice();
		made[i] = none;
	}
	return numbers(numpyName(data.type), made ?? given);
}

function objects(data: ArrowData, options: ExpandOptions): NDArray {
	new Budget(options).take(data.length);
	const read = readerOf(new ArrowArray([data], new ArrowDType(data.type)));
	const items = Array.from({ length: data.length }, (_, i) => {
		const item = read(i);
		return item === NA ? null : item;
	});
	return new NDArray({ dtype: "O", shape: [items.length], data: items });
}

/** Indexes into a dictionary as codes; what the dictionary has no value for is missing. */
function categorical(
	data: ArrowData,
	{ ordered }: Extract<ArrowType, { kind: "dictionary" }>,
	options: ExpandOptions,
): Categorical {
	const dictionary = data.dictionary as ArrowData;
	const found = plainArray(concatenated([dictionary], dictionary.type, "", options), options);
	const read = readerOf(found);
	const seen = new Map<unknown, number>();
	const places: number[] = [];
	const kept: unknown[] = [];
	for (let i = 0; i < dictionary.length; i++) {
		const value = isValid(dictionary, i) ? read(i) : null;
		const key = typeof value === "object" && value !== null ? String(value) : value;
		const at = value === null ? -1 : (seen.get(key) ?? kept.length);
		places.push(at);
		if (at !== kept.length) continue;
		seen.set(key, at);
		kept.push(value);
	}
	const isPlain = kept.length === dictionary.length;
	const given = typedValues(data.type, data.values);
	const bits = data.type.kind === "dictionary" && data.type.index.kind === "int" ? data.type.index : undefined;
	const isSigned = bits?.signed === true;
	const isAsIs = isSigned && isPlain && allCoded(data, given);
	const codes = isAsIs ? given : recoded(data, given, places);
	const kind = codes instanceof BigInt64Array ? 8 : codes.BYTES_PER_ELEMENT;
	const labels = isPlain ? new FlatIndex(found, null, kindOf(found)) : indexOf(kept);
	return new Categorical(numbers(`i${kind}`, codes), new CategoricalDType(labels, ordered));
}
function allCoded(data: ArrowData, codes: TypedArray): boolean {
	for (let i = 0; i < data.length; i++) if (!isValid(data, i) && Number(codes[i]) !== -1) return false;
	return true;
}
function recoded(data: ArrowData, given: TypedArray, places: readonly number[]): TypedArray {
	const made = new (places.length < 128 ? Int8Array : places.length < 32_768 ? Int16Array : Int32Array)(data.length);
	for (let i = 0; i < data.length; i++) made[i] = isValid(data, i) ? (places[Number(given[i])] ?? -1) : -1;
	return made;
}
