/** The types that files of joblib have in them. */
import { registry as numpyTypes } from "../numpy/registry.ts";
import { sparse } from "../numpy/sparse.ts";
import { createRegistry, type Registry } from "../registry/registry.ts";
import { arrayWrapper } from "./wrappers.ts";

/** numpy's and scipy's types, and the default ones. */
export const dataTypes: Registry = /* @__PURE__ */ createRegistry(numpyTypes, sparse);

/**
 * The registry with joblib's, numpy's and scipy's types, for `loads` of files that are not compressed: {@link loadJoblib}
 * does the rest.
 *
 * @example
 * ```ts
 * import { dumpsJoblib, registry } from "brine/joblib";
 * import { array } from "brine/numpy";
 * import { loads } from "brine/pickle";
 * const file = await dumpsJoblib([array([1, 2])]);
 * loads(file, { registry })[0].toArray(); // [1, 2]
 * ```
 */
export const registry: Registry = /* @__PURE__ */ createRegistry(dataTypes, arrayWrapper);
