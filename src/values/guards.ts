/** Guards by brand: they hold for values from another copy of this package or another realm. */
import { brandOf } from "./brand.ts";
import type { PyByteArray } from "./bytearray.ts";
import type { PyComplex } from "./complex.ts";
import type { PyDict } from "./dict.ts";
import type { PyFloat } from "./numbers.ts";
import type { PyGlobal, PyObject, PyPersistentId } from "./opaque.ts";
import type { PyRange, PySlice } from "./range.ts";
import type { PyFrozenSet, PySet } from "./set.ts";
import type { PyTuple } from "./tuple.ts";

/** Whether a value is a Python `tuple`. */
export function isTuple(value: unknown): value is PyTuple {
	return brandOf(value) === "tuple";
}
/** Whether a value is a `PyDict`. */
export function isDict(value: unknown): value is PyDict {
	return brandOf(value) === "dict";
}
/** Whether a value is a `PySet` and no frozenset. */
export function isSet(value: unknown): value is PySet {
	return brandOf(value) === "set";
}
/** Whether a value is a `PyFrozenSet`. */
export function isFrozenSet(value: unknown): value is PyFrozenSet {
	return brandOf(value) === "frozenset";
}
/** Whether a value is a `PyByteArray`. */
export function isByteArray(value: unknown): value is PyByteArray {
	return brandOf(value) === "bytearray";
}
/** Whether a value is a `PyFloat`. */
export function isFloat(value: unknown): value is PyFloat {
	return brandOf(value) === "float";
}
/** Whether a value is a `PyComplex`. */
export function isComplex(value: unknown): value is PyComplex {
	return brandOf(value) === "complex";
}
/** Whether a value is a `PyRange`. */
export function isRange(value: unknown): value is PyRange {
	return brandOf(value) === "range";
}
/** Whether a value is a `PySlice`. */
export function isSlice(value: unknown): value is PySlice {
	return brandOf(value) === "slice";
}
/** Whether a value is the name of a Python class or function. */
export function isGlobal(value: unknown): value is PyGlobal {
	return brandOf(value) === "global";
}
/** Whether a value is the inert instance of an unknown class. */
export function isObject(value: unknown): value is PyObject {
	return brandOf(value) === "object";
}
/** Whether a value is a kept persistent id. */
export function isPersistentId(value: unknown): value is PyPersistentId {
	return brandOf(value) === "persistent id";
}

/**
 * Says that a value has a type, for those who know what is in their data. It checks nothing, and returns the value as it
 * is: a type is not there at run time, so nothing can check it. Where data may be anything, give a `schema` to what reads
 * it (`loads`, `load`, `loadAll`, `Unpickler`, `items`, `loadFile`, …), which checks and types in one.
 *
 * @param value any value
 * @returns the same value
 * @example
 * ```ts
 * import { pickle, unchecked } from "brine";
 * const user = unchecked<{ name: string }>(pickle.loads(pickle.dumps({ name: "bob" })));
 * user.name; // "bob": a string only because it was written as one
 * ```
 */
export function unchecked<T>(value: unknown): T {
	return value as T;
}
