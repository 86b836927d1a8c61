/** Tables that flechette has read, as this library has them: buffers are taken as they are, and looked at once. */
import { PyTypeError, ValueError } from "../../errors.ts";
import { type ArrowData, holds } from "../arrow-data.ts";
import type { ArrowField, ArrowType } from "../arrow-type.ts";
import { isShallow } from "../arrow-type.ts";
import type { ExpandOptions } from "../limits.ts";
import { bitmap } from "./bits.ts";
import { Budget } from "./budget.ts";
import { concatenated } from "./concat.ts";
import { stringData } from "./object-data.ts";
import { type ArrowTable, flat, type TableColumn } from "./table.ts";

interface TypeGiven {
	readonly typeId: number;
	readonly [key: string]: unknown;
}
interface FieldGiven {
	readonly name: string;
	readonly type: TypeGiven;
	readonly nullable: boolean;
	readonly metadata?: ReadonlyMap<string, string> | null;
}
interface BatchGiven {
	readonly length: number;
	readonly nullCount: number;
	readonly validity?: Uint8Array;
	readonly values?: ArrayBufferView;
	readonly offsets?: ArrayBufferView;
	readonly children?: readonly BatchGiven[];
	readonly dictionary?: ColumnGiven;
	at(i: number): unknown;
}
interface ColumnGiven {
	readonly data: readonly BatchGiven[];
}

/** A table of flechette. */
export interface FlechetteTable {
	readonly schema: { readonly fields: readonly unknown[]; readonly metadata?: unknown };
	readonly children: readonly unknown[];
}

const UNITS = ["s", "ms", "us", "ns"] as const;
const SIMPLE: Readonly<Record<number, ArrowType>> = {
	1: { kind: "null" },
	4: { kind: "binary" },
	5: { kind: "string" },
	6: { kind: "bool" },
	19: { kind: "large_binary" },
	20: { kind: "large_string" },
	23: { kind: "binary" },
	24: { kind: "string" },
};
/** Types that are refused, by their names in Arrow. */
const REFUSED: Readonly<Record<number, string>> = {
	11: "interval",
	14: "union",
	22: "run_end_encoded",
	25: "list_view",
	26: "large_list_view",
};

function fieldOf({ name, type, nullable }: FieldGiven, label: string, depth: number): ArrowField {
	return { name, type: typeOf(type, label, depth + 1), nullable };
}

/** A type of flechette's, as ours. */
export function typeOf(type: TypeGiven, label: string, depth = 0): ArrowType {
	const { typeId } = type;
	if (depth > 64) throw new ValueError(`column ${label}: its type is nested too deep`, { code: "source" });
	const simple = SIMPLE[typeId];
	if (simple !== undefined) return simple;
	const unit = UNITS[type["unit"] as number] ?? "ms";
	const fields = (): ArrowField[] => (type["children"] as FieldGiven[]).map((field) => fieldOf(field, label, depth));
	const bits = type["bitWidth"] as number;
	switch (typeId) {
		case -1:
			return {
				kind: "dictionary",
				index: typeOf(type["indices"] as TypeGiven, label, depth + 1),
				value: typeOf(type["dictionary"] as TypeGiven, label, depth + 1),
				ordered: type["ordered"] === true,
			};
		case 2:
			return { kind: "int", bits: bits as 8 | 16 | 32 | 64, signed: type["signed"] === true };
		case 3:
			return { kind: "float", bits: ([16, 32, 64] as const)[type["precision"] as number] ?? 64 };
		case 7:
			if (bits === 128 || bits === 256) {
				return { kind: "decimal", bits, precision: type["precision"] as number, scale: type["scale"] as number };
			}
			break;
		case 8:
			return { kind: "date", unit: type["unit"] === 0 ? "day" : "ms" };
		case 9:
			return { kind: "time", unit };
		case 10:
			return { kind: "timestamp", unit, tz: (type["timezone"] as string | null | undefined) ?? null };
		case 12:
		case 17:
			return { kind: "list", item: fields()[0] as ArrowField };
		case 13:
			return { kind: "struct", fields: fields() };
		case 15:
			return { kind: "fixed_binary", size: type["stride"] as number };
		case 16:
			return { kind: "fixed_list", item: fields()[0] as ArrowField, size: type["stride"] as number };
		case 18:
			return { kind: "duration", unit };
		case 21:
			return { kind: "large_list", item: fields()[0] as ArrowField };
		default:
	}
	const what = REFUSED[typeId] ?? (typeId === 7 ? `decimal${bits}` : `type ${typeId}`);
	throw new PyTypeError(`column ${label}: ${what} of Arrow is not read`, { code: "argument" });
}

