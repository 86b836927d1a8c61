/** Types of Arrow as Parquet stores them: the elements of its schema, and what a value is on the disk. */
import * as flechette from "@uwdata/flechette";
import type { SchemaElement } from "hyparquet";
import { PyTypeError } from "../errors.ts";

/** A type of flechette, as far as it is looked at. */
export interface ArrowTypeGiven {
	readonly typeId: number;
	readonly [key: string]: unknown;
}
/** A field of flechette. */
export interface ArrowFieldGiven {
	readonly name: string;
	readonly type: ArrowTypeGiven;
	readonly nullable: boolean;
	readonly metadata: ReadonlyMap<string, string> | null;
}

const { Type } = flechette;

/** How values of a type are stored. */
export interface Stored {
	readonly element: Omit<SchemaElement, "name">;
	/** A raw value of Arrow as it is stored; the same one where nothing is said. */
	readonly store?: (raw: unknown) => unknown;
}

const UNITS = ["MILLIS", "MILLIS", "MICROS", "NANOS"] as const;

function integer(bits: number, isSigned: boolean): Stored {
	const converted = `${isSigned ? "" : "U"}INT_${bits}` as "INT_8";
	const type = bits === 64 ? "INT64" : "INT32";
	const isPlain = isSigned && bits >= 32;
	// The older of the two ways to say it: hyparquet-writer writes the width of the newer one as another type than readers take.
	return {
		element: { type, ...(isPlain ? {} : { converted_type: converted }) },
		store: bits === 64 ? BigInt64 : Number,
	};
}
const BigInt64 = (raw: unknown): bigint => BigInt(raw as bigint | number);

/** The fewest bytes of an integer of so many decimal digits. */
function bytesOf(digits: number): number {
	return Math.ceil((digits * Math.log2(10) + 1) / 8);
}

/** How a type without others in it is stored. */
export function storedAs(type: ArrowTypeGiven, label: string): Stored {
	const unit = type["unit"] as number;
	switch (type.typeId) {
		case Type.Null:
			return { element: { type: "INT32", logical_type: { type: "NULL" } } };
		case Type.Bool:
			return { element: { type: "BOOLEAN" } };
		case Type.Int:
			return integer(type["bitWidth"] as number, type["signed"] === true);
		case Type.Float:
			if (type["precision"] === 0) {
				return { element: { type: "FIXED_LEN_BYTE_ARRAY", type_length: 2, logical_type: { type: "FLOAT16" } } };
			}
			return { element: { type: type["precision"] === 1 ? "FLOAT" : "DOUBLE" } };
		case Type.Utf8:
		case Type.LargeUtf8:
			return { element: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } } };
		case Type.Binary:
		case Type.LargeBinary:
			return { element: { type: "BYTE_ARRAY" } };
		case Type.FixedSizeBinary:
			return { element: { type: "FIXED_LEN_BYTE_ARRAY", type_length: type["stride"] as number } };
		case Type.Date: {
			const store = unit === 0 ? Number : (raw: unknown): number => Number((raw as bigint) / 86_400_000n);
			return { element: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } }, store };
		}
		case Type.Time: {
			const logical_type = { type: "TIME", isAdjustedToUTC: true, unit: UNITS[unit] as "MILLIS" } as const;
			if (unit > 1) return { element: { type: "INT64", logical_type }, store: BigInt64 };
			const by = unit === 0 ? 1000 : 1;
			return {
				element: { type: "INT32", converted_type: "TIME_MILLIS", logical_type },
				store: (raw) => Number(raw) * by,
			};
		}
		case Type.Timestamp: {
			const isAdjustedToUTC = typeof type["timezone"] === "string";
			const logical_type = { type: "TIMESTAMP", isAdjustedToUTC, unit: UNITS[unit] as "MILLIS" } as const;
			const by = unit === 0 ? 1000n : 1n;
			return { element: { type: "INT64", logical_type }, store: (raw) => (raw as bigint) * by };
		}
		case Type.Duration:
			return { element: { type: "INT64" }, store: BigInt64 };
		case Type.Decimal: {
			const [precision, scale] = [type["precision"] as number, type["scale"] as number];
			const logical_type = { type: "DECIMAL", precision, scale } as const;
			const type_length = bytesOf(precision);
			return {
				element: {
					type: "FIXED_LEN_BYTE_ARRAY",
					type_length,
					converted_type: "DECIMAL",
					precision,
					scale,
					logical_type,
				},
			};
		}
		default:
			throw new PyTypeError(`column ${label}: Parquet has no type for it`, { code: "argument" });
	}
}

/** The elements of a schema for a column. */
export function elementsOf(name: string, type: ArrowTypeGiven, label: string): SchemaElement[] {
	const repetition_type = "OPTIONAL";
	switch (type.typeId) {
		case Type.Dictionary:
			return elementsOf(name, type["dictionary"] as ArrowTypeGiven, label);
		case Type.List:
		case Type.LargeList:
		case Type.FixedSizeList: {
			const [item] = type["children"] as ArrowFieldGiven[];
			return [
				{ name, repetition_type, num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
				{ name: "list", repetition_type: "REPEATED", num_children: 1 },
				...elementsOf("element", (item as ArrowFieldGiven).type, label),
			];
		}
		case Type.Struct: {
			const fields = type["children"] as ArrowFieldGiven[];
			if (fields.length === 0) {
				throw new PyTypeError(`column ${label}: Parquet has no records without fields`, { code: "argument" });
			}
			const inner = fields.flatMap((field) => elementsOf(field.name, field.type, label));
			return [{ name, repetition_type, num_children: fields.length }, ...inner];
		}
		default:
			return [{ name, repetition_type, ...storedAs(type, label).element }];
	}
}

/**
 * A name as hyparquet has it while it reads: none of its records gets a key that V8 takes for an index, for which it has 12.8
 * kB in each record, nor one that changes a prototype.
 */
export function nameInside(name: string): string {
	return /^[.\d]/.test(name) || name === "__proto__" ? `.${name}` : name;
}
