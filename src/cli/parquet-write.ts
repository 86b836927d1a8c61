/** Frames as Parquet, by way of Arrow: with the schema of Arrow and the metadata of pandas in it, as pyarrow writes them. */
import * as flechette from "@uwdata/flechette";
import { ByteWriter, parquetWrite } from "hyparquet-writer";
import type { DataFrame } from "../pandas/index.ts";
import { type ArrowFieldGiven, type ArrowTypeGiven, elementsOf, storedAs } from "./parquet-types.ts";

interface Batch {
	readonly length: number;
	readonly nullCount: number;
	readonly type: ArrowTypeGiven;
	readonly values: ArrayLike<unknown>;
	readonly offsets: ArrayLike<number | bigint>;
	readonly children: readonly Batch[];
	readonly dictionary: { readonly data: readonly Batch[] };
	isValid(i: number): boolean;
	value(i: number): unknown;
}
type Read = (i: number) => unknown;

declare const BRINE_VERSION: string;

const { Type } = flechette;

/**
 * A record. It has had the last index that there is, since when V8 keeps keys that look like indexes in a table: of an
 * array it would have 12.8 kB for "1023".
 */
function recordOf(fields: readonly ArrowFieldGiven[], value: (at: number) => unknown): Record<string, unknown> {
	const record: Record<string, unknown> = { 4294967294: undefined };
	delete record[4294967294];
	for (const [at, { name }] of fields.entries()) {
		Object.defineProperty(record, name, { value: value(at), enumerable: true, configurable: true, writable: true });
	}
	return record;
}

/** Reads the values of a part of a column as Parquet stores them. */
function reader(batch: Batch, label: string): Read {
	const { type, nullCount } = batch;
	if (type.typeId === Type.Null) return () => null;
	const read = valueReader(batch, label);
	return nullCount === 0 ? read : (i) => (batch.isValid(i) ? read(i) : null);
}
function valueReader(batch: Batch, label: string): Read {
	const { type, values, offsets, children } = batch;
	const inner = (): Read => reader(children[0] as Batch, label);
	const items = (read: Read, from: number, to: number): unknown[] =>
		Array.from({ length: to - from }, (_, k) => read(from + k));
	switch (type.typeId) {
		case Type.Dictionary: {
			const read = reader(batch.dictionary.data[0] as Batch, label);
			return (i) => read(Number(values[i]));
		}
		case Type.List:
		case Type.LargeList: {
			const read = inner();
			return (i) => items(read, Number(offsets[i]), Number(offsets[i + 1]));
		}
		case Type.FixedSizeList: {
			const read = inner();
			const size = type["stride"] as number;
			return (i) => items(read, i * size, (i + 1) * size);
		}
		case Type.Struct: {
			const fields = type["children"] as ArrowFieldGiven[];
			const readers = children.map((child) => reader(child, label));
			return (i) => recordOf(fields, (k) => (readers[k] as Read)(i));
		}
		case Type.Decimal:
			return decimalReader(values as BigUint64Array, (type["bitWidth"] as number) / 64);
		case Type.Bool:
		case Type.Utf8:
		case Type.LargeUtf8:
		case Type.Binary:
		case Type.LargeBinary:
		case Type.FixedSizeBinary:
			return (i) => batch.value(i);
		case Type.Float:
			return type["precision"] === 0 ? (i) => batch.value(i) : (i) => values[i];
		default: {
			const { store } = storedAs(type, label);
			return store === undefined ? (i) => values[i] : (i) => store(values[i]);
		}
	}
}
function decimalReader(words: BigUint64Array, count: number): Read {
	return (i) => {
		let value = BigInt.asIntN(64, words[(i + 1) * count - 1] as bigint);
		for (let word = count - 2; word >= 0; word--) value = (value << 64n) | (words[i * count + word] as bigint);
		return value;
	};
}

/** The schema of a table as pyarrow keeps it: the first message of a stream of Arrow, in base64. */
function schemaText(schema: unknown): string {
	const { fields } = schema as { fields: readonly ArrowFieldGiven[] };
	const none = fields.map((field) => flechette.columnFromArray([], field.type as never));
	const table = new flechette.Table(schema as never, none as never);
	const bytes = flechette.tableToIPC(table, { format: "stream" }) as Uint8Array;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return btoa(Array.from(bytes.subarray(0, 8 + view.getInt32(4, true)), (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * A frame as the bytes of a file.
 *
 * @throws PyTypeError (`argument`) for a column that Arrow or Parquet has no type for
 */
export async function parquetOf(frame: DataFrame): Promise<Uint8Array> {
	const { schema, children } = frame.toArrow(flechette) as unknown as {
		readonly schema: { readonly fields: readonly ArrowFieldGiven[]; readonly metadata: ReadonlyMap<string, string> };
		readonly children: readonly { readonly data: readonly Batch[] }[];
	};
	const elements = schema.fields.map(({ name, type }) => elementsOf(name, type, JSON.stringify(name)));
	const columnData = schema.fields.map(({ name }, i) => {
		const data: unknown[] = [];
		for (const batch of (children[i] as { data: readonly Batch[] }).data) {
			const read = reader(batch, JSON.stringify(name));
			for (let row = 0; row < batch.length; row++) data.push(read(row));
		}
		return { name, data };
	});
	const writer = new ByteWriter();
	await parquetWrite({
		writer,
		columnData,
		schema: [{ name: "schema", num_children: schema.fields.length }, ...elements.flat()],
		kvMetadata: [
			...[...schema.metadata].map(([key, value]) => ({ key, value })),
			{ key: "ARROW:schema", value: schemaText(schema) },
		],
		createdBy: `brine ${BRINE_VERSION}`,
	});
	return writer.getBytes();
}
