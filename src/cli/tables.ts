/** Files that hold a table: CSV, Arrow and Parquet, read and written as pandas' frames. */
import type { NewFile } from "../node/index.ts";
import type { DataFrame } from "../pandas/index.ts";
import { asFrame, categoryLosses, lossesOf } from "./frame-input.ts";

/** The formats of tables. */
export type TableFormat = "csv" | "arrow" | "parquet";

/** Tells whether a format is one of tables. */
export function isTableFormat(format: string): format is TableFormat {
	return format === "csv" || format === "arrow" || format === "parquet";
}

/** All bytes of a file. */
async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of source) pieces.push(piece);
	return Buffer.concat(pieces);
}

/**
 * Reads a table as a frame.
 *
 * @param told is told of what pandas had, and is not in the file
 */
export async function readTable(
	source: AsyncIterable<Uint8Array>,
	from: TableFormat,
	told: (loss: string) => void,
): Promise<DataFrame> {
	const bytes = await whole(source);
	if (from === "csv") return (await import("./csv-read.ts")).readCSV(bytes);
	if (from === "arrow") return (await import("./arrow-files.ts")).readArrow(bytes);
	return (await import("./parquet-read.ts")).readParquet(bytes, told);
}

/**
 * Writes a value as a table.
 *
 * @param told is told what of the frame is not in the file
 * @throws PyTypeError for what is not a frame, a series, or a list of objects
 */
export async function writeTable(
	value: unknown,
	out: NewFile,
	to: TableFormat,
	told: (loss: string) => void,
): Promise<void> {
	const frame = asFrame(value, `.${to}`);
	if (to === "csv") await out.write(frame.toCSV({ limits: { text: 2 ** 29 } }));
	else if (to === "arrow") await out.write((await import("./arrow-files.ts")).arrowOf(frame));
	else {
		await out.write(await (await import("./parquet-write.ts")).parquetOf(frame));
		for (const loss of categoryLosses(frame)) told(loss);
	}
	for (const loss of lossesOf(frame, to)) told(loss);
}
