/** The stand-ins that joblib writes in the place of arrays, and their values when read. */
import { UnpicklingError } from "../errors.ts";
import { arrayOf, emptyArray } from "../numpy/array-type.ts";
import { DType } from "../numpy/dtype.ts";
import { sizeOf } from "../numpy/layout.ts";
import { NDARRAY, NDArray } from "../numpy/ndarray.ts";
import { attributesOf, text } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, PyName, StreamRequest, TypeEntry } from "../registry/registry.ts";

import { PyGlobal } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";

/** An array whose data is in another file: how it is filled once that is there. */
export interface Sibling {
	readonly name: string;
	readonly array: NDArray;
	/** Its array, if the file is a `.npy` file; else the array of the bytes that its container has. */
	fromBytes?(bytes: Uint8Array, charge: (bytes: number) => void): NDArray | undefined;
}

/** The modules that joblib was in: its own, and scikit-learn's copy up to 0.22. */
function names(name: string): readonly [PyName, ...PyName[]] {
	return [
		`joblib.numpy_pickle:${name}`,
		`joblib.numpy_pickle_compat:${name}`,
		`sklearn.externals.joblib.numpy_pickle:${name}`,
	];
}

/** Represents an array until its bytes have been read. */
class ArrayWrapper {
	state: ReadonlyMap<string, unknown> = new Map();
}

function bad(what: string): UnpicklingError {
	return new UnpicklingError(`an array of joblib has ${what}`, { code: "build" });
}

function stateOf(state: unknown, { textAsBytes }: LoadContext): ReadonlyMap<string, unknown> {
	const attributes = attributesOf(state, textAsBytes);
	if (attributes === undefined) throw bad("a state that is not a dict of its attributes");
	return attributes;
}

/** The class of an array; a memmap is read as an array. */
function classOf(value: unknown): PyGlobal {
	if (!(value instanceof PyGlobal)) throw bad("no class");
	return value.qualname === "memmap" || value.qualname === "ndarray" ? NDARRAY : value;
}

const wrapperBase: Pick<TypeEntry<ArrayWrapper>, "type" | "setState" | "reduce"> = {
	type: ArrayWrapper,
	setState: (wrapper, state, context) => {
		wrapper.state = stateOf(state, context);
	},
	reduce: () => {
		throw bad("nothing to be written");
	},
};

/** `NumpyArrayWrapper`, since joblib 0.10: the array's bytes, or the pickle of its objects, come next in the stream. */
export const arrayWrapper: TypeEntry<ArrayWrapper> = /* @__PURE__ */ defineType<ArrayWrapper>({
	names: /* @__PURE__ */ names("NumpyArrayWrapper"),
	...wrapperBase,
	// joblib reads the pickles in its files by the ordinary unpickler, to which this is a class like others.
	load: (args, kwargs, { nested }) =>
		args.length === 0 && kwargs.size === 0 && nested !== true ? new ArrayWrapper() : undefined,
	readAfter: ({ state }, context) => readArray(arrayFollowing(state, context)),
});

/** An array whose bytes, or the pickle of whose objects, come next in the stream. */
export interface FollowingArray {
	readonly about: Pick<NDArray, "dtype" | "shape" | "pyClass"> & { readonly order: "C" | "F" };
	/** Its bytes. */
	readonly length: number;
	/** Whether a byte with the number of bytes of padding comes first, and these. */
	readonly isPadded: boolean;
}

/** The array that a wrapper of this state takes the place of. */
export function arrayFollowing(state: ReadonlyMap<string, unknown>, { textAsBytes }: LoadContext): FollowingArray {
	const shape = state.get("shape");
	const dtype = state.get("dtype");
	const order = text(state.get("order"), textAsBytes);
	const size = shape instanceof PyTuple ? sizeOf(shape) : undefined;
	if (size === undefined) throw bad("a shape that is none");
	if (!(dtype instanceof DType) || dtype.subdtype !== null) throw bad("no dtype");
	if (order !== "C" && order !== "F") throw bad("no order");
	const length = size * dtype.itemsize;
	if (!Number.isSafeInteger(length)) throw bad("a size beyond all bounds");
	const pyClass = classOf(state.get("subclass"));
	const isPadded = (state.get("numpy_array_alignment_bytes") ?? null) !== null;
	return { about: { dtype, shape: [...(shape as PyTuple<number>)], order, pyClass }, length, isPadded };
}

function* readArray({ about, length, isPadded }: FollowingArray): Generator<StreamRequest, unknown, unknown> {
	if (about.dtype.hasObject) return yield "pickle";
	if (isPadded) {
		const [padding = 0] = (yield { bytes: 1 }) as Uint8Array;
		yield { bytes: padding };
	}
	const data = (yield { bytes: length }) as Uint8Array;
	return new NDArray({ ...about, data });
}

/** `NDArrayWrapper` and `ZNDArrayWrapper`, of joblib before 0.10: the array is in a file beside. */
export function siblingWrappers(siblings: Sibling[]): AnyTypeEntry[] {
	const load: TypeEntry<ArrayWrapper>["load"] = (args, kwargs, { nested }) =>
		args.length === 0 && kwargs.size === 0 && nested !== true ? new PlainWrapper() : undefined;
	const plain = defineType<ArrayWrapper>({
		names: names("NDArrayWrapper"),
		...wrapperBase,
		type: PlainWrapper,
		load,
		readAfter: ({ state }, { textAsBytes }) => {
			const array = emptyArray(classOf(state.get("subclass")));
			siblings.push({ name: siblingName(text(state.get("filename"), textAsBytes)), array });
			return nothing(array);
		},
	});
	const packed = defineType<ArrayWrapper>({
		names: names("ZNDArrayWrapper"),
		...wrapperBase,
		type: PackedWrapper,
		load: (args, kwargs, { nested }) =>
			args.length === 0 && kwargs.size === 0 && nested !== true ? new PackedWrapper() : undefined,
		readAfter: ({ state }, { textAsBytes }) => {
			const [parts, init] = [state.get("state"), state.get("init_args")];
			if (!(parts instanceof PyTuple) || parts.length !== 4 || !(init instanceof PyTuple)) throw bad("no state");
			const pyClass = classOf(init[0]);
			const array = emptyArray(pyClass);
			siblings.push({
				name: siblingName(text(state.get("filename"), textAsBytes)),
				array,
				fromBytes: (bytes, charge) => arrayOf([...parts.slice(1), bytes], pyClass, { charge } as LoadContext),
			});
			return nothing(array);
		},
	});
	return [plain, packed];
}
class PlainWrapper extends ArrayWrapper {}
class PackedWrapper extends ArrayWrapper {}

/** Nothing follows in the stream itself. */
// biome-ignore lint/correctness/useYield: the array takes the wrapper's place without anything being read
function* nothing(array: NDArray): Generator<StreamRequest, unknown, unknown> {
	return array;
}

/** The name of a file beside: never one that leads elsewhere. */
function siblingName(name: string | undefined): string {
	if (name === undefined || !/^[^/\\\0:]{1,255}$/.test(name) || name === "." || name === "..") {
		throw bad("its data in a file whose name is not one");
	}
	return name;
}
