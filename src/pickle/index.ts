/**
 * Python's `pickle`.
 *
 * @module brine/pickle
 */

export { PickleError, PicklingError, UnpicklingError } from "../errors.ts";
export { SchemaError, type SchemaIssue, type SchemaResult, type StandardSchema } from "../schema.ts";
export { BareUnpickler } from "./bare-unpickler.ts";
export { dump, dumpSync, dumps } from "./dumps.ts";
export type { FullLimits, Limits } from "./limits.ts";
export { load, loadAll, loadSync } from "./load.ts";
export { type BytesLike, loads } from "./loads.ts";
export { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from "./opcodes.ts";
export type { DumpsOptions, LoadsOptions } from "./options.ts";
export { PickleBuffer } from "./pickle-buffer.ts";
export { type DumpOptions, Pickler } from "./pickler.ts";
export { type LoadOptions, type PickleSource, Unpickler } from "./unpickler.ts";
