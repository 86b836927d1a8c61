import { PyTypeError, ValueError } from "../errors.ts";
import { INSPECT, KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { PyGlobal } from "../values/opaque.ts";
import { type TimeUnit, UNITS } from "./datetime.ts";
import { FORMATS, type Format, machineFormat } from "./formats.ts";
import { PRINTER } from "./printer.ts";

/**
 * numpy's letter for a kind of items: bool, int, unsigned, float, complex, bytes (`S`), text (`U`), void and records
 * (`V`), objects (`O`), `datetime64` (`M`), `timedelta64` (`m`), text of any length (`T`).
 */
export type DTypeKind = "b" | "i" | "u" | "f" | "c" | "S" | "U" | "V" | "O" | "M" | "m" | "T";

/** A field of a structured dtype. */
export interface DTypeField {
	readonly dtype: DType;
	/** Bytes from the start of an item. */
	readonly offset: number;
	/** A second name that the field is found by. */
	readonly title?: unknown;
}

/** The parts of a {@link DType}; what is left out is as numpy has it for the kind. */
export interface DTypeParts {
	readonly kind: DTypeKind;
	/** Bytes of an item. */
	readonly itemsize: number;
	/** `<` or `>`. Default: `<` where an item has an order of bytes, else `|`. */
	readonly byteorder?: string;
	readonly alignment?: number;
	readonly flags?: number;
	readonly names?: readonly string[] | null;
	readonly fields?: ReadonlyMap<string, DTypeField> | null;
	readonly subdtype?: { readonly base: DType; readonly shape: readonly number[] } | null;
	readonly unit?: TimeUnit | null;
	readonly metadata?: unknown;
	/** The class of the items where it is not the usual one: `numpy.record`, or one of ml_dtypes. */
	readonly type?: PyGlobal | undefined;
	/** The arguments of `StringDType`. */
	readonly text?: { readonly coerce: boolean; readonly naObject?: unknown };
}

/** Items may be no larger, nor anything counted in them. */
export const LARGEST = 2 ** 31 - 1;

/** The alignments of kinds whose items have several parts or none. */
function alignmentOf(kind: DTypeKind, itemsize: number, format: Format | undefined): number {
	if (kind === "S" || kind === "V") return format === undefined ? 1 : itemsize;
	if (kind === "U") return 4;
	return Math.max(kind === "c" ? itemsize / 2 : itemsize, 1);
}

/** numpy's flags of a dtype: 8 what is to be cleared, 63 references, 16 records. */
function flagsOf(kind: DTypeKind, fields: ReadonlyMap<string, DTypeField> | null): number {
	if (kind === "O") return 63;
	if (kind === "U") return 8;
	if (fields === null) return 0;
	let flags = 16;
	for (const { dtype } of fields.values()) flags |= dtype.flags & 27;
	return flags;
}

/** Records in records may be no deeper; nobody's are. */
const DEEPEST = 256;

/**
 * numpy's `dtype`: what the items of an array are and how they lie in memory.
 *
 * @example
 * ```ts
 * import { DType } from "brine/numpy";
 * const dtype = DType.of(">f8");
 * console.log(dtype.str, dtype.itemsize, dtype.name); // >f8 8 float64
 * ```
 */
export class DType extends MemoSlot {
	/** numpy's letter for the kind of items. */
	declare readonly kind: DTypeKind;
	/** Bytes of an item. */
	declare readonly itemsize: number;
	/** `<` little-endian, `>` big-endian, `|` where there is no order of bytes; as the pickle or file says. */
	declare readonly byteorder: "<" | ">" | "|";
	/** Bytes that an item is aligned to in C. */
	declare readonly alignment: number;
	/** numpy's own flags. */
	declare readonly flags: number;
	/** The names of the fields in order; null for what is not structured. */
	declare readonly names: readonly string[] | null;
	/** The fields by name; null for what is not structured. */
	declare readonly fields: ReadonlyMap<string, DTypeField> | null;
	/** The dtype and shape of each item; null for most. */
	declare readonly subdtype: { readonly base: DType; readonly shape: readonly number[] } | null;
	/** The unit of `datetime64` and `timedelta64`; null for others. */
	declare readonly unit: TimeUnit | null;
	/** The user's own metadata, a dict; null for none. */
	declare readonly metadata: unknown;
	/** The class of the items where it is not the usual one: `numpy.record`, or one of the package ml_dtypes. */
	declare readonly type: PyGlobal | undefined;
	/** The arguments of a `StringDType`. */
	declare readonly text: { readonly coerce: boolean; readonly naObject?: unknown } | undefined;
	/** Whether items are or hold Python objects, or text of any length: such arrays have lists as data. */
	declare readonly hasObject: boolean;
	/** @internal How a plain item is read and written; undefined for text, bytes, records and objects. */
	declare readonly format: Format | undefined;
	/** @internal How many values an item has in all its fields and arrays, and how deep these are nested. */
	declare readonly weight: number;
	declare readonly depth: number;
	/** @internal What reads its items; made once. */
	reader: unknown;
	/** @internal Whether something relies on it, so that no pickle may change it any more. */
	isUsed = false;

	/**
	 * @param parts what it is made of; {@link DType.of} reads numpy's short names
	 * @throws ValueError (`argument`) for sizes that the kind cannot have
	 */
	constructor(parts: DTypeParts) {
		super();
		const { kind, itemsize, fields = null } = parts;
		const isTime = kind === "M" || kind === "m";
		this.kind = kind;
		this.itemsize = itemsize;
		const plain = FORMATS.get(isTime ? "i8" : `${kind}${itemsize}`);
		this.format = parts.type === undefined ? plain : machineFormat(parts.type.qualname);
		const { format } = this;
		// ml_dtypes says so of single bytes too.
		const isOrdered = kind === "U" || (format !== undefined && (parts.type !== undefined || format.word > 1));
		this.byteorder = isOrdered ? (parts.byteorder === ">" ? ">" : "<") : "|";
		this.alignment = parts.alignment ?? alignmentOf(kind, itemsize, this.format);
		this.names = parts.names ?? null;
		this.fields = fields;
		this.flags = parts.flags ?? flagsOf(kind, fields);
		this.subdtype = parts.subdtype ?? null;
		this.unit = parts.unit ?? (isTime ? GENERIC : null);
		this.metadata = parts.metadata ?? null;
		this.type = parts.type;
		this.text = kind === "T" ? (parts.text ?? { coerce: true }) : undefined;
		const { subdtype } = this;
		let [weight, depth, hasObject] = [1, 0, kind === "O" || kind === "T"];
		for (const { dtype } of subdtype === null ? (fields?.values() ?? []) : [{ dtype: subdtype.base }]) {
			weight += dtype.weight;
			depth = Math.max(depth, dtype.depth + 1);
			hasObject ||= dtype.hasObject;
		}
		for (const length of subdtype?.shape ?? []) weight *= Math.max(length, 1);
		this.hasObject = hasObject;
		this.weight = weight;
		this.depth = depth;
		if (depth > DEEPEST || !Number.isInteger(itemsize) || itemsize < 0 || itemsize > LARGEST) {
			throw new ValueError(`invalid itemsize ${itemsize}`, { code: "argument" });
		}
	}
	/**
	 * The dtype of one of numpy's short names.
	 *
	 * @param spec such as `"f8"`, `">i4"`, `"U10"`, `"M8[ns]"`, `"O"`, `"T"` for `StringDType()`; a DType is returned as it is. For
	 *   long names and records use `dtype()`
	 * @returns the same object for the same plain name, as numpy has one for each
	 * @throws PyTypeError (`argument`) for a name that numpy has not
	 */
	static of(spec: DType | string): DType {
		if (spec instanceof DType) return spec;
		const parts = parse(spec);
		if (parts === undefined) throw new PyTypeError(`data type '${spec}' not understood`, { code: "argument" });
		const code = `${parts.kind}${parts.itemsize}`;
		// Only what there are few of is kept.
		if (!FORMATS.has(code)) return new DType(parts);
		const key = `${parts.byteorder}${code}`;
		const made = KNOWN.get(key) ?? new DType(parts);
		KNOWN.set(key, made);
		return made;
	}
	get [TYPE](): "numpy.dtype" {
		return "numpy.dtype";
	}
	/** As numpy spells it in a few characters: `"<f8"`, `"|S3"`, `"<M8[ns]"`; `"|V12"` for records. */
	get str(): string {
		const { kind, itemsize, unit } = this;
		if (kind === "O") return "|O";
		const size = kind === "U" ? itemsize / 4 : itemsize;
		return `${this.byteorder}${kind}${size}${unit === null ? "" : unitText(unit)}`;
	}
	/** numpy's long name: `"float64"`, `"datetime64[ns]"`, `"str96"`; `"void64"` for records. */
	get name(): string {
		const { kind, itemsize, unit, type, format } = this;
		if (kind === "O") return "object";
		if (kind === "T") return `StringDType${8 * itemsize}`;
		if (unit !== null) return `${kind === "M" ? "datetime64" : "timedelta64"}${unitText(unit)}`;
		if (format !== undefined) return format.name;
		if (type !== undefined) return `${type.qualname}${8 * itemsize}`;
		const long = kind === "S" ? "bytes" : kind === "U" ? "str" : "void";
		return itemsize === 0 ? long : `${long}${8 * itemsize}`;
	}
	/** Whether the fields are aligned as a C compiler would (`align=True`). */
	get isAligned(): boolean {
		return (this.flags & 0x80) !== 0;
	}
	/** @internal The fields in the order of their names. */
	get fieldList(): (readonly [name: string, field: DTypeField])[] {
		const { fields } = this;
		return fields === null ? [] : (this.names ?? []).map((name) => [name, fields.get(name) as DTypeField]);
	}
	/** @internal Whether the least significant byte is first. */
	get isLittle(): boolean {
		return this.byteorder !== ">";
	}
	[KEY](): KeyParts {
		const parts: unknown[] = [this.str, this.subdtype?.base ?? null, this.subdtype?.shape.join() ?? null];
		for (const [name, { dtype, offset }] of this.fieldList) parts.push(name, dtype, offset);
		return { tag: "numpy.dtype", parts };
	}
	/** {@link str}. */
	override toString(): string {
		return this.str;
	}
	toJSON(): string {
		return this.str;
	}
	/** As numpy prints it, where the module that does so is loaded. */
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [PRINTER.repr?.(this) ?? `dtype('${this.str}')`] };
	}
	[INSPECT](): string {
		return `DType(${this.str})`;
	}
}

