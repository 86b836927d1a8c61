/** The part of a frame that is shown and converted, without its class. */
import type { ColumnArray } from "./arrays.ts";
import type { Index } from "./indexes.ts";

/** A frame as its views need it. */
export interface FrameView {
	readonly columns: Index;
	readonly index: Index;
	readonly shape: readonly [rows: number, columns: number];
	column(i: number): { readonly array: ColumnArray };
}
