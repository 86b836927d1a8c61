/** The options of a registry that reads and writes numpy's values. */
import { givenOptions } from "../options.ts";
import { encodedBytes } from "../pickle/load/fast/latin1.ts";
import { defaultRegistry } from "../registry/default.ts";
import { createRegistry, type Registry } from "../registry/registry.ts";
import { arrayType } from "./array-type.ts";
import { dtypeType } from "./dtype-type.ts";
import { maskedConstant, maskedType } from "./masked-type.ts";
import { randomType, ufuncType } from "./random.ts";
import { scalarType } from "./scalar-type.ts";
import { styleOf } from "./styles.ts";
import { PORTABLE, type Style } from "./versions.ts";

/** Whose names and forms are written. */
export interface NumpyOptions {
	/**
	 * Which numpy's pickles to write, `"1.13"` to `"2.5"`: what was read of that one is then written back byte for byte.
	 * Default: the names that every numpy from 1.13 to 2.5 reads
	 */
	readonly numpyVersion?: string;
}

function registryOf(style: Style): Registry {
	return createRegistry(
		defaultRegistry,
		encodedBytes,
		dtypeType(style),
		arrayType(style),
		scalarType(style),
		maskedType(style),
		maskedConstant,
		randomType,
		ufuncType,
	);
}

/**
 * The registry with numpy's types and the default ones, for `loads` and `dumps`.
 *
 * @example
 * ```ts
 * import { array, registry } from "brine/numpy";
 * import { dumps, loads } from "brine/pickle";
 * const data = dumps({ x: array([[1, 2], [3, 4]]) }, { registry });
 * const { x } = loads(data, { registry });
 * console.log(x.shape, x.dtype.str, x.toArray()); // [ 2, 2 ] <i8 [ [ 1, 2 ], [ 3, 4 ] ]
 * ```
 */
export const registry: Registry = /* @__PURE__ */ registryOf(PORTABLE);

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["numpyVersion"]);

/**
 * As {@link registry}, for the names and forms of one numpy.
 *
 * @param options which numpy
 * @returns a registry with the default types in it
 * @throws ValueError (`option`) for a version that is not one
 * @example
 * ```ts
 * import { array, numpyRegistry } from "brine/numpy";
 * import { dumps } from "brine/pickle";
 * dumps(array([1, 2]), { registry: numpyRegistry({ numpyVersion: "2.3" }) }); // the bytes of numpy 2.3
 * ```
 */
export function numpyRegistry(given?: NumpyOptions | null): Registry {
	const options = givenOptions("numpyRegistry", given, OPTIONS);
	return registryOf(styleOf(options.numpyVersion));
}
