import { PyTypeError, ValueError } from "../errors.ts";
import { INSPECT, KEY, type KeyParts, TYPE } from "../values/brand.ts";
import { Noted } from "../values/noted.ts";
import { PyGlobal } from "../values/opaque.ts";
import { FORMATS, type Format, ML_FORMATS } from "./formats.ts";

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

/** The unit of `datetime64` and `timedelta64`: `{ name: "ns", count: 1 }`; `generic` for none. */
export interface TimeUnit {
	readonly name: string;
	readonly count: number;
}

/** What a {@link DType} is made of; what is left out is as numpy has it for the kind. */
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
	/** What `StringDType` was made with. */
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

function weightOf({ subdtype, fields }: Pick<DType, "subdtype" | "fields">): [weight: number, depth: number] {
	if (subdtype !== null) {
		let { weight } = subdtype.base;
		for (const length of subdtype.shape) weight *= Math.max(length, 1);
		return [weight, subdtype.base.depth + 1];
	}
	let weight = 1;
	let depth = 0;
	for (const { dtype } of fields?.values() ?? []) {
		weight += dtype.weight;
		depth = Math.max(depth, dtype.depth + 1);
	}
	return [weight, depth];
}

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
export class DType extends Noted {
	/** numpy's letter for the kind of items. */
	readonly kind: DTypeKind;
	/** Bytes of an item. */
	readonly itemsize: number;
	/** `<` little-endian, `>` big-endian, `|` where there is no order of bytes; as the pickle or file says. */
	readonly byteorder: "<" | ">" | "|";
	/** Bytes that an item is aligned to in C. */
	readonly alignment: number;
	/** numpy's own flags. */
	readonly flags: number;
	/** The names of the fields in order; null for what is not structured. */
	readonly names: readonly string[] | null;
	/** The fields by name; null for what is not structured. */
	readonly fields: ReadonlyMap<string, DTypeField> | null;
	/** What each item is an array of; null for most. */
	readonly subdtype: { readonly base: DType; readonly shape: readonly number[] } | null;
	/** The unit of `datetime64` and `timedelta64`; null for others. */
	readonly unit: TimeUnit | null;
	/** The user's own metadata, a dict; null for none. */
	readonly metadata: unknown;
	/** The class of the items where it is not the usual one: `numpy.record`, or one of the package ml_dtypes. */
	readonly type: PyGlobal | undefined;
	/** What a `StringDType` was made with. */
	readonly text: { readonly coerce: boolean; readonly naObject?: unknown } | undefined;
	/** Whether items are or hold Python objects, or text of any length: such arrays have lists as data. */
	readonly hasObject: boolean;
	/** @internal How a plain item is read and written; undefined for text, bytes, records and objects. */
	readonly format: Format | undefined;
	/** @internal How many values an item has in all its fields and arrays, and how deep these are nested. */
	readonly weight: number;
	readonly depth: number;
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
		if (!Number.isInteger(itemsize) || itemsize < 0 || itemsize > LARGEST) {
			throw new ValueError(`invalid itemsize ${itemsize}`, { code: "argument" });
		}
		this.kind = kind;
		this.itemsize = itemsize;
		const plain = kind === "M" || kind === "m" ? FORMATS.get("i8") : FORMATS.get(`${kind}${itemsize}`);
		this.format = kind === "V" && parts.type !== undefined ? ML_FORMATS.get(parts.type.qualname) : plain;
		const { format } = this;
		// ml_dtypes says so of single bytes too.
		const isOrdered = kind === "U" || (format !== undefined && (kind === "V" || format.word > 1));
		const { byteorder = "<" } = parts;
		this.byteorder = isOrdered ? (byteorder === ">" ? ">" : "<") : "|";
		this.alignment = parts.alignment ?? alignmentOf(kind, itemsize, this.format);
		this.names = parts.names ?? null;
		this.fields = fields;
		this.flags = parts.flags ?? flagsOf(kind, fields);
		this.subdtype = parts.subdtype ?? null;
		this.unit = parts.unit ?? (kind === "M" || kind === "m" ? GENERIC : null);
		this.metadata = parts.metadata ?? null;
		this.type = parts.type;
		this.text = kind === "T" ? (parts.text ?? { coerce: true }) : undefined;
		const held = this.subdtype === null ? [...(fields?.values() ?? [])] : [{ dtype: this.subdtype.base }];
		this.hasObject = kind === "O" || kind === "T" || held.some(({ dtype }) => dtype.hasObject);
		[this.weight, this.depth] = weightOf(this);
		if (this.depth > DEEPEST)
			throw new ValueError(`a dtype nested deeper than ${DEEPEST} levels`, { code: "argument" });
	}
	/**
	 * The dtype of one of numpy's short names.
	 *
	 * @param spec such as `"f8"`, `">i4"`, `"U10"`, `"M8[ns]"`, `"float64"`, `"O"`, `"T"` for `StringDType()`, `"bfloat16"`; a DType is returned as it is
	 * @returns the same object for the same plain name, as numpy has one for each
	 * @throws PyTypeError (`argument`) for a name that numpy has not
	 */
	static of(spec: DType | string): DType {
		if (spec instanceof DType) return spec;
		let made = KNOWN.get(spec);
		if (made === undefined) {
			const parts = parse(spec);
			if (parts === undefined) throw new PyTypeError(`data type '${spec}' not understood`, { code: "argument" });
			made = new DType(parts);
			// Only what there are few of is kept.
			if (made.format !== undefined) made = keep(spec, made);
		}
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
		const { str, names, subdtype, metadata } = this;
		const parts: unknown[] = [
			str,
			names,
			subdtype?.base,
			subdtype?.shape.join(),
			metadata === null ? null : "metadata",
		];
		for (const [, { dtype, offset, title }] of this.fieldList) parts.push(dtype, offset, title);
		return { tag: "numpy.dtype", parts: parts.map((part) => (Array.isArray(part) ? part.join("\0") : (part ?? null))) };
	}
	/** {@link str}. */
	override toString(): string {
		return this.str;
	}
	toJSON(): string {
		return this.str;
	}
	[INSPECT](): string {
		return `DType(${this.str})`;
	}
}

