/** The options of a registry that reads and writes pandas' values. */

import { numpyRegistry } from "../numpy/registry.ts";
import { givenOptions } from "../options.ts";
import { createRegistry, type PyName, type Registry } from "../registry/registry.ts";

import { arrayTypes } from "./array-types.ts";
import { arrowColumnTypes } from "./arrow-column-type.ts";
import { arrowTypes } from "./arrow-types.ts";
import { dtypeTypes } from "./dtype-types.ts";
import { frameTypes } from "./frame-types.ts";
import { indexTypes } from "./index-types.ts";
import { lateObjects } from "./late-objects.ts";
import { managerTypes } from "./manager-types.ts";
import { offsetType } from "./offset-type.ts";
import { scalarTypes } from "./scalar-types.ts";
import { sparseTypes } from "./sparse-type.ts";
import { type Style, styleOf } from "./versions.ts";

/** Whose forms are written, and what else is read. */
export interface PandasOptions {
	/**
	 * Which pandas's pickles to write, `"1.5"` to `"3.1"`. Default: the forms that every pandas from 0.24 to 3.1 reads,
	 * in which times are in nanoseconds, and the strings of pandas 3 are objects
	 */
	readonly pandasVersion?: string;
	/** Subclasses of `DataFrame` to read, such as `"geopandas.geodataframe:GeoDataFrame"`. Default: none */
	readonly frames?: readonly PyName[];
	/** Subclasses of `Series` to read. Default: none */
	readonly series?: readonly PyName[];
}

/** The numpy whose names a pandas reads and writes. */
function numpyVersion({ version }: Style): string | undefined {
	if (version >= 30000) return "2.3";
	return version === 0 ? undefined : "1.26";
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pandasVersion", "frames", "series"]);

/**
 * A registry with pandas' types, numpy's and the default ones, for the forms of one pandas and for subclasses.
 *
 * @param options which pandas, and which subclasses
 * @returns a registry for `loads` and `dumps`
 * @throws ValueError (`option`) for a version that is not one
 * @example
 * ```ts
 * import { DataFrame, pandasRegistry } from "brine/pandas";
 * import { dumps } from "brine/pickle";
 * const frame = DataFrame.from({ a: ["x", "y"] });
 * dumps(frame, { registry: pandasRegistry({ pandasVersion: "3.0" }) }); // as pandas 3 writes it
 * ```
 */
export function pandasRegistry(given?: PandasOptions | null): Registry {
	const options = givenOptions("pandasRegistry", given, OPTIONS);
	const style = styleOf(options.pandasVersion);
	const version = numpyVersion(style);
	const numpy = numpyRegistry(version === undefined ? {} : { numpyVersion: version });
	return createRegistry(
		numpy,
		lateObjects,
		...scalarTypes(style),
		offsetType(style),
		...dtypeTypes(style),
		...arrayTypes(style),
		...sparseTypes(style),
		...arrowTypes(),
		...arrowColumnTypes(style),
		...indexTypes(style),
		...managerTypes(style),
		...frameTypes(style, options.frames ?? [], options.series ?? []),
	);
}

/**
 * The registry with pandas' types, numpy's and the default ones, for `loads` and `dumps`.
 *
 * @example
 * ```ts
 * import { DataFrame, registry } from "brine/pandas";
 * import { dumps, loads } from "brine/pickle";
 * const data = dumps(DataFrame.from({ a: [1, 2] }), { registry });
 * const frame = loads(data, { registry }) as DataFrame;
 * console.log(frame.shape); // [ 2, 1 ]
 * ```
 */
export const registry: Registry = /* @__PURE__ */ pandasRegistry();
