/**
 * Python's `pickletools`: looks into pickles without running them.
 *
 * @module brine/pickletools
 */

export * from "./arguments.ts";
export type { ByteSource, PickleInput } from "./byte-source.ts";
export { type DisError, type DisMemo, type DisOptions, dis } from "./dis.ts";
export { type GenopsOptions, genops, type PickleOp } from "./genops.ts";
export { globals, type InspectOptions, type PickleGlobals, type PickleTree, tree } from "./globals.ts";
export type { ImportUse, ImportUseKind, PickleBreak, PickleImport } from "./imports.ts";
export type { NodeKind, PartRole, PickleNode, PicklePart } from "./nodes.ts";
export { code2op, type OpcodeInfo, opcodes } from "./opcode-info.ts";
export { type OptimizeOptions, optimize } from "./optimize.ts";
export * from "./stack-objects.ts";
