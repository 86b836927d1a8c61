/** How numpy writes dtypes: in the text of arrays, alone, and as `str()`. */

import { type DType, unitText } from "../dtype.ts";
import { LITTLE_ENDIAN } from "../formats.ts";
import { strRepr } from "./python-repr.ts";

function isNative({ byteorder }: DType): boolean {
	return byteorder === "|" || (byteorder === "<") === LITTLE_ENDIAN;
}

/** A dtype that is not structured, as an argument of `dtype()`. */
function plainText(dtype: DType, isShort: boolean): string {
	const { kind, itemsize, byteorder, unit, type, format } = dtype;
	const order = byteorder === "|" ? "" : byteorder;
	if (kind === "b") return isShort ? "'?'" : "'bool'";
	if (kind === "O") return "'O'";
	if (kind === "T") return "'T'";
	if (kind === "S") return itemsize === 0 ? "'S'" : `'S${itemsize}'`;
	if (kind === "U") return itemsize === 0 ? `'${order}U'` : `'${order}U${itemsize / 4}'`;
	if (type !== undefined && format !== undefined) return type.qualname;
	if (kind === "V") return itemsize === 0 ? "'V'" : `'V${itemsize}'`;
	if (unit !== null) return `'${order}${kind}8${unitText(unit)}'`;
	if (isShort || !isNative(dtype)) return `'${order}${kind}${itemsize}'`;
	return `'${dtype.name}'`;
}

/** A tuple of lengths. */
export function shapeText(shape: readonly number[]): string {
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** Whether the fields follow each other as they do without being asked. */
function isPacked(dtype: DType): boolean {
	const align = dtype.isAligned;
	let [end, most] = [0, 1];
	for (const [, { dtype: inner, offset }] of dtype.fieldList) {
		if (align) end = Math.ceil(end / inner.alignment) * inner.alignment;
		if (align) most = Math.max(most, inner.alignment);
		if (offset !== end) return false;
		end += inner.itemsize;
	}
	if (align) end = Math.ceil(end / most) * most;
	return end === dtype.itemsize;
}

function listText(dtype: DType): string {
	const items = dtype.fieldList.map(([name, { dtype: inner, title }]) => {
		const named = title === undefined ? strRepr(name) : `(${strRepr(title)}, ${strRepr(name)})`;
		const { subdtype } = inner;
		const what =
			subdtype === null
				? argument(inner, true, false)
				: `${argument(subdtype.base, true, false)}, ${shapeText(subdtype.shape)}`;
		return `(${named}, ${what})`;
	});
	return `[${items.join(", ")}]`;
}

function dictText(dtype: DType, showsAlign: boolean): string {
	const fields = dtype.fieldList;
	const list = (items: readonly (string | number)[]): string => `[${items.join(", ")}]`;
	const parts = [
		`'names': ${list(fields.map(([name]) => strRepr(name)))}`,
		`'formats': ${list(fields.map(([, field]) => argument(field.dtype, true, false)))}`,
		`'offsets': ${list(fields.map(([, { offset }]) => offset))}`,
	];
	if (fields.some(([, { title }]) => title !== undefined)) {
		parts.push(`'titles': ${list(fields.map(([, { title }]) => strRepr(title ?? null)))}`);
	}
	parts.push(`'itemsize': ${dtype.itemsize}`);
	if (showsAlign && dtype.isAligned) parts.push("'aligned': True");
	return `{${parts.join(", ")}}`;
}

function structText(dtype: DType, showsAlign: boolean): string {
	const text = !(showsAlign && dtype.isAligned) && isPacked(dtype) ? listText(dtype) : dictText(dtype, showsAlign);
	return dtype.type === undefined ? text : `(numpy.${dtype.type.qualname}, ${text})`;
}

function subarrayText({ subdtype }: DType): string {
	const { base, shape } = subdtype as NonNullable<DType["subdtype"]>;
	return `(${argument(base, true, false)}, ${shapeText(shape)})`;
}

/** The first argument of `dtype()` that makes a dtype. */
function argument(dtype: DType, isShort: boolean, showsAlign: boolean): string {
	if (dtype.fields !== null) return structText(dtype, showsAlign);
	return dtype.subdtype === null ? plainText(dtype, isShort) : subarrayText(dtype);
}

/** `StringDType` and what it was made with. */
function stringText({ text }: DType): string {
	const parts: string[] = [];
	if (text !== undefined && "naObject" in text) parts.push(`na_object=${strRepr(text.naObject)}`);
	if (text?.coerce === false) parts.push("coerce=False");
	return `StringDType(${parts.join(", ")})`;
}

/** Python's `repr(dtype)`. */
export function dtypeRepr(dtype: DType): string {
	if (dtype.kind === "T") return stringText(dtype);
	const align = dtype.fields !== null && dtype.isAligned ? ", align=True" : "";
	return `dtype(${argument(dtype, false, false)}${align})`;
}

/** Python's `str(dtype)`. */
export function dtypeStr(dtype: DType): string {
	if (dtype.fields !== null) return structText(dtype, true);
	if (dtype.subdtype !== null) return subarrayText(dtype);
	if (dtype.kind === "T") return stringText(dtype);
	const isFlexible = "SUV".includes(dtype.kind) && dtype.format === undefined;
	return isFlexible || !isNative(dtype) ? dtype.str : dtype.name;
}

/** The dtype as the text of an array has it. */
export function dtypeShort(dtype: DType): string {
	if (dtype.kind === "T") return stringText(dtype);
	if (dtype.names !== null) return dtypeStr(dtype);
	const isFlexible = "SUV".includes(dtype.kind) && dtype.format === undefined;
	if (isFlexible || !isNative(dtype)) return `'${dtypeStr(dtype)}'`;
	const { name } = dtype;
	return /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? name : `'${name}'`;
}

/** Whether the items alone tell the dtype. */
export function isImplied(dtype: DType): boolean {
	return dtype.names === null && isNative(dtype) && /^([if]8|c16|b1)$/.test(`${dtype.kind}${dtype.itemsize}`);
}
