/** Which names and forms each numpy writes. */
import { ValueError } from "../errors.ts";
import type { PyName } from "../registry/registry.ts";

/** How one generation of numpy writes its values. */
export interface Style {
	/** The numpy that it is, as 20500 for 2.5; 0 for the forms that every numpy from 1.13 on reads. */
	readonly version: number;
	/** `numpy.core`, or `numpy._core` from 2.0 on. */
	readonly core: string;
}

/** The value that is written unless told otherwise: the names that numpy 1.13 to 2.5 read. */
export const PORTABLE: Style = { version: 0, core: "numpy.core" };

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
	return { version: number, core: number < 20000 ? "numpy.core" : "numpy._core" };
}

/** A name in one of numpy's modules that had three names. */
export function coreNames(module: string, name: string): readonly [PyName, ...PyName[]] {
	const names: PyName[] = [`numpy.core.${module}:${name}`, `numpy._core.${module}:${name}`];
	if (module === "multiarray") names.push(`numpy.core._multiarray_umath:${name}`);
	return names as [PyName, ...PyName[]];
}
