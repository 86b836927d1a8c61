/** The entries of a map as they are written. */
import { RuntimeError } from "../../errors.ts";

export type Entry = readonly [unknown, unknown];

/** An entry that was taken and is not written, or not whole: whether its key is, and how many keys of the map are. */
export type OpenEntry = readonly [key: unknown, value: unknown, hasKey: boolean, written: number];

export function changedSize(): RuntimeError {
	return new RuntimeError("dictionary changed size during iteration", { code: "unpicklable" });
}
