/** How arrays are read and written. */
import { bytes, text } from "../registry/arguments.ts";
import type { AnyTypeEntry, DumpContext, LoadContext, Reduction, TypeEntry } from "../registry/registry.ts";

import { UninternedString } from "../registry/uninterned.ts";
import { PyGlobal } from "../values/opaque.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import { arrayClass, bufferOf, isByteB, isZeroShape, shapeOf } from "./arguments.ts";
import { isPermutation } from "./axes.ts";
import { DType } from "./dtype.ts";
import { sizeOf, stridesOf } from "./layout.ts";
import { FILL, NDArray } from "./ndarray.ts";
import { gathered, needsCopy } from "./storage.ts";
import { coreNames, type Style } from "./versions.ts";

/** The array that `_reconstruct` makes before any state: no item, of one byte. */
export function emptyArray(pyClass: PyGlobal): NDArray {
	return new NDArray({ dtype: "i1", shape: [0], data: new Int8Array(0), pyClass });
}

/**
 * The array of a state `(1, shape, dtype, isFortran, data)`; undefined for one that numpy refuses.
 *
 * @param parts the state without its version
 */
export function arrayOf(
	[shapeGiven, dtype, isFortran, given]: readonly unknown[],
	pyClass: PyGlobal,
	{ charge }: LoadContext,
): NDArray | undefined {
	const shape = shapeOf(shapeGiven);
	if (shape === undefined || !(dtype instanceof DType)) return undefined;
	const size = sizeOf(shape) as number;
	const order = isFortran === true || isFortran === 1 ? "F" : isFortran === false || isFortran === 0 ? "C" : undefined;
	if (dtype.hasObject) {
		// Lists are in C order, whatever the flag says.
		if (!Array.isArray(given) || given instanceof PyTuple || given.length !== size) return undefined;
		const isTurned = order === "F" && shape.length > 1;
		if (isTurned) charge(8 * size);
		const data = isTurned ? gathered(given, 1, [...shape].reverse(), stridesOf(shape, "C").reverse(), 0) : given;
		return order && new NDArray({ dtype, shape, data, order, pyClass });
	}
	if (typeof given === "string") charge(given.length);
	const data = bytes(given);
	if (order === undefined || data === undefined || dtype.subdtype !== null) return undefined;
	return ofBytes(dtype, shape, data, order, charge, { pyClass });
}

/** An array over bytes, if these are what dtype and shape say. */
export function ofBytes(
	dtype: DType,
	shape: readonly number[],
	data: Uint8Array,
	order: "C" | "F",
	charge: (bytes: number) => void,
	more: { readonly pyClass?: PyGlobal; readonly readonly?: boolean } = {},
): NDArray | undefined {
	const size = sizeOf(shape);
	// A product beyond 2^53 is not a length of bytes, however it is rounded.
	if (size === undefined || size * dtype.itemsize !== data.length) return undefined;
	if (needsCopy(dtype, data)) charge(data.length);
	return new NDArray({ dtype, shape, data: data as Uint8Array, order, ...more });
}

/** Takes the state of an array; false for one that numpy refuses. */
export function setArray(array: NDArray, state: unknown, context: LoadContext): boolean {
	if (!(state instanceof PyTuple) || state.length !== 5 || state[0] !== 1) return false;
	const made = arrayOf(state.slice(1), array.pyClass, context);
	if (made === undefined) return false;
	NDArray[FILL](array, made);
	array.isCopied = context.protocol >= 5;
	return true;
}

/** Key of the function by which an entry of another library makes an array of a class of its own, which takes the state. */
export const SUBCLASS: unique symbol = Symbol("subclass");

function subclassOf(cls: unknown, context: LoadContext): NDArray | undefined {
	if (!(cls instanceof PyGlobal)) return undefined;
	const entry = context.registry.byName(`${cls.module}:${cls.qualname}`) as
		| (AnyTypeEntry & { readonly [SUBCLASS]?: () => NDArray })
		| undefined;
	const made = entry?.[SUBCLASS]?.();
	if (made !== undefined) context.maker = entry;
	return made;
}

/** `_reconstruct(class, (0,), b"b")` and its state; or `_frombuffer`, told by the last letter of the name. */
const reconstruct: Pick<TypeEntry<NDArray>, "load" | "setState"> = {
	load: (args, kwargs, context) => {
		if (context.name.endsWith("r")) return fromBuffer(args, kwargs, context);
		const [cls, shape, code] = args;
		if (args.length !== 3 || kwargs.size > 0 || !isZeroShape(shape) || !isByteB(code)) return undefined;
		const pyClass = arrayClass(cls);
		return pyClass === undefined ? subclassOf(cls, context) : emptyArray(pyClass);
	},
	setState: setArray,
};

