/**
 * Tagged JSON: a lossless text form of any value.
 *
 * @module
 */

export { type FromTaggedOptions, fromTagged, type ToTaggedOptions, toTagged } from "./tagged.ts";
export type { Json } from "./types.ts";
