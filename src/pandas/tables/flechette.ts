/** Tables of flechette, made over the buffers that there are. */
import { PyTypeError } from "../../errors.ts";
import type { ArrowData } from "../arrow-data.ts";
import type { ArrowField, ArrowType, ArrowUnit } from "../arrow-type.ts";
import { arrowName } from "../arrow-type.ts";
import { unset } from "./bits.ts";
import { laidOut, typedValues } from "./layout.ts";
import type { ArrowTable, TableColumn } from "./table.ts";

/** The part of `@uwdata/flechette` that is used. */
export interface FlechetteLibrary {
	readonly batchType: unknown;
	readonly tableFromColumns: unknown;
	readonly Table: abstract new (...args: never[]) => unknown;
}

/** A type of flechette. */
interface FlechetteType {
	readonly typeId: number;
	readonly [key: string]: unknown;
}
type Make = (...args: unknown[]) => FlechetteType;
interface Field {
	readonly name: string;
	readonly type: FlechetteType;
	readonly nullable: boolean;
	readonly metadata: ReadonlyMap<string, string> | null;
}
interface Batch {
	setDictionary(column: unknown): Batch;
}
interface Own {
	readonly batchType: (type: FlechetteType, options: object) => new (parts: object) => Batch;
	readonly Column: new (batches: Batch[], type: FlechetteType) => { readonly length: number };
	readonly Table: new (schema: object, children: unknown[]) => unknown;
	readonly [name: string]: unknown;
}

/** Whole numbers are read exactly: as `bigint`, where a type has 64 bits. */
const EXACT = { useBigInt: true, useDate: false, useDecimalInt: true } as const;

const UNITS: Readonly<Record<ArrowUnit, number>> = { s: 0, ms: 1, us: 2, ns: 3 };

class Maker {
	readonly #lib: Own;
	constructor(lib: Own) {
		this.#lib = lib;
	}
	#make(name: string, ...args: unknown[]): FlechetteType {
		return (this.#lib[name] as Make)(...args);
	}
	field({ name, type, nullable }: ArrowField): Field {
		return { name, type: this.type(type), nullable, metadata: null };
	}
	type(type: ArrowType): FlechetteType {
		switch (type.kind) {
			case "null":
				return this.#make("nullType");
			case "bool":
				return this.#make("bool");
			case "int":
				return this.#make("int", type.bits, type.signed);
			case "float":
				return this.#make("float", type.bits === 16 ? 0 : type.bits === 32 ? 1 : 2);
			case "string":
				return this.#make("utf8");
			case "large_string":
				return this.#make("largeUtf8");
			case "binary":
				return this.#make("binary");
			case "large_binary":
				return this.#make("largeBinary");
			case "fixed_binary":
				return this.#make("fixedSizeBinary", type.size);
			case "date":
				return this.#make("date", type.unit === "day" ? 0 : 1);
			case "time":
				return this.#make("time", UNITS[type.unit]);
			case "timestamp":
				return this.#make("timestamp", UNITS[type.unit], type.tz);
			case "duration":
				return this.#make("duration", UNITS[type.unit]);
			case "decimal":
				return this.#make("decimal", type.precision, type.scale, type.bits);
			case "list":
				return this.#make("list", this.field(type.item));
			case "large_list":
				return this.#make("largeList", this.field(type.item));
			case "fixed_list":
				return this.#make("fixedSizeList", this.field(type.item), type.size);
			case "struct":
				return { typeId: 13, children: type.fields.map((field) => this.field(field)) };
			case "dictionary":
				return this.#make("dictionary", this.type(type.value), this.type(type.index), type.ordered);
			default:
				throw new PyTypeError(`flechette has no type for ${arrowName(type)}`, { code: "argument" });
		}
	}
	/** Parts of a column; all have one dictionary, as flechette needs it. */
	column(chunks: readonly ArrowData[], type: FlechetteType, dictionaries = new Map<ArrowData, unknown>()): unknown {
		return new this.#lib.Column(
			chunks.map((chunk) => this.#batch(chunk, type, dictionaries)),
			type,
		);
	}
	#batch(data: ArrowData, type: FlechetteType, dictionaries: Map<ArrowData, unknown>): Batch {
		const { length, validity, bytes, children, values, dictionary } = laidOut(data);
		const nullCount = data.type.kind === "null" ? length : unset(validity, length);
		const base = { length, nullCount, type, validity: nullCount === 0 ? new Uint8Array(0) : validity };
		const parts: Record<string, unknown> = { ...base };
		if (bytes !== null) Object.assign(parts, { offsets: typedValues(data.type, values), values: bytes });
		else if (data.type.kind === "list" || data.type.kind === "large_list") {
			parts["offsets"] = typedValues(data.type, values);
		} else if (data.type.kind !== "struct" && data.type.kind !== "fixed_list" && data.type.kind !== "null") {
			parts["values"] = typedValues(data.type, values);
		}
		const types = (type["children"] ?? []) as Field[];
		if (children.length > 0) {
			parts["children"] = children.map((child, i) => this.#batch(child, (types[i] as Field).type, dictionaries));
		}
		const batch = new (this.#lib.batchType(type, EXACT))(parts);
		if (dictionary === null) return batch;
		let column = dictionaries.get(dictionary);
		if (column === undefined) {
			column = this.column([dictionary], type["dictionary"] as FlechetteType, dictionaries);
			dictionaries.set(dictionary, column);
		}
		return batch.setDictionary(column);
	}
}

/** Whether a library is flechette. */
export function isFlechette(lib: object): boolean {
	return typeof (lib as FlechetteLibrary).batchType === "function" && typeof (lib as Own).Column === "function";
}

/** A table of flechette's classes. */
export function flechetteTable(lib: object, table: ArrowTable): unknown {
	const own = lib as Own;
	const maker = new Maker(own);
	const made = table.columns.map(({ name, type, chunks, metadata }: TableColumn) => {
		const inner = maker.type(type);
		const field = { name, type: inner, nullable: true, metadata: metadata.size > 0 ? metadata : null };
		return { field, column: maker.column(chunks, inner) };
	});
	const schema = { version: 4, endianness: 0, fields: made.map(({ field }) => field), metadata: table.metadata };
	return new own.Table(
		schema,
		made.map(({ column }) => column),
	);
}
