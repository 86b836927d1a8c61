/** The arguments and results of the openers of torch's formats. */
import type { Ranges } from "../bytes/ranges.ts";
import type { Zip } from "../formats/zip.ts";
import type { LoadsOptions } from "../pickle/options.ts";
import type { StorageTable } from "./storage-table.ts";

/** The formats of `torch.save` and `torch.jit.save`: `legacy` of torch before 1.6, `tar` of torch before 0.2. */
export type TorchFormat = "zip" | "torchscript" | "legacy" | "tar" | "pickle";

/** A file that is open: its value, with storages that were not read. */
export interface OpenFile {
	readonly format: TorchFormat;
	readonly value: unknown;
	readonly table: StorageTable;
	/** The pickle of the value. */
	readonly pickle: Uint8Array;
	/** The record `version` of an archive. */
	readonly version?: string | undefined;
	/** Whether the storages are big-endian in the file. */
	readonly isBig?: boolean;
	/** The storages of the constants of a TorchScript archive. */
	readonly constants?: StorageTable;
	/** The archive, and the folder in it that has everything. */
	readonly archive?: { readonly zip: Zip; readonly root: string };
}

/** The arguments of an opener. */
export interface Opening {
	readonly ranges: Ranges;
	/** Options of the pickles, with a registry. */
	readonly loading: LoadsOptions;
	readonly memory: number;
}
