/**
 * Files of joblib: read and written.
 *
 * @module brine/joblib
 */

export { dumpsJoblib as dumpJoblib, dumpsJoblib, type JoblibDumpOptions, writeJoblib } from "./dump.ts";
export { type JoblibLoadOptions, loadJoblib } from "./load.ts";
export { registry } from "./registry.ts";