/** `_frombuffer(buffer, dtype, shape, order[, axes])`. */
const fromBuffer: NonNullable<TypeEntry<NDArray>["load"]> = (args, kwargs, { charge }) => {
	const [given, dtype, shapeGiven, orderGiven, axes] = args;
	const order = text(orderGiven, false);
	const buffer = bufferOf(given);
	const shape = shapeOf(shapeGiven);
	if (args.length !== (order === "K" ? 5 : 4) || kwargs.size > 0 || buffer === undefined) return undefined;
	if (!(dtype instanceof DType) || shape === undefined || dtype.hasObject || dtype.subdtype !== null) return undefined;
	if (order !== "C" && order !== "F" && order !== "K") return undefined;
	const { bytes: data, isReadonly } = buffer;
	const array = ofBytes(dtype, shape, data, order === "F" ? "F" : "C", charge, { readonly: isReadonly });
	if (order !== "K" || array === undefined) return array;
	if (!(axes instanceof PyTuple) || axes.length !== shape.length || !isPermutation(axes as number[])) return undefined;
	return array.transpose(...(axes as number[]));
};

/** Whether numpy can hand out the memory of such items as a buffer, which has no times and no fields out of order. */
function isBuffer(dtype: DType): boolean {
	const { kind, itemsize, type, fields, subdtype, format } = dtype;
	if (subdtype !== null) return isBuffer(subdtype.base);
	if (fields === null) {
		return !"MmOT".includes(kind) && (type === undefined || format === undefined);
	}
	let end = 0;
	for (const [name, field] of dtype.fieldList) {
		if (field.offset < end || name.includes(":") || !isBuffer(field.dtype)) return false;
		end = field.offset + field.dtype.itemsize;
	}
	return end <= itemsize;
}

/** The arguments of `_frombuffer`; undefined where numpy takes the other way. */
function bufferArguments(
	array: NDArray,
	style: Style,
	make: NonNullable<DumpContext["buffer"]>,
): unknown[] | undefined {
	const { dtype, shape, order } = array;
	if (array.isCopied || dtype.hasObject || dtype.itemsize === 0 || !isBuffer(dtype)) return undefined;
	if (String(array.pyClass) !== "numpy.ndarray") return undefined;
	const buffer = (from: NDArray, by: "C" | "F"): object => make(from.toBytes(by), array.readonly);
	if (order !== "K") return [buffer(array, order), dtype, tupleFrom(shape), order];
	const { row, axes } = style.inMemory?.(array) ?? {};
	return row && [buffer(row, "C"), dtype, tupleFrom(row.shape), "K", tupleFrom(axes as number[])];
}

/** The data of a state: bytes in the order that the flag says, or a list in C order. */
export function stateData(array: NDArray, order: "C" | "F"): unknown {
	if (array.dtype.hasObject) {
		const items = array.toTyped() as unknown[];
		// numpy makes a string of each anew, and CPython has one alone for each of Latin-1's characters.
		const isFresh = (item: unknown): item is string => typeof item === "string" && (item.length > 1 || item > "\xff");
		return array.dtype.kind === "T"
			? items.map((item) => (isFresh(item) ? new UninternedString(item) : item))
			: [...items];
	}
	const data = array.toBytes(order);
	return data.length === 1 ? oneByte(data[0] as number) : data;
}

const BYTES: (Uint8Array | undefined)[] = [];
/** The `bytes` of one byte, of which CPython has one object for each. */
export function oneByte(byte: number): Uint8Array {
	BYTES[byte] ??= Uint8Array.of(byte);
	return BYTES[byte];
}

/** Arrays as one numpy writes them. */
export function arrayType(style: Style): TypeEntry<NDArray> {
	return {
		names: [...coreNames("multiarray", "_reconstruct"), ...coreNames("numeric", "_frombuffer")],
		type: NDArray,
		refuses: true,
		charges: true,
		...reconstruct,
		reduce: (array, protocol, { buffer }): Reduction => {
			const { dtype, shape, order, pyClass } = array;
			const args = protocol >= 5 && buffer !== undefined ? bufferArguments(array, style, buffer) : undefined;
			if (args !== undefined) return { callable: `${style.core}.numeric:_frombuffer`, args };
			const isFortran = order === "F";
			return {
				callable: `${style.core}.multiarray:_reconstruct`,
				args: [style.arrayClass(pyClass), tuple(0), oneByte(0x62)],
				state: tuple<unknown[]>(1, tupleFrom(shape), dtype, isFortran, stateData(array, isFortran ? "F" : "C")),
			};
		},
	};
}
