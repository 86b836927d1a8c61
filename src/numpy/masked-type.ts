/** How masked arrays are read and written. */
import { bytes, text } from "../registry/arguments.ts";
import type { Reduction, TypeEntry } from "../registry/registry.ts";

import { PyGlobal } from "../values/opaque.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import { arrayClass, isZeroShape } from "./arguments.ts";
import { arrayOf, emptyArray, ofBytes, oneByte, stateData } from "./array-type.ts";
import { MASKED_ARRAY, MaskedArray, MaskedConstant, masked, maskType } from "./masked.ts";
import { FILL, NDArray } from "./ndarray.ts";
import type { Style } from "./versions.ts";

function isMaskedClass(value: unknown): value is PyGlobal {
	if (!(value instanceof PyGlobal) || value.qualname !== "MaskedArray") return false;
	return value.module === "numpy.ma" || value.module === "numpy.ma.core";
}

/** `_mareconstruct(class, base class, (0,), "b")`, and a state with mask and fill value. */
export function maskedType({ version }: Style): TypeEntry<MaskedArray> {
	return {
		names: ["numpy.ma.core:_mareconstruct"],
		type: MaskedArray,
		refuses: true,
		charges: true,
		load: (args, kwargs, { textAsBytes }) => {
			const [cls, base, shape, code] = args;
			if (args.length !== 4 || kwargs.size > 0 || !isMaskedClass(cls) || arrayClass(base) === undefined)
				return undefined;
			if (!isZeroShape(shape) || text(code, textAsBytes) !== "b") return undefined;
			const mask = new NDArray({ dtype: "b1", shape: [0], data: new Uint8Array(0) });
			return new MaskedArray({ ...emptyArray(MASKED_ARRAY), mask, base: base as PyGlobal });
		},
		setState: (array, state, context) => {
			if (!(state instanceof PyTuple) || state.length !== 7 || state[0] !== 1) return false;
			const data = arrayOf(state.slice(1, 5), array.pyClass, context);
			const given = bytes(state[5]);
			if (data === undefined || given === undefined) return false;
			if (typeof state[5] === "string") context.charge(given.length);
			const order = state[3] === true || state[3] === 1 ? "F" : "C";
			const mask = ofBytes(maskType(data.dtype), data.shape, given, order, context.charge);
			if (mask === undefined) return false;
			NDArray[FILL](array, new MaskedArray({ ...data, mask, fill: state[6], base: array.base }));
			return true;
		},
		reduce: (array): Reduction => {
			const { dtype, shape, order, mask, fill, base } = array;
			const isFortran = order === "F";
			const masks = mask.toBytes(isFortran ? "F" : "C");
			const data = stateData(array, isFortran ? "F" : "C");
			const bits = masks.length === 1 ? oneByte(masks[0] as number) : masks;
			return {
				callable: "numpy.ma.core:_mareconstruct",
				args: [new PyGlobal(version >= 20000 ? "numpy.ma" : "numpy.ma.core", "MaskedArray"), base, tuple(0), "b"],
				state: tuple<unknown[]>(1, tupleFrom(shape), dtype, isFortran, data, bits, fill),
			};
		},
	};
}

/** `MaskedConstant()`: one object. */
export const maskedConstant: TypeEntry<MaskedConstant> = {
	names: ["numpy.ma.core:MaskedConstant"],
	type: MaskedConstant,
	load: (args) => (args.length === 0 ? masked : undefined),
	reduce: () => ({ callable: "numpy.ma.core:MaskedConstant", args: [] }),
};
