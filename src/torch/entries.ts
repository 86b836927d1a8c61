/** The types of torch: what its pickles call, and how its values are written. */

import { shapeOf } from "../numpy/arguments.ts";
import { registry as numpyTypes } from "../numpy/registry.ts";
import { sparse } from "../numpy/sparse.ts";
import { intIn, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import {
	type AnyTypeEntry,
	createRegistry,
	type PyName,
	type Reduction,
	type Registry,
	type TypeEntry,
} from "../registry/registry.ts";
import { PyOrderedDict } from "../registry/stdlib/collections.ts";

import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal } from "../values/opaque.ts";
import { tuple, tupleFrom } from "../values/tuple.ts";
import { globalOfDType } from "./dtypes.ts";
import { REBUILDS, rebuildFromType } from "./rebuild.ts";
import { Device, Layout, Size } from "./sizes.ts";
import { SparseTensor } from "./sparse-tensor.ts";
import { Parameter, TENSOR, Tensor } from "./tensor.ts";

/** A function of `torch._utils` and its arguments. */
type Call = readonly [name: string, args: readonly unknown[]];

/** The globals of the functions, one for each, so that a pickle has each once. */
const FUNCTIONS: ReadonlyMap<string, PyGlobal> = /* @__PURE__ */ new Map(
	/* @__PURE__ */ [...REBUILDS.keys()].map((name) => [name, new PyGlobal("torch._utils", name)]),
);
function named(name: string): PyGlobal {
	return FUNCTIONS.get(name) as PyGlobal;
}

/** Hooks are never left out; torch writes an empty dict for none. */
function hooksOf(tensor: Tensor): unknown {
	return tensor.extra.hooks ?? new PyOrderedDict();
}

/** The bits as torch writes them: only in a seventh argument, only when one is set. */
function metadataOf({ isConj, isNeg, extra }: Tensor): unknown[] {
	if (extra.metadata !== undefined) return [extra.metadata];
	const bits = new PyDict<string, boolean>();
	if (isConj) bits.set("conj", true);
	if (isNeg) bits.set("neg", true);
	return bits.size === 0 ? [] : [bits];
}

/** How a tensor is rebuilt, its class and attributes left aside. */
function callOf(tensor: Tensor): Call {
	const { type, requiresGrad, quantizer } = tensor;
	const [shape, stride] = [tupleFrom(tensor.shape), tupleFrom(tensor.stride)];
	if (tensor.storage === undefined) {
		return ["_rebuild_meta_tensor_no_storage", [globalOfDType(type), shape, stride, requiresGrad]];
	}
	// A view of a part of a storage is one of the whole, so that what shares bytes shares them in the file.
	const { root: storage, start } = tensor.storage;
	const offset = tensor.offset + start / type.itemsize;
	if (quantizer !== undefined) {
		const scheme = new PyGlobal("torch", quantizer.scheme);
		const how =
			"scale" in quantizer
				? tuple<unknown[]>(scheme, new PyFloat(quantizer.scale), quantizer.zeroPoint)
				: tuple<unknown[]>(scheme, quantizer.scales, quantizer.zeroPoints, quantizer.axis);
		return ["_rebuild_qtensor", [storage, offset, shape, stride, how, requiresGrad, hooksOf(tensor)]];
	}
	const view = [storage, offset, shape, stride, requiresGrad, hooksOf(tensor)];
	const metadata = metadataOf(tensor);
	// A storage of one dtype may be looked at as another one, which only the newer function can say.
	if (storage.dtype === type) return ["_rebuild_tensor_v2", [...view, ...metadata]];
	return ["_rebuild_tensor_v3", [...view, globalOfDType(type), ...metadata]];
}

/** The state of attributes; undefined for none. */
function stateOf({ attributes, extra }: Tensor): unknown {
	if (extra.state !== undefined) return extra.state;
	return attributes.size === 0 ? undefined : new PyDict(attributes);
}

function reduceTensor(tensor: Tensor): Reduction {
	const [name, args] = callOf(tensor);
	const state = stateOf(tensor);
	const isPlain = tensor.pyClass.module === TENSOR.module && tensor.pyClass.qualname === TENSOR.qualname;
	if (isPlain && state === undefined) return { callable: named(name), args };
	const more = [named(name), tensor.pyClass, tupleFrom(args), state ?? new PyDict()];
	return { callable: "torch._tensor:_rebuild_from_type_v2", args: more };
}

