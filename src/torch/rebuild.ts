/** The tensors that torch's rebuilding functions make of their arguments: the shapes that its reducers write, and no others. */
import { UnpicklingError } from "../errors.ts";
import { shapeOf } from "../numpy/arguments.ts";
import { attributesOf, entriesOf, float, intIn } from "../registry/arguments.ts";
import { PyGlobal } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";
import { dtypeOfGlobal, type TorchDType } from "./dtypes.ts";
import { Layout, Size } from "./sizes.ts";
import { type SparseLayout, SparseTensor } from "./sparse-tensor.ts";
import { Storage } from "./storage.ts";
import { Parameter, problemOf, type Quantizer, Tensor, type TensorExtra, type TensorParts } from "./tensor.ts";

/** A function of torch, by its arguments; undefined for those that no reducer writes. */
export type Rebuild = (args: readonly unknown[]) => Tensor | SparseTensor | undefined;

const MOST = Number.MAX_SAFE_INTEGER;

/** The lengths of a tuple or of a `torch.Size`. */
function lengthsOf(value: unknown): readonly number[] | undefined {
	return value instanceof Size ? value.lengths : shapeOf(value);
}
function stepsOf(value: unknown): readonly number[] | undefined {
	const isSteps =
		value instanceof PyTuple && value.length <= 64 && value.every((step) => intIn(step, 0, MOST) !== undefined);
	return isSteps ? [...(value as PyTuple<number>)] : undefined;
}

/**
 * A tensor of a pickle. A view that does not fit its storage is an error, since torch refuses it and every view of it
 * would lie.
 */
function made(dtype: TorchDType, parts: Omit<TensorParts, "dtype">): Tensor {
	const { shape, stride = [], offset = 0, storage } = parts;
	const problem = problemOf(dtype, shape, stride, offset, storage);
	if (problem !== undefined) throw new UnpicklingError(problem, { code: "build" });
	return new Tensor({ ...parts, dtype: dtype.name });
}

/** The bits of the last argument, and the argument itself when there is more in it. */
function metadataOf(value: unknown): Pick<TensorParts, "isConj" | "isNeg"> & { readonly metadata?: unknown } {
	if (value === undefined || value === null) return {};
	const bits: { isConj?: boolean; isNeg?: boolean } = {};
	for (const [key, bit] of entriesOf(value) ?? []) {
		if (key === "conj" && typeof bit === "boolean") bits.isConj = bit;
		else if (key === "neg" && typeof bit === "boolean") bits.isNeg = bit;
		else return { ...bits, metadata: value };
	}
	return entriesOf(value) === undefined ? { metadata: value } : bits;
}

function extraOf(hooks: unknown, metadata?: unknown): TensorExtra {
	const isPlain = hooks === undefined || hooks === null || (hooks instanceof Map && hooks.size === 0);
	return { ...(isPlain ? {} : { hooks }), ...(metadata === undefined ? {} : { metadata }) };
}

/** The first four arguments: storage, offset, shape, stride. */
function viewOf(
	args: readonly unknown[],
): (Pick<TensorParts, "offset" | "shape" | "stride"> & { readonly storage: Storage }) | undefined {
	const [storage, offsetGiven, shapeGiven, strideGiven] = args;
	const [offset, shape, stride] = [intIn(offsetGiven, 0, MOST), lengthsOf(shapeGiven), stepsOf(strideGiven)];
	if (!(storage instanceof Storage) || offset === undefined) return undefined;
	if (shape === undefined) throw new UnpicklingError("a tensor has more items than can be", { code: "build" });
	return stride === undefined ? undefined : { storage, offset, shape, stride };
}

