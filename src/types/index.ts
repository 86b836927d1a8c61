/**
 * The values, their guards, the registry and the types of Python's standard library.
 *
 * @module brine/types
 */

export { builtins } from "../registry/builtins.ts";
export * as copyreg from "../registry/copyreg.ts";
export { defaultRegistry } from "../registry/default.ts";
export { defineType } from "../registry/define-type.ts";
export { EnumType, enumType, FlagType, flagType, PyEnumMember } from "../registry/enum-types.ts";
export { natives } from "../registry/natives.ts";
export type {
	AnyTypeEntry,
	DumpContext,
	LoadContext,
	PyName,
	Reduction,
	Replacement,
	StreamPiece,
	StreamRequest,
	TypeEntry,
} from "../registry/registry.ts";
export { createRegistry, type Extension, Registry } from "../registry/registry.ts";
export { floatType, intType, type ScalarOptions, strType } from "../registry/scalar-types.ts";
export { type ArrayItems, PyArray } from "../registry/stdlib/array.ts";
export { PyChainMap } from "../registry/stdlib/chain-map.ts";
export {
	PyCounter,
	PyDefaultDict,
	PyDeque,
	PyFrozenDict,
	PyOrderedDict,
} from "../registry/stdlib/collections.ts";
export { type ClockOptions, PyDate, PyDateTime, PyTime, type TimeZone } from "../registry/stdlib/datetime.ts";
export { PyDecimal } from "../registry/stdlib/decimal.ts";
export { PyException } from "../registry/stdlib/exceptions.ts";
export { PyFraction } from "../registry/stdlib/fractions.ts";
export { type IPKind, PyIP } from "../registry/stdlib/ipaddress.ts";
export { type PathKind, PyPath } from "../registry/stdlib/pathlib.ts";
export { PyPattern } from "../registry/stdlib/re.ts";
export { type LocalTime, PyTimeDelta, PyTimezone, type TzInfo, utc } from "../registry/stdlib/timedelta.ts";
export { PyNamespace } from "../registry/stdlib/types.ts";
export { PyUUID } from "../registry/stdlib/uuid.ts";
export { PyZoneInfo } from "../registry/stdlib/zoneinfo.ts";
export { stdlib } from "../registry/stdlib.ts";
export {
	type DataclassOptions,
	dataclassType,
	type NamedTuple,
	type NamedTupleType,
	namedtupleType,
} from "../registry/user-types.ts";
export { SchemaError, type SchemaIssue, type SchemaResult, type StandardSchema } from "../schema.ts";
export { PyByteArray } from "../values/bytearray.ts";
export { PyComplex } from "../values/complex.ts";
export { Ellipsis, NotImplemented, PyConstant } from "../values/constants.ts";
export { PyDict } from "../values/dict.ts";
export { equals } from "../values/equals.ts";
export {
	isByteArray,
	isComplex,
	isDict,
	isFloat,
	isFrozenSet,
	isGlobal,
	isObject,
	isPersistentId,
	isRange,
	isSet,
	isSlice,
	isTuple,
	unchecked,
} from "../values/guards.ts";
export { jsonView } from "../values/json-view.ts";
export { PyFloat } from "../values/numbers.ts";
export {
	PyGlobal,
	PyObject,
	type PyObjectParts,
	type PyOperation,
	PyPersistentId,
	type PyVia,
} from "../values/opaque.ts";
export { inspectOutline, type Outline, type OutlinePart, outlineOf, outlineRecord } from "../values/outline.ts";
export { type PlainOptions, toPlain } from "../values/plain.ts";
export { type PformatOptions, pformat, pprint } from "../values/pprint.ts";
export type { PyValue } from "../values/py-value.ts";
export { PyRange, PySlice } from "../values/range.ts";
export { type ReprOptions, repr } from "../values/repr.ts";
export type { TextLimits } from "../values/repr-limits.ts";
export { PyFrozenSet, PySet } from "../values/set.ts";
export { PyTuple, tuple } from "../values/tuple.ts";
