/** The values of numpy, pandas, scipy and joblib that the command knows: loaded by the commands that show or convert them. */
import { dirname, join } from "node:path";
import { OSError, PyTypeError, ValueError } from "../errors.ts";
import { kindOf } from "../formats/kind.ts";
import { loadJoblib } from "../joblib/index.ts";
import { type FileRanges, fileSource } from "../node/index.ts";
import { dumpsNpy, loadNpy, loadNpySync, NDArray, type NpzFile, openNpz, writeNpz } from "../numpy/index.ts";
import { DataFrame } from "../pandas/index.ts";
import { isDict } from "../types/index.ts";
import type { OutputBudget } from "./budget.ts";
import { countedRanges } from "./counted-ranges.ts";
import { lossesOf as frameLosses } from "./frame-input.ts";
import { asArray } from "./library-forms.ts";
import { readingLimits } from "./limits.ts";

export { dumpsJoblib } from "../joblib/index.ts";
export { repr as numpyRepr } from "../numpy/index.ts";
export { asArray, jsonOf, registry } from "./library-forms.ts";
export { dumpsNpy, loadNpy, NDArray };

/** A file beside the one that is read. */
export function siblingOf(path: string): (name: string) => AsyncIterable<Uint8Array> {
	return (name) => fileSource(join(dirname(path), name));
}

/** Reads a file of joblib, with what is beside it. */
export async function readJoblib(
	path: string,
	source: AsyncIterable<Uint8Array>,
	options: Parameters<typeof loadJoblib>[1],
): Promise<unknown> {
	return loadJoblib(source, { ...options, ...(path === "-" ? {} : { sibling: siblingOf(path) }) });
}

/** All bytes of a file. */
async function whole(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of source) pieces.push(piece);
	return Buffer.concat(pieces);
}

/** A file, or its bytes where it is a stream or packed, and what else can be read from it if it is not what it seems. */
interface Seekable {
	readonly file: FileRanges | Buffer;
	readonly rest: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
	close(): void;
}

async function seekable(path: string, source: AsyncIterable<Uint8Array>, budget: OutputBudget): Promise<Seekable> {
	const ranges = path === "-" ? undefined : countedRanges(path, budget);
	// A packed file has other first bytes.
	if (ranges !== undefined && kindOf(ranges.slice(0, 4)) === "zip") {
		return { file: ranges, rest: source, close: () => ranges.close() };
	}
	ranges?.close();
	const file = await whole(source);
	return { file, rest: [file], close: () => undefined };
}

/**
 * Opens a `.npz` archive: by its parts where it is a file as it is, else all of it.
 *
 * @param other what to do with an archive that is damaged or has no arrays in it
 */
export async function withNpz<T>(
	path: string,
	source: AsyncIterable<Uint8Array>,
	budget: OutputBudget,
	work: (file: NpzFile) => Promise<T>,
	other?: (source: Seekable["rest"]) => Promise<T>,
): Promise<T> {
	const { file, rest, close } = await seekable(path, source, budget);
	try {
		let archive: NpzFile | undefined;
		try {
			archive = await openNpz(file, { limits: readingLimits() });
		} catch (error) {
			if (other === undefined || !(error instanceof OSError)) throw error;
		}
		if (archive === undefined || (other !== undefined && archive.names.length === 0)) {
			if (other !== undefined) return await other(rest);
		}
		return await work(archive as NpzFile);
	} finally {
		close();
	}
}

/** Reads a `.npy` file; undefined with all bytes for one whose header is damaged. */
export async function readNpy(
	source: AsyncIterable<Uint8Array>,
	options: Parameters<typeof loadNpySync>[1],
): Promise<{ readonly value?: NDArray; readonly bytes: Uint8Array }> {
	const bytes = await whole(source);
	try {
		return { value: loadNpySync(bytes, options), bytes };
	} catch (error) {
		if (error instanceof ValueError) return { bytes };
		throw error;
	}
}

/** A line for each array of an archive: its name, dtype, shape and size. */
export async function npzLines(file: NpzFile): Promise<string[]> {
	const rows: string[][] = [];
	for (const name of file.names) {
		const { dtype, shape, order, nbytes } = await file.open(name);
		const axes = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})${order === "F" && shape.length > 1 ? " F" : ""}`;
		rows.push([name, dtype.names === null ? dtype.str : `{${dtype.names.join(", ")}}`, axes, `${nbytes} bytes`]);
	}
	for (const name of file.otherNames) rows.push([name, "", "", "not an array"]);
	const widths = [0, 1, 2].map((column) =>
		rows.reduce((most, row) => Math.max(most, (row[column] as string).length), 0),
	);
	return rows.map((row) =>
		row
			.map((cell, i) => cell.padEnd(widths[i] ?? 0))
			.join("  ")
			.trimEnd(),
	);
}

/** All arrays of an archive, as a dict. */
export async function npzDict(file: NpzFile): Promise<Map<string, NDArray>> {
	const arrays = new Map<string, NDArray>();
	for await (const [name, member] of file) arrays.set(name, member);
	return arrays;
}

/** The bytes of a `.npy` file with a value. */
export function npyOf(value: unknown): Uint8Array<ArrayBuffer> {
	return dumpsNpy(asArray(value));
}

/** Writes a dict of arrays as a `.npz` archive. */
export async function writeArchive(value: unknown, out: { write(chunk: Uint8Array): unknown }): Promise<void> {
	const isOne = value instanceof NDArray || Array.isArray(value);
	if (!isOne && !isDict(value)) throw new PyTypeError("a .npz file is made of a dict of arrays, or of one array");
	// As numpy names an array that has none.
	const named = isOne ? [["arr_0", value] as const] : [...(value as Map<unknown, unknown>)];
	await writeNpz(Object.fromEntries(named.map(([key, item]) => [String(key), asArray(item)])), out);
}

/** The parts of a value that are not in its JSON, where it is a frame. */
export function lossesOf(value: unknown, to: "json" | "jsonl"): string[] {
	return value instanceof DataFrame ? frameLosses(value, to) : [];
}
