/** torch's dtypes: how long an item is, which array holds it, and how pickles and safetensors name it. */
import { PyTypeError } from "../errors.ts";
import { PyGlobal } from "../values/opaque.ts";

/** A dtype of torch. */
export interface TorchDType {
	/** Its name without `torch.`, such as `"float32"`. */
	readonly name: string;
	/** Bytes of an item. */
	readonly itemsize: number;
	/** How many bytes are turned around on a machine of the other order. */
	readonly word: number;
	/** The dtype of the array that shows it, for `NDArray`; bytes where numpy has nothing like it. */
	readonly numpy: string;
	/** Its legacy storage class in `torch`, without `Storage`; undefined for the dtypes that came later. */
	readonly storage: string | undefined;
	/** Its name in safetensors; undefined for what that format has not. */
	readonly safetensors: string | undefined;
	/** Whether the items are steps of a scale. */
	readonly isQuantized: boolean;
}

type Row = readonly [name: string, itemsize: number, numpy: string, storage?: string | undefined, safetensors?: string];

const ROWS: readonly Row[] = [
	["float64", 8, "f8", "Double", "F64"],
	["float32", 4, "f4", "Float", "F32"],
	["float16", 2, "f2", "Half", "F16"],
	["bfloat16", 2, "bfloat16", "BFloat16", "BF16"],
	["uint8", 1, "u1", "Byte", "U8"],
	["int8", 1, "i1", "Char", "I8"],
	["int16", 2, "i2", "Short", "I16"],
	["int32", 4, "i4", "Int", "I32"],
	["int64", 8, "i8", "Long", "I64"],
	["bool", 1, "b1", "Bool", "BOOL"],
	["complex64", 8, "c8", "ComplexFloat"],
	["complex128", 16, "c16", "ComplexDouble"],
	["quint8", 1, "u1", "QUInt8"],
	["qint8", 1, "i1", "QInt8"],
	["qint32", 4, "i4", "QInt32"],
	["quint4x2", 1, "u1", "QUInt4x2"],
	["quint2x4", 1, "u1", "QUInt2x4"],
	["uint16", 2, "u2", undefined, "U16"],
	["uint32", 4, "u4", undefined, "U32"],
	["uint64", 8, "u8", undefined, "U64"],
	["float8_e4m3fn", 1, "float8_e4m3fn", undefined, "F8_E4M3"],
	["float8_e5m2", 1, "float8_e5m2", undefined, "F8_E5M2"],
	["float8_e4m3fnuz", 1, "float8_e4m3fnuz", undefined, "F8_E4M3FNUZ"],
	["float8_e5m2fnuz", 1, "float8_e5m2fnuz", undefined, "F8_E5M2FNUZ"],
	["float8_e8m0fnu", 1, "float8_e8m0fnu", undefined, "F8_E8M0"],
	["complex32", 4, "f2"],
	["bcomplex32", 4, "bfloat16"],
	["float4_e2m1fn_x2", 1, "u1"],
	["bits8", 1, "u1"],
	["bits16", 2, "u2"],
	["bits1x8", 1, "u1"],
	["bits2x4", 1, "u1"],
	["bits4x2", 1, "u1"],
];

function dtypeOf([name, itemsize, numpy, storage, safetensors]: Row): TorchDType {
	const isComplex = name.includes("complex");
	return {
		name,
		itemsize,
		word: isComplex ? itemsize / 2 : itemsize,
		numpy,
		storage,
		safetensors,
		isQuantized: /^qu?int/.test(name),
	};
}

/** All dtypes by name. */
export const DTYPES: ReadonlyMap<string, TorchDType> = /* @__PURE__ */ new Map(
	/* @__PURE__ */ ROWS.map((row) => [row[0], /* @__PURE__ */ dtypeOf(row)]),
);

const BY_STORAGE: ReadonlyMap<string, TorchDType> = /* @__PURE__ */ new Map(
	/* @__PURE__ */ [...DTYPES.values()].flatMap((dtype) =>
		dtype.storage === undefined ? [] : [[dtype.storage, dtype] as const],
	),
);

/** The dtype of a name; for a caller's own. */
export function torchDType(name: string): TorchDType {
	const dtype = DTYPES.get(name.replace(/^torch\./, ""));
	if (dtype === undefined) throw new PyTypeError(`torch has no dtype '${name}'`, { code: "argument" });
	return dtype;
}

/** The dtype that a global such as `torch.float32` is. */
export function dtypeOfGlobal(value: unknown): TorchDType | undefined {
	return value instanceof PyGlobal && value.module === "torch" ? DTYPES.get(value.qualname) : undefined;
}

/**
 * The dtype of a storage class: `torch.FloatStorage`, `torch.cuda.FloatStorage` and the tensor classes of torch
 * before 0.2.
 *
 * @returns the dtype, `"bytes"` for a storage that counts bytes, undefined for what is not a storage class
 */
export function dtypeOfStorage(value: unknown): TorchDType | "bytes" | undefined {
	if (!(value instanceof PyGlobal)) return undefined;
	const { module, qualname } = value;
	if (module === "torch.storage" && (qualname === "UntypedStorage" || qualname === "_UntypedStorage")) return "bytes";
	if (module !== "torch" && module !== "torch.cuda") return undefined;
	const match = /^(\w{1,32})(?:Storage|Tensor)$/.exec(qualname);
	if (match?.[1] === "Untyped") return "bytes";
	return BY_STORAGE.get(match?.[1] ?? "");
}

/** The global of a dtype, as pickles have it. */
export function globalOfDType({ name }: TorchDType): PyGlobal {
	return new PyGlobal("torch", name);
}
