/** Values as frames, for the files that hold tables, and the parts of a frame that such a file cannot hold. */
import { PyTypeError } from "../errors.ts";
import { DataFrame, dtypeName, FlatIndex, RangeIndex, Series } from "../pandas/index.ts";

/** The rows of a list of objects or dicts, column by column, in the order in which names are met. */
function ofRows(rows: readonly unknown[]): DataFrame | undefined {
	const columns = new Map<unknown, unknown[]>();
	for (const [i, row] of rows.entries()) {
		const entries = entriesOf(row);
		if (entries === undefined) return undefined;
		for (const [name, value] of entries) {
			let column = columns.get(name);
			if (column === undefined) {
				column = new Array<unknown>(rows.length).fill(Number.NaN);
				columns.set(name, column);
			}
			column[i] = value;
		}
	}
	return DataFrame.from([...columns]);
}
function entriesOf(row: unknown): Iterable<readonly [unknown, unknown]> | undefined {
	if (row instanceof Map) return row as Map<unknown, unknown>;
	const isPlain = typeof row === "object" && row !== null && Object.getPrototypeOf(row) === Object.prototype;
	return isPlain ? Object.entries(row) : undefined;
}

/**
 * A value as a frame.
 *
 * @throws PyTypeError for what is not a frame, a series, or a list of objects
 */
export function asFrame(value: unknown, to: string): DataFrame {
	if (value instanceof DataFrame) return value;
	if (value instanceof Series) return DataFrame.from([[value.name ?? "0", value.array]], { index: value.index });
	const made = Array.isArray(value) && value.length > 0 ? ofRows(value as unknown[]) : undefined;
	if (made === undefined) {
		throw new PyTypeError(`a ${to} file is made of a pandas frame or series, or of a list of objects`, {
			code: "argument",
		});
	}
	return made;
}

/** The parts of a frame that are not in a file of a format, one sentence for each. */
export function lossesOf(frame: DataFrame, to: "csv" | "jsonl" | "json" | "arrow" | "parquet"): string[] {
	const found: string[] = [];
	const isText = to === "csv" || to === "json" || to === "jsonl";
	const { index } = frame;
	const isPlain = index instanceof RangeIndex && index.start === 0 && index.step === 1 && index.names[0] === null;
	if ((to === "json" || to === "jsonl") && !isPlain) found.push("the labels of the rows");
	if (isText && frame.attrs !== undefined) found.push("the attrs");
	if (frame.pyClass !== undefined) found.push(`the class ${frame.pyClass.replace(":", ".")}`);
	for (const name of frame.extra.keys()) found.push(`the attribute ${name}`);
	if (!frame.allowsDuplicateLabels) found.push("the flag allows_duplicate_labels");
	if (isText) return found;
	if (index instanceof FlatIndex && index.freq !== null) found.push("the freq of the labels of the rows");
	for (let i = 0; i < frame.columns.length; i++) {
		const name = dtypeName(frame.column(i).dtype);
		if (name.startsWith("Sparse[")) found.push(`that column ${JSON.stringify(String(frame.columns.get(i)))} is sparse`);
	}
	return found;
}

/** The categoricals whose categories are in another order than their values, or not all among them. */
export function categoryLosses(frame: DataFrame): string[] {
	const found: string[] = [];
	for (let i = 0; i < frame.columns.length; i++) {
		const { array } = frame.column(i);
		const codes = (array as { codes?: Iterable<unknown> }).codes;
		if (dtypeName(frame.column(i).dtype) !== "category" || codes === undefined) continue;
		const met = [...new Set([...codes].map(Number))].filter((code) => code >= 0);
		const count = (array as unknown as { categories: { length: number } | null }).categories?.length ?? 0;
		if (met.length !== count || met.some((code, k) => code !== k)) {
			found.push(
				`the order of the categories of column ${JSON.stringify(String(frame.columns.get(i)))}, and those without values`,
			);
		}
	}
	return found;
}
