/** How dtypes are read and written. */
import { entriesOf, int, intIn, text } from "../registry/arguments.ts";
import type { LoadContext, Reduction, TypeEntry } from "../registry/registry.ts";
import { UninternedString } from "../registry/uninterned.ts";

import { PyGlobal } from "../values/opaque.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import {
	DType,
	type DTypeField,
	type DTypeKind,
	type DTypeParts,
	LARGEST,
	machineType,
	parse,
	timeUnit,
} from "./dtype.ts";
import { LITTLE_ENDIAN } from "./formats.ts";
import { sizeOf } from "./layout.ts";
import type { Style } from "./versions.ts";

/** The dtype of a code before any state: `("f8", False, True)`, and classes of items. */
function fresh(code: unknown): DType | undefined {
	if (code instanceof PyGlobal) {
		const { module, qualname } = code;
		if (module === "numpy" && qualname === "record") return new DType({ kind: "V", itemsize: 0, type: code });
		return module === "ml_dtypes" ? machineType(qualname, code) : undefined;
	}
	const parts = typeof code === "string" && /^[^T]\d{1,10}$/.test(code) ? parse(code) : undefined;
	return parts && new DType(parts);
}

function isFlag(value: unknown, wanted: boolean): boolean {
	return value === wanted || value === Number(wanted);
}

/** The dtype that a state describes; undefined for a state that no numpy writes. */
function partsOf(target: DType, state: unknown, { textAsBytes }: LoadContext): DTypeParts | undefined {
	if (!(state instanceof PyTuple) || state.length < 8 || state.length > 9) return undefined;
	const [version, order, sub, names, fieldDict, size, alignment, flags, more] = state as readonly unknown[];
	if (version !== (state.length === 9 ? 4 : 3) || int(flags) === undefined) return undefined;
	const { kind, type, format } = target;
	const byteorder = text(order, true) === "=" ? (LITTLE_ENDIAN ? "<" : ">") : text(order, true);
	if (byteorder !== "<" && byteorder !== ">" && (byteorder !== "|" || target.byteorder !== "|")) return undefined;
	const isSized = format === undefined && kind !== "O";
	const itemsize = intIn(isSized ? size : target.itemsize, 0, LARGEST);
	if (itemsize === undefined || intIn(alignment, -1, LARGEST) === undefined) return undefined;
	if (!isSized && size !== -1 && size !== itemsize) return undefined;
	if (kind === "U" && itemsize % 4 !== 0) return undefined;
	const parts: DTypeParts = { kind, type, itemsize, byteorder, flags: Number(flags) & 0xff };
	const aligned = (alignment as number) < 0 ? parts : { ...parts, alignment: alignment as number };
	const subdtype = subOf(sub, itemsize);
	const fields = fieldsOf(names, fieldDict, itemsize, textAsBytes);
	const time = more === undefined ? undefined : metadataOf(kind, more);
	if (subdtype === undefined || fields === undefined || (more !== undefined && time === undefined)) return undefined;
	if ((subdtype || fields) && kind !== "V") return undefined;
	const made = { ...aligned, subdtype, ...time };
	return fields === null ? made : { ...made, names: [...fields.keys()], fields };
}

/** `(base, shape)` of a dtype whose items are arrays; null for none, undefined for what does not fit. */
function subOf(value: unknown, itemsize: number): NonNullable<DTypeParts["subdtype"]> | null | undefined {
	if (value === null) return null;
	if (!(value instanceof PyTuple) || value.length !== 2) return undefined;
	const [base, given] = value as readonly unknown[];
	const shape = typeof given === "number" ? [given] : given;
	if (!(base instanceof DType && Array.isArray(shape))) return undefined;
	const size = sizeOf(shape);
	if (size === undefined || size * base.itemsize !== itemsize) return undefined;
	base.isUsed = true;
	return { base, shape: [...(shape as number[])] };
}

/** The fields by name in order; each has its place in the item. */
function fieldsOf(
	names: unknown,
	dict: unknown,
	itemsize: number,
	textAsBytes: boolean | undefined,
): Map<string, DTypeField> | null | undefined {
	if (names === null && dict === null) return null;
	const given = entriesOf(dict);
	if (!(given && names instanceof PyTuple)) return undefined;
	const byName = new Map<string, unknown>();
	for (const [key, value] of given) {
		const name = text(key, textAsBytes);
		if (name !== undefined) byName.set(name, value);
	}
	const fields = new Map<string, DTypeField>();
	for (const given of names) {
		const name = text(given, textAsBytes);
		const field = byName.get(name as string);
		if (name === undefined || !(field instanceof PyTuple) || fields.has(name)) return undefined;
		const [dtype, offset, title] = field as readonly unknown[];
		if (!(dtype instanceof DType) || intIn(offset, 0, itemsize - dtype.itemsize) === undefined) return undefined;
		dtype.isUsed = true;
		fields.set(name, { dtype, offset: offset as number, ...(field.length > 2 && { title }) });
	}
	return fields;
}

