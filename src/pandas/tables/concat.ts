/** Parts of a column as one array. */
import { arrowReader } from "../arrow-array.ts";
import type { ArrowData } from "../arrow-data.ts";
import { isValid, widthOf } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";
import type { ExpandOptions } from "../limits.ts";
import { bitmap, packed } from "./bits.ts";
import { Budget } from "./budget.ts";
import { laidOut } from "./layout.ts";
import { objectData, stringData } from "./object-data.ts";
import { flat } from "./table.ts";

/** Reads across parts: which part has a row, and where in it. */
export function acrossParts(
	chunks: readonly ArrowData[],
): (i: number) => readonly [chunk: ArrowData, at: number, part: number] {
	let [part, start] = [0, 0];
	return (i) => {
		if (i < start) [part, start] = [0, 0];
		while (i - start >= (chunks[part] as ArrowData).length) {
			start += (chunks[part] as ArrowData).length;
			part++;
		}
		return [chunks[part] as ArrowData, i - start, part];
	};
}

/** One array of the items of all parts: the only part itself, else a copy. */
export function concatenated(
	chunks: readonly ArrowData[],
	type: ArrowType,
	label: string,
	options: ExpandOptions,
): ArrowData {
	const [first] = chunks;
	if (first === undefined) return flat(type, 0, {});
	if (chunks.length === 1) return laidOut(first);
	const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
	const at = acrossParts(chunks);
	const validity = bitmap(length, (i) => {
		const [chunk, place] = at(i);
		return isValid(chunk, place);
	});
	const width = type.kind === "dictionary" ? undefined : widthOf(type);
	if (width !== undefined) {
		new Budget(options).take(Math.ceil((length * width) / 24));
		const values = new Uint8Array(length * width);
		let end = 0;
		for (const chunk of chunks) {
			const { values: part } = laidOut(chunk);
			values.set((part ?? new Uint8Array(0)).subarray(0, chunk.length * width), end);
			end += chunk.length * width;
		}
		return flat(type, length, { values, validity });
	}
	const readers = chunks.map((chunk) => arrowReader(chunk));
	const read = (i: number): unknown => {
		const [, place, part] = at(i);
		return (readers[part] as (i: number) => unknown)(place);
	};
	if (type.kind === "bool") return flat(type, length, { validity, values: packed(length, (i) => read(i) === true) });
	if (type.kind === "string" || type.kind === "large_string") return stringData(length, read, label, options);
	return objectData(length, read, label, options);
}
