/** Which sources can be read in parts. */
import type { RangeSource } from "../bytes/ranges.ts";
import type { Source } from "../bytes/source.ts";

/** Whether parts of a source can be fetched: bytes, a `Blob`, or `{ byteLength, slice(start, end) }`. */
export function isRanges(source: RangeSource | Source): source is RangeSource {
	if (ArrayBuffer.isView(source) || Object.prototype.toString.call(source) === "[object ArrayBuffer]") return true;
	const { size, byteLength, slice } = (source ?? {}) as { size?: unknown; byteLength?: unknown; slice?: unknown };
	return typeof slice === "function" && (typeof size === "number" || typeof byteLength === "number");
}
