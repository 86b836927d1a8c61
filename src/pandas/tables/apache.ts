/** Tables of apache-arrow, made over the buffers that there are. */
import { PyTypeError } from "../../errors.ts";
import type { ArrowData } from "../arrow-data.ts";
import { type ArrowField, type ArrowType, type ArrowUnit, arrowName } from "../arrow-type.ts";
import { unset } from "./bits.ts";
import { laidOut, typedValues } from "./layout.ts";
import type { ArrowTable } from "./table.ts";

/** The part of `apache-arrow` that is used. */
export interface ApacheLibrary {
	readonly makeData: unknown;
	readonly RecordBatch: unknown;
	readonly Table: abstract new (...args: never[]) => unknown;
}

type Class = new (...args: unknown[]) => object;
type Own = Readonly<Record<string, Class>> & { readonly makeData: unknown };

const UNITS: Readonly<Record<ArrowUnit, number>> = { s: 0, ms: 1, us: 2, ns: 3 };

/** Whether a library is apache-arrow. */
export function isApache(lib: object): boolean {
	return (
		typeof (lib as ApacheLibrary).makeData === "function" && typeof (lib as ApacheLibrary).RecordBatch === "function"
	);
}

class Maker {
	readonly #lib: Own;
	readonly #dictionaries = new Map<ArrowData, object>();
	constructor(lib: Own) {
		this.#lib = lib;
	}
	make(name: string, ...args: unknown[]): object {
		return new (this.#lib[name] as Class)(...args);
	}
	field({ name, type, nullable }: ArrowField, metadata?: ReadonlyMap<string, string>): object {
		return this.make("Field", name, this.type(type), nullable, metadata === undefined ? undefined : new Map(metadata));
	}
	type(type: ArrowType): object {
		switch (type.kind) {
			case "null":
				return this.make("Null");
			case "bool":
				return this.make("Bool");
			case "int":
				return this.make("Int", type.signed, type.bits);
			case "float":
				return this.make("Float", type.bits === 16 ? 0 : type.bits === 32 ? 1 : 2);
			case "string":
				return this.make("Utf8");
			case "large_string":
				return this.make("LargeUtf8");
			case "binary":
				return this.make("Binary");
			case "large_binary":
				return this.make("LargeBinary");
			case "fixed_binary":
				return this.make("FixedSizeBinary", type.size);
			case "date":
				return this.make(type.unit === "day" ? "DateDay" : "DateMillisecond");
			case "time":
				return this.make("Time", UNITS[type.unit], type.unit === "s" || type.unit === "ms" ? 32 : 64);
			case "timestamp":
				return this.make("Timestamp", UNITS[type.unit], type.tz);
			case "duration":
				return this.make("Duration", UNITS[type.unit]);
			case "decimal":
				return this.make("Decimal", type.scale, type.precision, type.bits);
			case "list":
			case "large_list":
				return this.make("List", this.field(type.item));
			case "fixed_list":
				return this.make("FixedSizeList", type.size, this.field(type.item));
			case "struct":
				return this.make(
					"Struct",
					type.fields.map((field) => this.field(field)),
				);
			case "dictionary":
				return this.make("Dictionary", this.type(type.value), this.type(type.index), undefined, type.ordered);
			default:
				throw new PyTypeError(`apache-arrow has no type for ${arrowName(type)}`, { code: "argument" });
		}
	}
	data(given: ArrowData, type: object = this.type(given.type)): object {
		const { length, validity, values, bytes, children, dictionary } = laidOut(given);
		const nullCount = given.type.kind === "null" ? length : unset(validity, length);
		const parts: Record<string, unknown> = { type, length, nullCount };
		if (nullCount > 0 && validity !== null) parts["nullBitmap"] = validity;
		const inner = (i: number): object => (type as { children: { type: object }[] }).children[i]?.type as object;
		switch (given.type.kind) {
			case "null":
				break;
			case "struct":
				parts["children"] = children.map((child, i) => this.data(child, inner(i)));
				break;
			case "list":
			case "large_list":
				parts["valueOffsets"] = shortOffsets(given.type, values);
				parts["child"] = this.data(children[0] as ArrowData, inner(0));
				break;
			case "fixed_list":
				parts["child"] = this.data(children[0] as ArrowData, inner(0));
				break;
			case "dictionary": {
				const own = dictionary as ArrowData;
				parts["data"] = typedValues(given.type, values);
				let vector = this.#dictionaries.get(own);
				if (vector === undefined) {
					vector = this.make("Vector", [this.data(own, (type as { dictionary: object }).dictionary)]);
					this.#dictionaries.set(own, vector);
				}
				parts["dictionary"] = vector;
				break;
			}
			default:
				if (bytes === null) parts["data"] = this.#numbers(given.type, values);
				else Object.assign(parts, { valueOffsets: typedValues(given.type, values), data: bytes });
		}
		return (this.#lib.makeData as unknown as (parts: object) => object)(parts);
	}
	/** Decimals are in words of 32 bits here. */
	#numbers(type: ArrowType, bytes: Uint8Array | null): ArrayBufferView {
		const values = typedValues(type, bytes);
		if (type.kind !== "decimal") return values;
		return new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
	}
}

/** apache-arrow has no lists with offsets of 64 bits. */
function shortOffsets(type: ArrowType, bytes: Uint8Array | null): Int32Array {
	const offsets = typedValues(type, bytes);
	if (!(offsets instanceof BigInt64Array)) return offsets as Int32Array;
	const last = offsets.at(-1) ?? 0n;
	if (last >= 2n ** 31n) throw new PyTypeError("apache-arrow has no lists of so many items", { code: "argument" });
	return Int32Array.from(offsets, Number);
}

/** A table of apache-arrow's classes. */
export function apacheTable(lib: object, table: ArrowTable): unknown {
	const maker = new Maker(lib as Own);
	const fields = table.columns.map(({ name, type, metadata }) => maker.field({ name, type, nullable: true }, metadata));
	const schema = maker.make("Schema", fields, new Map(table.metadata));
	const count = table.columns[0]?.chunks.length ?? 0;
	const struct = maker.make("Struct", fields);
	const batches = Array.from({ length: count }, (_, i) => {
		const children = table.columns.map(({ chunks }, k) =>
			maker.data(chunks[i] as ArrowData, (fields[k] as { type: object }).type),
		);
		const length = table.columns[0]?.chunks[i]?.length ?? 0;
		const data = (lib as { makeData(parts: object): object }).makeData({
			type: struct,
			length,
			nullCount: 0,
			children,
		});
		return maker.make("RecordBatch", schema, data);
	});
	return maker.make("Table", schema, batches);
}
