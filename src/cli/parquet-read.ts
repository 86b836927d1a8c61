/** Parquet as frames, by way of Arrow: every value is taken as it is stored, so that no digit is lost on the way. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as flechette from "@uwdata/flechette";
import {
	type AsyncBuffer,
	type ColumnChunk,
	type FileMetaData,
	type ParquetParsers,
	parquetMetadata,
	parquetRead,
	parquetSchema,
	type SchemaElement,
	type SchemaTree,
} from "hyparquet";
import { LimitError, OSError, PyError, PyTypeError } from "../errors.ts";
import { Categorical, DataFrame } from "../pandas/index.ts";
import { batchOf, type Column, columnOf, dictionaryColumn, type Rescale } from "./arrow-batches.ts";
import { readingLimits } from "./limits.ts";
import { type ArrowFieldGiven, type ArrowTypeGiven, nameInside } from "./parquet-types.ts";
import { unzstdSync } from "./zstd-sync.ts";

const { Type } = flechette;
const UNITS = ["MILLIS", "MICROS", "NANOS"] as const;

/** Values as they are stored. */
const PARSERS: Partial<ParquetParsers> = { timestampFromNanoseconds: (nanos: bigint) => nanos };

const COMPRESSORS = {
	GZIP: (bytes: Uint8Array, length: number): Uint8Array => gunzipSync(bytes, { maxOutputLength: length }),
	BROTLI: (bytes: Uint8Array, length: number): Uint8Array => brotliDecompressSync(bytes, { maxOutputLength: length }),
	ZSTD: (bytes: Uint8Array, length: number): Uint8Array => unzstdSync(bytes, length),
};

/** A stored count of a time as one of Arrow's unit, which may be coarser or finer. */
function rescaled(element: SchemaElement, unit: number): (count: bigint) => bigint {
	const stored = unitOf(element);
	const by = 1000n ** BigInt(Math.abs(stored - unit));
	if (by === 1n) return (count) => count;
	return stored > unit ? (count) => count / by : (count) => count * by;
}

function unitOf(element: SchemaElement): number {
	const { logical_type: logical, converted_type: converted, type } = element;
	if (type === "INT96") return 3;
	if (logical !== undefined && "unit" in logical) return UNITS.indexOf(logical.unit) + 1;
	return /MICROS/.test(converted ?? "") ? 2 : 1;
}

/** The type of Arrow of a part of a schema that does not say it. */
function typeOf({ element, children }: SchemaTree, label: string): ArrowTypeGiven {
	const { logical_type: logical, converted_type: converted, type } = element;
	const is = (name: string): boolean => logical?.type === name || converted === name;
	const given = (made: unknown): ArrowTypeGiven => made as ArrowTypeGiven;
	if (children.length > 0) {
		if (is("MAP") || is("MAP_KEY_VALUE") || is("VARIANT")) {
			throw new PyTypeError(`column ${label}: a ${logical?.type ?? converted} of Parquet is not read`, {
				code: "argument",
			});
		}
		if (is("LIST")) return given(flechette.list(typeOf(itemOf(children[0] as SchemaTree), label) as never));
		const fields = children.map((child) => flechette.field(child.element.name, typeOf(child, label) as never));
		return { typeId: Type.Struct, children: fields };
	}
	if (is("STRING") || is("UTF8") || is("ENUM") || is("JSON")) return given(flechette.utf8());
	if (is("DECIMAL")) {
		const [precision, scale] = [element.precision ?? 38, element.scale ?? 0];
		return given(flechette.decimal(precision, scale, precision > 38 ? 256 : 128));
	}
	if (is("DATE")) return given(flechette.dateDay());
	if (logical?.type === "TIME" || /^TIME_/.test(converted ?? "")) return given(flechette.time(unitOf(element) as 1));
	if (type === "INT96" || logical?.type === "TIMESTAMP" || /^TIMESTAMP_/.test(converted ?? "")) {
		const isUTC = logical?.type === "TIMESTAMP" ? logical.isAdjustedToUTC : type !== "INT96";
		return given(flechette.timestamp(unitOf(element) as 1, isUTC ? "UTC" : null));
	}
	if (is("INTERVAL"))
		throw new PyTypeError(`column ${label}: an INTERVAL of Parquet is not read`, { code: "argument" });
	if (is("FLOAT16")) return given(flechette.float16());
	if (is("NULL")) return given(flechette.nullType());
	const bits =
		logical?.type === "INTEGER" ? logical.bitWidth : Number(/INT_(\d+)/.exec(converted ?? "")?.[1] ?? Number.NaN);
	const isSigned = logical?.type === "INTEGER" ? logical.isSigned : !(converted ?? "").startsWith("U");
	switch (type) {
		case "BOOLEAN":
			return given(flechette.bool());
		case "INT32":
			return given(flechette.int((Number.isNaN(bits) ? 32 : bits) as 32, isSigned));
		case "INT64":
			return given(flechette.int(64, isSigned));
		case "FLOAT":
			return given(flechette.float32());
		case "DOUBLE":
			return given(flechette.float64());
		case "FIXED_LEN_BYTE_ARRAY":
			return given(flechette.fixedSizeBinary(element.type_length ?? 0));
		default:
			return given(flechette.binary());
	}
}
/** The items of a list: in a group of their own, or, in old files, at once. */
function itemOf(repeated: SchemaTree): SchemaTree {
	const [item] = repeated.children;
	return repeated.children.length === 1 && item !== undefined ? item : repeated;
}

