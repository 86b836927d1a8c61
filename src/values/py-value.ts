import type { PyComplex } from "./complex.ts";
import type { PyDict } from "./dict.ts";
import type { PyFloat } from "./numbers.ts";
import type { PyGlobal, PyObject, PyPersistentId } from "./opaque.ts";
import type { PyRange } from "./range.ts";
import type { PyFrozenSet, PySet } from "./set.ts";
import type { PyTuple } from "./tuple.ts";

/**
 * The type of a value that is read from a pickle of built-in types and can be written; types of the registry come to
 * it. `loads` says
 * `unknown`, since anybody may have written the bytes: a `schema` declares a type that is checked.
 *
 * @example
 * ```ts
 * import { pickle, type PyValue } from "brine";
 * const value = pickle.loads(pickle.dumps([1, "two"])) as PyValue;
 * if (Array.isArray(value)) console.log(value.length); // 2
 * ```
 */
export type PyValue =
	| null
	| boolean
	| number
	| bigint
	| string
	| Uint8Array
	| PyFloat
	| PyComplex
	| PyRange
	| PyGlobal
	| PyObject
	| PyPersistentId
	| PyTuple
	| PyDict
	| PySet
	| PyFrozenSet
	| PyValue[]
	| { [key: string]: PyValue };
