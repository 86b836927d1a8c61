/** Messages between the page and its worker: plain data, so that it can be posted. */

/** Something that went wrong, in Python's words. */
export interface Trouble {
	readonly name: string;
	readonly message: string;
	readonly hint?: string | undefined;
	readonly offset?: number | undefined;
	readonly opcode?: string | undefined;
}

/** How a file is shown. */
export type Shape = "value" | "archive" | "none";

/** The facts of a file. */
export interface FileInfo {
	/** From outside in, such as `["gzip", "pickle"]`. */
	readonly kinds: readonly string[];
	/** Bytes after unpacking. */
	readonly size: number;
	readonly shape: Shape;
	readonly protocol?: number | undefined;
	/** The Python that wrote it, as far as opcodes and names tell. */
	readonly writer?: string | undefined;
	/** How many pickles or documents there are. */
	readonly count?: number | undefined;
	readonly trouble?: Trouble | undefined;
	/** Whether what is shown is what was understood before the break. */
	readonly partial?: boolean | undefined;
	/** Whether arrays anywhere in the value are still in the file. */
	readonly isByRanges?: boolean | undefined;
	/** More to say, such as what torch makes of it. */
	readonly notes: readonly string[];
	/** The kind that the root is shown as. */
	readonly view?: ViewKind | undefined;
	readonly milliseconds: number;
}

export interface Progress {
	readonly phase: "unpacking" | "reading" | "scanning" | "writing";
	readonly done: number;
	readonly total: number;
	/** How many rows can be looked at already. */
	readonly rows?: number | undefined;
}

/** A guess of what reading will take, made before it is tried. */
export interface Estimate {
	readonly bytes: number;
	readonly heap: number;
	readonly fits: boolean;
}

/** The views that a value may have. */
export type ViewKind = "text" | "array" | "table" | "tensors" | "model" | "image" | "archive";

/** A row of the tree. */
export interface TreeRow {
	readonly row: number;
	readonly depth: number;
	readonly label: string;
	/** Python's name of the class. */
	readonly type: string;
	readonly summary: string;
	/** How many items are inside; undefined for a leaf. */
	readonly count?: number | undefined;
	/** Whether the line says how large it is in its own words. */
	readonly isTold?: boolean | undefined;
	readonly open: boolean;
	/** The path of the same object, when that is before or around this row. */
	readonly same?: string | undefined;
	readonly isCycle?: boolean | undefined;
	/** Whether the same object comes again. */
	readonly isShared?: boolean | undefined;
	readonly position: number;
	readonly siblings: number;
}

/** Everything about one value. */
export interface Detail {
	readonly row: number;
	readonly path: string;
	readonly type: string;
	readonly summary: string;
	readonly views: readonly ViewKind[];
	readonly facts: readonly (readonly [name: string, value: string])[];
	/** Python's text. */
	readonly text?: string | undefined;
	readonly isCut?: boolean | undefined;
	/** `str()`, where that says more, such as of an exception. */
	readonly said?: string | undefined;
	readonly image?: { readonly mime: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;
	/** Bytes of the pickle that make it. */
	readonly range?: readonly [start: number, end: number] | undefined;
}

export interface Column {
	readonly name: string;
	readonly dtype: string;
	readonly kind: "number" | "text" | "other";
	readonly width: number;
}

export interface TableInfo {
	readonly columns: readonly Column[];
	readonly rows: number;
	readonly all: number;
	/** The names of the index. */
	readonly index: string;
	readonly note?: string | undefined;
}

export interface TableRow {
	/** Where it is in the value. */
	readonly place: number;
	readonly label: string;
	/** Null for what is missing. */
	readonly cells: readonly (string | null)[];
}

export interface ColumnStats {
	readonly name: string;
	readonly dtype: string;
	readonly count: number;
	readonly missing: number;
	readonly unique?: number | undefined;
	readonly numbers?:
		| {
				readonly min: number;
				readonly max: number;
				readonly mean: number;
				readonly std: number;
				readonly quartiles: readonly number[];
		  }
		| undefined;
	readonly bins?: readonly number[] | undefined;
	readonly top?: readonly (readonly [value: string, count: number])[] | undefined;
	readonly first?: string | undefined;
	readonly last?: string | undefined;
	/** Whether only the first rows were counted. */
	readonly isSample: boolean;
}

export interface ArrayInfo {
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly nbytes: number;
	readonly items: number;
	readonly isNumeric: boolean;
	readonly isLarge: boolean;
	readonly image: boolean;
	readonly order: string;
}

export interface ArrayWindow {
	readonly rows: readonly (readonly string[])[];
}

export interface ArrayStats {
	readonly count: number;
	readonly nan: number;
	readonly zeros: number;
	readonly min: number;
	readonly max: number;
	readonly mean: number;
	readonly std: number;
	readonly bins: readonly number[];
}

export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8ClampedArray<ArrayBuffer>;
	readonly min: number;
	readonly max: number;
	readonly note?: string | undefined;
}

export interface LineData {
	/** The least and greatest of each bucket. */
	readonly low: Float64Array<ArrayBuffer>;
	readonly high: Float64Array<ArrayBuffer>;
	readonly length: number;
}

export type ImportVerdict = "safe" | "unknown" | "suspicious" | "dangerous";

export interface ScanReport {
	readonly verdict: "no-pickle" | ImportVerdict;
	readonly unscannable: boolean;
	readonly findings: readonly {
		readonly verdict: string;
		readonly why: string;
		readonly member: string;
		readonly offset?: number | undefined;
		readonly count: number;
		readonly rule: string;
	}[];
	readonly imports: readonly { readonly name: string; readonly verdict: ImportVerdict; readonly uses: string }[];
}

/** A line of the disassembly. */
export interface OpRow {
	readonly index: number;
	readonly offset: number;
	readonly end: number;
	readonly depth: number;
	readonly name: string;
	readonly code: string;
	readonly arg: string;
	readonly doc: string;
	readonly isBroken?: boolean | undefined;
}

export interface BytesInfo {
	readonly size: number;
	/** Lines of the disassembly; 0 where there is none. */
	readonly ops: number;
	readonly error?: { readonly offset: number; readonly message: string } | undefined;
	readonly note?: string | undefined;
}

export interface Hit {
	readonly path: string;
	readonly type: string;
	readonly summary: string;
	readonly steps: readonly number[];
}

export type SearchScope = "any" | "key" | "value" | "class";

export type ExportKind =
	| "json"
	| "tagged"
	| "csv"
	| "npy"
	| "safetensors"
	| "optimized"
	| "report"
	| "parquet"
	| "arrow";

export interface Exported {
	readonly name: string;
	readonly blob: Blob;
	readonly note?: string | undefined;
}
