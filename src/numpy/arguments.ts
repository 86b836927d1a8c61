/** The arguments of numpy's reducers, as this package reads them. */
import { bytes } from "../registry/arguments.ts";
import { brandOf } from "../values/brand.ts";
import { PyByteArray } from "../values/bytearray.ts";
import { PyGlobal } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";
import { sizeOf } from "./layout.ts";
import { bytesOf } from "./storage.ts";

/** A tuple of lengths with an exact product. */
export function shapeOf(value: unknown): readonly number[] | undefined {
	return value instanceof PyTuple && sizeOf(value) !== undefined ? [...(value as PyTuple<number>)] : undefined;
}

/** Whether a value is `b"b"`, or as Python 2 has it `"b"`. */
export function isByteB(value: unknown): boolean {
	const given = bytes(value);
	return given?.length === 1 && given[0] === 0x62;
}

/** Whether a value is `(0,)`. */
export function isZeroShape(value: unknown): boolean {
	return value instanceof PyTuple && value.length === 1 && value[0] === 0;
}

/** The memory of a buffer, and whether Python may not write into it: `bytes` are such, `bytearray` is not. */
export function bufferOf(value: unknown): { readonly bytes: Uint8Array; readonly isReadonly: boolean } | undefined {
	if (brandOf(value) === "PickleBuffer") {
		const buffer = value as { readonly readonly: boolean; raw(): Uint8Array };
		return { bytes: buffer.raw(), isReadonly: buffer.readonly };
	}
	if (!ArrayBuffer.isView(value)) return undefined;
	return { bytes: bytesOf(value), isReadonly: value instanceof Uint8Array && !(value instanceof PyByteArray) };
}

/** The subclasses of arrays that have nothing besides their items, by the names that they had. */
const CLASSES: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"numpy:ndarray",
	"numpy:matrix",
	"numpy:recarray",
	"numpy:chararray",
	"numpy:memmap",
	"numpy.matrixlib.defmatrix:matrix",
	"numpy.core.records:recarray",
	"numpy.core.defchararray:chararray",
	"numpy.core.memmap:memmap",
	"numpy.rec:recarray",
	"numpy.char:chararray",
	"pandas.core.indexes.frozen:FrozenNDArray",
]);

/** A class of arrays that this package knows. */
export function arrayClass(value: unknown): PyGlobal | undefined {
	if (!(value instanceof PyGlobal)) return undefined;
	return CLASSES.has(`${value.module}:${value.qualname}`) ? value : undefined;
}
