/** A frame as a table of Arrow, with what pandas has besides its columns in the schema's metadata. */
import { ValueError } from "../../errors.ts";
import { repr } from "../../values/repr.ts";
import type { ColumnArray } from "../arrays.ts";
import type { ArrowType } from "../arrow-type.ts";
import type { FrameView } from "../frame-view.ts";
import { type Index, MultiIndex, RangeIndex } from "../indexes.ts";
import type { ExpandOptions } from "../limits.ts";
import { columnData, labelArray } from "./column-data.ts";
import { levelArray } from "./levels.ts";
import {
	attributesText,
	type ColumnMetadata,
	columnMetadata,
	indexName,
	labelLevels,
	nameText,
	type RangeMetadata,
	rangeMetadata,
} from "./metadata.ts";
import { type ArrowTable, aligned, PANDAS, type TableColumn } from "./table.ts";

/** The parts of a frame that go to a table. */
export interface ArrowOptions extends ExpandOptions {
	/**
	 * Whether the index goes with it: as columns, or as numbers in the metadata where it is a range. False leaves it out.
	 *
	 * @defaultValue true
	 */
	readonly index?: boolean;
}

/** A frame with what its user keeps with it. */
export type WholeFrame = FrameView & { readonly attrs: unknown };

function column(name: string, array: ColumnArray, options: ExpandOptions): TableColumn {
	const { chunks, metadata } = columnData(array, repr(name), options);
	return { name, type: (chunks[0] as { type: ArrowType }).type, chunks, metadata };
}

/** The labels of rows as arrays, level by level. */
function levels(index: Index, options: ExpandOptions): ColumnArray[] {
	if (!(index instanceof MultiIndex)) return [labelArray(index, options)];
	return index.levels.map((_, at) => levelArray(index, at, options));
}

/**
 * The table of a frame.
 *
 * @throws ValueError (`argument`) for columns of one name
 * @throws PyTypeError (`argument`) for a column that Arrow has no type for
 */
export function tableOf(frame: WholeFrame, options: ArrowOptions): ArrowTable {
	const { columns: labels, index } = frame;
	const names = new Set<string>();
	const columns: TableColumn[] = [];
	const described: ColumnMetadata[] = [];
	const add = (field: string, name: string | null, array: ColumnArray): void => {
		if (names.has(field)) {
			throw new ValueError(`Duplicate column names found: ${repr(field)} is there twice`, {
				code: "argument",
				hint: "a table of Arrow is read by the names of its columns",
			});
		}
		names.add(field);
		const made = column(field, array, options);
		columns.push(made);
		described.push(columnMetadata(name, made, array));
	};
	for (let i = 0; i < labels.length; i++) {
		const name = nameText(labels.get(i));
		add(name, name, frame.column(i).array);
	}
	const indexes: (string | RangeMetadata)[] = [];
	if (options.index !== false) {
		// A table without columns has no rows in JavaScript.
		if (index instanceof RangeIndex && labels.length > 0) indexes.push(rangeMetadata(index));
		else {
			for (const [i, array] of levels(index, options).entries()) {
				const name = indexName(index.names[i]);
				const field = name === null || names.has(name) ? `__index_level_${i}__` : name;
				add(field, name, array);
				indexes.push(field);
			}
		}
	}
	const own = {
		index_columns: indexes,
		column_indexes: labelLevels(labels),
		columns: described,
		creator: { library: "brine", version: "0" },
		pandas_version: "3.0.0",
	};
	const attributes = attributesText(frame.attrs);
	if (attributes === undefined) {
		throw new ValueError("the attrs of the frame have no form in JSON, in which Arrow's metadata is", {
			code: "argument",
		});
	}
	const text = `${JSON.stringify(own).slice(0, -1)}, "attributes": ${attributes}}`;
	return { columns: aligned(columns), metadata: new Map([[PANDAS, text]]) };
}