/** `(storage, offset, shape, stride)` of torch before 0.2, and the forms with `requires_grad`, hooks and bits. */
function rebuildTensor(args: readonly unknown[]): Tensor | undefined {
	const view = viewOf(args);
	const { length } = args;
	const dtype = view?.storage.dtype;
	if (view === undefined || dtype === undefined || (length !== 4 && length !== 6 && length !== 7)) return undefined;
	const [requiresGrad = false, hooks] = args.slice(4);
	if (typeof requiresGrad !== "boolean") return undefined;
	const { metadata, ...bits } = metadataOf(args[6]);
	return made(dtype, { ...view, ...bits, requiresGrad, extra: extraOf(hooks, metadata) });
}

/** As `_rebuild_tensor_v2`, with the dtype before the metadata. */
function rebuildTensorV3(args: readonly unknown[]): Tensor | undefined {
	const view = viewOf(args);
	const dtype = dtypeOfGlobal(args[6]);
	const [requiresGrad, hooks] = args.slice(4);
	if (view === undefined || dtype === undefined || typeof requiresGrad !== "boolean") return undefined;
	if (args.length !== 7 && args.length !== 8) return undefined;
	if (!view.storage.claim(dtype)) {
		throw new UnpicklingError("a big-endian storage is seen as words of different lengths", { code: "build" });
	}
	const { metadata, ...bits } = metadataOf(args[7]);
	return made(dtype, { ...view, ...bits, requiresGrad, extra: extraOf(hooks, metadata) });
}

function rebuildMeta(args: readonly unknown[]): Tensor | undefined {
	const [dtypeGiven, shapeGiven, strideGiven, requiresGrad] = args;
	const [dtype, shape, stride] = [dtypeOfGlobal(dtypeGiven), lengthsOf(shapeGiven), stepsOf(strideGiven)];
	if (args.length !== 4 || dtype === undefined || shape === undefined || stride === undefined) return undefined;
	return typeof requiresGrad === "boolean" ? made(dtype, { shape, stride, requiresGrad }) : undefined;
}

function quantizerOf(value: unknown): Quantizer | undefined {
	if (!(value instanceof PyTuple) || !(value[0] instanceof PyGlobal) || value[0].module !== "torch") return undefined;
	const [{ qualname: scheme }, first, second, axisGiven] = value as unknown as [PyGlobal, ...unknown[]];
	if (/^per_tensor_(affine|symmetric)$/.test(scheme) && value.length === 3) {
		const [scale, zeroPoint] = [float(first), intIn(second, -(2 ** 31), 2 ** 31 - 1)];
		return scale === undefined || zeroPoint === undefined ? undefined : { scheme, scale, zeroPoint };
	}
	const axis = intIn(axisGiven, 0, 63);
	if (!/^per_channel_(affine|symmetric|affine_float_qparams)$/.test(scheme) || value.length !== 4) return undefined;
	if (!(first instanceof Tensor && second instanceof Tensor) || axis === undefined) return undefined;
	return { scheme, scales: first, zeroPoints: second, axis };
}

/** `(storage, offset, shape, stride, quantizer, requires_grad, hooks)`. */
function rebuildQuantized(args: readonly unknown[]): Tensor | undefined {
	const view = viewOf(args);
	const quantizer = quantizerOf(args[4]);
	const dtype = view?.storage.dtype;
	const [requiresGrad, hooks] = args.slice(5);
	if (args.length !== 7 || view === undefined || dtype === undefined || quantizer === undefined) return undefined;
	if (typeof requiresGrad !== "boolean" || !dtype.isQuantized) return undefined;
	if ("axis" in quantizer) {
		const length = view.shape[quantizer.axis];
		const fits = [quantizer.scales, quantizer.zeroPoints].every(
			({ shape }) => shape.length === 1 && shape[0] === length,
		);
		if (!fits) throw new UnpicklingError("the scales of a quantized tensor do not fit its axis", { code: "build" });
	}
	return made(dtype, { ...view, quantizer, requiresGrad, extra: extraOf(hooks) });
}