function bytes(view: ArrayBufferView | undefined): Uint8Array | null {
	return view === undefined ? null : new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** Strings and bytes of flechette's views, one after the other. */
function unviewed(batch: BatchGiven, type: ArrowType, label: string, options: ExpandOptions): ArrowData {
	const { length } = batch;
	if (type.kind === "string") return stringData(length, (i) => batch.at(i), label, options);
	new Budget(options).take(length);
	const items = Array.from({ length }, (_, i) => batch.at(i) as Uint8Array | null);
	const offsets = new Int32Array(length + 1);
	let end = 0;
	for (const [i, item] of items.entries()) {
		end += item?.length ?? 0;
		offsets[i + 1] = end;
	}
	new Budget(options).take(Math.ceil(end / 8));
	const all = new Uint8Array(end);
	for (const [i, item] of items.entries()) if (item !== null) all.set(item, offsets[i]);
	const validity = bitmap(length, (i) => items[i] !== null);
	return flat(type, length, { validity, values: bytes(offsets), bytes: all });
}

function dataOf(
	batch: BatchGiven,
	given: TypeGiven,
	type: ArrowType,
	label: string,
	options: ExpandOptions,
): ArrowData {
	if (given.typeId === 23 || given.typeId === 24) return unviewed(batch, type, label, options);
	const { length, nullCount, validity, values, offsets, children, dictionary } = batch;
	const mask = nullCount > 0 && validity !== undefined && validity.length > 0 ? validity : null;
	const inner = (given["children"] ?? []) as FieldGiven[];
	const types =
		"item" in type ? [type.item.type] : type.kind === "struct" ? type.fields.map((field) => field.type) : [];
	const held = (children ?? []).map((child, i) =>
		dataOf(child, (inner[i] as FieldGiven).type, types[i] as ArrowType, label, options),
	);
	const hasOffsets = offsets !== undefined;
	const parts = {
		validity: mask,
		values: bytes(hasOffsets ? offsets : values),
		bytes: hasOffsets && type.kind !== "list" && type.kind !== "large_list" ? bytes(values) : null,
		children: held,
	};
	if (type.kind !== "dictionary" || dictionary === undefined) return flat(type, length, parts);
	const chunks = dictionary.data.map((part) =>
		dataOf(part, given["dictionary"] as TypeGiven, type.value, label, options),
	);
	return flat(type, length, { ...parts, dictionary: concatenated(chunks, type.value, label, options) });
}

/**
 * The table as this library has it.
 *
 * @throws PyTypeError (`argument`) for a type that pandas has no columns of
 * @throws ValueError (`source`) for buffers that do not hold what is said of them
 */
export function readFlechette(table: FlechetteTable, options: ExpandOptions): ArrowTable {
	const given: unknown = table;
	const isTable = typeof given === "object" && given !== null && "schema" in given && Array.isArray(table.children);
	if (!isTable || !Array.isArray((table.schema as typeof table.schema | null)?.fields)) {
		throw new PyTypeError("fromArrow takes a table of @uwdata/flechette", {
			code: "argument",
			hint: "its tableFromIPC reads what tableToIPC of apache-arrow writes",
		});
	}
	const fields = table.schema.fields as readonly FieldGiven[];
	const budget = new Budget(options);
	const columns = fields.map((field, i): TableColumn => {
		const label = JSON.stringify(field.name);
		const type = typeOf(field.type, label);
		if (!isShallow(type)) throw new ValueError(`column ${label}: its type is nested too deep`, { code: "source" });
		const { data } = table.children[i] as ColumnGiven;
		const chunks = data.map((batch) => dataOf(batch, field.type, type, label, options));
		if (!chunks.every((chunk) => holds(chunk, (count) => budget.take(count / 24)))) {
			throw new ValueError(`column ${label}: its buffers are not what its type and length say`, { code: "source" });
		}
		return {
			name: field.name,
			type,
			chunks: chunks.length > 0 ? chunks : [empty(type)],
			metadata: field.metadata ?? new Map(),
		};
	});
	const { metadata } = table.schema;
	return { columns, metadata: metadata instanceof Map ? (metadata as Map<string, string>) : new Map() };
}

function empty(type: ArrowType): ArrowData {
	const children =
		type.kind === "struct"
			? type.fields.map((field) => empty(field.type))
			: "item" in type
				? [empty(type.item.type)]
				: [];
	return flat(type, 0, { children, dictionary: type.kind === "dictionary" ? empty(type.value) : null });
}
