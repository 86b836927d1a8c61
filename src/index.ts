/**
 * Brine: Python's `pickle`, `pickletools` and `json`.
 *
 * The modules are namespaces, as in Python; the value classes, errors and the registry stand beside them.
 *
 * @module brine
 */

export * from "./errors.ts";
export * as json from "./json/index.ts";
export * as pickle from "./pickle/index.ts";
export * as pickletools from "./pickletools/index.ts";
export { type FromTaggedOptions, fromTagged, type Json, type ToTaggedOptions, toTagged } from "./tagged/index.ts";
export * from "./types/index.ts";