const GENERIC: TimeUnit = { name: "generic", count: 1 };

/** A unit, if there is one of this name and it may be counted so. */
export function timeUnit(name: string, count: number): TimeUnit | undefined {
	if (!Number.isInteger(count) || count < 1 || count > LARGEST) return undefined;
	if (name === "generic") return count === 1 ? GENERIC : undefined;
	return UNITS.includes(name) ? { name, count } : undefined;
}

/** A unit as it is spelled after a code: `[25s]`; nothing for `generic`. */
export function unitText({ name, count }: TimeUnit): string {
	return name === "generic" ? "" : `[${count === 1 ? "" : count}${name}]`;
}

const KNOWN = /* @__PURE__ */ new Map<string, DType>();

/** The parts of a short name; undefined for what numpy does not know. */
export function parse(spec: string): DTypeParts | undefined {
	if (spec.length > 64) return undefined;
	const match = /^([<>=|]?)([a-zA-Z?])(\d*)(?:\[(\d*)([A-Za-z]+)\])?$/.exec(spec);
	if (match === null) return undefined;
	const [, order, letter, digits = "", count = "", unitName] = match as unknown as string[];
	const byteorder = order === ">" ? ">" : "<";
	const size = digits === "" ? undefined : Number(digits);
	const kind = letter as DTypeKind;
	if (kind === "M" || kind === "m") {
		if (size !== undefined && size !== 8) return undefined;
		const unit = unitName === undefined ? GENERIC : timeUnit(unitName, count === "" ? 1 : Number(count));
		return unit === undefined ? undefined : { kind, itemsize: 8, byteorder, unit };
	}
	if (unitName !== undefined) return undefined;
	if (kind === "S" || kind === "V") return sized(kind, size ?? 0, byteorder);
	if (kind === "U") return sized(kind, (size ?? 0) * 4, byteorder);
	if (kind === "O") return size === undefined || size === 8 ? { kind, itemsize: 8 } : undefined;
	if (kind === "T")
		return size === undefined || size === 16 ? { kind, itemsize: 16, flags: 63, alignment: 8 } : undefined;
	return FORMATS.has(`${letter}${digits}`) ? { kind, itemsize: Number(digits), byteorder } : undefined;
}
function sized(kind: DTypeKind, itemsize: number, byteorder: string): DTypeParts | undefined {
	return itemsize > LARGEST ? undefined : { kind, itemsize, byteorder };
}

/** A dtype of the package ml_dtypes; undefined when it has none of this name. */
export function machineType(name: string, type: PyGlobal = new PyGlobal("ml_dtypes", name)): DType | undefined {
	const format = machineFormat(name);
	// One of them alone is a float to numpy.
	const kind = name === "float8_e5m2" ? "f" : "V";
	return format && new DType({ kind, itemsize: format.size, type });
}