const GENERIC: TimeUnit = { name: "generic", count: 1 };

/** The names of units, from years to attoseconds. */
const UNITS: readonly string[] = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"];

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
function keep(spec: string, made: DType): DType {
	const { str, type } = made;
	if (type === undefined && made.kind !== "M" && made.kind !== "m") {
		const known = KNOWN.get(str) ?? made;
		KNOWN.set(spec, known);
		KNOWN.set(str, known);
		return known;
	}
	return made;
}

/** One-letter codes of C types, as on 64-bit Linux. */
const LETTERS: Readonly<Record<string, string>> = {
	"?": "b1",
	b: "i1",
	B: "u1",
	h: "i2",
	H: "u2",
	i: "i4",
	I: "u4",
	l: "i8",
	L: "u8",
	q: "i8",
	Q: "u8",
	p: "i8",
	P: "u8",
	e: "f2",
	f: "f4",
	d: "f8",
	g: "f16",
	F: "c8",
	D: "c16",
	G: "c32",
};
const NAMES: Readonly<Record<string, string>> = {
	int: "i8",
	float: "f8",
	complex: "c16",
	str: "U",
	bytes: "S",
	object: "O",
	longdouble: "f16",
	datetime64: "M8",
	timedelta64: "m8",
};

/** The parts of a short name; undefined for what numpy does not know. */
export function parse(spec: string): DTypeParts | undefined {
	if (spec.length > 64) return undefined;
	const match = /^([<>=|]?)([a-zA-Z?])(\d*)(?:\[(\d*)([A-Za-z]+)\])?$/.exec(spec);
	if (match === null) return parseName(spec);
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
	const code = size === undefined ? LETTERS[letter as string] : `${letter}${size}`;
	const format = code === undefined ? undefined : FORMATS.get(code);
	if (format === undefined) return undefined;
	return { kind: (code as string)[0] as DTypeKind, itemsize: format.size, byteorder };
}
function sized(kind: DTypeKind, itemsize: number, byteorder: string): DTypeParts | undefined {
	return itemsize > LARGEST ? undefined : { kind, itemsize, byteorder };
}
function parseName(spec: string): DTypeParts | undefined {
	if (Object.hasOwn(NAMES, spec)) return parse(NAMES[spec] as string);
	for (const [code, { name }] of FORMATS) if (name === spec) return parse(code);
	const ml = ML_FORMATS.get(spec);
	if (ml !== undefined) return { kind: "V", itemsize: ml.size, type: new PyGlobal("ml_dtypes", spec) };
	const time = /^(datetime|timedelta)64(\[\w+\])$/.exec(spec);
	return time === null ? undefined : parse(`${time[1] === "datetime" ? "M8" : "m8"}${time[2]}`);
}
