/** Types of what opening a file comes to. */
import type { FileInfo } from "../shared/types.ts";

/** An opened file. */
export interface Opened {
	readonly root: unknown;
	/** The bytes inside, unpacked; what the disassembly and the hex view show. */
	readonly blob: Blob;
	readonly info: Omit<FileInfo, "milliseconds">;
}

export interface OpenWatch {
	/** Files that came together with this one, by name: joblib before 0.10 had arrays in them. */
	readonly beside: ReadonlyMap<string, Blob>;
	progress(phase: "unpacking" | "reading", done: number, total: number): void;
	peek(look: () => readonly unknown[]): void;
}

/** The part of the information that every kind of file has. */
export type Basic = Pick<FileInfo, "kinds" | "size" | "notes" | "shape">;
