/** The names and forms of one numpy, which a page that is not asked for them has not. */
import { ValueError } from "../errors.ts";
import { PyGlobal } from "../values/opaque.ts";
import { isContiguous, stridesOf } from "./layout.ts";
import { NDArray } from "./ndarray.ts";
import { type InMemory, PORTABLE, type Style } from "./versions.ts";

/**
 * The style of a version.
 *
 * @throws ValueError (`option`) for what is not `"1.13"` or newer
 */
export function styleOf(version: string | undefined): Style {
	if (version === undefined) return PORTABLE;
	const match = /^(\d{1,2})\.(\d{1,2})(?:\.\d{1,3})?$/.exec(version);
	const number = match === null ? 0 : Number(match[1]) * 10000 + Number(match[2]) * 100;
	if (number < 11300 || (number > 12600 && number < 20000) || number >= 30000) {
		throw new ValueError(`numpyVersion must be '1.13' to '1.26' or '2.0' and newer, not '${version}'`, {
			code: "option",
		});
	}
	return {
		version: number,
		core: number < 20000 ? "numpy.core" : "numpy._core",
		arrayClass: (pyClass) => arrayClassOf(pyClass, number),
		...(number >= 20300 ? { inMemory } : {}),
	};
}

/** Where the classes of arrays are: in `numpy` since 1.14, some in modules of their own again since 2.0. */
function arrayClassOf(pyClass: PyGlobal, version: number): PyGlobal {
	const { qualname } = pyClass;
	const [isFirst, isNew] = [version < 11400, version >= 20000];
	const modules: Readonly<Record<string, string>> = {
		recarray: isNew ? "numpy.rec" : "numpy",
		chararray: isNew ? "numpy.char" : isFirst ? "numpy.core.defchararray" : "numpy",
		matrix: isFirst ? "numpy.matrixlib.defmatrix" : "numpy",
		memmap: isFirst ? "numpy.core.memmap" : "numpy",
	};
	const module = Object.hasOwn(modules, qualname) ? modules[qualname] : undefined;
	return module === undefined ? pyClass : new PyGlobal(module, qualname);
}

/** The axes from the one of the longest stride to that of the shortest. */
function axesInMemory({ shape, strides }: NDArray): number[] {
	const axes = shape.map((_, axis) => axis);
	return axes.sort((a, b) => Math.abs(strides[b] as number) - Math.abs(strides[a] as number));
}

/** Since numpy 2.3 an array in a row whose axes were exchanged is written as it lies in memory. */
function inMemory(array: NDArray): InMemory | undefined {
	const { dtype, shape, strides, offset, data } = array;
	const axes = axesInMemory(array);
	const [lengths, steps] = [axes.map((axis) => shape[axis] as number), axes.map((axis) => strides[axis] as number)];
	if (axes.length === 0 || !isContiguous(lengths, steps, "C")) return undefined;
	const back = new Array<number>(axes.length);
	for (const [place, axis] of axes.entries()) back[axis] = place;
	return { row: new NDArray({ dtype, shape: lengths, strides: stridesOf(lengths, "C"), offset, data }), axes: back };
}
