/** Arrays of other packages, such as geopandas' `GeometryArray`: not known, but for the items that they keep in an array of numpy. */
import { NDArray } from "../numpy/ndarray.ts";
import { attributesOf, entriesOf } from "../registry/arguments.ts";
import { PyGlobal, type PyObject } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";
import { NumpyExtensionArray } from "./backed-arrays.ts";
import { type CellReader, itemReader } from "./columns.ts";
import { NumpyDTypeOf } from "./dtypes.ts";
import { ExtensionArray } from "./extension-array.ts";

/** An array of a class that is not pandas' own. It is written back as it was read. */
export class ForeignArray extends ExtensionArray {
	/** The array as it was in the pickle: inert. */
	readonly object: PyObject;
	/** Its items as it keeps them: the bytes of WKB of a `GeometryArray`. */
	readonly values: NDArray;
	constructor(object: PyObject, values: NDArray) {
		super();
		this.object = object;
		this.values = values;
	}
	get pyName(): string {
		return this.object.className.slice(this.object.className.lastIndexOf(".") + 1);
	}
	get dtype(): NumpyDTypeOf {
		return new NumpyDTypeOf(this.values.dtype);
	}
	get length(): number {
		return this.values.shape[0] ?? 0;
	}
	makeReader(): CellReader {
		return itemReader(this.values);
	}
	/** A part of its items; of the class only all of them can be. */
	slice(start: number, stop: number): ExtensionArray {
		const isWhole = start === 0 && stop === this.length;
		return isWhole ? this : new NumpyExtensionArray(this.values.slice([start, stop, 1]));
	}
}

/** Packages whose arrays are known, so that one which stayed inert is wrong. */
const OWN = /^(pandas|pyarrow|numpy|builtins|functools)(\.|$)/;

/** The parts of a state: of a tuple, a list, a dict. */
function partsOf(state: unknown): readonly unknown[] {
	if (state instanceof PyTuple || Array.isArray(state)) return state as readonly unknown[];
	const attributes = attributesOf(state, false);
	return attributes === undefined ? [...(entriesOf(state) ?? [])].map(([, value]) => value) : [...attributes.values()];
}

/**
 * An array of another package, if it keeps its items in one array of numpy.
 *
 * An array of pandas' own that was refused is not one: it says of itself what is not so.
 */
export function foreignArray(object: PyObject): ForeignArray | undefined {
	const { callable, className } = object;
	if (!(callable instanceof PyGlobal) || OWN.test(callable.module)) return undefined;
	// Protocols 0 and 1 name the class in the arguments of a function of copyreg.
	if (callable.module === "copyreg" && (OWN.test(className) || !className.includes("."))) return undefined;
	const arrays = partsOf(object.state).filter((part) => part instanceof NDArray && part.ndim === 1);
	return arrays.length === 1 ? new ForeignArray(object, arrays[0] as NDArray) : undefined;
}
