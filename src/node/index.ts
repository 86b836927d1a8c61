/**
 * Files by path, for Node and what runs its modules.
 *
 * @module brine/node
 */

export { dumpFile, dumpFileSync } from "./dump-file.ts";
export { dumpsBuffer } from "./dumps-buffer.ts";
export { type FileRanges, fileRanges } from "./file-ranges.ts";
export { fileSource, fileSourceSync } from "./file-source.ts";
export type { DumpFileOptions, FileFormat, LoadFileOptions } from "./format.ts";
export { loadFile, loadFileSync } from "./load-file.ts";
export { type Path, toOSError } from "./path.ts";
export { type NewFile, type NewFileSync, replaceFile, replaceFileSync } from "./replace-file.ts";
export { replacePackedFile } from "./replace-packed.ts";
export { scanFile } from "./scan-file.ts";
export { type UnpackedOptions, unpacked } from "./unpacked.ts";