/** `(layout, (indices, values, size[, isCoalesced]))` or `(layout, (starts, plain, values, size))`. */
function rebuildSparse(args: readonly unknown[], isOldForm = false): SparseTensor | undefined {
	const [layout, parts] = args;
	if (args.length !== 2 || !(layout instanceof Layout) || !(parts instanceof PyTuple)) return undefined;
	if (layout.name === "sparse_coo") {
		const [indices, values, size, isCoalesced] = parts as unknown[];
		const shape = lengthsOf(size);
		const isFlag =
			parts.length === 3 || (parts.length === 4 && (typeof isCoalesced === "boolean" || isCoalesced === null));
		if (!(indices instanceof Tensor && values instanceof Tensor) || shape === undefined || !isFlag) return undefined;
		const known = typeof isCoalesced === "boolean" ? isCoalesced : undefined;
		return new SparseTensor({ layout: "sparse_coo", indices, values, shape, isCoalesced: known });
	}
	const [indices, plainIndices, values, size] = parts as unknown[];
	const shape = lengthsOf(size);
	if (!/^sparse_(csr|csc|bsr|bsc)$/.test(layout.name) || parts.length !== 4 || shape === undefined) return undefined;
	if (!(indices instanceof Tensor && plainIndices instanceof Tensor && values instanceof Tensor)) return undefined;
	return new SparseTensor({ layout: layout.name as SparseLayout, indices, plainIndices, values, shape, isOldForm });
}

/** `(data, requires_grad, hooks)`, with a state as the fourth. */
function rebuildParameter(args: readonly unknown[]): Parameter | undefined {
	const [data, requiresGrad, hooks, state] = args;
	if (!(data instanceof Tensor) || data instanceof Parameter || typeof requiresGrad !== "boolean") return undefined;
	if (args.length !== 3 && args.length !== 4) return undefined;
	const extra = extraOf(hooks);
	if (args.length === 3) return new Parameter(data, requiresGrad, { extra });
	const attributes = attributesOf(state, false);
	return new Parameter(
		data,
		requiresGrad,
		attributes === undefined ? { extra: { ...extra, state } } : { attributes, extra },
	);
}

/** The functions by name, in `torch._utils`. */
export const REBUILDS: ReadonlyMap<string, Rebuild> = /* @__PURE__ */ new Map<string, Rebuild>([
	["_rebuild_tensor", rebuildTensor],
	["_rebuild_tensor_v2", rebuildTensor],
	["_rebuild_tensor_v3", rebuildTensorV3],
	["_rebuild_meta_tensor_no_storage", rebuildMeta],
	["_rebuild_qtensor", rebuildQuantized],
	["_rebuild_sparse_tensor", (args) => rebuildSparse(args)],
	["_rebuild_sparse_csr_tensor", (args) => rebuildSparse(args, true)],
	["_rebuild_parameter", rebuildParameter],
	["_rebuild_parameter_with_state", rebuildParameter],
]);

/** `_rebuild_from_type_v2(function, class, arguments, state)`: a subclass, or attributes of a tensor. */
export function rebuildFromType(args: readonly unknown[]): Tensor | undefined {
	const [func, pyClass, inner, state] = args;
	if (args.length !== 4 || !(func instanceof PyGlobal && pyClass instanceof PyGlobal)) return undefined;
	if (func.module !== "torch._utils" || !(inner instanceof PyTuple) || pyClass.operations.length > 0) return undefined;
	const tensor = REBUILDS.get(func.qualname)?.(inner);
	if (!(tensor instanceof Tensor)) return undefined;
	const attributes = attributesOf(state, false);
	const extra = attributes === undefined ? { ...tensor.extra, state } : tensor.extra;
	const more = { pyClass, extra, ...(attributes === undefined ? {} : { attributes }) };
	if (tensor instanceof Parameter) return new Parameter(tensor.data, tensor.requiresGrad, more);
	return new Tensor({ ...tensor, ...more });
}