/** The ninth part: the user's dict, and for times a pair of it and the unit. */
function metadataOf(kind: DTypeKind, more: unknown): Pick<DTypeParts, "unit" | "metadata"> | undefined {
	if (kind !== "M" && kind !== "m")
		return more === null || entriesOf(more) !== undefined ? { metadata: more } : undefined;
	if (!(more instanceof PyTuple) || more.length !== 2 || !(more[1] instanceof PyTuple)) return undefined;
	const [name, count, divisor, event] = more[1] as readonly unknown[];
	const unit =
		typeof count === "number" && divisor === 1 && event === 1 ? timeUnit(text(name, true) ?? "", count) : undefined;
	const entries = more[0] === null ? [] : entriesOf(more[0]);
	return unit && entries && { unit, metadata: [...entries].length === 0 ? null : more[0] };
}

/** The state of a dtype, as a numpy writes it. */
function stateOf(dtype: DType, { version }: Style): PyTuple {
	const { kind, byteorder, subdtype, names, unit, metadata } = dtype;
	const isSized = "SUV".includes(kind) || dtype.type !== undefined;
	const signed = version >= 20000 ? dtype.flags : (dtype.flags << 24) >> 24;
	const written = new Map<unknown, PyTuple>();
	for (const [name, { dtype: inner, offset, title }] of dtype.fieldList) {
		const field = title === undefined ? tuple<unknown[]>(inner, offset) : tuple<unknown[]>(inner, offset, title);
		written.set(name, field);
		if (title !== undefined) written.set(title, field);
	}
	const sub = subdtype && tuple(subdtype.base, tupleFrom(subdtype.shape));
	const parts: unknown[] = [
		unit === null && metadata === null ? 3 : 4,
		byteorder,
		sub,
		names && tupleFrom(names),
		names && written,
		isSized ? dtype.itemsize : -1,
		isSized ? dtype.alignment : -1,
		signed,
	];
	if (unit !== null) {
		// Before numpy 2.3 None there is an error when it is looked at.
		const none = version >= 20300 ? null : new Map();
		const name = Uint8Array.from(unit.name, (character) => character.charCodeAt(0));
		parts.push(tuple(metadata ?? none, tuple<unknown[]>(name, unit.count, 1, 1)));
	} else if (metadata !== null) {
		parts.push(metadata);
	}
	return tupleFrom(parts);
}

/** `StringDType(coerce[, na_object])`, which is numpy 2's alone. */
function stringDType(args: PyTuple): DType | undefined {
	const [coerce, naObject] = args;
	if (args.length > 2 || (coerce !== 0 && coerce !== 1)) return undefined;
	const text = args.length === 2 ? { coerce: coerce === 1, naObject } : { coerce: coerce === 1 };
	return new DType({ kind: "T", itemsize: 16, alignment: 8, flags: 63, text });
}

/** `numpy:dtype(code, False, True)` and its state; `StringDType` by the function that makes it. */
export function dtypeType(style: Style): TypeEntry<DType> {
	return {
		names: ["numpy:dtype", "numpy._core._internal:_convert_to_stringdtype_kwargs"],
		type: DType,
		refuses: true,
		load: (args, kwargs, { textAsBytes, name }) => {
			if (name !== "numpy:dtype") return stringDType(args);
			if (args.length !== 3 || kwargs.size > 0 || !isFlag(args[1], false) || !isFlag(args[2], true)) return undefined;
			return fresh(args[0] instanceof PyGlobal ? args[0] : text(args[0], textAsBytes));
		},
		setState: (dtype, state, context) => {
			const parts = dtype.isUsed ? undefined : partsOf(dtype, state, context);
			if (parts === undefined) return false;
			Object.assign(dtype, new DType(parts));
			return true;
		},
		reduce: (dtype): Reduction => {
			const { kind, type, itemsize, text: made } = dtype;
			if (made !== undefined) {
				const callable = `${style.core}._internal:_convert_to_stringdtype_kwargs` as const;
				const args = [Number(made.coerce), ...("naObject" in made ? [made.naObject] : [])];
				return { callable: callable.replace("numpy.core", "numpy._core") as typeof callable, args };
			}
			const code = type ?? new UninternedString(`${kind}${kind === "U" ? itemsize / 4 : itemsize}`);
			const flags = style.version > 0 && style.version < 11900 ? [0, 1] : [false, true];
			return { callable: "numpy:dtype", args: [code, ...flags], state: stateOf(dtype, style) };
		},
	};
}
