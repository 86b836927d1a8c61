/** Tables of Arrow as this library has them: no class of any library of Arrow is in them. */
import type { ArrowData } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";

/** A column of a table. */
export interface TableColumn {
	readonly name: string;
	readonly type: ArrowType;
	/** The parts, one after the other; all columns of a table are cut at the same rows. */
	readonly chunks: readonly ArrowData[];
	/** The metadata of the field: the name of an extension type, and what that has to know. */
	readonly metadata: ReadonlyMap<string, string>;
}

/** Columns of one length. */
export interface ArrowTable {
	readonly columns: readonly TableColumn[];
	/** The metadata of the schema; `pandas` is what pyarrow keeps of a frame. */
	readonly metadata: ReadonlyMap<string, string>;
}

/** The key of the schema under which pyarrow keeps what a frame is besides its columns. */
export const PANDAS = "pandas";
export const EXTENSION_NAME = "ARROW:extension:name";
export const EXTENSION_METADATA = "ARROW:extension:metadata";

/** An array of a type with nothing in it but buffers. */
export function flat(type: ArrowType, length: number, parts: Partial<ArrowData>): ArrowData {
	const none = { offset: 0, validity: null, values: null, bytes: null, children: [], dictionary: null };
	return { type, length, ...none, ...parts };
}

/** The rows at which the parts of any column begin, and the end. */
function cuts(columns: readonly TableColumn[]): number[] {
	const all = new Set<number>([0]);
	for (const { chunks } of columns) {
		let end = 0;
		for (const { length } of chunks) {
			end += length;
			all.add(end);
		}
	}
	return [...all].sort((a, b) => a - b);
}

/** Columns that are cut at the same rows, without copying. */
export function aligned(columns: readonly TableColumn[]): TableColumn[] {
	const rows = cuts(columns);
	return columns.map((column) => {
		const chunks: ArrowData[] = [];
		let [at, start] = [0, 0];
		for (let i = 0; i + 1 < rows.length; i++) {
			const [from, to] = [rows[i] as number, rows[i + 1] as number];
			let chunk = column.chunks[at] as ArrowData;
			while (start + chunk.length <= from) {
				start += chunk.length;
				at++;
				chunk = column.chunks[at] as ArrowData;
			}
			chunks.push({ ...chunk, offset: chunk.offset + from - start, length: to - from });
		}
		return chunks.length > 0 ? { ...column, chunks } : { ...column, chunks: column.chunks.slice(0, 1) };
	});
}
