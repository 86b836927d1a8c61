import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { typeName } from "../values/type-name.ts";
import { DType, type DTypeField, machineType } from "./dtype.ts";
import { FORMATS } from "./formats.ts";
import { checkedSize } from "./layout.ts";

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["align"]);

/** A field: its name (with a title in front, `[title, name]`), what it is, and the shape when it is an array. */
export type FieldSpec = readonly [
	name: string | readonly [title: string, name: string],
	dtype: DTypeSpec,
	shape?: number | readonly number[],
];

/** A dtype, a short name of one, or the fields of records. */
export type DTypeSpec = DType | string | readonly FieldSpec[];

/**
 * Makes a dtype, as `numpy.dtype(spec, align)`.
 *
 * @param spec a short name such as `"f8"` or `"M8[ns]"`, a long one such as `"float64"` or `"bfloat16"`, a letter of C such as
 *   `"d"`, or a list of fields
 * @param options `align`: lay the fields out as a C compiler would. Default: false, without any padding
 * @throws PyTypeError (`argument`) for a spec that is none
 * @throws ValueError (`argument`) for a field that is there twice
 * @example
 * ```ts
 * import { dtype } from "brine/numpy";
 * dtype([["id", "u4"], ["position", "f8", 3]]).itemsize; // 28
 * dtype([["flag", "?"], ["value", "f8"]], { align: true }).itemsize; // 16
 * ```
 */
export function dtype(spec: DTypeSpec, options?: { readonly align?: boolean | null } | null): DType {
	checkOptions("dtype", options, OPTIONS);
	if (spec instanceof DType) return spec;
	if (typeof spec === "string") return machineType(spec) ?? DType.of(shortName(spec));
	if (!Array.isArray(spec))
		throw new PyTypeError(`Cannot interpret '${typeName(spec)}' as a data type`, { code: "argument" });
	const fields = new Map<string, DTypeField>();
	const align = options?.align === true;
	let end = 0;
	let alignment = 1;
	for (const [given, inner, shape] of spec as readonly FieldSpec[]) {
		const [name, title] = typeof given === "string" ? [given, undefined] : [given[1], given[0]];
		const made = ofShape(dtype(inner, options), shape);
		if (fields.has(name)) throw new ValueError(`field '${name}' occurs more than once`, { code: "argument" });
		const step = align ? made.alignment : 1;
		const offset = Math.ceil(end / step) * step;
		alignment = Math.max(alignment, step);
		end = offset + made.itemsize;
		made.isUsed = true;
		fields.set(name, title === undefined ? { dtype: made, offset } : { dtype: made, offset, title });
	}
	const itemsize = Math.ceil(end / alignment) * alignment;
	let flags = 16;
	for (const { dtype: inner } of fields.values()) flags |= inner.flags & 27;
	if (align) flags |= 0x80;
	return new DType({ kind: "V", itemsize, alignment, flags, names: [...fields.keys()], fields });
}

/** The dtype of a field that is an array. */
function ofShape(base: DType, shape: number | readonly number[] | undefined): DType {
	if (shape === undefined) return base;
	const lengths = typeof shape === "number" ? [shape] : shape;
	base.isUsed = true;
	const itemsize = checkedSize(lengths) * base.itemsize;
	const parts = { kind: "V", itemsize, alignment: base.alignment, flags: base.flags } as const;
	return new DType({ ...parts, subdtype: { base, shape: [...lengths] } });
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

/** The short name of a long one, or of a letter of C. */
function shortName(spec: string): string {
	if (Object.hasOwn(NAMES, spec)) return NAMES[spec] as string;
	for (const [code, { name }] of FORMATS) if (name === spec) return code;
	const time = /^(datetime|timedelta)64(\[\w+\])$/.exec(spec);
	if (time !== null) return `${time[1] === "datetime" ? "M8" : "m8"}${time[2]}`;
	const [order, letter] = spec.length === 2 && "<>=|".includes(spec[0] as string) ? [spec[0], spec[1]] : ["", spec];
	return Object.hasOwn(LETTERS, letter as string) ? `${order}${LETTERS[letter as string]}` : spec;
}
