import { PyTypeError, ValueError } from "../errors.ts";
import { typeName } from "../values/type-name.ts";
import { DType, type DTypeField } from "./dtype.ts";
import { checkedSize } from "./layout.ts";

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
 * @param spec a short name such as `"f8"` or `"M8[ns]"`, or a list of fields
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
export function dtype(spec: DTypeSpec, options: { readonly align?: boolean } = {}): DType {
	if (spec instanceof DType || typeof spec === "string") return DType.of(spec);
	if (!Array.isArray(spec))
		throw new PyTypeError(`Cannot interpret '${typeName(spec)}' as a data type`, { code: "argument" });
	const fields = new Map<string, DTypeField>();
	const align = options.align === true;
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