function reduceParameter(parameter: Parameter): Reduction {
	const state = stateOf(parameter);
	const args = [parameter.data, parameter.requiresGrad, hooksOf(parameter)];
	const isPlain = parameter.pyClass.qualname === "Parameter" && parameter.pyClass.module === "torch.nn.parameter";
	if (isPlain && state === undefined) return { callable: named("_rebuild_parameter"), args };
	if (isPlain) return { callable: named("_rebuild_parameter_with_state"), args: [...args, state] };
	const more = [named("_rebuild_parameter"), parameter.pyClass, tupleFrom(args), state ?? new PyDict()];
	return { callable: "torch._tensor:_rebuild_from_type_v2", args: more };
}

function reduceSparse(given: SparseTensor): Reduction {
	const { layout, indices, plainIndices, values, shape, isCoalesced } = given;
	const size = new Size(shape);
	const parts =
		plainIndices === undefined
			? [indices, values, size, ...(isCoalesced === undefined ? [] : [isCoalesced])]
			: [indices, plainIndices, values, size];
	const function_ = given.isOldForm ? "_rebuild_sparse_csr_tensor" : "_rebuild_sparse_tensor";
	return { callable: named(function_), args: [new Layout(layout), tuple<unknown[]>(...parts)] };
}

const NAMES = /* @__PURE__ */ [...REBUILDS.keys()].map((name): PyName => `torch._utils:${name}`);

/** Entries for the functions: each call is asked by its name. */
const rebuilding: TypeEntry = /* @__PURE__ */ defineType<unknown>({
	names: NAMES as [PyName, ...PyName[]],
	load: (args, kwargs, { name, via }) => {
		if (kwargs.size > 0 || via !== "REDUCE") return undefined;
		return REBUILDS.get(name.slice("torch._utils:".length))?.(args);
	},
});
const fromType: TypeEntry = /* @__PURE__ */ defineType<unknown>({
	names: ["torch._tensor:_rebuild_from_type_v2"],
	load: (args, kwargs, { via }) => (kwargs.size > 0 || via !== "REDUCE" ? undefined : rebuildFromType(args)),
});

/** How values are written: what reads them back is {@link rebuilding}. */
const writing: readonly AnyTypeEntry[] = [
	{ names: ["torch._utils:_rebuild_tensor_v2"], type: Tensor, reduce: reduceTensor },
	{ names: ["torch._utils:_rebuild_parameter"], type: Parameter, reduce: reduceParameter },
	{ names: ["torch._utils:_rebuild_sparse_tensor"], type: SparseTensor, reduce: reduceSparse },
];

const size: TypeEntry<Size> = /* @__PURE__ */ defineType<Size>({
	names: ["torch:Size"],
	type: Size,
	load: (args, kwargs, { via }) => {
		const lengths = args.length === 1 && kwargs.size === 0 && via === "REDUCE" ? shapeOf(args[0]) : undefined;
		return lengths === undefined ? undefined : new Size(lengths);
	},
	reduce: ({ lengths }) => ({ callable: "torch:Size", args: [tupleFrom(lengths)] }),
});

const device: TypeEntry<Device> = /* @__PURE__ */ defineType<Device>({
	names: ["torch:device"],
	type: Device,
	load: (args, kwargs, { via }) => {
		const type = text(args[0], false);
		const index = args.length === 2 ? intIn(args[1], 0, 127) : undefined;
		if (type === undefined || !/^[a-z]{1,32}$/.test(type) || kwargs.size > 0 || via !== "REDUCE") return undefined;
		return args.length === 1 || index !== undefined ? new Device(type, index) : undefined;
	},
	reduce: ({ type, index }) => ({ callable: "torch:device", args: index === undefined ? [type] : [type, index] }),
});

const layout: TypeEntry<Layout> = /* @__PURE__ */ defineType<Layout>({
	names: ["torch.serialization:_get_layout"],
	type: Layout,
	load: (args, kwargs, { via }) => {
		const name = /^torch\.(strided|jagged|sparse_\w{3}|_mkldnn)$/.exec(text(args[0], false) ?? "")?.[1];
		return name !== undefined && args.length === 1 && kwargs.size === 0 && via === "REDUCE"
			? new Layout(name)
			: undefined;
	},
	reduce: (value) => ({ callable: "torch.serialization:_get_layout", args: [value.toString()] }),
});

/** torch's types, numpy's and scipy's, and the default ones; without what holds whole files in bytes. */
export const torchTypes: Registry = /* @__PURE__ */ createRegistry(
	numpyTypes,
	sparse,
	rebuilding,
	fromType,
	...writing,
	size,
	device,
	layout,
);
