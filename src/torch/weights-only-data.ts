/**
 * The names and opcodes that torch's restricted loaders take, as `torch/_weights_only_unpickler.py` of each has them; a test
 * compares them with the lists that real torches gave.
 */
const words = (text: string): string[] => text.split(" ");
const of = (module: string, names: readonly string[]): string[] => names.map((name) => `${module}.${name}`);
const with_ = (ending: string, names: readonly string[]): string[] => names.map((name) => name + ending);

const PLAIN = /* @__PURE__ */ words("BFloat16 Bool Byte Char Double Float Half Int Long Short");
const COMPLEX = /* @__PURE__ */ words("ComplexDouble ComplexFloat");
const QUANTIZED = /* @__PURE__ */ words("QInt32 QInt8 QUInt2x4 QUInt4x2 QUInt8");
const SPARSE = /* @__PURE__ */ PLAIN.filter((name) => name !== "Bool");

/** Taken by both. */
const SHARED: readonly string[] = /* @__PURE__ */ [
	"collections.OrderedDict",
	"torch.nn.parameter.Parameter",
	"torch.serialization._get_layout",
	...of("torch.storage", words("TypedStorage UntypedStorage")),
	...of("torch", with_("Storage", [...PLAIN, ...COMPLEX, ...QUANTIZED])),
	...of("torch.cuda", with_("Storage", [...PLAIN, ...COMPLEX])),
	...of("torch", with_("Tensor", ["", ...PLAIN])),
	...of("torch.cuda", with_("Tensor", PLAIN)),
	...of("torch.sparse", with_("Tensor", SPARSE)),
	...of("torch.cuda.sparse", with_("Tensor", SPARSE)),
	...of("torch", words("Size complex128 complex32 complex64 float16 float32 float64 int16 int32 int64 int8")),
	...of("torch._utils", words("_rebuild_meta_tensor_no_storage _rebuild_parameter _rebuild_sparse_tensor")),
	...of("torch._utils", words("_rebuild_tensor _rebuild_tensor_v2")),
];

/** Taken by torch 2.15 alone. */
const NEWER: readonly string[] = /* @__PURE__ */ [
	"_codecs.encode",
	"collections.Counter",
	"torch._tensor._rebuild_from_type_v2",
	...of("builtins", words("bytearray complex set")),
	...of(
		"torch._utils",
		words("_rebuild_device_tensor_from_cpu_tensor _rebuild_device_tensor_from_numpy _rebuild_qtensor"),
	),
	...of("torch._utils", words("_rebuild_parameter_with_state _rebuild_tensor_v3 _rebuild_wrapper_subclass")),
	...of("torch", words("bcomplex32 bfloat16 bits16 bits1x8 bits2x4 bits4x2 bits8 bool device float4_e2m1fn_x2")),
	...of("torch", words("float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu")),
	...of("torch", words("int1 int2 int3 int4 int5 int6 int7 uint1 uint2 uint3 uint4 uint5 uint6 uint7 uint8")),
	...of("torch", words("uint16 uint32 uint64 qint32 qint8 quint2x4 quint4x2 quint8")),
	...of("torch", words("per_channel_affine per_channel_affine_float_qparams per_channel_symmetric")),
	...of("torch", words("per_tensor_affine per_tensor_symmetric")),
];

const OPCODES: readonly string[] = /* @__PURE__ */ [
	...words(
		"GLOBAL NEWOBJ REDUCE BUILD APPEND APPENDS SETITEM SETITEMS MARK TUPLE TUPLE1 TUPLE2 TUPLE3 NONE NEWFALSE NEWTRUE",
	),
	...words(
		"EMPTY_TUPLE EMPTY_LIST EMPTY_DICT EMPTY_SET BININT BININT1 BININT2 BINUNICODE SHORT_BINSTRING BINPERSID BINGET",
	),
	...words("LONG_BINGET BINPUT LONG_BINPUT LONG1 PROTO STOP"),
];

/** The names that a loader takes. */
export interface Restricted {
	readonly names: ReadonlySet<string>;
	readonly opcodes: ReadonlySet<string>;
	/** Whether it maps names of Python 2, looks at what items are set in, and lets allowed classes be built. */
	readonly isNewer: boolean;
}

/** The loaders by version of torch. */
export const RESTRICTED: Readonly<Record<"1.13" | "2.15", Restricted>> = {
	"1.13": /* @__PURE__ */ {
		names: new Set([...SHARED, "torch._utils._rebuild_sparse_csr_tensor"]),
		opcodes: new Set(OPCODES),
		isNewer: false,
	},
	"2.15": /* @__PURE__ */ {
		names: new Set([...SHARED, ...NEWER]),
		opcodes: new Set([...OPCODES, "BINFLOAT"]),
		isNewer: true,
	},
};