/** The elements without what hyparquet would convert by, under names that its records can have. */
function bare(metadata: FileMetaData): FileMetaData {
	const schema = metadata.schema.map((element) => {
		const named = { ...element, name: nameInside(element.name) };
		if (element.type === undefined) return named;
		const { converted_type: _, logical_type: __, ...rest } = named;
		return rest;
	});
	const groups = metadata.row_groups.map((group) => ({ ...group, columns: group.columns.map(renamed) }));
	return { ...metadata, schema, row_groups: groups };
}
function renamed(column: ColumnChunk): ColumnChunk {
	const { meta_data: own } = column;
	if (own === undefined) return column;
	return { ...column, meta_data: { ...own, path_in_schema: own.path_in_schema.map(nameInside) } };
}

/** The fields of Arrow's schema, where one is kept in the file. */
function arrowFields(metadata: FileMetaData): readonly ArrowFieldGiven[] {
	const text = metadata.key_value_metadata?.find(({ key }) => key === "ARROW:schema")?.value;
	if (text === undefined) return [];
	try {
		return flechette.tableFromIPC(Buffer.from(text, "base64")).schema.fields as unknown as ArrowFieldGiven[];
	} catch {
		return [];
	}
}

function check(metadata: FileMetaData): void {
	const { memory } = readingLimits();
	let bytes = 24 * Number(metadata.num_rows);
	for (const group of metadata.row_groups) {
		for (const { meta_data: own } of group.columns) {
			bytes += Number(own?.total_uncompressed_size ?? 0n) + 24 * Number(own?.num_values ?? 0n);
		}
	}
	if (bytes > memory) throw new LimitError("memory", memory);
}

/**
 * Reads a file of Parquet.
 *
 * @param told is told of the categories that pandas had and the file has no values of
 * @throws OSError (`source`) for a file that is damaged
 * @throws PyTypeError (`argument`) for a type that pandas has no columns of
 * @throws LimitError (`memory`)
 */
export async function readParquet(bytes: Uint8Array, told: (loss: string) => void): Promise<DataFrame> {
	try {
		return await read(bytes, told);
	} catch (error) {
		if (error instanceof PyError) throw error;
		const why = error instanceof Error ? error.message : String(error);
		throw new OSError(`cannot read Parquet: ${why}`, { code: "source", cause: error });
	}
}

/** All values of a column; they come in parts, in any order. */
async function columnValues(file: AsyncBuffer, metadata: FileMetaData, name: string): Promise<unknown[]> {
	const values = new Array<unknown>(Number(metadata.num_rows)).fill(null);
	await parquetRead({
		file,
		metadata,
		columns: [name],
		utf8: false,
		geoparquet: false,
		parsers: PARSERS,
		compressors: COMPRESSORS,
		onChunk: ({ columnName, columnData, rowStart }) => {
			if (columnName !== name) return;
			const most = Math.min(columnData.length, values.length - rowStart);
			for (let i = 0; i < most; i++) values[rowStart + i] = columnData[i] ?? null;
		},
	});
	return values;
}

async function read(bytes: Uint8Array, told: (loss: string) => void): Promise<DataFrame> {
	const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
	const metadata = parquetMetadata(buffer, { geoparquet: false });
	check(metadata);
	const file = { byteLength: buffer.byteLength, slice: (from: number, to?: number) => buffer.slice(from, to) };
	const known = new Map(arrowFields(metadata).map((field) => [field.name, field]));
	const plain = bare(metadata);
	const fields: ArrowFieldGiven[] = [];
	const columns: Column[] = [];
	for (const tree of parquetSchema(metadata).children) {
		const { name } = tree.element;
		const label = JSON.stringify(name);
		const own = known.get(name);
		const type = own?.type ?? typeOf(tree, label);
		const values = await columnValues(file, plain, nameInside(name));
		const column =
			type.typeId === Type.Dictionary
				? dictionaryColumn(values, type, counter(tree, label), label)
				: columnOf(batchOf(values, type, counter(tree, label), label));
		fields.push({ name, type: column.type, nullable: true, metadata: own?.metadata ?? null });
		columns.push(column);
	}
	const kept = metadata.key_value_metadata ?? [];
	const schema = {
		version: 4,
		endianness: 0,
		fields,
		metadata: new Map(kept.map(({ key, value }) => [key, value ?? ""])),
	};
	const frame = DataFrame.fromArrow(new flechette.Table(schema as never, columns as never), {
		limits: readingLimits(),
	});
	for (const name of categoriesLost(frame, schema.metadata.get("pandas"))) {
		told(`the categories of column ${JSON.stringify(name)} without values`);
	}
	return frame;
}

/** The columns of which pandas had more categories than there are in the values. */
function categoriesLost(frame: DataFrame, text: string | undefined): string[] {
	const described = /"num_categories"/.test(text ?? "") ? (JSON.parse(text as string) as { columns?: unknown }) : {};
	if (!Array.isArray(described.columns)) return [];
	const counts = new Map(
		(described.columns as { name?: unknown; metadata?: { num_categories?: unknown } | null }[]).map(
			({ name, metadata }) => [name, metadata?.num_categories],
		),
	);
	return frame.columns.toArray().flatMap((name, i) => {
		const { array } = frame.column(i);
		const had = counts.get(name);
		const has = array instanceof Categorical ? (array.categories?.length ?? 0) : undefined;
		return typeof name === "string" && typeof had === "number" && has !== undefined && had > has ? [name] : [];
	});
}

/** How the times in a column are counted, by the path to them through lists and records. */
function counter(tree: SchemaTree, label: string): Rescale {
	return (path, unit) => {
		let at = tree;
		for (const step of path) {
			const isList = at.element.converted_type === "LIST" || at.element.logical_type?.type === "LIST";
			const next = isList ? itemOf(at.children[0] as SchemaTree) : at.children[step];
			if (next === undefined) throw new OSError(`column ${label}: its schemas differ`, { code: "source" });
			at = next;
		}
		return rescaled(at.element, unit);
	};
}
