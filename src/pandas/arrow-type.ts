/** The types of Arrow, as far as pandas has columns of them. */

/** Units of Arrow's times. */
export type ArrowUnit = "s" | "ms" | "us" | "ns";

/** A field of a struct, list or map. */
export interface ArrowField {
	readonly name: string;
	readonly type: ArrowType;
	readonly nullable: boolean;
}

/** A type of Arrow. */
export type ArrowType =
	| { readonly kind: "null" | "bool" | "string" | "large_string" | "binary" | "large_binary" }
	| { readonly kind: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
	| { readonly kind: "float"; readonly bits: 16 | 32 | 64 }
	| { readonly kind: "date"; readonly unit: "day" | "ms" }
	| { readonly kind: "time"; readonly unit: ArrowUnit }
	| { readonly kind: "timestamp"; readonly unit: ArrowUnit; readonly tz: string | null }
	| { readonly kind: "duration"; readonly unit: ArrowUnit }
	| { readonly kind: "decimal"; readonly bits: 128 | 256; readonly precision: number; readonly scale: number }
	| { readonly kind: "fixed_binary"; readonly size: number }
	| { readonly kind: "list" | "large_list"; readonly item: ArrowField }
	| { readonly kind: "fixed_list"; readonly item: ArrowField; readonly size: number }
	| { readonly kind: "struct"; readonly fields: readonly ArrowField[] }
	| { readonly kind: "dictionary"; readonly index: ArrowType; readonly value: ArrowType; readonly ordered: boolean };

const INTS: Readonly<Record<string, ArrowType>> = /* @__PURE__ */ Object.fromEntries(
	([8, 16, 32, 64] as const).flatMap((bits) => [
		[`int${bits}`, { kind: "int", bits, signed: true }],
		[`uint${bits}`, { kind: "int", bits, signed: false }],
	]),
);

/** The names that `type_for_alias` knows. */
const ALIASES: Readonly<Record<string, ArrowType>> = {
	...INTS,
	null: { kind: "null" },
	bool: { kind: "bool" },
	boolean: { kind: "bool" },
	i1: INTS["int8"] as ArrowType,
	halffloat: { kind: "float", bits: 16 },
	float16: { kind: "float", bits: 16 },
	float: { kind: "float", bits: 32 },
	float32: { kind: "float", bits: 32 },
	double: { kind: "float", bits: 64 },
	float64: { kind: "float", bits: 64 },
	string: { kind: "string" },
	str: { kind: "string" },
	utf8: { kind: "string" },
	large_string: { kind: "large_string" },
	large_str: { kind: "large_string" },
	large_utf8: { kind: "large_string" },
	binary: { kind: "binary" },
	large_binary: { kind: "large_binary" },
	date32: { kind: "date", unit: "day" },
	"date32[day]": { kind: "date", unit: "day" },
	date64: { kind: "date", unit: "ms" },
	"date64[ms]": { kind: "date", unit: "ms" },
	"time32[s]": { kind: "time", unit: "s" },
	"time32[ms]": { kind: "time", unit: "ms" },
	"time64[us]": { kind: "time", unit: "us" },
	"time64[ns]": { kind: "time", unit: "ns" },
	"timestamp[s]": { kind: "timestamp", unit: "s", tz: null },
	"timestamp[ms]": { kind: "timestamp", unit: "ms", tz: null },
	"timestamp[us]": { kind: "timestamp", unit: "us", tz: null },
	"timestamp[ns]": { kind: "timestamp", unit: "ns", tz: null },
	"duration[s]": { kind: "duration", unit: "s" },
	"duration[ms]": { kind: "duration", unit: "ms" },
	"duration[us]": { kind: "duration", unit: "us" },
	"duration[ns]": { kind: "duration", unit: "ns" },
};

/** The type of one of Arrow's short names. */
export function arrowAlias(name: string): ArrowType | undefined {
	return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}

/** A type as pyarrow's `str()`; no deeper than types are allowed to be. */
export function arrowName(type: ArrowType): string {
	switch (type.kind) {
		case "int":
			return `${type.signed ? "" : "u"}int${type.bits}`;
		case "float":
			return type.bits === 16 ? "halffloat" : type.bits === 32 ? "float" : "double";
		case "date":
			return type.unit === "day" ? "date32[day]" : "date64[ms]";
		case "time":
			return `${type.unit === "s" || type.unit === "ms" ? "time32" : "time64"}[${type.unit}]`;
		case "timestamp":
			return `timestamp[${type.unit}${type.tz === null ? "" : `, tz=${type.tz}`}]`;
		case "duration":
			return `duration[${type.unit}]`;
		case "decimal":
			return `decimal${type.bits}(${type.precision}, ${type.scale})`;
		case "fixed_binary":
			return `fixed_size_binary[${type.size}]`;
		case "list":
		case "large_list":
			return `${type.kind}<${fieldName(type.item)}>`;
		case "fixed_list":
			return `fixed_size_list<${fieldName(type.item)}>[${type.size}]`;
		case "struct":
			return `struct<${type.fields.map(fieldName).join(", ")}>`;
		case "dictionary":
			return `dictionary<values=${arrowName(type.value)}, indices=${arrowName(type.index)}, ordered=${type.ordered ? 1 : 0}>`;
		default:
			return type.kind;
	}
}
function fieldName({ name, type, nullable }: ArrowField): string {
	return `${name}: ${arrowName(type)}${nullable ? "" : " not null"}`;
}

/** Types may be nested no deeper; nobody's are. */
const DEEPEST = 64;

/** How deep a type is nested; beyond what is allowed any number more. */
export function arrowDepth(type: ArrowType): number {
	let level: ArrowType[] = [type];
	for (let depth = 0; ; depth++) {
		if (level.length === 0 || depth > DEEPEST) return depth;
		level = level.flatMap((inner): ArrowType[] => {
			if ("item" in inner) return [inner.item.type];
			if (inner.kind === "struct") return inner.fields.map((field) => field.type);
			return inner.kind === "dictionary" ? [inner.index, inner.value] : [];
		});
		if (level.length > 10_000) return DEEPEST + 1;
	}
}

/** Whether a type is nested no deeper than it may be. */
export function isShallow(type: ArrowType): boolean {
	return arrowDepth(type) <= DEEPEST;
}
