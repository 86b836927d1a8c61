/** Which names and forms each numpy writes. */
import type { PyName } from "../registry/registry.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { NDArray } from "./ndarray.ts";

/** How one generation of numpy writes its values. */
export interface Style {
	/** The numpy that it is, as 20500 for 2.5; 0 for the forms that every numpy from 1.13 on reads. */
	readonly version: number;
	/** `numpy.core`, or `numpy._core` from 2.0 on. */
	readonly core: string;
	/** Where it has a class of arrays. */
	arrayClass(pyClass: PyGlobal): PyGlobal;
	/** How it writes an array whose axes lie in memory in another order; left out where that is as older numpy does, by a copy. */
	inMemory?(array: NDArray): InMemory | undefined;
}

/** An array as it lies in memory, and the axes by which it is the one that was meant. */
export interface InMemory {
	readonly row: NDArray;
	readonly axes: readonly number[];
}

/** The value that is written unless told otherwise: the names that numpy 1.13 to 2.5 read. */
export const PORTABLE: Style = {
	version: 0,
	core: "numpy.core",
	arrayClass: (pyClass) => {
		const { qualname } = pyClass;
		// numpy 2.5 has no chararray in `numpy` any more.
		if (qualname === "chararray") return new PyGlobal("numpy.core.defchararray", qualname);
		return /^(recarray|matrix|memmap)$/.test(qualname) ? new PyGlobal("numpy", qualname) : pyClass;
	},
};

/** A name in one of numpy's modules that had three names. */
export function coreNames(module: string, name: string): readonly [PyName, ...PyName[]] {
	const names: PyName[] = [`numpy.core.${module}:${name}`, `numpy._core.${module}:${name}`];
	if (module === "multiarray") names.push(`numpy.core._multiarray_umath:${name}`);
	return names as [PyName, ...PyName[]];
}
